"""The schemas themselves: valid, strict, one for each document that says what it is, printed by a command."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

import exitban.schemas
from exitban.cli.app import app
from exitban.errors import CallError
from exitban.schemas import NAMES, schema, titles

SOURCE = Path(exitban.schemas.__file__).parents[1]
SAYS_WHAT_IT_IS = re.compile(r'"(exitban-[a-z]+/\d+)"')
GENERATED = "scenario"
OPTIONAL = {"comparison": {"decomposition"}}
"""Keys that are there only where they were asked for."""


def parts(found: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document, from the outside in."""
    if isinstance(found, dict):
        yield found
    for one in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from parts(one)


def called(*words: str) -> Result:
    return CliRunner().invoke(app, ["schema", *words], catch_exceptions=False)


def test_every_file_has_a_name_and_every_name_a_file() -> None:
    files = {path.name.removesuffix(".schema.json") for path in SOURCE.rglob("*.schema.json")}
    assert files == {path.name.removesuffix(".schema.json") for path in (SOURCE / "schemas").glob("*.json")}
    assert sorted(NAMES) == sorted(files)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(name: str) -> None:
    found = schema(name)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(found)
    asked = {one["$ref"] for one in parts(found) if isinstance(one.get("$ref"), str)}
    assert asked == {f"#/$defs/{part}" for part in found.get("$defs", ())}


@pytest.mark.parametrize("name", [name for name in NAMES if name != GENERATED])
def test_a_schema_of_a_document_names_it_and_leaves_nothing_open(name: str) -> None:
    found = schema(name)
    assert found["properties"]["schema"]["const"] == f"exitban-{name}/1"
    described = [one for one in parts(found) if one.get("type") == "object" and "properties" in one]
    assert described[0] is found
    for one in described:
        assert one["additionalProperties"] is False
        assert set(one["properties"]) - set(one["required"]) <= OPTIONAL.get(name, set())


def test_each_document_that_says_what_it_is_has_a_schema_and_the_other_way_round() -> None:
    said = {one for path in SOURCE.rglob("*.py") for one in SAYS_WHAT_IT_IS.findall(path.read_text(encoding="utf-8"))}
    assert said == {schema(name)["properties"]["schema"]["const"] for name in NAMES if name != GENERATED}


def test_mechanisms_are_described_alike_wherever_they_stand() -> None:
    shelf, own = (schema(name)["$defs"] for name in ("mechanisms", "explanation"))
    assert {part: own[part] for part in shelf} == shelf


def test_a_name_that_is_not_known_is_told_the_nearest() -> None:
    with pytest.raises(CallError, match=r"no schema is called 'weigths'\. Did you mean 'weights'\?"):
        schema("weigths")


def test_no_two_schemas_have_one_title() -> None:
    assert list(titles()) == list(NAMES)
    assert len(set(titles().values())) == len(NAMES)


def test_the_command_lists_them_and_prints_one() -> None:
    listed = called().stdout.splitlines()
    assert [line.split()[0] for line in listed] == list(NAMES)
    assert [" ".join(line.split()[1:]) for line in listed] == list(titles().values())
    assert json.loads(called("rare").stdout) == schema("rare")


def test_the_command_refuses_a_name_that_is_not_known() -> None:
    done = called("sumary")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "no schema is called 'sumary'. Did you mean 'summary'?\n"


def test_a_schema_is_printed_without_waiting_for_the_model() -> None:
    code = "from exitban.cli.app import app; app(['schema', 'rare'], standalone_mode=False)"
    ask = f"{code}\nimport sys; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
