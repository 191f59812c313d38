"""What leaves the page: the scenario as a file, the numbers as a table, the report. Each from the same worlds."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from exitban.analysis.glance import Glance, Seen
from exitban.explore.setting import Setting
from exitban.explore.studio import Studio
from exitban.scenario import Scenario
from exitban.scenario.edited import edited

QUANTILES = ("q05", "q25", "q50", "q75", "q95")
LASTING = ("in_control", "in_control_low", "in_control_high", "at_risk")
"""The share of worlds that still have control, its 95 % interval, and how many worlds had it just before."""


def name_of(studio: Studio, setting: Setting, ending: str) -> str:
    """A file name that says which scenario, policy and numbers it holds."""
    return f"exitban-{studio.scenario.name}-{setting.policy}-{setting.mark(studio.scenario)}.{ending}"


def scenario_file(studio: Studio, setting: Setting) -> str:
    """A scenario file that `exitban run` takes and answers the same."""
    scenario = studio.scenario
    note = (
        f"The scenario {scenario.name} with what was chosen in the explorer.\n"
        f"The same numbers: exitban run FILE --replicates {studio.most} --seed {setting.seed}"
    )
    if scenario.files:
        note += f"\nIt names files that have to lie beside it: {', '.join(scenario.files)}"
    return edited(scenario, setting.overrides(scenario), setting.policies, note)


def as_csv(seen: Glance) -> str:
    """What is drawn: one row per policy and tick, quantiles over matched worlds, and the share still in control."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["policy", "month", "date", *QUANTILES, *(f"difference_{q}" for q in QUANTILES), *LASTING])
    for policy in seen.policies if seen.base.name != seen.chosen.name else (seen.base,):
        table.writerows(_rows(seen, policy))
    return text.getvalue()


def _rows(seen: Glance, policy: Seen) -> Iterator[list[Any]]:
    own = [getattr(policy.control, q) for q in QUANTILES]
    other = [getattr(policy.against.control, q) for q in QUANTILES] if policy.against else []
    share = policy.survival.share
    kept = [curve[1:] for curve in (share.value, share.low, share.high)]
    for tick, (month, date) in enumerate(zip(seen.calendar.months, seen.calendar.dates, strict=True)):
        difference = [_number(q[tick]) for q in other] or [""] * len(QUANTILES)
        still = [_number(curve[tick]) for curve in kept] + [str(policy.survival.at_risk[tick + 1])]
        still = still if seen.measure.is_control else [""] * len(LASTING)
        yield [policy.name, f"{month:g}", date.isoformat(), *(_number(q[tick]) for q in own), *difference, *still]


def _number(value: float) -> str:
    return f"{value:.5f}"


def as_parquet(studio: Studio, setting: Setting, replicates: int) -> bytes:
    """Every world: one row per policy, replicate and tick with the measure, and when control was lost."""
    import pyarrow
    import pyarrow.parquet

    ensembles = [studio.ensemble(name, setting) for name in setting.policies]
    seen = [one.worlds(replicates) for one in ensembles]
    ticks = len(studio.calendar.dates)
    columns = {
        "policy": np.repeat([one.name for one in seen], replicates * ticks),
        "replicate": np.tile(np.repeat(np.arange(replicates), ticks), len(seen)),
        "month": np.tile(studio.calendar.months, len(seen) * replicates),
        studio.measure.name: np.concatenate([one.measured.ravel() for one in seen]).astype(np.float32),
        "lost_at": np.concatenate([np.repeat(one.lost_at, ticks) for one in seen]),
    }
    about = {"scenario": studio.scenario.name, "scenario_hash": studio.scenario.hash, "setting": setting.query()}
    table = pyarrow.table(columns).replace_schema_metadata(about)
    text = io.BytesIO()
    pyarrow.parquet.write_table(table, text)
    return text.getvalue()


def report_page(studio: Studio, setting: Setting, replicates: int) -> str:
    """The report of a run of the same worlds: page and report never disagree."""
    from exitban.analysis import summarise
    from exitban.report.page import page
    from exitban.run import run

    scenario = changed(studio.scenario, setting)
    policies, seed, launcher = setting.policies, setting.seed, studio.launcher
    result = run(scenario, replicates=replicates, seed=seed, policies=policies, threads=1, launcher=launcher)
    return page(summarise(result), scenario)


def changed(scenario: Scenario, setting: Setting) -> Scenario:
    """The scenario read anew with what was chosen, as `exitban run --set` reads it, from what it held at first."""
    from exitban.scenario import read

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / scenario.path.name
        path.write_text(scenario.text, encoding="utf-8")
        beside = {name: Path(folder) / f"{place}-{Path(name).name}" for place, name in enumerate(scenario.files)}
        for name, copy in beside.items():
            copy.write_bytes(scenario.files[name])
        return read(path, (*scenario.overrides, *setting.overrides(scenario)), beside)
