"""Values by replicate in place of what the file says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from exitban.errors import CallError
from exitban.results.result import Result
from exitban.run import run
from exitban.scenario import Scenario
from tests.office import office

OFFICE = """
    chief
      anna
      ben
        carl

    4 months of 2 ticks
    members: grievance_mean 0, grievance_spread 1
    choice: reconsider 2
    hazards: natural 0.05
    policy ban: strength {strength}, threat 0.2..0.4, formal
"""
STRENGTH = "policies.ban.strength"


def world(strength: str = "0.5..0.9") -> Scenario:
    return office(OFFICE.format(strength=strength))


def made(scenario: Scenario, replicates: int = 6, **more: Any) -> Result:
    return run(scenario, replicates=replicates, launcher="python", **more)


def alike(
    one: Result, other: Result, names: tuple[str, ...] = ("attempts", "blocked", "exits_accepted", "control")
) -> bool:
    return all(
        np.ascontiguousarray(one.data[name]).tobytes() == np.ascontiguousarray(other.data[name]).tobytes()
        for name in names
        if name in one.data
    )


def test_a_column_is_what_the_file_would_have_said() -> None:
    """One value for all is the file with that value, luck and the other draws included."""
    given = made(world(), columns={STRENGTH: np.full(6, 0.25)})
    assert alike(given, made(world("0.25")))
    assert not alike(given, made(world("0.95")))


def test_each_replicate_goes_by_its_own_value() -> None:
    values = np.array([0.0, 1.0, 0.25, 1.0, 0.0, 0.5])
    given = made(world(), columns={STRENGTH: values}).data
    for number, value in enumerate(values):
        alone = made(world(f"{value:g}")).data.isel(replicate=number)
        assert given["attempts"].isel(replicate=number).equals(alone["attempts"])
        assert given["control"].isel(replicate=number).equals(alone["control"])


def test_what_was_given_is_kept_with_the_result() -> None:
    values = np.linspace(0, 1, 6)
    found = made(world("0.5"), columns={STRENGTH: values})
    assert np.array_equal(found.data["draw"].sel(parameter=STRENGTH), values), "a fixed number becomes a draw"
    told = found.provenance["columns"]
    assert list(told) == [STRENGTH]
    assert told != made(world("0.5"), columns={STRENGTH: values[::-1]}).provenance["columns"]
    assert made(world("0.5")).provenance["columns"] == {}


def test_a_trigger_that_is_given_can_open_a_policy() -> None:
    """A policy with neither date nor trigger is always there; one that waits for a trigger is not."""
    scenario = office(OFFICE.format(strength="1") + "    policy ban: reaction.opens_below_control 0\n")
    path = "policies.ban.reaction.opens_below_control"
    waits, never = (
        made(scenario, columns={path: np.full(6, below)}).data.sel(policy="ban")["blocked"] for below in (0.01, 0)
    )
    assert waits.sum() == 0
    assert never.equals(made(world("1")).data.sel(policy="ban")["blocked"]), "at 0 no trigger ever opens it"
    assert never.sum() > 0


@pytest.mark.parametrize(
    ("path", "values", "told"),
    [
        ("policies.ban.strenght", [0.5] * 6, "no such number in effect. Did you mean 'policies.ban.strength'"),
        (
            "time.months",
            [12] * 6,
            r"is no number that worlds or design points can differ in.*\(--set time.months=VALUE\)",
        ),
        ("policies.ban.scope", [1] * 6, "is no number that worlds or design points can differ in"),
        (STRENGTH, [0.5] * 5, r"found an array of shape \(5,\); allowed: one value for each replicate, \(6,\)"),
        (STRENGTH, 0.5, r"found an array of shape \(\)"),
        (STRENGTH, [0.5] * 5 + [1.5], r"found 1.5 at place 5; allowed: 0 to 1 \("),
        (STRENGTH, [-1, -1, 0, 0, 0, 0], "found -1 at place 0 and 1 more like it; allowed: 0 to 1"),
        (STRENGTH, [np.nan] * 6, "found nan at place 0 and 5 more like it; allowed: finite numbers"),
        (STRENGTH, ["much"] * 6, "found 'much' at place 0; allowed: numbers"),
        (STRENGTH, ["0.1", "0.2", "abc", "0.4", "much", "1"], "found 'abc' at place 2; allowed: numbers"),
        (STRENGTH, [[0.5], [0.5, 0.6]], "found .*, which is no array; allowed: one value at every place"),
        (STRENGTH, [[0.5] * 6], r"found an array of shape \(1, 6\); allowed: one value for each replicate"),
        (STRENGTH, np.ma.array([0.5] * 6, mask=[0, 0, 1, 0, 0, 0]), "found a value that is masked, at place 2"),
        (STRENGTH, np.array([0.5] * 6, object), "found an array of objects; allowed: numbers"),
        (STRENGTH, [0.5, None, 0.5, 0.5, 0.5, 0.5], "found None at place 1; allowed: numbers"),
        (STRENGTH, [10**400] * 6, "found 1000.* at place 0; allowed: numbers"),
        (STRENGTH, [1j] * 6, "found 1j at place 0; allowed: numbers"),
        (STRENGTH, ["0.1"] * 6, "found '0.1', a text; allowed: numbers"),
        ("exposure.counted", [0, 1, 0, 1, 0, 1], "found 2 values; allowed: one, the same in every replicate"),
        ("exposure.counted", [0.5] * 6, "found 0.5 at place 0 and 5 more like it; allowed: 0 or 1"),
        ("choice.structure", ["plane"] * 6, "found 'plane'. Did you mean 'plain'"),
        ("choice.structure", [0.5] * 6, "found 0.5 at place 0 .*; allowed: plain"),
    ],
)
def test_a_column_that_cannot_be_is_refused_in_words(path: str, values: Any, told: str) -> None:
    with pytest.raises(CallError, match=f"columns: {path}: .*{told}"):
        made(world(), columns={path: values})


@pytest.mark.parametrize("columns", [[1], [], 0.5])
def test_columns_without_paths_are_refused(columns: Any) -> None:
    with pytest.raises(CallError, match=r"columns: found .*; allowed: values for each replicate by the path"):
        made(world(), columns=columns)


@pytest.mark.parametrize("path", [1, None, b"x", ("policies", "ban")])
def test_what_is_no_path_is_refused(path: Any) -> None:
    with pytest.raises(CallError, match=r"columns: .*: is no path; allowed: the path of a number, such as policies"):
        made(world(), columns={path: [0.5] * 6, STRENGTH: [0.5] * 6})


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(CallError) as caught:
        made(world(), columns={STRENGTH: [2] * 6, "nothing": [0] * 6})
    assert len(str(caught.value).splitlines()) == 2


def test_names_stand_for_numbers() -> None:
    by_name = made(world(), columns={"choice.structure": ["voice-covert"] * 6})
    by_place = made(
        world(), columns={"choice.structure": by_name.data["draw"].sel(parameter="choice.structure").values}
    )
    assert alike(by_name, by_place)
