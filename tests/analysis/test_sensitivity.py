"""Sensitivity where the indices are known in closed form, with luck as a factor of its own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from exitban.analysis.chance import chance_at_most
from exitban.analysis.factors import Asked, factors, simulator
from exitban.analysis.headline_effects import Measure, control_at
from exitban.analysis.intervals import Floats, Interval
from exitban.analysis.sensitivity import (
    Index,
    Screened,
    Sensitivity,
    document,
    given_data,
    morris,
    share_around,
    size_around,
    sobol,
)
from exitban.analysis.sensitivity_told import told
from exitban.errors import CallError
from exitban.plots.sensitivity import sensitivity
from exitban.scenario import read
from tests.analysis.test_weigh import CLAIM, TEXT
from tests.scenario.files import office, scenario, written

NAMES = ("a", "b", "c", "idle")
WEIGHTS = np.array([4.0, 2.0, 1.0, 0.0])


def luck(worlds: int, which: int) -> Floats:
    """Uniform with the variance of a factor of weight 2; world i has the same luck in every call."""
    return 2.0 * np.random.default_rng(7 + which).random(worlds)


def straight(u: Floats, which: int, doing: str) -> Floats:
    """4 a + 2 b + c + luck: shares of 16, 4, 1 and 4 parts in 25."""
    return np.asarray(u @ WEIGHTS + luck(len(u), which))


def crossed(u: Floats, which: int, doing: str) -> Floats:
    """(a - 1/2) (b - 1/2): nothing alone, everything together."""
    return np.asarray(12.0 * (u[:, 0] - 0.5) * (u[:, 1] - 0.5) + 0.01 * luck(len(u), which))


def holds(found: Interval | None, truth: float) -> bool:
    return found is not None and found.low - 0.01 <= truth <= found.high + 0.01


def test_morris_finds_the_slopes_and_their_order() -> None:
    """A factor that works straight has its slope as every elementary effect, whatever the luck."""
    found = morris(NAMES, straight, 20)
    assert [one.name for one in found.screened] == ["a", "b", "c", "idle"]
    assert [one.size.value for one in found.screened] == pytest.approx([4.0, 2.0, 1.0, 0.0], rel=0.06)
    assert [one.spread for one in found.screened] == pytest.approx([0.0] * 4, abs=1e-9)
    assert found.worlds == 20 * (len(NAMES) + 2)


def test_the_picture_has_a_panel_for_each_method_and_a_row_for_each_factor() -> None:
    found = [morris(NAMES, straight, 8), sobol(NAMES, ["a", "b"], straight, 64)]
    figure = sensitivity(found, "Straight", 100.0, "points")
    rows = [[label.get_text() for label in axes.get_yticklabels()] for axes in figure.axes]
    assert rows == [["a", "b", "c", "idle"], [one.name for one in found[1].indices]]
    assert figure.axes[0].get_xlabel().startswith("Morris: mean size of elementary effects, points; luck: ")
    first = figure.axes[0].lines[1].get_xdata()
    assert list(first) == pytest.approx([100 * found[0].screened[0].size.value])


def test_sobol_gives_the_shares_with_luck_as_one_of_them() -> None:
    found = sobol(NAMES, ["a", "b"], straight, 512)
    shares = {one.name: one for one in found.indices}
    for name, truth in (("a", 16 / 25), ("b", 4 / 25), ("all other numbers", 1 / 25)):
        assert holds(shares[name].first, truth)
        assert holds(shares[name].total, truth)
    assert holds(found.luck, 4 / 25)


def test_what_works_only_together_shows_in_the_total_and_not_alone() -> None:
    shares = {one.name: one for one in sobol(NAMES, ["a", "b"], crossed, 512).indices}
    assert holds(shares["a"].first, 0.0)
    assert holds(shares["a"].total, 1.0)


def test_given_data_needs_no_design() -> None:
    u = np.random.default_rng(3).random((800, 4))
    drawn = {name: u[:, place] for place, name in enumerate(NAMES)}
    outcome = straight(u, 0, "")
    found = given_data(drawn, outcome, chance_at_most(u, outcome))
    shares = {one.name: one.first for one in found.indices}
    for name, truth in (("a", 16 / 25), ("b", 4 / 25), ("c", 1 / 25), ("idle", 0.0)):
        assert shares[name].value == pytest.approx(truth, abs=0.07)
    assert found.luck_at_most == pytest.approx(4 / 25, abs=0.03)
    assert "luck ≤ 1" in told(found, 1.0, "points")


def test_shares_of_the_variance_stay_between_nothing_and_all() -> None:
    """Two samples tell next to nothing: the estimates leave 0 to 1, what is told of them does not."""
    u = np.random.default_rng(1).random((70, 4))
    few = sobol(NAMES, ["a"], straight, 2)
    found = [few, given_data({name: u[:, place] for place, name in enumerate(NAMES)}, straight(u, 0, ""), 0.5)]
    shares = [one for each in found for index in each.indices for one in (index.first, index.total) if one is not None]
    assert few.luck is not None
    assert all(0.0 <= one.low <= one.value <= one.high <= 1.0 for one in [*shares, few.luck])
    assert (share_around(3.0, 9.4).low, share_around(3.0, 9.4).high) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("share", "words"), [(0.004, "at most about 1 %"), (0.2, "at most about 20 %"), (0.997, "at most about 100 %")]
)
def test_a_bound_of_luck_is_a_whole_number(share: float, words: str) -> None:
    index = Index("a", Interval(0.3, 0.2, 0.4), None)
    text = told(Sensitivity("given", 0, indices=(index,), luck_at_most=share), 1.0, "points")
    assert words in text
    assert f"luck ≤ {words.split()[3]}" in text


@pytest.mark.parametrize(("last", "words"), [(0.0, "and 2 others with no more"), (0.01, "and 2 more with less")])
def test_nothing_is_not_less_than_nothing(last: float, words: str) -> None:
    shown = [Screened(f"n{place}", Interval(last, last, last), 0.0) for place in range(20)]
    rest = [Screened(f"n{place}", Interval(0.0, 0.0, 0.0), 0.0) for place in range(20, 22)]
    assert words in told(Sensitivity("morris", 10, screened=(*shown, *rest)), 1.0, "points")


def test_a_mean_size_of_effects_has_no_interval_below_nothing() -> None:
    """Two trajectories: resampling gives an error larger than the mean."""

    def steep(u: Floats, which: int, doing: str) -> Floats:
        return np.asarray((u[:, 0] > 0.5) * (u[:, 1] > 0.3) * 1.0)

    found = morris(NAMES, steep, 3)
    assert all(0.0 <= one.size.low <= one.size.value <= one.size.high for one in found.screened)
    assert size_around(20.0, 28.0) == Interval(20.0, 0.0, 48.0)
    assert "20.00 (0.00 to 48.00)" in told(
        Sensitivity("morris", 9, screened=(Screened("a", size_around(20.0, 28.0), 1.0),)), 1.0, "points"
    )


@pytest.mark.parametrize(("low", "said"), [(0.0, True), (0.1, False)])
def test_a_list_in_which_nothing_stands_out_from_luck_says_so(low: float, said: bool) -> None:
    shares = (Index("a", Interval(0.3, low, 0.5), None), Index("b", Interval(0.1, 0.0, 0.2), None))
    text = told(Sensitivity("given", 0, indices=shares), 1.0, "points").replace("\n", " ")
    assert ("None of these stands out from luck: every interval begins at 0." in text) is said


def test_too_few_worlds_and_odd_samples_are_refused() -> None:
    with pytest.raises(CallError, match="at least 65"):
        given_data({"a": np.arange(9.0)}, np.arange(9.0), 0.1)
    with pytest.raises(CallError, match="a power of 2, such as 128"):
        sobol(NAMES, ["a"], straight, 100)


def test_an_interval_that_halves_of_the_worlds_cannot_tell_is_none() -> None:
    """One world differs; in the halves without it nothing does."""
    outcome = np.zeros(70)
    outcome[3] = 1.0
    found = given_data({"a": np.random.default_rng(1).random(70)}, outcome, float("nan"))
    ends = json.loads(json.dumps(document([found]), allow_nan=False))[0]["indices"][0]["first_order"]
    assert ends == {"value": pytest.approx(0.0, abs=0.2), "low": None, "high": None}
    words = told(found, 100.0, "points")
    assert "(no interval)" in words and "nan" not in words
    assert "none stands out from luck" in words


def test_factors_are_the_priors_of_the_file(tmp_path: Path) -> None:
    """Uniform draws go through the same inverses and mixtures as in any run; one draw for each root that moves."""
    found = factors(read(written(tmp_path, TEXT)))
    assert found.names == ("hazards.dismissed", "sanctions.per_month", "truth of clerk", "truth of guest")
    columns = found.columns(np.array([[0.5, 0.5, 0.2, 0.9], [0.5, 0.5, 0.9, 0.2]]))
    assert columns["hazards.dismissed"].tolist() == [0.5, 0.0]
    assert columns["sanctions.per_month"].tolist() == [5.0, 6.0]


def test_a_draw_that_decides_over_several_roots_is_named_after_all(tmp_path: Path) -> None:
    """What they say excludes each other, so one draw tells which is true, if any."""
    quiet = CLAIM.format("guest", "")
    text = TEXT.replace(quiet, quiet.replace("3}", "3, contradicts: [purge]}"))
    found = factors(read(written(tmp_path, text)))
    assert found.names == ("hazards.dismissed", "sanctions.per_month", "truth of clerk and guest")
    columns = found.columns(np.array([[0.5, 0.5, u] for u in (0.1, 0.6, 0.99)]))
    assert columns["hazards.dismissed"].tolist() == [0.5, 0.0, 0.0]
    assert columns["sanctions.per_month"].tolist() == [5.0, 6.0, 6.0]


def test_where_nothing_is_uncertain_nothing_is_asked(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="every number is fixed"):
        factors(scenario(tmp_path, office()))


def test_worlds_of_two_calls_share_their_luck(tmp_path: Path) -> None:
    found, seen = factors(read(written(tmp_path, TEXT))), list[float]()
    measure = Measure("control_at_end", "control at the end", "points", 100, lambda d, p: control_at(-1, d, p))
    simulate = simulator(found, Asked(measure, "ban", None, 1, 1), lambda share, what: seen.append(share), 48)
    u = np.full((12, 4), 0.3)
    first, same, other = simulate(u, 0, ""), simulate(u, 0, ""), simulate(u, 1, "")
    assert (first == same).all()
    assert not (first == other).all()
    assert [share for share in seen if share > 0] == [0.25, 0.5]


def test_designs_reach_the_ends_of_priors_that_have_none(tmp_path: Path) -> None:
    """A design may ask for the draws 0 and 1: a normal's are taken a millionth away from them, 4.75 deviations out."""
    found = factors(scenario(tmp_path, office(more="members: {grievance_mean: {normal: [1, 2]}}\n")))
    values = found.columns(np.array([[0.0], [0.5], [1.0]]))["members.grievance_mean"]
    assert values == pytest.approx([1 - 2 * 4.7534, 1.0, 1 + 2 * 4.7534], abs=1e-3)
