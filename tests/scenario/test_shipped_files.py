"""Files that come with the program: the starter, the default file, the schema, the bundled scenarios."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from exitban.scenario import bundled, check, read, shelf, starter
from exitban.scenario.generate import DEFAULT_FILE, SCHEMA_FILE, default_file, schema_text

PAID_EXIT = Path(__file__).parents[2] / "examples" / "paid-exit" / "paid-exit.yaml"
SHIPPED = [*(one.path for one in bundled()), DEFAULT_FILE, DEFAULT_FILE.with_name("starter.yaml")]


def as_json(path: Path) -> Any:
    """A file as a JSON Schema sees it: dates and keys as text."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(path), default=str))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_is_valid(path: Path) -> None:
    assert check(path) == []
    jsonschema.validate(as_json(path), json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def test_the_starter_is_what_new_writes(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(starter(), encoding="utf-8")
    assert check(path) == []
    assert "# " in starter()


@pytest.mark.parametrize("one", bundled(), ids=lambda one: one.name)
def test_a_bundled_scenario_is_found_by_its_name(one: Any) -> None:
    found = read(one.name)
    assert (found.name, found.title) == (one.name, one.title)


def test_a_file_beside_me_goes_before_a_bundled_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = bundled()[0].name
    Path(name).write_text("tilte: x\n")
    assert check(name)


def test_the_generated_files_are_current() -> None:
    """If this fails: python -m exitban.scenario.generate"""
    assert DEFAULT_FILE.read_text(encoding="utf-8") == default_file()
    held, made = (json.loads(text) for text in (SCHEMA_FILE.read_text(encoding="utf-8"), schema_text()))
    assert held == made  # as numbers: a version of the library writes 1 where another writes 1.0


def test_the_default_file_states_every_number_at_its_default() -> None:
    quantities = read(DEFAULT_FILE).quantities
    assert all(one.stated for one in quantities.values())
    facts = {number: facts for one in shelf() for number, facts in one.wired().items()}
    assert len(quantities) >= len(facts)
    for path, one in quantities.items():
        steps = path.split(".")
        number = {f"{two}_{steps[-1]}" for two in (steps[-2], "ban", "enforcement")} & set(facts)
        assert any(one.value == facts[name].default for name in number), path


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    good = as_json(DEFAULT_FILE)
    faults: list[dict[str, Any]] = [
        {"tilte": "x"},
        {"time": {}},
        {"schema_version": 2},
        {"title": None},
        {"refill": {"rate": "x"}},
        {"refil": {"rate": 0.5}},
        {"mechanisms": [], "refil": {"rate": 0.5}},
        {"institutions": {"office": {"posts": {"roots": 1}, "refil": {"rate": 0.5}}}},
        {"policies": {"ban": {"form": "formal", "scope": {"institutions": ["office"]}, "strenght": 0.5}}},
        {"mechanisms": ["own.py"], "tilte": "x"},
        {"mechanisms": ["own.py"], "refill": {"rat": 0.5}},
    ]
    for wrong in faults:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(good | wrong, schema)


def test_the_schema_allows_what_a_mechanism_of_ones_own_adds() -> None:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.validate(as_json(PAID_EXIT), schema)
    ban = {"form": "formal", "scope": {"institutions": ["office"]}, "toll": 0.5, "booths": {"number": 3}}
    jsonschema.validate(as_json(DEFAULT_FILE) | {"mechanisms": ["own.py"], "policies": {"ban": ban}}, schema)


def test_reading_a_plain_scenario_imports_nothing_heavy() -> None:
    code = (
        "import sys; from exitban.scenario import read; from exitban.scenario.generate import DEFAULT_FILE; "
        "read(DEFAULT_FILE).draws(1, range(2)); "
        "heavy = ('scipy', 'numba', 'networkx', 'pandas', 'xarray', 'matplotlib'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
