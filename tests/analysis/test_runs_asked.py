"""Which numbers an outcome hangs on, asked of the worlds of an ensemble on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from exitban.analysis.repeated import Worlds, given_repeated
from exitban.analysis.runs_asked import sensitivity_of_runs
from exitban.analysis.sensitivity import given_data
from exitban.cli.app import app
from exitban.ensembles import Runs, sweep
from exitban.errors import CallError
from exitban.run import run
from tests.ensembles.small import STRENGTH, design, office

STRENGTHS = [0.1, 0.5, 0.9]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("asked")


@pytest.fixture(scope="module")
def runs(home: Path) -> Runs:
    return sweep(design(home), home / "runs", engine="threads:1")


def control_at_end(home: Path, policy: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The same worlds as runs of their own, point after point."""
    scenario = office(home / "scenario")
    ends = [
        run(scenario, replicates=40, columns={STRENGTH: np.full(40, strength)}, launcher="python").data["control"]
        for strength in STRENGTHS
    ]
    return np.concatenate([one.sel(policy=policy)[:, -1] for one in ends]).astype(np.float64)


def test_the_worlds_of_an_ensemble_give_what_runs_of_their_own_give(home: Path, runs: Runs) -> None:
    design = {STRENGTH: np.repeat(STRENGTHS, 40)}
    under, without = control_at_end(home, "ban"), control_at_end(home, "none")
    for base, outcome in ((None, under), ("none", under - without)):
        told = sensitivity_of_runs(runs, "control_at_end", "ban", base)
        by_hand = Worlds(np.repeat(np.arange(3), 40), np.tile(np.arange(40), 3), outcome)
        assert told == given_repeated(by_hand, {}, design)
        values = [one.first.value for one in given_data(design, outcome, 1.0).indices]
        assert [one.first.value for one in told.indices] == values
    assert 0 < told.luck_at_most <= 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("control_at_report", "ban"), "keeps no 'control_at_report', only lost, control_at_end"),
        (("control_at_end", "bam"), "was not run under 'bam'. Did you mean 'ban'"),
    ],
)
def test_what_an_ensemble_does_not_hold_is_told(runs: Runs, asked: tuple[str, str], told: str) -> None:
    with pytest.raises(CallError) as refused:
        sensitivity_of_runs(runs, *asked)
    assert told in str(refused.value)


def test_the_command_takes_the_folder_of_a_sweep(runs: Runs) -> None:
    done = CliRunner().invoke(app, ["sensitivity", "--result", str(runs.folder.path), "--difference"])
    assert done.exit_code == 0
    assert STRENGTH in done.stdout
