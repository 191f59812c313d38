"""What a person can type after a command, said once for all commands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

DEFAULT_SCENARIO = "resignation-ban-2023"


def at_home(path: Path | None) -> Path | None:
    """A path with the folder of a user (~) written out, as a shell leaves it in ``--out=~/page.html``.

    Raises `ScenarioError` where nobody is called so.
    """
    if path is None or not str(path).startswith("~"):
        return path
    from exitban.scenario.sources import at_home as written_out

    return written_out(path)


Source = Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a bundled scenario.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Replace any number of the scenario, e.g. policies.ban.strength=0.9; may be repeated.",
    ),
]
Replicates = Annotated[int, typer.Option(min=1, help="How many worlds to simulate under each policy.")]
Seed = Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")]
Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="NAME",
        help="Run only this policy; may be repeated. The first is what the others are compared with.",
    ),
]
Threads = Annotated[
    int | None, typer.Option(min=1, help="Processor threads; all of them unless said. Changes no number.")
]
OnWhat = Annotated[
    Literal["cpu", "cuda", "python"],
    typer.Option(
        "--launcher",
        help="What simulates: the processor, an NVIDIA graphics card (cuda), or the rules as they stand, uncompiled "
        "(python, very slow). Changes no number, but for the last bit of a sum on a card now and then.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="PATH", callback=at_home, help="Where the report goes: a file ending in .html, or a folder."),
]
Save = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER", callback=at_home, help="Keep the result here, for `exitban report FOLDER` or Python."
    ),
]
