"""Same seed, same bytes: whatever the threads, the size of blocks, the order of a file."""

from __future__ import annotations

import hashlib
import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import xarray

from exitban.run import run
from tests.office import EVERYTHING, Days, in_blocks_of, office

BOTH = ("none", "ban")


def contents(data: xarray.Dataset) -> dict[str, bytes]:
    """Every variable and every coordinate; names by themselves, however wide their column is."""
    found = {str(name): data[name].values for name in (*data.data_vars, *data.coords)}
    return {name: repr(v.tolist()).encode() if v.dtype.kind == "U" else v.tobytes() for name, v in found.items()}


def differing(one: xarray.Dataset, other: xarray.Dataset) -> list[str]:
    """The names of what is not the same to the last bit."""
    first, second = contents(one), contents(other)
    assert first.keys() == second.keys()
    return [name for name in first if first[name] != second[name]]


@pytest.fixture(scope="module")
def plain() -> xarray.Dataset:
    return run(office(EVERYTHING), replicates=70, policies=BOTH, threads=1, keep="everything").data


@pytest.mark.parametrize("threads", [2, 3])
def test_threads(plain: xarray.Dataset, threads: int) -> None:
    again = run(office(EVERYTHING), replicates=70, policies=BOTH, threads=threads, keep="everything").data
    assert differing(plain, again) == []


@pytest.mark.parametrize("lanes", [1, 7, 64, 1000])
def test_size_of_blocks(plain: xarray.Dataset, lanes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("exitban.run"), "blocks", in_blocks_of(lanes))
    again = run(office(EVERYTHING), replicates=70, policies=BOTH, threads=2, keep="everything").data
    assert differing(plain, again) == []


def test_statistics_of_institutions_do_not_depend_on_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    one = run(office(EVERYTHING), replicates=40, policies=BOTH).data
    monkeypatch.setattr(importlib.import_module("exitban.run"), "blocks", in_blocks_of(3))
    assert differing(one, run(office(EVERYTHING), replicates=40, policies=BOTH, threads=3).data) == []


def test_order_of_policies_in_the_call(plain: xarray.Dataset) -> None:
    turned = run(office(EVERYTHING), replicates=70, policies=BOTH[::-1], keep="everything").data
    assert list(turned["policy"].values) == ["ban", "none"]
    assert differing(plain, turned.sel(policy=list(BOTH))) == []


def test_a_policy_is_the_same_alone_as_beside_others(plain: xarray.Dataset) -> None:
    alone = run(office(EVERYTHING), replicates=70, policies=["ban"], keep="everything").data
    assert differing(plain.sel(policy=["ban"]), alone) == []


@pytest.mark.parametrize("keep", ["summary", "everything"])
def test_a_policy_does_not_write_over_the_one_before(keep: Literal["summary", "everything"]) -> None:
    """With one replicate an array that is turned around is still the same memory."""
    beside = run(office(EVERYTHING), replicates=1, policies=BOTH, keep=keep).data
    for policy in BOTH:
        alone = run(office(EVERYTHING), replicates=1, policies=[policy], keep=keep).data
        assert differing(beside.sel(policy=[policy]), alone) == []


@pytest.mark.parametrize("shuffled", range(4))
def test_order_of_everything_in_the_file(plain: xarray.Dataset, shuffled: int) -> None:
    """Posts of a table, institutions, policies, events, sections, keys."""
    other = office(EVERYTHING, shuffled=shuffled)
    assert other.organisation().ids != office(EVERYTHING).organisation().ids
    again = run(other, replicates=70, policies=BOTH, keep="everything").data
    assert differing(plain, again.sel(parameter=plain["parameter"].values)) == []


def test_more_replicates_change_no_earlier_one(plain: xarray.Dataset) -> None:
    """What is told by rank is a mean over replicates, and so no part of one."""
    fewer = run(office(EVERYTHING), replicates=9, policies=BOTH, keep="everything").data
    own = [name for name in plain if not str(name).startswith("rank_")]
    assert differing(fewer[own], plain[own].isel(replicate=slice(9))) == []


