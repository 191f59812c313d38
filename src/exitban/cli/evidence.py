"""The commands about what an answer rests on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exitban.cli.options import DEFAULT_SCENARIO, Json, Overrides, Source
from exitban.cli.places import naming, refuse_unwritable, write_whole
from exitban.cli.showing import draw, refuse_other_pictures, show
from exitban.cli.steps import Steps
from exitban.cli.terminal import say

if TYPE_CHECKING:
    from exitban.analysis.ledger import Ledger


def evidence(
    source: Source = DEFAULT_SCENARIO,
    overrides: Overrides = None,
    picture: Annotated[
        Path | None,
        typer.Option("--picture", metavar="FILE", help="The graph as a file: .svg, .png, .pdf, or .dot for Graphviz."),
    ] = None,
    stix: Annotated[
        Path | None, typer.Option("--stix", metavar="FILE", help="Export the ledger as a bundle of STIX 2.1.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what a scenario rests on: claims, their roots and grades, the numbers they move, bare assumptions."""
    from exitban.analysis.ledger import document, ledger
    from exitban.analysis.ledger_told import told
    from exitban.cli.reading import read

    refuse_other_pictures(picture, ".dot")
    found = ledger(read(source, overrides or ()))
    bundle = None if stix is None else _bundle(found, stix)
    steps = Steps()
    with steps.one():
        show(document(found) if as_json else told(found))
    with steps.one():
        if picture is not None:
            _graph(found, picture)
    with steps.one():
        if stix is not None and bundle is not None:
            write_whole(stix, bundle)
            say(f"STIX: {stix}")
    steps.end()


def _bundle(found: Ledger, path: Path) -> str:
    from exitban.analysis.stix import stix

    refuse_unwritable(path)
    return stix(found)


def _graph(found: Ledger, path: Path) -> None:
    if path.suffix.lower() == ".dot":
        from exitban.analysis.ledger_dot import dot

        write_whole(path, dot(found))
        say(f"Graph: {path}")
        return
    from exitban.plots.ledger import ledger as drawn

    draw(drawn(found), path)


def crate(folder: Annotated[Path, typer.Argument(help="A result that `exitban run --save FOLDER` kept.")]) -> None:
    """Describe a kept result as an RO-Crate, in a file of its own folder."""
    from exitban.results.crate import crate as describe

    with naming(folder):
        described = describe(folder)
    typer.echo(f"RO-Crate: {described}")
