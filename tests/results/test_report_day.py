"""What is known on the day of a report: everything up to the end of the tick in which that day lies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exitban.analysis.headline_effects import measures
from exitban.ensembles import Design, sweep
from exitban.run import run
from exitban.scenario import Scenario
from tests.scenario.files import office, scenario

RATES = """\
choice: {reconsider: 1}
members: {grievance_mean: 1}
secrets: {leak_rate: 1}
hazards: {natural: 0}
"""


def reported(folder: Path, day: str) -> Scenario:
    """A year of months in which blocked attempts come out one after the other."""
    text = office("months: 12", f"months: 12, ticks_per_month: 1, report_date: {day}", RATES).replace("[3]", "[8, 2]")
    return scenario(folder, text)


@pytest.mark.parametrize(
    ("day", "months"), [("2024-03-01", 3), ("2024-03-31", 3), ("2024-04-01", 4), ("2024-12-31", 12)]
)
def test_the_month_of_the_report_counts_as_well(day: str, months: int, tmp_path: Path) -> None:
    found = reported(tmp_path, day)
    data = run(found, replicates=3, policies=("ban",), launcher="python").data
    known = data["known_blocked"].sel(policy="ban").values
    assert known.sum(axis=0)[[2, 3]].min() > 0, "something comes out in March and in April"
    until = data["known_blocked_by_report"].sel(policy="ban").sum("institution").values
    assert until.tolist() == known[:, :months].sum(axis=1).tolist()
    at_report = next(one for one in measures(found) if one.name == "control_at_report")
    assert np.array_equal(at_report.take(data, "ban"), data["control"].sel(policy="ban").values[:, months - 1])


def test_an_ensemble_counts_until_the_same_day(tmp_path: Path) -> None:
    found = reported(tmp_path, "2024-03-10")
    alone = run(found, replicates=3, policies=("ban",), launcher="python").data["known_blocked_by_report"]
    design = Design(found, points={"policies.ban.strength": [0.8]}, replicates=3, policies=("ban",), launcher="python")
    rows = sweep(design, tmp_path / "filled", engine="threads:1").to_pandas().sort_values("replicate")
    assert rows["known_blocked_by_report_office"].tolist() == alone.values[0, :, 0].tolist()
    assert rows["known_blocked_by_report_office"].sum() > 0
