"""Whatever happens to a file, a person gets a scenario or a list of problems, and never a traceback."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from exitban.errors import ScenarioError
from exitban.scenario import Scenario, read, starter

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=8),
    st.dates(),
    st.lists(st.integers(-3, 3), max_size=3),
    st.dictionaries(st.sampled_from(["value", "uniform", "spans", "x"]), st.integers(-2, 2), max_size=2),
    st.sampled_from(["ban", "none", "ministry", "memo", "formal", "NO", "1e999", "2024-02-30"]),
)
SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def yaml() -> YAML:
    return YAML(typ="safe", pure=True)


@cache
def original() -> Any:
    return yaml().load(starter())


def holders(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every mapping or list with each of its keys."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, inner in list(steps):
        yield data, step
        yield from holders(inner)


def outcome(folder: Path, text: str) -> str:
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        found = read(path)
    except ScenarioError as error:
        assert error.problems
        assert all(problem.message for problem in error.problems)
        return "refused"
    assert isinstance(found, Scenario)
    found.draws(1, range(3))
    assert found.quantities
    assert len(found.organisation()) > 0
    return "read"


def dumped(data: Any) -> str:
    stream = io.StringIO()
    yaml().dump(data, stream)
    return stream.getvalue()


COUNT = len(list(holders(yaml().load(starter()))))


@SETTINGS
@given(which=st.integers(0, COUNT - 1))
def test_a_key_deleted(which: int, tmp_path: Path) -> None:
    data = copy.deepcopy(original())
    holder, step = list(holders(data))[which]
    del holder[step]
    outcome(tmp_path, dumped(data))


@SETTINGS
@given(which=st.integers(0, COUNT - 1), name=st.one_of(st.text(max_size=6), st.sampled_from(["none", "time", "like"])))
def test_a_key_renamed(which: int, name: str, tmp_path: Path) -> None:
    data = copy.deepcopy(original())
    holder, step = list(holders(data))[which]
    if isinstance(holder, dict):
        holder[name] = holder.pop(step)
        outcome(tmp_path, dumped(data))


@SETTINGS
@given(which=st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=3), junk=JUNK)
def test_values_replaced_by_junk(which: list[int], junk: Any, tmp_path: Path) -> None:
    data = copy.deepcopy(original())
    places = list(holders(data))
    for one in which:
        holder, step = places[one]
        holder[step] = copy.deepcopy(junk)
    outcome(tmp_path, dumped(data))


@SETTINGS
@given(start=st.integers(0, 4000), length=st.integers(0, 40), junk=st.text(max_size=5))
def test_text_overwritten(start: int, length: int, junk: str, tmp_path: Path) -> None:
    text = starter()
    outcome(tmp_path, text[:start] + junk + text[start + length :])


@SETTINGS
@given(option=st.text(max_size=20), value=JUNK)
def test_any_option(option: str, value: Any, tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(starter(), encoding="utf-8")
    for typed in (option, f"policies.ban.strength={value}", f"{option}={value}", f"time.{option}=1"):
        try:
            read(path, (typed,))
        except ScenarioError as error:
            assert error.problems


def test_the_starter_itself(tmp_path: Path) -> None:
    assert outcome(tmp_path, starter()) == "read"
    assert outcome(tmp_path, dumped(original())) == "read"
