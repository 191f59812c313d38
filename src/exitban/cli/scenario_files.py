"""The commands about scenario files: tell one, check one, begin one, and list what there is to write it with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from exitban.cli.options import DEFAULT_SCENARIO, Json, Overrides, Source
from exitban.cli.places import refuse_unwritable, write_whole
from exitban.cli.showing import show
from exitban.cli.terminal import say
from exitban.errors import CallError, Problem, ScenarioError, count_of

VALIDATION: Final = "exitban-validation/1"
TOLD: Final = ("file", "line", "column", "key", "message")
"""Of every problem and warning."""
KIND_TITLES: Final = {
    "report": "What a report describes",
    "case": "Cases with a known end",
    "reference": "Reference models of the literature",
}


def explain(source: Source = DEFAULT_SCENARIO, overrides: Overrides = None, as_json: Json = False) -> None:
    """Tell a scenario in words: who commands whom, each rule, each number with its evidence."""
    from exitban.cli.reading import read
    from exitban.explain import explain as tell
    from exitban.explain import explained

    scenario = read(source, overrides or ())
    show(explained(scenario) if as_json else tell(scenario))


def validate(source: Source = DEFAULT_SCENARIO, overrides: Overrides = None, as_json: Json = False) -> None:
    """Check a scenario file and name every problem with its line and column."""
    from exitban.cli.reading import read
    from exitban.engines import refuse_unfit_mechanisms
    from exitban.scenario.counts import counted

    try:
        scenario = read(source, overrides or ())
        refuse_unfit_mechanisms(scenario)
    except ScenarioError as error:
        if as_json:
            show(_validation(error.problems, ()))
        say(f"{error}\n{counted(count_of(error.problems), 'problem')}")
        raise typer.Exit(2) from error
    show(_validation((), scenario.warnings) if as_json else f"valid: {scenario.summary()}")


def _validation(problems: Sequence[Problem], warnings: Sequence[Problem]) -> dict[str, Any]:
    """The document of `exitban validate --json`."""
    told = {"problems": problems, "warnings": warnings}
    listed = {name: [{key: getattr(one, key) for key in TOLD} for one in found] for name, found in told.items()}
    return {"schema": VALIDATION, "valid": not problems, **listed}


def scenarios(as_json: Json = False) -> None:
    """List the bundled scenarios."""
    from exitban.scenario import bundled

    found = bundled()
    rows = [{"name": one.name, "title": one.title, "kind": one.kind, "path": str(one.path)} for one in found]
    show({"schema": "exitban-scenarios/1", "scenarios": rows} if as_json else _by_kind(rows))


def mechanisms(
    source: Annotated[str | None, typer.Argument(metavar="SCENARIO", help="List its own mechanisms as well.")] = None,
    as_json: Json = False,
) -> None:
    """List the mechanisms that a scenario can be built from: laws, numbers, literature."""
    from exitban.cli.reading import read
    from exitban.explain import explain_mechanisms, listed_mechanisms

    scenario = None if source is None else read(source)
    show(listed_mechanisms(scenario) if as_json else explain_mechanisms(scenario))


def new(
    path: Annotated[Path, typer.Argument(help="Where the file goes.")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write a commented scenario file to start from."""
    from exitban.scenario.sources import at_home

    path = at_home(path)
    if path.exists() and not force:
        raise CallError(f"{path} is there already. Choose another name, or replace it with --force.")
    refuse_unwritable(path)
    from exitban.scenario import starter

    write_whole(path, starter())
    typer.echo(f"Wrote {path}. Next: exitban validate {path}; exitban run {path}")


def schema(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Print this one; unless said, list all.")] = None,
) -> None:
    """List the JSON Schemas of scenario files and of what --json prints, or print one."""
    from exitban.schemas import schema as described
    from exitban.schemas import titles

    show(_listed(titles()) if name is None else described(name))


def _listed(found: dict[str, str]) -> str:
    width = max(map(len, found))
    return "\n".join(f"{name:<{width}}  {title}" for name, title in found.items())


def _by_kind(rows: list[dict[str, str]]) -> str:
    width = max(len(row["name"]) for row in rows)
    groups = {KIND_TITLES[row["kind"]]: [one for one in rows if one["kind"] == row["kind"]] for row in rows}
    return "\n\n".join(
        "\n".join([title, *(f"  {row['name']:<{width}}  {row['title']}" for row in group)])
        for title, group in groups.items()
    )
