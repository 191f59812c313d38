"""A design goes in, an ensemble comes out; started again it goes on; nothing that is there changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exitban.ensembles import Runs, open_runs, sweep
from exitban.ensembles.design import Design
from exitban.errors import CallError, ResultError
from exitban.run import run
from exitban.scenario import read
from tests.ensembles.small import DOSE, OFFICE, STRENGTH, design, office, parts


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ensembles")


@pytest.fixture(scope="module")
def filled(home: Path) -> Runs:
    return sweep(design(home, replicates=4, keep=("series", "events")), home / "filled", engine="threads:2")


def test_every_run_is_the_run_of_its_values(home: Path, filled: Runs) -> None:
    """Also of a point that shares its block with others: luck is addressed by the replicate."""
    rows = filled.to_pandas()
    assert len(rows) == filled.runs == 3 * 2 * 4
    for point, strength in enumerate([0.1, 0.5, 0.9]):
        columns = {STRENGTH: np.full(4, strength)}
        alone = run(office(home / "scenario"), replicates=4, columns=columns, launcher="python").data
        for policy in ("none", "ban"):
            mine = rows[(rows["policy"] == policy) & (rows["point"] == point)].sort_values("replicate")
            assert np.array_equal(mine["control_end"], alone["control"].sel(policy=policy)[:, -1])
            assert np.array_equal(mine["attempts_total"], alone["attempts"].sel(policy=policy).sum("time"))
            assert np.array_equal(mine["lost_at"], alone["lost_at"].sel(policy=policy), equal_nan=True)
            assert (mine[STRENGTH] == strength).all()


TRIGGERS = ("policies.ban.reaction.opens_below_control", "policies.ban.reaction.opens_above_attempts")


def test_points_in_which_a_policy_waits_for_a_trigger_and_others_share_no_fact(tmp_path: Path) -> None:
    """Without a trigger the ban is there from the start, with one it waits: each point by its own numbers alone."""
    never = "    reaction: {opens_below_control: 0, opens_above_attempts: 1e6}\n"
    text = OFFICE.replace("    threat: 0.3\n", f"    threat: 0.3\n{never}") + "members: {grievance_mean: 3}\n"
    willing = office(tmp_path, text)
    points = {TRIGGERS[0]: [0.0, 0.01, 0.0, 0.999], TRIGGERS[1]: [1e6, 1e6, 0.01, 0.01]}
    rows = sweep(
        Design(willing, points, replicates=4, policies=("ban",), launcher="python"),
        tmp_path / "filled",
        engine="threads:1",
    ).to_pandas()
    assert len(rows) == 16
    blocked = []
    for point in range(4):
        columns = {path: np.full(4, values[point]) for path, values in points.items()}
        alone = run(willing, replicates=4, policies=("ban",), columns=columns, launcher="python").data
        mine = rows[rows["point"] == point].sort_values("replicate")
        assert np.array_equal(mine["blocked_total"], alone["blocked"].sel(policy="ban").sum("time"))
        assert np.array_equal(mine["control_end"], alone["control"].sel(policy="ban")[:, -1])
        blocked.append(int(mine["blocked_total"].sum()))
    assert blocked[0] > blocked[1] == 0


def test_labelled_arrays_have_the_numbers_as_dimensions(filled: Runs) -> None:
    data = filled.to_xarray()
    assert dict(data["control"].sizes) == {"policy": 2, STRENGTH: 3, "replicate": 4, "time": 4}
    assert data["institution_filled"].dims == ("policy", STRENGTH, "replicate", "time", "institution")
    assert data["control_end"].equals(data["control"].isel(time=-1, drop=True)), "outcomes are read off the series"
    assert not data["control"].isnull().any()
    assert filled.to_xarray(["control_min"], unfold=False)["control_min"].dims == ("policy", "point", "replicate")


def test_events_are_what_the_series_count(filled: Runs) -> None:
    events, series = filled.to_pandas("events"), filled.to_pandas("series")
    assert set(events["event"]) <= set(series.columns)
    whole = series[series["institution"] == ""]
    assert events.loc[events["event"] == "attempts", "count"].sum() == whole["attempts"].sum() > 0


def test_sql_sees_outcomes_and_design(filled: Runs) -> None:
    found = filled.sql(
        f'select d."{STRENGTH}" s, count(*) n from outcomes join design d using (point) group by 1 order by 1'
    )
    assert found["n"].tolist() == [8, 8, 8]
    assert found["s"].tolist() == [0.1, 0.5, 0.9]
    with pytest.raises(CallError, match=r"sql: (?s:.*)nowhere"):
        filled.sql("select * from nowhere")


def test_going_on_changes_nothing_and_makes_what_is_missing(home: Path, filled: Runs) -> None:
    before = parts(filled)
    victim = filled.folder.path / "outcomes" / "part-001-ban-0000000.parquet"
    victim.unlink()
    told: list[str] = []
    again = sweep(design(home, replicates=4, keep=("series", "events")), home / "filled", say=told.append)
    assert parts(again) == before
    assert told == []


def test_more_replicates_points_and_policies_extend_it(home: Path) -> None:
    out = home / "grows"
    first = parts(sweep(design(home, points={STRENGTH: [0.1]}, replicates=2, policies=("none",)), out))
    runs = sweep(design(home, points={STRENGTH: [0.7, 0.1]}, replicates=3), out)
    after = parts(runs)
    assert first.items() <= after.items(), "what is there stays as it is"
    rows = runs.to_pandas()
    assert len(rows) == len(rows.drop_duplicates(["policy", "point", "replicate"])) == 2 * 2 * 3
    assert runs.design[STRENGTH].tolist() == [0.1, 0.7], "a new point comes after those that are there"
    at_once = sweep(design(home, points={STRENGTH: [0.1, 0.7]}, replicates=3), home / "at-once").to_pandas()
    order = ["policy", STRENGTH, "replicate"]
    rows, at_once = (one.astype({"policy": str}) for one in (rows, at_once))
    assert rows.sort_values(order, ignore_index=True).equals(at_once.sort_values(order, ignore_index=True))


def test_another_scenario_seed_or_version_does_not_mix(home: Path, tmp_path: Path) -> None:
    out = home / "mine"
    runs = sweep(design(home, replicates=1, policies=("none",)), out)
    changed = office(tmp_path, OFFICE.replace("threat: 0.3", "threat: 0.4"))
    with pytest.raises(ResultError, match=r"(?s)scenario is .* policies.ban.threat: 0.3 there, 0.4 here"):
        sweep(Design(changed, {STRENGTH: [0.1, 0.5, 0.9]}, ("none",), 1, launcher="python"), out)
    longer = read(office(home / "scenario").path, ("time.months=3",))
    with pytest.raises(ResultError, match=r"set time\.months=3 here, not there"):
        sweep(Design(longer, {STRENGTH: [0.1, 0.5, 0.9]}, ("none",), 1, launcher="python"), out)
    with pytest.raises(ResultError, match="seed is 2 here and 1 there"):
        sweep(design(home, replicates=1, policies=("none",), seed=2), out)
    with pytest.raises(ResultError, match=f"varies other numbers than the design: {DOSE}, {STRENGTH}"):
        sweep(design(home, points={DOSE: [0]}, replicates=1, policies=("none",)), out)
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["identity"]["version of exitban"] = "0.0.1"
    (out / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ResultError, match=r"version of exitban is .* here and 0\.0\.1 there"):
        sweep(design(home, replicates=1, policies=("none",)), out)
    with pytest.raises(ResultError, match="a part of another ensemble"):
        open_runs(out).to_pandas()
    assert runs.runs == 3


def test_what_is_no_ensemble_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="no such folder"):
        open_runs(tmp_path / "nowhere")
    with pytest.raises(ResultError, match=r"manifest\.json is missing"):
        open_runs(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ResultError, match="is there already and holds no ensemble"):
        sweep(design(tmp_path / "s", replicates=1), tmp_path)
    (tmp_path / "manifest.json").write_text('{"format": "exitban ensemble", "version": 99}')
    with pytest.raises(ResultError, match="written in layout 99"):
        open_runs(tmp_path)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"points": {STRENGTH: [0.1, 2]}}, "found 2 at place 1; allowed: 0 to 1"),
        ({"points": {"policies.ban.strenght": [0.1]}}, "Did you mean 'policies.ban.strength'"),
        ({"points": {STRENGTH: [0.1], DOSE: [0, 1]}}, "columns of different lengths"),
        ({"points": {STRENGTH: []}}, "no points"),
        ({"points": {"exposure.counted": [0, 1]}}, "one, the same in every replicate"),
        ({"keep": ("everything",)}, "keep: found 'everything'; allowed: series, events"),
        ({"points": [0.1]}, r"points: found \[0.1\]; allowed: values of the design points by the path"),
        ({"replicates": range(3)}, r"replicates: range\(0, 3\) were asked for; a whole number"),
        ({"replicates": 1.5}, "replicates: 1.5 were asked for; a whole number"),
        ({"chunk": 1.5}, "chunk: 1.5 were asked for; a whole number"),
        ({"chunk": 0}, "chunk: 0 were asked for; a whole number of at least 1"),
        ({"seed": 1.5}, "seed: 1.5 was given"),
        ({"keep": "everything"}, "keep: found 'everything'; allowed: series, events"),
        ({"policies": ()}, "policies: none was asked for"),
        ({"policies": ("bann",)}, "Did you mean 'ban'"),
    ],
)
def test_a_design_that_cannot_be_is_refused(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    with pytest.raises(CallError, match=told):
        sweep(design(tmp_path, **changes), tmp_path / "out")
    assert not (tmp_path / "out").exists(), "nothing is left behind"


def test_names_by_themselves_and_numbers_of_numpy_are_taken(tmp_path: Path) -> None:
    """They are kept as the ensemble keeps any other: as a list, and as plain numbers."""
    whole = {"replicates": np.int64(2), "seed": np.int64(3), "chunk": np.int64(1)}
    found = sweep(design(tmp_path, policies="none", keep="series", **whole), tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["seed"], manifest["keep"], found.layers[0].policies) == (3, ["series"], ("none",))
    assert set(found.to_xarray("control_end").data_vars) == {"control_end"}
    assert "control_end" in found.to_pandas(columns="control_end")


@pytest.mark.parametrize(
    ("engine", "shard", "told"),
    [
        ("thread:2", "1/1", "engine: found 'thread:2'.*Did you mean 'threads'"),
        ("threads:0", "1/1", "engine: found 'threads:0'"),
        ("threads", "3/2", "shard: found '3/2'; allowed: i/n"),
        ("threads", "half", "shard: found 'half'"),
        ("threads", None, "shard: found None; allowed: i/n"),
        (None, "1/1", "engine: found None; allowed: threads:4"),
        (["threads"], "1/1", "engine: found .'threads'.; allowed: threads:4"),
    ],
)
def test_an_engine_or_shard_that_is_none(tmp_path: Path, engine: Any, shard: Any, told: str) -> None:
    with pytest.raises(CallError, match=told):
        sweep(design(tmp_path, replicates=1), tmp_path / "out", engine=engine, shard=shard)
    assert not (tmp_path / "out").exists(), "nothing is left behind"


def test_shards_share_the_work(home: Path) -> None:
    """In chunks of one cell, so that there is something to share."""
    asked = design(home, replicates=2)
    out = home / "shards"
    one = parts(sweep(asked, out, shard="1/2"))
    both = sweep(asked, out, shard="2/2")
    assert len(one) == 1
    assert len(parts(both)) == 2
    assert parts(both).items() >= one.items()
    assert len(both.to_pandas()) == 12


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (None, "out: found None; allowed: a path"),
        ("a\0b", "out: found .*; allowed: a path without characters"),
        ("x" * 300, "out: 'xxx.* cannot be used: File name too long"),
        ("/dev/null/x", "/dev/null/x cannot be written: "),
        ("/dev/null", "/dev/null cannot be written: "),
    ],
)
def test_a_place_where_no_ensemble_can_lie_is_told(tmp_path: Path, path: Any, told: str) -> None:
    with pytest.raises((CallError, ResultError), match=told):
        sweep(design(tmp_path, replicates=1), path)


@pytest.mark.parametrize("path", [None, 3, "a\0b", "x" * 300])
def test_what_is_no_path_is_refused(path: Any) -> None:
    with pytest.raises(CallError, match="folder: "):
        open_runs(path)
    with pytest.raises(CallError, match="design: "):
        sweep(path, "out")


@pytest.mark.parametrize("name", ["progress", "say"])
def test_who_cannot_be_told_is_refused(tmp_path: Path, name: str) -> None:
    listener: Any = {name: 3}
    with pytest.raises(CallError, match=f"{name}: found 3; allowed: a function, or None"):
        sweep(design(tmp_path, replicates=1), tmp_path / "out", **listener)
    assert not (tmp_path / "out").exists(), "nothing is left behind"


def test_what_an_ensemble_cannot_be_asked_is_told(tmp_path: Path) -> None:
    found: Any = sweep(design(tmp_path, replicates=1), tmp_path / "out")
    for kind in (None, 3, ["outcomes"]):
        with pytest.raises(CallError, match=r"keeps no '.*'; it has outcomes"):
            found.dataset(kind)
    for path in (None, "x" * 300):
        with pytest.raises(CallError, match="path: "):
            found.to_zarr(path)
