"""How many leave if the ban is lifted (MODEL.md 3.4): a branch of the same world, on the same luck."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest
import xarray

from exitban.results.storage import load, save
from exitban.run import run
from exitban.scenario import check
from exitban.words import VOLUNTARY
from tests.office import AT_ONCE, EVERYTHING, in_blocks_of, office
from tests.run.test_same_bytes import BOTH, differing
from tests.scenario.files import OFFICE as FILE
from tests.scenario.files import the_problem, written

CROWD = """
    spans 5
    guards under office:
    spans 2

    12 months
    nobody wants to stay
    policy ban: strength 1
"""
"""Six officials and three guards, who would all be gone in a month if they could."""


def stored(text: str, *more: str, policies: tuple[str, ...] = ("none", "ban"), replicates: int = 2) -> xarray.Dataset:
    return run(office(text, *more), replicates=replicates, policies=policies, launcher="python").data


def of(data: xarray.Dataset, name: str, policy: str) -> list[list[float]]:
    """A variable under a policy, replicate by replicate."""
    found: list[list[float]] = data[name].sel(policy=policy).values.tolist()
    return found


def test_all_who_are_held_leave_when_the_ban_is_lifted() -> None:
    """b = 1 and everybody wants out: nobody leaves under the ban, all nine in the first month without it."""
    data = stored(CROWD, "lifted: at 1 4 12, for 1")
    assert data["stored_exits"].dims == ("policy", "replicate", "branch")
    assert [str(day)[:10] for day in data["branch"].values] == ["2024-01-01", "2024-04-01", "2024-12-01"]
    assert of(data, "exits_if_kept", "ban") == [[0, 0, 0]] * 2
    assert of(data, "exits_if_lifted", "ban") == of(data, "stored_exits", "ban") == [[9, 9, 9]] * 2
    within = data["institution_stored_exits"].sel(policy="ban", replicate=0)
    assert within.sel(institution="guards").values.tolist() == [3, 3, 3]


def test_where_nothing_is_forbidden_nothing_is_held_back() -> None:
    """All are gone at once, and new ones come: exactly the same in the branch as in the world, to the last one."""
    data = stored(CROWD, "lifted: at 1 3 6, for 2", "refill: rate 0.5", replicates=20)
    assert of(data, "exits_if_kept", "none") == of(data, "exits_if_lifted", "none")
    assert data["exits_if_kept"].sel(policy="none").values[:, 0].min() >= 9
    assert not data["stored_exits"].sel(policy="none").values.any()


def test_a_look_aside_changes_nothing_in_the_world() -> None:
    """The same bytes with and without branches, whatever overlaps, under policies with triggers too."""
    reacting = "policy ban: reaction.tightens_above_attempts 0.2, reaction.tightened_strength 0.99"
    plain, branched = (
        run(office(EVERYTHING, reacting, *more), replicates=8, policies=BOTH, keep="everything").data
        for more in ((), ("lifted: at 1 2 3, for 3",))
    )
    added = [name for name in branched.variables if name not in plain.variables]
    assert sorted(map(str, added)) == sorted(
        ["branch", "exits_if_kept", "exits_if_lifted", "stored_exits", "institution_stored_exits"]
    )
    assert differing(plain, branched.drop_vars(added)) == []


def test_exits_if_kept_are_those_of_the_world_itself() -> None:
    data = run(office(EVERYTHING, "lifted: at 2 3, for 2"), replicates=8, policies=BOTH).data
    exits = sum(data[f"exits_{reason}"] for reason in VOLUNTARY).values
    for branch, window in enumerate((slice(4, 12), slice(8, 16))):
        assert np.array_equal(data["exits_if_kept"].values[..., branch], exits[..., window].sum(axis=-1))


def test_what_is_held_back_in_institutions_adds_up() -> None:
    """In each institution too it is who leaves if the ban is lifted, less who leaves all the same."""
    data = run(office(EVERYTHING, "lifted: at 2 3, for 2"), replicates=8, policies=BOTH, launcher="python").data
    assert data["exits_if_kept"].values.any() and data["stored_exits"].values.any()
    within = data["institution_stored_exits"]
    assert within.dims == ("policy", "replicate", "branch", "institution")
    assert np.array_equal(within.values.sum(axis=-1), data["stored_exits"].values)


def test_a_branch_is_the_world_in_which_the_policies_end_on_that_day() -> None:
    """The same as a scenario that closes them then, in every replicate."""
    lifted = run(office(EVERYTHING, "lifted: at 3, for 2"), replicates=8, policies=BOTH).data
    closed = run(
        office(EVERYTHING, "policy ban: closes 3", "policy decree: closes 3"), replicates=8, policies=BOTH
    ).data
    exits = sum(closed[f"exits_{reason}"] for reason in VOLUNTARY).values[..., 8:16].sum(axis=-1)
    assert np.array_equal(lifted["exits_if_lifted"].values[..., 0], exits)
    assert lifted["stored_exits"].values[1].any()


def test_only_the_policy_that_is_run_is_lifted_when_that_is_asked() -> None:
    """The ban holds the officials, the decree beside it the guards, who stay held."""
    bans = "policy ban: scope office, together_with decree\npolicy decree: strength 1, scope guards"
    everything, alone = (
        stored(CROWD, bans, f"lifted: at 3, for 2{only}", policies=("ban", "decree")) for only in ("", ", only policy")
    )
    assert of(everything, "stored_exits", "ban") == [[9], [9]]
    assert of(alone, "stored_exits", "ban") == [[6], [6]]
    assert of(alone, "stored_exits", "decree") == [[3], [3]], "under the decree alone the officials are long gone"


def test_a_trigger_cannot_forbid_again_what_is_lifted() -> None:
    """Chairs are filled in the month after they fell empty: all nine leave in the first, third and fifth month, and
    however low control is, nothing closes the way."""
    called_for = "policy ban: opens 1, reaction.opens_below_control 1, reaction.window 1e-6"
    data = stored(CROWD, called_for, "lifted: at 3, for 6", f"refill: rate {AT_ONCE}")
    assert of(data, "stored_exits", "ban") == [[27], [27]]


@pytest.mark.parametrize("lanes", [1, 7, 1000])
def test_size_of_blocks_and_threads(lanes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = office(EVERYTHING, "lifted: at 2 4, for 2")
    one = run(world, replicates=40, policies=BOTH, threads=1).data
    monkeypatch.setattr(importlib.import_module("exitban.run"), "blocks", in_blocks_of(lanes))
    assert differing(one, run(world, replicates=40, policies=BOTH, threads=2).data) == []


def test_python_and_the_compiler_agree() -> None:
    world = office(EVERYTHING, "lifted: at 2 4, for 2")
    plain, compiled = (
        run(world, replicates=2, policies=BOTH, launcher=launcher).data for launcher in ("python", "cpu")
    )
    assert differing(plain, compiled) == []


def test_they_are_stored_and_read_again(tmp_path: Path) -> None:
    path = written(tmp_path, FILE + "stored_exits: {lifted_at: [2024-02-01], months: 2}\n")
    result = run(str(path), replicates=3, launcher="python")
    save(result, tmp_path / "kept")
    assert differing(result.data, load(tmp_path / "kept").data) == []
    assert "stored_exits" in load(tmp_path / "kept").data


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("{lifted_at: [¦2025-01-01]}", "found 2025-01-01; allowed: a day within the time, 2024-01-01 to before"),
        ("{lifted_at: [2024-09-30, ¦2024-11-01]}", "the 3 months after it must end within the time, by 2025-01-01"),
        ("{lifted_at: [¦2024-10-09]}", "the 3 months after it must end within the time, by 2025-01-01"),
        ("{lifted_at: [2024-02-01, ¦2024-02-02]}", "falls on the same tick as 2024-02-01"),
    ],
)
def test_dates_that_cannot_be_followed_are_told(tmp_path: Path, section: str, told: str) -> None:
    assert told in the_problem(tmp_path, f"{FILE}stored_exits: {section}\n").message


def test_the_last_window_may_end_with_the_time(tmp_path: Path) -> None:
    assert check(written(tmp_path, f"{FILE}stored_exits: {{lifted_at: [2024-10-01, 2024-02-01]}}\n")) == []
