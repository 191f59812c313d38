"""Worlds that come back at every design point are no more worlds than there are replicates."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.analysis.chance import chance_at_most
from exitban.analysis.intervals import Floats, Interval
from exitban.analysis.repeated import Worlds, by_replicate, given_repeated, luck_at_most, of_replicates, spread
from exitban.analysis.sensitivity import first_orders, given_data
from exitban.errors import CallError


def crossed(outcome: Floats) -> Worlds:
    """(points, replicates) as runs."""
    points, replicates = outcome.shape
    return Worlds(np.repeat(np.arange(points), replicates), np.tile(np.arange(replicates), points), outcome.ravel())


def ends(found: Interval) -> list[float]:
    return [found.value, found.low, found.high]


def test_copies_of_a_world_tell_what_the_world_tells() -> None:
    u = np.random.default_rng(5).random((100, 3))
    drawn = {name: u[:, place] for place, name in enumerate("abc")}
    outcome = u @ [2.0, 1.0, 0.0] + np.random.default_rng(6).normal(size=100)
    once = given_data(drawn, outcome, chance_at_most(u, outcome))
    copied = given_repeated(crossed(np.tile(outcome, (5, 1))), drawn, {"idle": np.repeat(np.arange(5.0), 100)})
    shares = {one.name: one.first for one in copied.indices}
    for one in once.indices:
        assert ends(shares[one.name]) == pytest.approx(ends(one.first))
    assert copied.luck_at_most == pytest.approx(once.luck_at_most, rel=0.02)


def test_shares_are_of_the_variance_between_all_runs() -> None:
    """2 a + d + luck, a uniform, d at 0 or 1, luck of variance 1/4: 4/12, 3/12 and 3/12 of 10/12."""
    random = np.random.default_rng(7)
    a, luck = random.random(2000), random.normal(size=2000) / 2
    outcome = 2 * a + np.array([[0.0], [1.0]]) + luck
    found = given_repeated(crossed(outcome), {"a": a}, {"d": np.repeat([0.0, 1.0], 2000)})
    shares = {one.name: one.first for one in found.indices}
    assert shares["a"].value == pytest.approx(0.4, abs=0.03)
    assert shares["d"].value == pytest.approx(0.3, abs=0.06)
    assert found.luck_at_most == pytest.approx(0.3, abs=0.03)


def test_what_the_design_adds_makes_the_share_of_a_number_less_and_its_interval_as_much_narrower() -> None:
    """2 a + luck has the variance v, and d of -1 and 1 adds 1 to it: all is v / (v + 1) of what it was."""
    random = np.random.default_rng(7)
    a, luck = random.random(200), random.normal(size=200) / 2
    own = 2 * a + luck
    once = given_data({"a": a}, own, 1.0).indices[0].first
    both = given_repeated(crossed(own + np.array([[-1.0], [1.0]])), {"a": a}, {}).indices[0].first
    part = float(own.var()) / (float(own.var()) + 1.0)
    assert ends(both) == pytest.approx([part * one for one in ends(once)])


def test_worlds_that_failed_at_some_points_are_measured_by_those_beside_them() -> None:
    """1, 2, 3 at one point; 12 and 13 at the other, where the first replicate failed. Less the means 2 and 12.5."""
    found = Worlds(np.array([0, 0, 0, 1, 1]), np.array([0, 1, 2, 1, 2]), np.array([1.0, 2.0, 3.0, 12.0, 13.0]))
    assert of_replicates(found, by_replicate(found)).tolist() == [-1.0, -0.25, 0.75]


def test_where_every_run_is_a_world_of_its_own_the_interval_is_that_of_given_data() -> None:
    """Both take halves of the data; wholes would make it narrower by the root of 2."""
    random = np.random.default_rng(10)
    d = random.random(400)
    outcome = d + random.normal(size=400) / 2
    found = Worlds(np.arange(400), np.arange(400), outcome)
    half = spread(d, found, by_replicate(found), 1)
    ((_, _, known),) = first_orders({"d": d}, outcome, 1)
    assert half == pytest.approx(known, rel=0.2)


def test_luck_that_bends_what_the_design_does_widens_the_interval() -> None:
    """d times a luck that all 20 points share: the share of d hangs on 100 lucks, not on 2,000."""
    d, luck = np.linspace(-1.0, 1.0, 20), np.random.default_rng(8).normal(1.0, 1.0, 100)
    design = {"d": np.repeat(d, 100)}
    found = crossed(d[:, None] * luck)
    (whole,), (runs,) = given_repeated(found, {}, design).indices, given_data(design, found.outcome, 1.0).indices
    assert whole.first.value == runs.first.value
    assert whole.first.high - whole.first.low > 2 * (runs.first.high - runs.first.low)


@pytest.mark.parametrize(
    ("points", "replicates", "draws", "told"),
    [
        (5, 64, True, "64 replicates in 320 runs are too few for given-data indices: at least 65 replicates"),
        (20, 9, False, "9 replicates in 180 runs are too few for given-data indices: at least 10 replicates"),
        (3, 20, False, "20 replicates in 60 runs are too few"),
    ],
)
def test_too_few_replicates_are_refused(points: int, replicates: int, draws: bool, told: str) -> None:
    outcome = np.random.default_rng(9).random((points, replicates))
    drawn = {"a": np.arange(float(replicates))} if draws else {}
    with pytest.raises(CallError, match=told):
        given_repeated(crossed(outcome), drawn, {"d": np.repeat(np.arange(float(points)), replicates)})


def test_each_design_point_takes_a_degree_of_freedom_from_luck() -> None:
    """-1, 0, 1 at one point and 9, 10, 11 at the other: 4 / (6 - 2) within them, of 154 / 5 between all runs."""
    found = crossed(np.array([[-1.0, 0.0, 1.0], [9.0, 10.0, 11.0]]))
    assert luck_at_most(found, np.array([-1.0, 0.0, 1.0]), {}) == pytest.approx(5 / 154)
