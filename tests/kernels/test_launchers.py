"""The same source as plain Python and compiled: the same bits, in every array."""

from __future__ import annotations

import pytest

from tests.office import EVERYTHING, Days, office

SEEDS = (1, 2, 2**32 - 1)
POLICIES = ("none", "ban")
ALL = pytest.mark.parametrize("seed", SEEDS)
UNDER = pytest.mark.parametrize("policy", POLICIES)


def different(one: Days, other: Days) -> list[str]:
    """The arrays in which two runs differ in a single bit."""
    assert one.arrays.keys() == other.arrays.keys()
    return [name for name in one.arrays if one[name].tobytes() != other[name].tobytes()]


@ALL
@UNDER
def test_python_and_the_compiler_agree_in_every_bit_of_every_array(policy: str, seed: int) -> None:
    world = office(EVERYTHING)
    plain, compiled = (
        Days(world, policy, replicates=3, seed=seed, launcher=launcher).to_the_end() for launcher in ("python", "cpu")
    )
    assert different(plain, compiled) == []


@UNDER
def test_one_tick_at_a_time_is_the_same_as_all_at_once(policy: str) -> None:
    world = office(EVERYTHING)
    at_once = Days(world, policy, replicates=5, launcher="cpu").to_the_end()
    by_ticks = Days(world, policy, replicates=5, launcher="cpu")
    for _ in range(world.time.ticks):
        by_ticks.step()
    assert different(at_once, by_ticks) == []


@UNDER
def test_a_world_is_the_same_alone_and_among_many(policy: str) -> None:
    """Where few have a flag they are worked out one by one, where many have it side by side."""
    world = office(EVERYTHING, "choice: reconsider 0.4")
    many, few = (Days(world, policy, replicates=count, launcher="cpu").to_the_end() for count in (60, 2))
    assert many["recorded"][..., :2].tobytes() == few["recorded"].tobytes()


def test_looking_on_changes_nothing() -> None:
    """Keeping all that is computed on the way gives the same records."""
    world = office(EVERYTHING)
    plain, watched = (Days(world, "ban", replicates=2, keep=keep).to_the_end() for keep in (False, True))
    assert plain["recorded"].tobytes() == watched["recorded"].tobytes()
    assert {"utility_exit", "exposure_voice", "noticed_blocked", "reach"} <= watched.arrays.keys()


def test_the_drawing_puts_every_mechanism_to_work() -> None:
    """Or the tests above would compare zeros with zeros: all that can be recorded happens somewhere."""
    happened = {}
    for policy in POLICIES:
        days = Days(office(EVERYTHING), policy, replicates=300, launcher="cpu").to_the_end()
        happened[policy] = {row for row, values in zip(days.engine.rows, days["recorded"], strict=True) if values.any()}
    only_under_a_ban = {"believed_block", "blocked", "trapped", "trapped_months", "known_blocked", "exits_unblocked"}
    only_under_a_ban |= {"exits_health", "exits_paid", "exits_tolerated"}
    assert happened["ban"] == set(days.engine.rows)
    assert happened["none"] == set(days.engine.rows) - only_under_a_ban


def test_capacities_and_queues_bind_in_it() -> None:
    days = Days(office(EVERYTHING), "ban", replicates=300, launcher="cpu")
    short_of_blocks = short_of_service = 0
    for _ in range(days.scenario.time.ticks):
        days.step()
        short_of_blocks += int((days["stoppable"].sum(axis=0) > days["blocked"].sum(axis=0)).sum())
        short_of_service += int((days["case"].sum(axis=0) > days["served"].sum(axis=0)).sum())
    assert short_of_blocks > 20
    assert short_of_service > 20


def test_another_seed_is_another_world() -> None:
    world = office(EVERYTHING)
    one, other = (Days(world, replicates=2, seed=seed, launcher="cpu").step() for seed in (1, 2))
    assert {"grievance", "competence", "filled"} & set(different(one, other)) >= {"grievance", "competence"}
