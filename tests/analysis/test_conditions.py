"""Under which conditions something happens: told only where luck among hundreds of numbers would not do the same."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.analysis.conditions import conditions, leaving
from exitban.analysis.intervals import share
from tests.analysis.synthetic import FakeResult, dataset, scenario


def drawn(worlds: int, *paths: str) -> FakeResult:
    """Worlds in which every number is as high as the world's place."""
    data = dataset(["none"], worlds, 1).assign_coords(parameter=list(paths))
    data["draw"] = (("parameter", "replicate"), np.tile(np.arange(float(worlds)), (len(paths), 1)))
    return FakeResult(data, scenario(["none"]))


def yes_in(worlds: int, *places: range) -> np.ndarray:
    found = np.zeros(worlds)
    for some in places:
        found[list(some)] = 1.0
    return found


def test_a_gap_between_thirds_is_told_beyond_four_standard_errors() -> None:
    """Of 60 worlds 13 say yes, all in the upper third: .4333 / sqrt(.2167 * .7833 * 2 / 30) = 4.07. With 12 it is 3.87.

    Worlds in the middle third say nothing.
    """
    result = drawn(90, "a")
    (found,) = conditions(result, yes_in(90, range(60, 73), range(30, 60)))
    assert (found.path, found.lower, found.upper) == ("a", share(0, 30), share(13, 30))
    assert conditions(result, yes_in(90, range(60, 72), range(30, 60))) == ()


def test_in_thirds_of_fewer_than_thirty_worlds_nothing_is_said() -> None:
    assert conditions(drawn(89, "a"), yes_in(89, range(59, 89))) == ()
    assert len(conditions(drawn(90, "a"), yes_in(90, range(60, 90)))) == 1


def test_the_strongest_conditions_come_first_and_no_more_than_four() -> None:
    """Number k is turned round in its k first and k last worlds, so that it parts the worlds less well than k - 1."""
    result = drawn(120, *"edcbaf")
    for place, swapped in enumerate((4, 3, 2, 1, 0)):
        values = result.data["draw"].values[place]
        values[:swapped], values[120 - swapped :] = values[120 - swapped :].copy(), values[:swapped].copy()
    result.data["draw"].values[5] = 7.0
    assert [one.path for one in conditions(result, yes_in(120, range(80, 120)))] == ["a", "b", "c", "d"]


def test_where_no_number_differs_there_is_no_condition() -> None:
    result = drawn(90, "a")
    result.data["draw"].values[:] = 1.0
    assert conditions(result, yes_in(90, range(60, 90))) == ()


def test_a_tenth_of_the_worlds_by_how_many_leave() -> None:
    """World w sees w leave: 270 to 299 in the upper tenth, 284.5 on average, and in 15 of these 30 it happens."""
    result = drawn(300, "a")
    result.data["exits_open"].values[0, :, 0] = np.arange(300)
    found = leaving(result, "none", yes_in(300, range(285, 300)))
    assert found is not None
    assert (found.most, found.fewest) == (284.5, 14.5)
    assert (found.if_most, found.if_fewest) == (share(15, 30), share(0, 30))


@pytest.mark.parametrize(("worlds", "leave"), [(299, 1.0), (300, 0.0)])
def test_of_few_worlds_and_where_all_see_as_many_leave_nothing_is_said(worlds: int, leave: float) -> None:
    result = drawn(worlds, "a")
    result.data["exits_open"].values[0, :, 0] = leave * np.arange(worlds)
    assert leaving(result, "none", yes_in(worlds, range(200, worlds))) is None
