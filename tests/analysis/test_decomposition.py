"""The four switches: a game by hand, worlds whose only difference is one of them, and the sum, always."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray

from exitban.analysis.aspects import Aspect
from exitban.analysis.decomposing import decompose, split
from exitban.analysis.decomposition import TITLES, Decomposition, rows
from exitban.analysis.headline_effects import Measure, lost
from exitban.analysis.intervals import matched_share_difference
from exitban.analysis.mixed_control import SWITCHES, Ranks, ingredients
from exitban.analysis.shapley import combinations, shapley
from exitban.errors import CallError
from exitban.run import run
from tests.office import AT_ONCE, EVERYTHING, office

ASPECTS = ("lost", "months_kept", "control", "control_at_end")


def made(*lines: str, policy: str = "ban", **more: Any) -> Decomposition:
    how = {"replicates": 6, "how": (1, "python"), **more}
    return decompose(office("\n".join(lines)), policy, **how)


def test_a_game_by_hand() -> None:
    """Gloves (Shapley 1953): one left glove, two right ones, a pair is worth 1: 2/3, 1/6, 1/6."""
    pair = {
        some: np.array([float("left" in some and len(some) > 1)]) for some in combinations(["left", "right", "other"])
    }
    parts = shapley(["left", "right", "other"], pair)
    assert [float(parts[name][0]) for name in ("left", "right", "other")] == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert len(combinations(SWITCHES)) == 16


Both = tuple[Decomposition, xarray.Dataset]


@pytest.fixture(scope="module")
def both() -> Both:
    """Every mechanism at work: taken apart, and as it is run."""
    world = office(EVERYTHING)
    return decompose(world, "ban", replicates=20), run(world, replicates=20, policies=["none", "ban"]).data


def test_all_off_and_all_on_are_the_two_worlds_themselves(both: Both) -> None:
    found, data = both
    end = data["control"].isel(time=-1).values.astype(np.float64)
    one = found["control_at_end"]
    assert one.combinations[frozenset()] == end[0].mean()
    assert one.combinations[frozenset(SWITCHES)] == end[1].mean()
    lost = np.isfinite(data["lost_at"].values).mean(axis=1)
    assert found["lost"].combinations[frozenset(SWITCHES)] == lost[1]


def test_the_parts_add_up_in_every_world(both: Both) -> None:
    found, data = both
    control = data["control"].values.astype(np.float64)
    total = sum(found["control"].worlds.values())
    assert np.abs(total - (control[1] - control[0]).mean(axis=-1)).max() < 1e-14
    for name in ASPECTS:
        one = found[name]
        parts = sum(part.value for part in one.parts.values())
        assert parts == pytest.approx(one.total.value, abs=1e-13)
        everything = one.combinations[frozenset(SWITCHES)] - one.combinations[frozenset()]
        assert one.total.value == pytest.approx(everything, abs=1e-13)
    assert all(np.abs(part).max() > 0 for part in found["control"].worlds.values()), "every switch does something"


@pytest.mark.parametrize(("unit", "high"), [("points", 1.0), ("months", 1.713)])
def test_no_part_of_a_share_is_more_than_all_of_it(unit: str, high: float) -> None:
    """Retention does all: nothing in one world, .25 in the other; 12.706 errors of .125 beside .125."""
    worth = {some: np.array([0.0, 0.25 * (SWITCHES[0] in some)]) for some in combinations(SWITCHES)}
    found = split(Aspect(Measure("some", "some", unit, 1, lost), 1), worth)
    assert found.parts[SWITCHES[0]].high == pytest.approx(high, abs=1e-3)
    assert found.total.high == pytest.approx(high, abs=1e-3)


def test_an_order_comes_by_the_better_of_two_superiors() -> None:
    """The head passes .5 on to a and b; b is covert and passes nothing, so x and y have .25, by a, whoever is first."""
    superior, second = np.array([-1, 0, 0, 1, 2]), np.array([-1, -1, -1, 2, 1])
    ranks = Ranks(
        superior=superior,
        second=second,
        root=superior < 0,
        kept=np.full((5, 1), 0.5, np.float32),
        full=np.ones(1, np.float32),
        institution=np.zeros(5, np.int64),
        weight=np.ones(1),
        population=np.full(1, 5.0),
    )
    covert = np.array([False, False, True, False, False])[:, None]
    reach = ranks.reach(np.ones((5, 1), bool), covert)
    assert reach[:, 0].tolist() == [1.0, 0.5, 0.0, 0.25, 0.25]


def test_who_has_left_is_covert_no_more() -> None:
    """An empty chair passes no orders on because it is empty, and for no other reason."""
    flags = {"filled": np.array([[True], [False]]), "covert": np.array([[True], [True]])}
    found = ingredients({**flags, "competence": np.ones((2, 1)), "effort": np.ones((2, 1))})
    assert found["covert"].tolist() == [[True], [False]]


ALL_ASK = ("chief", "  anna", "  ben", "3 months", "nobody wants to stay")


def test_one_who_is_held_is_retention_alone() -> None:
    """All ask at once; free they are gone, bound they stay and give as much as before: control 1 instead of 0."""
    found = made(*ALL_ASK, "policy ban: strength 1")["control_at_end"]
    assert found.total.value == 1
    assert [found.parts[name].value for name in SWITCHES] == [1, 0, 0, 0]


def test_the_effort_of_the_held_is_a_part_of_its_own() -> None:
    """Whoever is held gives exp(-.5) after a month; it matters only if they are there, so half of it goes to each."""
    found = made(*ALL_ASK, "effort: decay 0.5", "policy ban: strength 1")["control_at_end"]
    left = np.exp(-0.5 * 3)
    assert found.combinations[frozenset({"effort"})] == 0
    assert found.combinations[frozenset({"retention"})] == 1
    assert found.parts["effort"].value == pytest.approx((left - 1) / 2, abs=1e-6)
    assert found.parts["retention"].value == pytest.approx((1 + left) / 2, abs=1e-6)
    assert found.parts["composition"].value == found.parts["covert"].value == 0


def test_successors_who_are_found_at_once_leave_composition_alone() -> None:
    """Free, newcomers hold the posts in the end; bound, the first do. Filled in both: only the persons differ."""
    lines = ("alone", "6 months", f"refill: rate {AT_ONCE}", "members: competence_spread 0.5, grievance_mean 100")
    world = office("\n".join((*lines, "policy ban: strength 1")))
    found = decompose(world, "ban", replicates=8, how=(1, "python"))["control_at_end"]
    data = run(world, replicates=8, policies=["none", "ban"], launcher="python").data
    both = (data["filled"].isel(time=-1).values > 0).all(axis=0)
    assert both.any()
    assert np.abs(found.worlds["retention"][both]).max() == 0
    assert np.abs(found.worlds["composition"][both]).min() > 0


def test_deals_instead_of_exits_are_the_covert_part() -> None:
    """Nobody may leave and all turn to the other side: posts are filled in both worlds and carry nothing out."""
    lines = ("chief", "  anna", "3 months", "members: grievance_mean 0", "everybody may deal", "exit: contagion 0")
    lines = (*lines, "covert: trust 1, prize 50", "stress: damage 0")
    found = made(*lines, "members: outside_option_mean 100", "policy ban: strength 1, asking_price 200")
    end = found["control_at_end"]
    assert end.combinations[frozenset({"retention"})] == 1
    assert end.combinations[frozenset(SWITCHES)] == 0
    assert end.parts["retention"].value == pytest.approx(0.5)
    assert end.parts["covert"].value == pytest.approx(-0.5)


def test_a_part_that_never_shows_is_known_no_better_than_the_whole() -> None:
    """Of a yes or no it has a width, as the total has; of a number it says that it is the same in all worlds."""
    found = made(*ALL_ASK, "policy ban: strength 1")
    lost = found["lost"]
    assert lost.parts["retention"] == lost.total == matched_share_difference(0, 6, 6)
    assert lost.parts["covert"] == matched_share_difference(0, 0, 6)
    assert f"    {TITLES['covert']:<36}    0.00 (the same in all worlds)" in rows(found["control_at_end"])


def test_threads_change_nothing() -> None:
    one, two = (decompose(office(EVERYTHING), "ban", replicates=40, how=(n, "cpu")) for n in (1, 3))
    for name in SWITCHES:
        assert one["control"].worlds[name].tobytes() == two["control"].worlds[name].tobytes()


def test_a_policy_is_not_told_from_itself() -> None:
    with pytest.raises(CallError, match="cannot be told from itself"):
        made(*ALL_ASK, "policy ban: strength 1", base="ban")
    with pytest.raises(CallError, match="no policy 'bann'"):
        made(*ALL_ASK, "policy ban: strength 1", policy="bann")


def test_words() -> None:
    told = made(*ALL_ASK, "policy ban: strength 1").answer()
    assert "retention: who stays in post" in told
    assert "+100.00 (+100.00 to +100.00)" in told


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        *[({"how": how}, "how: found .*; allowed: threads") for how in (None, 3, "cp", (1,), {"a": 1, "b": 2})],
        ({"how": (None, ["cpu"])}, "launcher: found .*Allowed: cpu, python"),
        ({"how": (None, np.array(["cpu", "x"]))}, "launcher: found array"),
        ({"how": ("2", "python")}, "threads: '2' were asked for"),
        ({"how": (0, "python")}, "threads: 0 were asked for"),
        ({"progress": 3}, "progress: found 3; allowed: a function"),
        ({"base": None}, "policy: found None; allowed: a name"),
        ({"policy": ["ban"]}, "policy: found .'ban'.; allowed: a name"),
    ],
)
def test_what_cannot_be_taken_apart_is_refused_in_words(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(CallError, match=told):
        made(*ALL_ASK, "policy ban: strength 1", **asked)


@pytest.mark.parametrize("name", ["contrl", None, 0, ["control"], np.array([1, 2])])
def test_an_aspect_that_is_not_there_is_told(both: Both, name: Any) -> None:
    with pytest.raises(KeyError) as refused:
        both[0][name]
    assert isinstance(refused.value, CallError)
    assert str(refused.value).startswith("measure: there is no ")
    assert not isinstance(name, str) or "Did you mean 'control'?" in str(refused.value)
