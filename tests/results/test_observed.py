"""The simulated side of observed values, by hand: two ticks, two institutions, one world."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from exitban.results.observed import beside
from exitban.results.whole import Recorded, series_of
from exitban.scenario import shelf

INSTITUTIONS = ("guards", "office")
PEOPLE = {"guards": 100.0, "office": 2.0}
LEFT = [[1, 3], [2, 0]]
"""Exits by tick and institution."""
TRAPPED = [[0, 4], [1, 5]]


def recorded() -> Recorded:
    series = [one for mechanism in shelf() for one in series_of(mechanism.records)]
    rows = np.zeros((len(series), 2, 2, 1), np.float32)
    names = [one.name for one in series]
    rows[names.index("exits_open"), :, :, 0] = LEFT
    rows[names.index("exits_killed"), :, :, 0] = 1
    rows[names.index("trapped"), :, :, 0] = TRAPPED
    rows[names.index("filled"), :, :, 0] = [[5, 10], [4, 8]]
    own = {one.name: np.full((2, 1), 0.5, np.float32) for one in series if one.kind.startswith("own")}
    return Recorded(
        series, rows, own, by_grade=np.zeros((0,)), population=np.array([5.0, 10.0]), lifted=np.zeros((0, 2, 1))
    )


def asked(quantity: str, kind: str, unit: str, institutions: tuple[str, ...] = INSTITUTIONS) -> Any:
    everywhere = institutions == INSTITUTIONS
    return SimpleNamespace(
        quantity=quantity, kind=kind, counted_in=unit, institutions=institutions, everywhere=everywhere
    )


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        (asked("exits_voluntary", "flow", "posts"), [4, 6]),
        (asked("exits", "flow", "posts"), [6, 10]),
        (asked("exits_open", "flow", "posts", ("office",)), [3, 3]),
        (asked("exits_voluntary", "flow", "people"), [106, 306]),
        (asked("exits_voluntary", "flow", "share of posts"), [4 / 15, 6 / 15]),
        (asked("exits_voluntary", "flow", "share of posts", ("guards",)), [1 / 5, 3 / 5]),
        (asked("exits_voluntary", "flow", "share of the whole", ("guards",)), [1 / 4, 3 / 6]),
        (asked("trapped", "stock", "posts"), [4, 6]),
        (asked("trapped", "stock", "people", ("guards",)), [0, 100]),
        (asked("trapped", "stock", "share of the whole", ("guards",)), [0, 1 / 6]),
        (asked("staffing", "other", "as simulated"), [1, 0.8]),
        (asked("staffing", "other", "as simulated", ("office",)), [1, 0.8]),
        (asked("control", "other", "as simulated"), [0.5, 0.5]),
    ],
)
def test_the_same_thing_in_the_same_unit(series: Any, expected: list[float]) -> None:
    scenario: Any = SimpleNamespace(institutions={n: SimpleNamespace(people_per_post=p) for n, p in PEOPLE.items()})
    found = beside(series, recorded(), INSTITUTIONS, scenario)
    assert found.dtype == np.float32
    assert found[:, 0] == pytest.approx(expected)


def test_a_share_of_nothing_is_no_number() -> None:
    scenario: Any = SimpleNamespace(institutions={n: SimpleNamespace(people_per_post=p) for n, p in PEOPLE.items()})
    series = asked("exits_health", "flow", "share of the whole", ("guards",))
    assert np.isnan(beside(series, recorded(), INSTITUTIONS, scenario)).all()


def test_what_presses_on_all_is_weighted_by_posts_and_no_sum() -> None:
    """A stress of 1 on the 5 guards and of .4 on the 10 officials: (5 + 4) / 15 on the whole."""
    found = recorded()
    stress = next(one for one in found.series if one.kind == "level")
    found.row(stress.name)[:, :, 0] = [[1.0, 0.4], [0.0, 0.4]]
    assert found.whole(stress)[:, 0] == pytest.approx([0.6, 4 / 15])
    assert found.within(stress)[0, :, 0] == pytest.approx([1.0, 0.4])