def test_some_replicates_alone_are_those_of_the_whole_run(plain: xarray.Dataset) -> None:
    """Labels, draws and truths of claims among them; 37 is in the middle of a block."""
    alone = run(office(EVERYTHING), replicates=range(37, 70), policies=BOTH, keep="everything")
    own = [name for name in plain if not str(name).startswith("rank_")]
    assert alone.data["replicate"].values.tolist() == list(range(37, 70))
    assert differing(alone.data[own], plain[own].isel(replicate=slice(37, 70))) == []
    assert (alone.provenance["first_replicate"], alone.provenance["replicates"]) == (37, 33)


def test_a_replicate_is_the_same_whichever_others_are_run() -> None:
    world = office(EVERYTHING)
    many = Days(world, "ban", replicates=12, launcher="cpu").to_the_end()
    some = Days(world, "ban", replicates=range(7, 10), launcher="cpu").to_the_end()
    assert many["recorded"][..., 7:10].tobytes() == some["recorded"].tobytes()
    assert many["belief_blocked"][..., 7:10].tobytes() == some["belief_blocked"].tobytes()


STRANGERS = """
    strangers:
    zora
      yuri
      xenia
    strangers / weight: 0
    office / weight: 0.5
    guards / weight: 0.3
    people / weight: 0.2
    strangers / secrets: leak_rate 0
    strangers / voice: possible 0
    strangers / members: grievance_mean 1
"""
ALOOF = "exposure: whole 0\nstress: damage 0, pressure 0\npolicy ban: scope office guards"
"""Nobody looks at the whole, and nobody's deals or voices weigh on all."""


@pytest.mark.parametrize("policy", BOTH)
def test_an_institution_that_nobody_watches_moves_nobodys_luck(policy: str) -> None:
    weights = "\n".join(line for line in STRANGERS.splitlines() if "weight" in line and "strangers" not in line)
    before = Days(office(EVERYTHING, ALOOF, weights), policy, replicates=20, launcher="cpu").to_the_end()
    after = Days(office(EVERYTHING, STRANGERS, ALOOF), policy, replicates=20, launcher="cpu").to_the_end()
    assert set(after.posts) - set(before.posts) == {"strangers/zora", "strangers/yuri", "strangers/xenia"}
    assert after["departure"].any() or after.recorded("attempts").any()
    same_posts = [after.at(post) for post in before.posts]
    for state in before.engine.wiring.states:
        if state.level == "member":
            assert before[state.name].tobytes() == after[state.name][same_posts].tobytes(), state.name
    known = [sorted(after.scenario.institutions).index(name) for name in sorted(before.scenario.institutions)]
    assert before["recorded"].tobytes() == np.ascontiguousarray(after["recorded"][:, :, known]).tobytes()
    assert before["recorded_world"].tobytes() == after["recorded_world"].tobytes()


ONCE = """
import hashlib, sys
from tests.office import EVERYTHING, Days, engine, office
days = Days(office(EVERYTHING), "ban", replicates=1).step(6)
print(hashlib.sha256(engine().composed.text.encode() + days["recorded"].tobytes()).hexdigest())
"""


def test_the_order_in_which_python_keeps_sets_changes_nothing() -> None:
    """Neither the composed text, or every start would compile anew, nor what it computes."""
    found = set()
    for hash_seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", ONCE],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout.strip())
    assert len(found) == 1
    assert len(found.pop()) == 2 * hashlib.sha256().digest_size


def test_another_seed_is_another_result(plain: xarray.Dataset) -> None:
    other = run(office(EVERYTHING), replicates=70, policies=BOTH, seed=2, keep="everything").data
    assert {"attempts", "control", "filled", "draw"} <= set(differing(plain, other))
