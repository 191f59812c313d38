"""What a notebook shows of a thing that holds thousands of numbers: one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import exitban
from exitban.words import in_short
from tests.ensembles.small import design
from tests.scenario.files import OFFICE, written

LONGEST = 200


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("things")
    scenario = exitban.read(written(folder, OFFICE))
    result = exitban.run(scenario, replicates=70, seed=3)
    summary = exitban.summarise(result)
    asked = design(folder, replicates=1)
    return {
        "Scenario": scenario,
        "Result": result,
        "Summary": summary,
        "Judgement": summary.judgement,
        "Comparison": exitban.compare(scenario, replicates=2),
        "Decomposition": exitban.decompose(scenario, policy="ban", replicates=2),
        "Structures": exitban.structures(scenario.path, replicates=2),
        "Replay": exitban.replay(scenario, 0),
        "Further": exitban.Further(luck=result),
        "Design": asked,
        "Runs": exitban.sweep(asked, folder / "runs"),
    }


def test_each_is_a_line_that_says_what_it_is(things: dict[str, Any]) -> None:
    for name, thing in things.items():
        if thing is not None:
            told = repr(thing)
            assert name in told and "\n" not in told and len(told) <= LONGEST, told


def test_it_says_of_what_and_how_it_was_made(things: dict[str, Any]) -> None:
    assert repr(things["Result"]) == "<Result office: 70 replicates, seed 3, policies none, ban>"
    assert repr(things["Summary"]) == "<Summary office: 70 replicates, seed 3, policies none, ban>"
    assert repr(things["Comparison"]) == "<Comparison office: 2 worlds, seed 1, ban against none>"
    assert repr(things["Scenario"]).startswith("<Scenario office: 1 institution, 4 posts, 12 months in ")


def test_a_scenario_says_how_much_is_remarked_about_it(tmp_path: Path) -> None:
    idle = exitban.read(written(tmp_path, OFFICE), "control.hold=60")
    assert repr(idle).startswith("<Scenario office: 1 warning, 1 institution")


def test_many_policies_are_cut_off() -> None:
    told = in_short([], "x", *["a-policy"] * 99)
    assert told.endswith(" ...>") and len(told) <= LONGEST
