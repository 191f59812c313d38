"""A stored result comes back bit by bit, wherever its folder lies; what is no whole result is refused in words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from exitban.errors import CallError, ResultError
from exitban.results import Result, storage
from exitban.results.storage import MANIFEST, VERSION, load, save
from exitban.run import run
from exitban.scenario import Scenario, read
from tests.office import office

DRAWING = """
    chief
      anna
      ben
    guards under office:
    spans 2
    2 months of 2 ticks
    nobody wants to stay
    policy ban: strength 0.5
    policy decree: scope guards, opens month 2
"""

WITH_EVIDENCE = """
schema_version: 1
name: small
title: Öffentlicher Dienst
time: {start: 2024-01-01, months: 2, ticks_per_month: 2}
institutions:
  office: {posts: {roots: 1, spans: [3]}}
policies:
  ban:
    form: informal
    scope: {institutions: [office]}
    strength: {uniform: [0.2, 0.8], if_true: {said: {value: 0.9}}, claims: [said], why: a guess}
evidence:
  claims:
    said:
      text: It was said.
      chain: [{title: somebody}]
      reliability: C
      credibility: 3
"""

OWN_MECHANISM = '''
"""Nobody is made to do anything.

A mechanism without parts.
"""

from dataclasses import dataclass

from exitban.mechanism import Mechanism, number


@dataclass(frozen=True)
class Numbers:
    """One number."""

    size: float = number(1.0, unit="1", meaning="nothing")


MECHANISM = Mechanism(name="idle", law=__doc__, numbers=Numbers)
'''

TABLE = "post_id,reports_to\nchief,\nanna,chief\nben,chief\n"
NETWORK = "watcher,watched\nanna,ben\n"


def simulated(scenario: Scenario, keep: str = "summary") -> Result:
    return run(scenario, replicates=3, launcher="python", keep=keep)  # type: ignore[arg-type]


def told(text: str, folder: Path) -> Scenario:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.fixture(scope="module")
def result() -> Result:
    """Its scenario names tables in a folder that is gone by now."""
    return simulated(office(DRAWING))


@pytest.fixture
def stored(result: Result, tmp_path: Path) -> Path:
    return save(result, tmp_path / "stored")


def assert_same(one: Result, other: Result) -> None:
    """The same labels, attributes, types and bits, in the same order."""
    assert one.data.identical(other.data)
    assert [*one.data.variables] == [*other.data.variables]
    assert dict(one.data.sizes) == dict(other.data.sizes)
    for name in one.data.variables:
        mine, yours = one.data[name], other.data[name]
        assert mine.dtype == yours.dtype, name
        assert mine.values.tobytes() == yours.values.tobytes(), name
        assert mine.attrs == yours.attrs, name
    assert one.provenance == other.provenance
    assert one.scenario.hash == other.scenario.hash
    assert one.scenario.organisation().ids == other.scenario.organisation().ids


def test_it_comes_back_bit_by_bit(result: Result, stored: Path) -> None:
    assert_same(load(stored), result)


def test_missing_values_and_signs_of_zero_come_back(result: Result, tmp_path: Path) -> None:
    data = result.data.copy(deep=True)
    data["lost_at"].values[:] = np.nan
    data["effort"].values[0, 0, :2] = [np.inf, -0.0]
    data.attrs["number"] = 1 / 3
    odd = Result(data, result.scenario, result.provenance)
    assert_same(load(save(odd, tmp_path / "odd")), odd)


def test_series_of_institutions_by_replicate_come_back(tmp_path: Path) -> None:
    everything = simulated(office(DRAWING), keep="everything")
    assert_same(load(save(everything, tmp_path / "everything")), everything)


def test_draws_and_claims_come_back(tmp_path: Path) -> None:
    uncertain = simulated(told(WITH_EVIDENCE, tmp_path))
    back = load(save(uncertain, tmp_path / "deeper" / "stored"))
    assert_same(back, uncertain)
    assert back.data["claim_true"].dtype == bool
    assert back.scenario.title == "Öffentlicher Dienst"


def test_some_replicates_come_back_with_their_numbers(tmp_path: Path) -> None:
    some = run(office(DRAWING), replicates=range(5, 8), launcher="python")
    back = load(save(some, tmp_path / "stored"))
    assert_same(back, some)
    assert back.data["replicate"].values.tolist() == [5, 6, 7]


def test_the_folder_can_be_moved(result: Result, stored: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / "moved"
    moved.parent.mkdir()
    stored.rename(moved)
    assert_same(load(moved), result)


def test_a_result_that_came_back_can_be_stored_again(result: Result, stored: Path, tmp_path: Path) -> None:
    again = save(load(stored), tmp_path / "again")
    shutil.rmtree(stored)
    assert_same(load(again), result)


def test_files_from_anywhere_travel_with_it(tmp_path: Path) -> None:
    """A table above the scenario, a network by its whole path, a mechanism beside it."""
    folder = tmp_path / "scenarios"
    folder.mkdir()
    (tmp_path / "posts.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "network.csv").write_text(NETWORK, encoding="utf-8")
    (folder / "idle.py").write_text(OWN_MECHANISM, encoding="utf-8")
    text = WITH_EVIDENCE.replace("{roots: 1, spans: [3]}", "{table: ../posts.csv}")
    text += f"mechanisms: [idle.py]\nwatch: {{network: {json.dumps(str(tmp_path / 'network.csv'))}}}\n"
    made = simulated(told(text, folder))
    save(made, tmp_path / "stored")
    shutil.rmtree(folder)
    (tmp_path / "posts.csv").unlink()
    (tmp_path / "network.csv").unlink()
    back = load(tmp_path / "stored")
    assert_same(back, made)
    assert np.array_equal(back.scenario.organisation().watches, made.scenario.organisation().watches)
    assert back.scenario.mechanisms[-1].name == "idle"


def test_overrides_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(WITH_EVIDENCE, encoding="utf-8")
    made = simulated(read(path, ["policies.ban.strength=0.3"]))
    back = load(save(made, tmp_path / "stored"))
    assert_same(back, made)
    assert back.scenario.quantity("ban", "strength", policy="ban").value == 0.3


def test_any_reader_of_parquet_can_use_it(result: Result, stored: Path) -> None:
    table = pq.read_table(stored / "data" / "policy-replicate-time.0001.parquet").to_pandas()
    assert [*table.columns[:3]] == ["policy", "replicate", "time"]
    assert set(table["policy"]) == {result.data["policy"].values[1]}
    one = table[(table["replicate"] == 2) & (table["time"] == result.data["time"].values[-1])]
    assert one["filled"].item() == result.data["filled"].values[1, 2, -1]


def test_a_folder_that_exists_is_never_overwritten(result: Result, tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="exists already"):
        save(result, tmp_path)


def test_a_stop_leaves_nothing_behind(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(storage, "_description", stop)
    with pytest.raises(KeyboardInterrupt):
        save(result, tmp_path / "stored")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_said(result: Result, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ResultError, match="cannot be written"):
        save(result, tmp_path / "file" / "stored")


def test_no_folder_and_no_result_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="no such folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(ResultError, match="holds no result"):
        load(tmp_path)
    (tmp_path / MANIFEST).write_text('{"format": "something else"}', encoding="utf-8")
    with pytest.raises(ResultError, match="another format"):
        load(tmp_path)


def changed(folder: Path, **entries: object) -> None:
    """Write something else into the manifest."""
    path = folder / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **entries}), encoding="utf-8")


def test_a_newer_format_is_refused(stored: Path) -> None:
    changed(stored, version=VERSION + 1)
    with pytest.raises(ResultError, match="newer exitban"):
        load(stored)


@pytest.mark.parametrize("version", [None, "1", 0])
def test_a_version_that_never_was_is_damage(stored: Path, version: object) -> None:
    changed(stored, version=version)
    with pytest.raises(ResultError, match="damaged"):
        load(stored)


FILES = ("data/policy-replicate-time.0000.parquet", "data/time.parquet", "scenario/office.yaml", MANIFEST)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["lost", "cut", "flipped"])
def test_damage_is_told_and_never_read_as_numbers(stored: Path, name: str, harm: str) -> None:
    path = stored / name
    content = bytearray(path.read_bytes())
    if harm == "lost":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        content[4] ^= 0xFF
        path.write_bytes(content)
    with pytest.raises(ResultError) as refused:
        load(stored)
    assert str(stored) in str(refused.value)


@pytest.mark.parametrize("entry", ["files", "tables", "variables", "sizes", "scenario", "provenance"])
def test_a_manifest_that_lacks_something_is_damaged(stored: Path, entry: str) -> None:
    path = stored / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest[entry]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ResultError, match="damaged"):
        load(stored)


@pytest.mark.parametrize(
    ("key", "found"),
    [
        *[("files", found) for found in (None, 5, [], {}, {"a": 1})],
        *[("provenance", found) for found in (None, -1, "x", [])],
        *[(f"provenance.{key}", None) for key in ("seed", "policies", "versions", "replicates", "started", "command")],
        ("provenance.seed", "1"),
        ("provenance.policies", []),
        ("provenance.versions", {"numpy": "2"}),
        ("provenance.replicates", 1.5),
        ("provenance.columns", [1]),
        ("provenance.records", "want_out"),
    ],
)
def test_a_manifest_that_holds_something_else_is_told_by_its_key(stored: Path, key: str, found: object) -> None:
    path = stored / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    first, _, last = key.partition(".")
    (manifest[first] if last else manifest)[last or first] = found
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ResultError) as refused:
        load(stored)
    assert f"{path} is damaged: {key}" in str(refused.value)


def test_the_result_itself_offers_it(result: Result, tmp_path: Path) -> None:
    assert_same(load(result.save(str(tmp_path / "stored"))), result)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        *[(path, "folder: found .*; allowed: a path, as a text or") for path in (None, 3, [], {})],
        (b"x", "folder: found b'x'; allowed: a path"),
        ("a\0b", "folder: found .*; allowed: a path without characters that no name"),
        ("\ud800", "folder: found .*; allowed: a path without characters that no name"),
        ("x" * 300, "folder: 'xxx.* cannot be used: File name too long"),
        ("/" + "/".join(["y" * 200] * 30), "folder: .* cannot be used: File name too long"),
    ],
)
def test_what_is_no_path_is_refused(result: Result, path: Any, told: str) -> None:
    for call in (load, result.save):
        with pytest.raises(CallError, match=told):
            call(path)
