"""A design file, read with the place of every mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from math import prod
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from exitban.ensembles import sampling
from exitban.ensembles.design import Checked, Design, checked
from exitban.ensembles.design_form import KINDS, DesignEntry, HypercubeEntry, MorrisEntry
from exitban.ensembles.design_numbers import PRIOR, distribution, levels, refuse_many
from exitban.ensembles.design_table import Table, table_in
from exitban.errors import CallError, Problem, ScenarioError, did_you_mean
from exitban.paths import path_of
from exitban.plan.given import known_quantity
from exitban.scenario import Quantity, Scenario, read
from exitban.scenario.complaints import complaint, shown
from exitban.scenario.findings import Findings
from exitban.scenario.overrides import NO_SUCH
from exitban.scenario.positions import Place
from exitban.scenario.sources import ENDINGS, at_home, content, is_file, is_there, located
from exitban.scenario.yaml_tree import parse

Floats = NDArray[np.float64]
Read = TypeVar("Read")

OF_MOST = (0, 1)
"""Values that most numbers may have."""

GUIDE = "docs/guides/from-laptop-to-cluster.md tells what stands in a design."


def read_design(path: str | Path) -> Checked:
    """The design that a file states, checked. Raises `ScenarioError` with every problem and its place, `CallError`."""
    path = at_home(path_of("design", path))
    if not is_file(path):
        raise CallError(f"{path}: there is no such file. A design is a YAML file; {GUIDE}")
    tree, problems = parse(content(path), str(path), GUIDE)
    findings = Findings(tree, path.parent)
    findings.problems += problems
    if not tree.data:
        _refuse(findings)
    entry = _entry(findings)
    if entry is None:
        raise ScenarioError(findings.problems)
    return Reader(findings, entry).design()


def _entry(findings: Findings) -> DesignEntry | None:
    """The entry without what is wrong in it, which is told; None where nothing can be said without it."""
    data = findings.tree.data
    try:
        return DesignEntry.model_validate(data)
    except ValidationError as error:
        faults = error.errors()
    for one in faults:
        told = complaint(one, DesignEntry, ())
        missing = one["type"] in ("missing", "extra_forbidden")
        place = one["loc"][:-1] if one["type"] == "missing" else one["loc"]
        findings.wrong_key(place, told) if missing else findings.wrong(place, told)
    wrong = {one["loc"][0] for one in faults}
    try:
        return DesignEntry.model_validate({key: value for key, value in data.items() if key not in wrong})
    except ValidationError:
        return None


def _refuse(findings: Findings) -> None:
    if findings.problems:
        raise ScenarioError(findings.problems)


class Reader:
    """Turns the entry into a design; problems are collected with their places."""

    def __init__(self, findings: Findings, entry: DesignEntry) -> None:
        self.findings = findings
        self.entry = entry
        self.stated = [kind for kind in KINDS if getattr(entry, kind) is not None]

    def design(self) -> Checked:
        """The whole of it."""
        if len(self.stated) > 1:
            told = f"found {' and '.join(self.stated)}; allowed: one of {', '.join(KINDS)}."
            self.findings.wrong_key((self.stated[-1],), told)
            _refuse(self.findings)
        try:
            scenario = self.scenario()
        except ScenarioError as error:
            raise ScenarioError([*self.findings.problems, *error.problems]) from error
        self._check_policies(scenario)
        points = self.points(scenario) if self.stated else {}
        _refuse(self.findings)
        entry = self.entry
        asked = Design(scenario, points, entry.policies, entry.replicates, entry.seed, entry.keep, entry.chunk)
        try:
            return checked(asked)
        except CallError as error:
            problems = [Problem(self.findings.tree.file, 0, 0, "", line) for line in str(error).splitlines()]
            raise ScenarioError(problems) from error

    def _check_policies(self, scenario: Scenario) -> None:
        """Names that the scenario does not know."""
        for number, name in enumerate(self.entry.policies or ()):
            if name not in scenario.policies:
                told = f"{scenario.name} has no policy '{name}'.{did_you_mean(name, scenario.policies)}"
                self.findings.wrong(("policies", number), told)

    def scenario(self) -> Scenario:
        """The scenario with what the design sets, and with every number stated that the design varies."""
        source = self.entry.scenario
        beside = self.findings.folder / source
        named = Path(source).suffix.lower() not in ENDINGS and not is_there(beside)
        try:
            path: str | Path = located(source if named else beside)
        except ScenarioError as error:
            self.findings.wrong(("scenario",), f"found {shown(source)}: {error.problems[0].message}")
            raise ScenarioError([]) from error  # it is told with all that is wrong with the design
        options = [f"{path}={_as_yaml(value)}" for path, value in self.entry.set.items()]
        found = read(path, options)
        for name, value in self._first_values().items():
            if name not in found.quantities:
                found = self._stating(found, (path, options), name, value)
        return found

    def _stating(self, found: Scenario, source: tuple[str | Path, list[str]], name: str, value: Any) -> Scenario:
        """The scenario with one more number stated, by its first value or by one that most numbers may have.

        What is wrong with the value is told later, as of any other number. Adds to the options of the source.
        """
        path, options = source
        refused: list[Problem] = []
        for one in (value, *OF_MOST):
            option = f"{name}={_as_yaml(one)}"
            try:
                stated = read(path, [*options, option])
            except ScenarioError as error:
                refused += error.problems
                continue
            options.append(option)
            return stated
        unknown = refused[0].message.startswith(NO_SUCH)
        told = f"no such number.{did_you_mean(name, found.quantities)}" if unknown else refused[0].message
        self._wrong_number(name, told)
        return found

    def _at(self) -> Place:
        kind = self.stated[0]
        return ("grid",) if kind == "grid" else (kind, "numbers")

    def _first_values(self) -> dict[str, Any]:
        """A value of each number that varies: good enough to state it."""
        if not self.stated:
            return {}
        kind, entry = self.stated[0], self.entry
        if kind == "table":
            return {path: column[0] for path, column in self.table.columns.items()}
        given: Mapping[str, Any] = entry.grid or {} if kind == "grid" else getattr(entry, kind).numbers
        return {path: _some_value(value) for path, value in given.items() if value != PRIOR}

    def points(self, scenario: Scenario) -> dict[str, Any]:
        """The design points by path."""
        kind = self.stated[0]
        if kind == "table":
            told = {one.key for one in self.findings.problems}
            self.findings.problems += [one for one in self.table.problems(scenario) if one.key not in told]
            return self.table.columns
        if kind == "grid":
            each = self._each(("grid",), self.entry.grid or {}, scenario, levels)
            self._refuse_many(("grid",), prod(map(len, each.values())), "fewer levels, or vary fewer numbers")
            return dict(sampling.grid(each))
        entry = getattr(self.entry, kind)
        over = self._each((kind, "numbers"), entry.numbers, scenario, distribution)
        key = "trajectories" if kind == "morris" else "points"
        each_way = len(entry.numbers) + 1 if kind == "morris" else 1
        self._refuse_many((kind, key), getattr(entry, key) * each_way, f"fewer {key}")
        return dict(sampling.carried(_cube(kind, entry), over))

    def _each(
        self, place: Place, given: Mapping[str, Any], scenario: Scenario, read_one: Callable[[Quantity, Any], Read]
    ) -> dict[str, Read]:
        """What each number runs over; all that is wrong is told at once."""
        found: dict[str, Read] = {}
        for path, value in given.items():
            if path not in scenario.quantities and self.findings.problems:
                continue  # stating it was refused already
            try:
                found[path] = read_one(known_quantity(scenario, path), value)
            except CallError as error:
                self.findings.wrong((*place, path), str(error))
        _refuse(self.findings)
        return found

    def _refuse_many(self, place: Place, points: int, lower: str) -> None:
        """More points than anybody wants are refused before they are built."""
        try:
            refuse_many(points, lower)
        except CallError as error:
            self.findings.wrong(place, str(error))
        _refuse(self.findings)

    @cached_property
    def table(self) -> Table:
        """The table that the design names. Raises `ScenarioError`."""
        return table_in(self.findings.folder / str(self.entry.table))

    def _wrong_number(self, name: str, told: str) -> None:
        """A path that is no number, where it stands."""
        if self.stated[0] == "table":
            self.findings.problems.append(self.table.problem(name, told))
        else:
            self.findings.wrong_key((*self._at(), name), told)


def _cube(kind: str, entry: HypercubeEntry | MorrisEntry) -> Floats:
    """Points in the unit cube."""
    if isinstance(entry, MorrisEntry):
        return sampling.morris(entry.trajectories, len(entry.numbers), entry.levels, entry.seed)
    draw = sampling.sobol if kind == "sobol" else sampling.latin_hypercube
    return draw(entry.points, len(entry.numbers), entry.seed)


def _some_value(value: Any) -> Any:
    """A value out of levels, a range or a distribution; 0 where there is none."""
    if isinstance(value, list) and value:
        return value[0]
    if isinstance(value, Mapping):
        return next((_some_value([one] if not isinstance(one, list) else one) for one in value.values()), 0)
    return 0


def _as_yaml(value: Any) -> str:
    """A value as an option states it."""
    if isinstance(value, np.ndarray):  # a cell with a list in it, refused elsewhere
        return str(value.tolist())
    return value.item().__repr__() if hasattr(value, "item") else str(value)


def with_more(design: Checked, **changes: Any) -> Checked:
    """The design with what was said on the command line in place of what the file says; None changes nothing."""
    said = {name: value for name, value in changes.items() if value is not None}
    return checked(Design(**{**_as_asked(design), **said})) if said else design


def _as_asked(design: Checked) -> dict[str, Any]:
    return {name: getattr(design, name) for name in Design.__dataclass_fields__}
