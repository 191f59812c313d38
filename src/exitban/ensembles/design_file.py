"""A design file, read with the place of every mistake."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from exitban.ensembles import sampling
from exitban.ensembles.design import Checked, Design, checked
from exitban.ensembles.design_form import KINDS, DesignEntry, HypercubeEntry, MorrisEntry
from exitban.errors import CallError, Problem, ScenarioError, did_you_mean
from exitban.plan.given import as_numbers
from exitban.scenario import Quantity, Scenario, read
from exitban.scenario.complaints import complaint
from exitban.scenario.distributions import FAMILIES, Distribution
from exitban.scenario.findings import Findings
from exitban.scenario.positions import Place
from exitban.scenario.sources import ENDINGS, content, located
from exitban.scenario.yaml_tree import parse

Floats = NDArray[np.float64]

PRIOR = "prior"
GUIDE = "docs/guides/from-laptop-to-cluster.md tells what stands in a design."


def read_design(path: str | Path) -> Checked:
    """The design that a file states, checked. Raises `ScenarioError` with every problem and its place, `CallError`."""
    path = Path(path).expanduser()
    if not path.is_file():
        raise CallError(f"{path}: there is no such file. A design is a YAML file; {GUIDE}")
    tree, problems = parse(content(path), str(path), GUIDE)
    findings = Findings(tree, path.parent)
    findings.problems += problems
    if not tree.data:
        _refuse(findings)
    entry = _entry(findings)
    _refuse(findings)
    assert entry is not None
    return Reader(findings, entry).design()


def _entry(findings: Findings) -> DesignEntry | None:
    try:
        return DesignEntry.model_validate(findings.tree.data)
    except ValidationError as error:
        for one in error.errors():
            told = complaint(one, DesignEntry, ())
            missing = one["type"] in ("missing", "extra_forbidden")
            place = one["loc"][:-1] if one["type"] == "missing" else one["loc"]
            findings.wrong_key(place, told) if missing else findings.wrong(place, told)
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
        scenario = self.scenario()
        points = self.points(scenario) if self.stated else {}
        _refuse(self.findings)
        entry = self.entry
        asked = Design(scenario, points, entry.policies, entry.replicates, entry.seed, entry.keep, entry.chunk)
        try:
            return checked(asked)
        except CallError as error:
            problems = [Problem(self.findings.tree.file, 0, 0, "", line) for line in str(error).splitlines()]
            raise ScenarioError(problems) from error

    def scenario(self) -> Scenario:
        """The scenario with what the design sets, and with every number stated that the design varies."""
        source = self.entry.scenario
        beside = self.findings.folder / source
        named = Path(source).suffix.lower() not in ENDINGS and not beside.exists()
        path: str | Path = located(source) if named else beside
        options = [f"{path}={_as_yaml(value)}" for path, value in self.entry.set.items()]
        found = read(path, options)
        stating = [
            f"{one}={_as_yaml(value)}" for one, value in self._first_values().items() if one not in found.quantities
        ]
        for option in stating:
            try:
                found = read(path, [*options, option])
                options.append(option)
            except ScenarioError:
                name = option.partition("=")[0]
                self.findings.wrong_key((*self._at(), name), f"no such number.{did_you_mean(name, found.quantities)}")
        return found

    def _at(self) -> Place:
        kind = self.stated[0]
        return ("grid",) if kind == "grid" else () if kind == "table" else (kind, "numbers")

    def _first_values(self) -> dict[str, Any]:
        """A value of each number that varies: good enough to state it."""
        if not self.stated:
            return {}
        kind, entry = self.stated[0], self.entry
        if kind == "table":
            return {path: column[0] for path, column in self._table().items() if len(column)}
        given: Mapping[str, Any] = entry.grid or {} if kind == "grid" else getattr(entry, kind).numbers
        return {path: first for path, value in given.items() if (first := _some_value(value)) is not None}

    def points(self, scenario: Scenario) -> dict[str, Any]:
        """The design points by path."""
        kind = self.stated[0]
        if kind == "table":
            return self._table()
        if kind == "grid":
            levels = {path: self._levels(path, value, scenario) for path, value in (self.entry.grid or {}).items()}
            _refuse(self.findings)
            return dict(sampling.grid(levels))
        entry = getattr(self.entry, kind)
        inverses = {
            path: self._inverse((kind, "numbers", path), value, scenario) for path, value in entry.numbers.items()
        }
        _refuse(self.findings)
        return dict(sampling.carried(_cube(kind, entry), {path: one.quantile for path, one in inverses.items()}))

    def _levels(self, path: str, value: Any, scenario: Scenario) -> list[float]:
        """The levels of a grid: a list, or {from, to, steps}."""
        place: Place = ("grid", path)
        if isinstance(value, Mapping) and set(value) == {"from", "to", "steps"} and isinstance(value["steps"], int):
            return [float(one) for one in np.linspace(value["from"], value["to"], value["steps"])]
        if not isinstance(value, list) or not value:
            self.findings.wrong(place, "allowed: a list of levels, or {from: 0, to: 1, steps: 5}.")
            return []
        try:
            quantity = scenario.quantities.get(path)
            return [] if quantity is None else [float(one) for one in as_numbers(quantity, value)]
        except CallError as error:
            self.findings.wrong(place, str(error))
            return []

    def _inverse(self, place: Place, value: Any, scenario: Scenario) -> Distribution:
        """The distribution over which a number runs."""
        quantity = scenario.quantities.get(str(place[-1]))
        if value == PRIOR and quantity is not None:
            return quantity.prior
        kind, given = ("uniform", value) if isinstance(value, list) else _one_of_the_list(value)
        found = Distribution(kind, tuple(given), *_bounds(quantity)) if _are_numbers(kind, given) else None
        if found is None or not found.family.fits(found.parameters):
            self.findings.wrong(place, f"allowed: [lowest, highest], one distribution, or {PRIOR}.")
            return Distribution("value", (0.0,))
        return found

    def _table(self) -> dict[str, Any]:
        path = self.findings.folder / str(self.entry.table)
        try:
            found = _columns(path)
        except FileNotFoundError:
            told = "no such file; the design names it under `table`, as a path from its own folder."
            raise ScenarioError([Problem(str(path), 0, 0, "", told)]) from None
        except Exception as error:
            raise ScenarioError([Problem(str(path), 0, 0, "", f"cannot be read as a table: {error}")]) from error
        return {name: column for name, column in found.items() if name != "point"}


def _cube(kind: str, entry: HypercubeEntry | MorrisEntry) -> Floats:
    """Points in the unit cube."""
    if isinstance(entry, MorrisEntry):
        return sampling.morris(entry.trajectories, len(entry.numbers), entry.levels, entry.seed)
    draw = sampling.sobol if kind == "sobol" else sampling.latin_hypercube
    return draw(entry.points, len(entry.numbers), entry.seed)


def _columns(path: Path) -> dict[str, Any]:
    """The columns of a CSV or Parquet file."""
    import pyarrow.csv
    import pyarrow.parquet

    whole = pyarrow.parquet.read_table(path) if path.suffix == ".parquet" else pyarrow.csv.read_csv(path)
    return {name: whole[name].to_numpy() for name in whole.column_names}


def _one_of_the_list(value: Any) -> tuple[str, Any]:
    if isinstance(value, Mapping) and len(value) == 1:
        kind, given = next(iter(value.items()))
        return str(kind), given if isinstance(given, list) else [given]
    return "", []


def _are_numbers(kind: str, given: Any) -> bool:
    known = kind in FAMILIES and kind not in ("stretched beta",)
    return known and len(given) > 0 and all(isinstance(one, int | float) and not isinstance(one, bool) for one in given)


def _bounds(quantity: Quantity | None) -> tuple[float, float]:
    return (-np.inf, np.inf) if quantity is None else (quantity.low, quantity.high)


def _some_value(value: Any) -> Any:
    """A value out of levels, a range or a distribution."""
    if isinstance(value, list) and value:
        return value[0]
    if isinstance(value, Mapping):
        return next((_some_value([one] if not isinstance(one, list) else one) for one in value.values()), None)
    return None


def _as_yaml(value: Any) -> str:
    """A value as an option states it."""
    return value.item().__repr__() if hasattr(value, "item") else str(value)


def with_more(design: Checked, **changes: Any) -> Checked:
    """The design with what was said on the command line in place of what the file says; None changes nothing."""
    said = {name: value for name, value in changes.items() if value is not None}
    return checked(Design(**{**_as_asked(design), **said})) if said else design


def _as_asked(design: Checked) -> dict[str, Any]:
    return {name: getattr(design, name) for name in Design.__dataclass_fields__}
