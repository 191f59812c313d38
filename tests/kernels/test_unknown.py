"""A law asked with what is not known gives all that it can give, and tells what it looks at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from exitban.kernels.unknown import Decisions, Luck, Outcome, Unknown, outcome
from exitban.maths.elementary import ONE, ZERO, chance, exp, gumbel, normal_quantile
from exitban.mechanism import Count, Flag, Real

X = Unknown


def known(value: object) -> Callable[[Decisions, str], object]:
    return lambda decisions, name: value


def codes(*values: int) -> Callable[[Decisions, str], object]:
    return lambda decisions, name: decisions.one_of([np.int8(value) for value in values], name)


def of(law: Callable[..., Any], gives: int = 1, /, **asked: Any) -> Outcome:
    return outcome(law, asked, gives)


def product(a: Real, b: Real) -> Real:
    return a * b


def risk(luck: Real, rate: Real) -> Flag:
    return np.bool_(luck < chance(rate, ONE))


def draw(mean: Real, spread: Real, luck: Real) -> Real:
    return mean + spread * normal_quantile(luck)


def picked(a: Real, b: Real, first: Flag) -> Real:
    return a if first else b


def gated(flag: Flag, luck: Real) -> Flag:
    return flag & (luck < np.float32(0.5))


def act_of(utility: Real, luck: Real, possible: Flag) -> np.int8:
    return np.int8(1) if possible & (utility + gumbel(luck) > ZERO) else np.int8(0)


def two(a: Real, flag: Flag) -> tuple[Real, Count]:
    return exp(a), np.int32(flag) + np.int32(1)


def test_nothing_times_anything_is_nothing_and_the_other_is_not_looked_at() -> None:
    assert of(product, a=known(ZERO), b=X) == Outcome((frozenset({ZERO}),), frozenset())
    assert of(product, a=X, b=known(np.float32(2))) == Outcome((None,), frozenset({"a"}))
    assert of(product, a=X, b=X).used == {"a", "b"}


@pytest.mark.parametrize(("rate", "happens"), [(0.0, {False}), (1e6, {True}), (0.5, None)])
def test_luck_lies_strictly_between_nothing_and_one(rate: float, happens: set[bool] | None) -> None:
    found = of(risk, luck=Luck, rate=known(np.float32(rate)))
    assert found.values == (happens if happens is None else frozenset(happens),)
    assert found.used == (frozenset({"luck"}) if happens is None else frozenset())


def test_a_draw_without_spread_is_its_mean() -> None:
    found = of(draw, mean=known(np.float32(-6.9)), spread=known(ZERO), luck=Luck)
    assert found.values == (frozenset({np.float32(-6.9)}),)


def test_every_way_through_a_law_is_taken() -> None:
    assert of(picked, a=known(ONE), b=known(ZERO), first=X).values == (frozenset({ZERO, ONE}),)
    assert of(picked, a=known(ONE), b=X, first=known(np.bool_(True))) == Outcome((frozenset({ONE}),), frozenset())
    assert of(picked, a=X, b=known(ONE), first=X).values == (None,)


def test_what_is_shut_stays_shut() -> None:
    assert of(gated, flag=known(np.bool_(False)), luck=Luck) == Outcome((frozenset({np.bool_(False)}),), frozenset())
    assert of(act_of, utility=X, luck=Luck, possible=known(np.bool_(False))).values == (frozenset({np.int8(0)}),)
    assert of(act_of, utility=X, luck=Luck, possible=known(np.bool_(True))).values == (frozenset({0, 1}),)


def test_codes_are_tried_one_after_the_other() -> None:
    found = of(lambda act: np.bool_(act == np.int8(2)), act=codes(0, 1))
    assert found == Outcome((frozenset({np.bool_(False)}),), frozenset({"act"}))


def test_each_value_of_several_is_found_by_itself() -> None:
    assert of(two, 2, a=X, flag=known(np.bool_(True))).values == (None, frozenset({np.int32(2)}))


def test_what_cannot_be_followed_can_be_anything() -> None:
    def wants_a_number(a: Real) -> Real:
        return np.float32(float(a))

    def many_ways(a: Real) -> Real:
        return np.float32(sum(1 for bound in range(9) if a > bound) * 0)

    assert of(wants_a_number, a=X) == Outcome((None,), frozenset({"a"}))
    assert of(many_ways, a=X) == Outcome((None,), frozenset({"a"}))
