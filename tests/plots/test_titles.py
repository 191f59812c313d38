"""Titles say what was found, and no number without saying whose it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exitban import plots
from exitban.analysis import PolicySummary, Summary, summarise
from tests.analysis.synthetic import plausible

POLICIES = ("none", "ban", "closed")


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(plausible(100, POLICIES))


def lasting(one: PolicySummary, censored: int, ends: float) -> PolicySummary:
    """A policy under which control lasts in so many worlds, and the median world ends there."""
    curve = np.full_like(one.control.q50, ends)
    return replace(one, survival=replace(one.survival, censored=censored), control=replace(one.control, q50=curve))


def titles(summary: Summary, censored: tuple[int, ...], ends: tuple[float, ...]) -> tuple[str, str]:
    found = zip(summary.policies, censored, ends, strict=True)
    changed = replace(summary, policies=tuple(lasting(*one) for one in found))
    last, over = (draw(changed).texts[0].get_text() for draw in (plots.survival, plots.control_over_time))
    return last.partition(" in ")[2], over.partition("ends at ")[2]


@pytest.mark.parametrize(
    ("censored", "lasts"),
    [
        ((97, 94, 96), "94 to 97 of 100 worlds, by policy"),
        ((97, 100, 96), "96 of 100 to all 100 worlds, by policy"),
        ((0, 40, 3), "none to 40 of 100 worlds, by policy"),
        ((97, 97, 97), "97 of 100 worlds under every policy"),
    ],
)
def test_how_long_control_lasts(summary: Summary, censored: tuple[int, ...], lasts: str) -> None:
    assert titles(summary, censored, (0.5, 0.5, 0.5))[0] == lasts


@pytest.mark.parametrize(
    ("ends", "over"),
    [
        ((0.72, 0.4, 0.6), "40 to 72 %, by policy"),
        ((0.999, 0.4, 0.6), "40 to over 99 %, by policy"),
        ((0.402, 0.4, 0.4), "40 % under every policy"),
    ],
)
def test_where_control_ends(summary: Summary, ends: tuple[float, ...], over: str) -> None:
    assert titles(summary, (9, 9, 9), ends)[1] == over


def test_of_many_worlds_shares_are_said(summary: Summary) -> None:
    many = replace(summary, replicates=1000)
    assert titles(many, (994, 940, 960), (0.5, 0.5, 0.5))[0] == "94 to more than 99 of 100 worlds, by policy"
