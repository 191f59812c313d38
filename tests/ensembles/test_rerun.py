"""What is stored can be made again, and a changed byte is found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from exitban.cli.app import app
from exitban.ensembles import disk, sweep
from exitban.ensembles.rerun import rerun
from exitban.errors import CallError, ResultError
from exitban.results import Result
from exitban.results.storage import save
from exitban.run import run
from tests.ensembles.small import STRENGTH, design
from tests.office import EVERYTHING, office


def test_an_ensemble_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    runs = sweep(design(tmp_path, replicates=2, keep=("series",)), tmp_path / "runs")
    found = rerun(tmp_path / "runs")
    assert found.agrees
    assert found.compared == 4
    name = "part-001-ban-0000000"
    path = runs.folder.path / "outcomes" / f"{name}.parquet"
    facts, _ = disk.facts_of(path)
    table = pq.read_table(path)
    changed = table.set_column(5, "control_min", pa.array(np.full(len(table), -1, np.float32)))
    disk.write(path, disk.packed(changed, facts))
    assert rerun(tmp_path / "runs").differing == (f"outcomes/{name}.parquet",)


def test_a_stored_result_is_made_again_with_the_columns_that_it_was_given(tmp_path: Path) -> None:
    columns = {STRENGTH: [0.0, 0.5, 1.0]}
    result = run(office(EVERYTHING), replicates=range(2, 5), policies=["ban"], columns=columns, keep="everything")
    save(result, tmp_path / "stored")
    found = rerun(tmp_path / "stored")
    assert found.agrees, found.words()
    result.data["control"].values[0, 0, 0] += 1
    save(result, tmp_path / "changed")
    assert rerun(tmp_path / "changed").differing == ("control",)


def test_other_luck_is_told_as_the_reason(tmp_path: Path) -> None:
    """A result of the time when luck was laid out otherwise; nothing was written down about that then."""
    result = run(office(EVERYTHING), replicates=2, policies=["ban"])
    result.data["control"].values[0, 0, 0] += 1
    del result.provenance["luck"]
    save(result, tmp_path / "old")
    words = rerun(tmp_path / "old").words()
    assert words.endswith("differ: control. Since then: layout of luck is 2 here and 1 there."), words


def test_what_is_neither_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="holds neither a result nor an ensemble"):
        rerun(tmp_path)


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("design.yaml").write_text(
        "scenario: command-tree\nset: {time.months: 1}\nreplicates: 2\ngrid: {hazards.killed: [0, 0.5]}\n"
    )
    ask = CliRunner()
    done = ask.invoke(app, ["sweep", "design.yaml", "--out", "runs/x", "--threads", "1", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) | {"working": []} == {
        "schema": "exitban-status/1",
        "folder": "runs/x",
        "runs": 4,
        "done": 4,
        "failed": 0,
        "damaged": [],
        "unreadable": [],
        "runs_per_second": 0.0,
        "working": [],
    }
    more = ask.invoke(app, ["sweep", "design.yaml", "--out", "runs/x", "--replicates", "3"])
    assert "runs/x: 6 of 6 runs (100%), 0 failed" in more.stdout
    assert ask.invoke(app, ["status", "runs/x"]).stdout == more.stdout
    again = ask.invoke(app, ["rerun", "runs/x"])
    assert (again.exit_code, "all bytes agree" in again.stdout) == (0, True)
    wrong = ask.invoke(app, ["sweep", "design.yaml", "--out", "runs/x", "--threads", "1", "--processes", "1"])
    assert wrong.exit_code == 2
    assert "found --threads and --processes; allowed: one of --threads, --processes" in wrong.stderr
    cluster = ask.invoke(app, ["sweep", "design.yaml", "--out", "runs/y", "--cluster", "remote:2"])
    assert "--cluster: found 'remote:2'; allowed: local:N" in cluster.stderr
    nowhere = ask.invoke(app, ["sweep", "nowhere.yaml", "--out", "runs/y"])
    assert (nowhere.exit_code, Path("runs/y").exists()) == (2, False)


@pytest.mark.parametrize("keep", ["summary", "everything"])
def test_a_result_with_some_records_is_made_again_with_these(
    tmp_path: Path, keep: Literal["summary", "everything"], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {"replicates": 2, "policies": ["ban"], "records": ["want_out", "exits"], "keep": keep}
    result = run(office(EVERYTHING), launcher="python", **asked)
    save(result, tmp_path / "stored")
    assert (result.provenance["records"], result.provenance["keep"]) == (["want_out", "exits"], keep)
    remade: list[set[str]] = []

    def looked_at(*words: Any, **more: Any) -> Result:
        found = run(*words, **more)
        remade.append(set(map(str, found.data.variables)))
        return found

    monkeypatch.setattr("exitban.ensembles.rerun.run", looked_at)
    found = rerun(tmp_path / "stored")
    assert found.agrees, found.words()
    assert remade == [set(map(str, result.data.variables))], "no more than was kept"
    del result.provenance["records"], result.provenance["keep"]
    save(result, tmp_path / "older")
    assert set(rerun(tmp_path / "older").differing) <= {"control"}, "all is run, and what it has is compared"


def test_no_chunks_are_no_agreement(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="chunks: 0 were asked for"):
        rerun(tmp_path, chunks=0)
