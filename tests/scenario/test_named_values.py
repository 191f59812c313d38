"""A number that stands for one of a few things is written by its name."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from exitban.errors import ScenarioError
from exitban.explain import explain, explain_mechanisms
from exitban.scenario.generate import SCHEMA_FILE
from tests.scenario.files import office, scenario, the_problem

ALLOWED = "plain, voice-covert, exit-covert"


def structure(text: str) -> str:
    return office(more=f"choice: {{structure: {text}}}\n")


@pytest.mark.parametrize(("written", "place"), [("plain", 0), ("voice-covert", 1), ("exit-voice-covert", 3)])
def test_a_name_stands_for_its_place(written: str, place: int, tmp_path: Path) -> None:
    for text in (written, f"{{value: {written}, assumption: tried}}"):
        found = scenario(tmp_path, structure(text)).quantity("choice", "structure")
        assert (found.value, found.prior.words()) == (place, written)


def test_each_world_can_have_another(tmp_path: Path) -> None:
    found = scenario(tmp_path, structure("{choice: [plain, exit-covert], assumption: unknown}"))
    draws = found.draws(1, range(200))[0]["choice.structure"]
    assert set(np.unique(draws)) == {0, 2}
    assert found.quantity("choice", "structure").prior.words() == "one of plain, exit-covert, equally likely"


def test_it_can_be_set_by_name(tmp_path: Path) -> None:
    found = scenario(tmp_path, overrides=("choice.structure=exit-covert",))
    assert found.quantity("choice", "structure").value == 2


@pytest.mark.parametrize("name", ["exit-cover", "[exit-covert]", "true"])
def test_what_cannot_be_set(name: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=ALLOWED):
        scenario(tmp_path, overrides=(f"choice.structure={name}",))


@pytest.mark.parametrize("text", ["¦exit-cover", "{choice: [plain, ¦both]}", "{value: ¦exit_covert}"])
def test_an_unknown_name(text: str, tmp_path: Path) -> None:
    problem = the_problem(tmp_path, structure(text))
    assert ALLOWED in problem.message
    assert "found '" in problem.message


@pytest.mark.parametrize("text", ["¦0.5", "¦7", "{uniform: ¦[0, 3]}", "{choice: ¦[0, 1.5]}"])
def test_what_has_no_name(text: str, tmp_path: Path) -> None:
    assert the_problem(tmp_path, structure(text)).key.startswith("choice.structure")


def test_the_schema_knows_the_names() -> None:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    file = {
        "schema_version": 1,
        "name": "x",
        "title": "X",
        "time": {"start": "2024-01-01", "months": 1},
        "institutions": {"office": {"posts": {"roots": 1}}},
    }
    jsonschema.validate({**file, "choice": {"structure": "exit-covert"}}, schema)
    jsonschema.validate({**file, "choice": {"structure": {"choice": ["plain", "exit-covert"]}}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**file, "choice": {"structure": "both"}}, schema)


def test_people_are_told_names(tmp_path: Path) -> None:
    assert "plain, voice-covert, exit-covert, exit-voice-covert" in " ".join(explain_mechanisms().split())
    assert "default plain name" in " ".join(explain_mechanisms().split())
    told = explain(scenario(tmp_path, structure("exit-covert")))
    assert "exit-covert [name]: which acts stand in one nest" in " ".join(told.split())
