"""What looks beyond one member, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.kernels import collect

WATCH_START = np.array([0, 2, 2, 3])
"""Post 0 watches 1 and 2, post 1 nobody, post 2 post 0."""
WATCHED = np.array([1, 2, 0], np.int32)


WATCHER_START = np.array([0, 1, 2, 3])
"""The other way round: post 0 is watched by 2, posts 1 and 2 by 0."""
WATCHERS = np.array([2, 0, 0], np.int32)


def test_who_watches_is_told_of_changes_only() -> None:
    told, seen = np.zeros((3, 2), np.bool_), np.zeros((3, 2), np.int32)
    for of, expected in (
        ([[1, 0], [0, 1], [1, 0]], [[1, 1], [0, 0], [1, 0]]),
        ([[1, 1], [0, 1], [0, 0]], [[0, 1], [0, 0], [1, 1]]),
        ([[0, 0], [0, 0], [0, 0]], [[0, 0], [0, 0], [0, 0]]),
    ):
        now = np.array(of, np.bool_)
        collect.tell(now, told, WATCHER_START, WATCHERS, seen)
        assert seen.tolist() == expected
        assert (told == now).all()


def test_near_count_counts() -> None:
    of, out = np.array([[True], [False], [True]]), np.empty(1, np.int32)
    found = []
    for post in range(3):
        collect.near_count(of, WATCH_START, WATCHED, post, out)
        found.append(int(out[0]))
    assert found == [1, 0, 1]


def test_who_watches_somebody_with_the_flag_in_any_replicate() -> None:
    near = np.ones(3, np.bool_)
    for of, expected in (
        ([[0, 0], [0, 1], [0, 0]], [True, False, False]),
        ([[1, 0], [0, 0], [0, 0]], [False, False, True]),
        ([[0, 0], [0, 0], [0, 0]], [False, False, False]),
    ):
        collect.near_any(np.array(of, np.bool_), WATCHER_START, WATCHERS, near)
        assert near.tolist() == expected


@pytest.mark.parametrize(("first", "second", "expected"), [(-1, -1, 1), (0, -1, 0.2), (0, 1, 0.7), (1, 0, 0.7)])
def test_above_is_the_best_superior(first: int, second: int, expected: float) -> None:
    of, out = np.array([[0.2], [0.7], [0.0]], np.float32), np.empty(1, np.float32)
    collect.above(of, np.full(3, first, np.int32), np.full(3, second, np.int32), 2, out)
    assert float(out[0]) == pytest.approx(expected)


SUMS = np.array([[2.0, 0.0], [6.0, 9.0]])
"""Two institutions by two replicates."""
POPULATION = np.array([4.0, 12.0])


def test_sums_over_institutions() -> None:
    world, by_institution = np.empty(2, np.float32), np.empty((2, 2), np.float32)
    collect.total_of_world(SUMS, world)
    assert world.tolist() == [8, 9]
    collect.mean_over_posts(SUMS, POPULATION, world)
    assert world.tolist() == [0.5, 0.5625]
    collect.weighted_mean(SUMS, POPULATION, np.array([0.9, 0.1]), world)
    assert world == pytest.approx([0.9 * 0.5 + 0.1 * 0.5, 0.1 * 0.75])
    collect.total_by_institution(SUMS, by_institution)
    assert np.array_equal(by_institution, SUMS)


def test_the_strongest_policy_in_force_governs_and_ties_go_to_the_first_by_name() -> None:
    in_force = np.array([[True] * 4, [True, True, False, True], [True, True, True, True]])
    precedence = np.array([[0] * 4, [0.5, 0.9, 0.9, 0.5], [0.5, 0.5, 0.5, 0.7]], np.float32)
    scope = np.array([[False, False], [True, True], [True, False]])
    governing, banned = np.empty((2, 4), np.int32), np.empty((2, 4), np.bool_)
    bit, bits = np.empty((2, 4), np.int32), np.empty((2, 4), np.int32)
    collect.govern(in_force, precedence, scope, governing, banned, (bit, bits))
    assert governing.tolist() == [[1, 1, 2, 2], [1, 1, 0, 1]]
    assert banned.tolist() == [[True] * 4, [True, True, False, True]]
    assert bit.tolist() == [[2, 2, 4, 4], [2, 2, 1, 2]], "the policy that governs, as a bit"
    assert bits.tolist() == [[6, 6, 4, 6], [2, 2, 0, 2]], "all that are in force and in scope, as bits"


def test_a_policy_is_in_force_from_its_opening_until_its_close() -> None:
    opens, closes = np.array([2], np.int32), np.array([5], np.int32)
    in_force, opening = np.empty((1, 1), np.bool_), np.empty((1, 1), np.bool_)
    told = []
    for tick in range(7):
        collect.in_force_now(tick, opens, closes, in_force, opening)
        told.append((bool(in_force[0, 0]), bool(opening[0, 0])))
    closed, held = (False, False), (True, False)
    assert told == [closed, closed, (True, True), held, held, closed, closed]


def test_the_sum_over_the_scope_of_each_policy() -> None:
    """Three grades by two replicates; the second policy reaches the first grade and the last."""
    sums, out = np.array([[1.0, 2.0], [4.0, 0.0], [8.0, 5.0]]), np.empty((2, 2), np.float32)
    collect.total_by_policy(sums, np.array([[False] * 3, [True, False, True]]), out)
    assert out.tolist() == [[0, 0], [9, 7]]


@pytest.mark.parametrize(
    ("by_date", "opened", "closed", "now", "expected"),
    [
        ((False, False), False, False, False, (False, False)),
        ((True, True), False, False, False, (True, True)),
        ((False, False), True, False, True, (True, True)),
        ((False, False), True, False, False, (True, False)),
        ((True, True), True, False, False, (True, False)),
        ((True, False), False, True, False, (False, False)),
        ((True, True), False, True, False, (False, False)),
    ],
)
def test_triggers_beside_dates(
    by_date: tuple[bool, bool], opened: bool, closed: bool, now: bool, expected: tuple[bool, bool]
) -> None:
    """(in force, opening) by date -> the same with what triggers have opened, closed and open now."""
    in_force, opening = (np.array([[one]]) for one in by_date)
    reacted = tuple(np.array([[one]]) for one in (opened, closed, now))
    collect.react(3, np.array([9], np.int32), reacted, in_force, opening)
    assert (bool(in_force[0, 0]), bool(opening[0, 0])) == expected
    collect.react(9, np.array([9], np.int32), reacted, in_force := np.array([[False]]), opening)
    assert not in_force[0, 0], "a closing date is final"


def test_a_policys_number_where_it_governs() -> None:
    of, out = np.array([[0.0], [0.3], [0.8]], np.float32), np.empty((3, 1), np.float32)
    collect.at_grade((of,), np.array([[2], [0], [1]], np.int32), (out,))
    assert out[:, 0] == pytest.approx([0.8, 0, 0.3])
    collect.greatest_at_grade(of, np.array([[False], [True], [True]]), np.array([[0, 0, 0], [1, 1, 0], [0, 1, 0]]), out)
    assert out[:, 0] == pytest.approx([0.3, 0.8, 0])
    total = np.empty(1, np.float32)
    collect.sum_over_policies(of, total)
    assert total == pytest.approx([1.1])
