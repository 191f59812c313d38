"""How an answer leaves the program: printed, and drawn where that is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from exitban.cli.places import naming, refuse_unwritable
from exitban.cli.steps import Steps
from exitban.cli.terminal import say
from exitban.errors import CallError
from exitban.page import fitted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURES: Final = (".svg", ".png", ".pdf")

Picture = Annotated[
    Path | None,
    typer.Option("--picture", metavar="FILE", help="Draw it as well: a file ending in .svg, .png or .pdf."),
]


def refuse_other_pictures(path: Path | None, *more: str) -> None:
    """Raise `CallError` for a file that cannot be written or whose ending says nothing, before the work."""
    if path is None:
        return
    allowed = (*PICTURES, *more)
    if path.suffix.lower() not in allowed:
        ending = path.suffix or "no ending"
        raise CallError(f"--picture {path}: found {ending}; allowed: {', '.join(allowed)}. Name the file so.")
    refuse_unwritable(path)


def draw(figure: Figure, path: Path) -> None:
    """Write a picture in one move, the same bytes every time, and say where it is."""
    from exitban.plots import style

    beside = path.with_name(f".{path.stem}.part{path.suffix}")
    if path.suffix.lower() != ".svg" and not style.LAYS_TEXT_OUT:
        unmark(figure)
    undated: dict[str, Any] = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower(), {})
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with style.settings():
                figure.savefig(beside, dpi=150, metadata=undated)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    say(f"Picture: {path}")


def unmark(figure: Figure) -> None:
    """Take marks of direction out of a picture whose letters are drawn one by one: they would be seen as boxes."""
    from matplotlib.text import Text

    from exitban.scenario.direction import unmarked

    for text in figure.findobj(Text):
        if isinstance(text, Text):
            text.set_text(unmarked(text.get_text()))


def show_and_draw(answer: Any, picture: Path | None, figure: Callable[[], Figure]) -> None:
    """Print an answer and draw it where that was asked for; one that fails does not prevent the other."""
    steps = Steps()
    with steps.one():
        show(answer)
    with steps.one():
        if picture is not None:
            draw(figure(), picture)
    steps.end()


def show(answer: Any) -> None:
    """Words as they are, anything else as one JSON document, in which every number is one: a NaN is a fault."""
    if isinstance(answer, str):
        from exitban.scenario.direction import marked_by_line

        typer.echo("\n".join(marked_by_line(fitted(answer).split("\n"))))
    else:
        typer.echo(json.dumps(answer, indent=1, allow_nan=False))
