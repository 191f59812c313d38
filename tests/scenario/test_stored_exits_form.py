"""What a file may say of the days on which a ban is lifted in a copy, and that no missing value stops the checks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from exitban.errors import ScenarioError
from exitban.scenario import read, shelf
from exitban.scenario.cleaning import PLACEHOLDERS, PLACEHOLDERS_BY_SECTION
from exitban.scenario.sections import file_model
from tests.scenario.files import office, scenario, the_problem, written


def test_one_day_needs_no_brackets(tmp_path: Path) -> None:
    found = scenario(tmp_path, office(more="stored_exits: {lifted_at: 2024-06-01, months: 3}\n"))
    assert found.lifting is not None
    assert found.lifting.dates == (datetime.date(2024, 6, 1),)


def test_one_day_on_the_command_line(tmp_path: Path) -> None:
    found = scenario(tmp_path, overrides=("stored_exits.lifted_at=2024-06-01",))
    assert found.lifting is not None
    assert found.lifting.dates == (datetime.date(2024, 6, 1),)


def test_a_day_outside_the_time_on_the_command_line(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="found 2023-01-01; allowed: a day within the time"):
        read(written(tmp_path, office()), ("stored_exits.lifted_at=2023-01-01",))


@pytest.mark.parametrize(
    ("stated", "key", "told"),
    [
        ("lifted_at: ¦[]", "stored_exits.lifted_at", "allowed: 1 or more entries"),
        ("lifted_at: [¦tomorrow]", "stored_exits.lifted_at[0]", "found 'tomorrow'; allowed: a date such as"),
        ("lifted_at: ¦tomorrow", "stored_exits.lifted_at", "found 'tomorrow'; allowed: a date such as"),
        ("lifted_at: ¦5", "stored_exits.lifted_at", "found 5; allowed: a date such as"),
        ("months: 3", "stored_exits", "the key 'lifted_at' is missing: days from which on nothing is forbidden"),
    ],
)
def test_days_that_are_none(stated: str, key: str, told: str, tmp_path: Path) -> None:
    found = the_problem(tmp_path, office(more=f"stored_exits: {{{stated}}}\n"))
    assert found.key == key
    assert told in found.message


def test_a_misspelt_key_of_the_days(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="Did you mean 'lifted_at'"):
        scenario(tmp_path, office(more="stored_exits: {lifted: 2024-06-01}\n"))


def inner(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for one in get_args(annotation):
        yield from inner(one)


def required(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        if field.is_required():
            yield name
        for one in inner(field.annotation):
            yield from required(one, seen)


def test_every_required_key_has_a_placeholder() -> None:
    needed = set(required(file_model(shelf()), set()))
    assert {"lifted_at", "mean_degree", "chain", "values"} <= needed, "the search finds what is required"
    assert needed <= {*PLACEHOLDERS, *PLACEHOLDERS_BY_SECTION}
    assert set(PLACEHOLDERS) - needed <= {"months"}, "none is left over"
