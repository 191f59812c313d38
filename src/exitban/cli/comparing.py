"""The commands that lay the same worlds under several policies side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from exitban.cli.options import DEFAULT_SCENARIO, Json, OnWhat, Overrides, Seed, Source, Threads
from exitban.cli.showing import Picture, refuse_other_pictures, show, show_and_draw
from exitban.cli.terminal import progress, say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from exitban.analysis.comparison import Comparison
    from exitban.analysis.decomposition import Decomposition

Base = Annotated[str, typer.Option(metavar="NAME", help="The policy that the others are compared with.")]
Compared = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="NAME",
        help="Compare this policy; may be repeated. --set policies.NEW.like=NAME makes a new one on the spot.",
    ),
]


def compare(
    source: Source = DEFAULT_SCENARIO,
    base: Base = "none",
    policy: Compared = None,
    overrides: Overrides = None,
    replicates: Annotated[
        int | None,
        typer.Option(
            min=1, help="How many worlds, 1000 unless said; with --precision at most so many, 100000 unless said."
        ),
    ] = None,
    seed: Seed = 1,
    precision: Annotated[
        float | None,
        typer.Option(metavar="HALF-WIDTH", help="Add worlds until the interval of the measure is so narrow: 0.01."),
    ] = None,
    measure: Annotated[str, typer.Option(metavar="NAME", help="What the precision is asked of.")] = "lost",
    decompose: Annotated[
        bool, typer.Option("--decompose", help="Say how much is retention, composition, effort and covert deals.")
    ] = False,
    threads: Threads = None,
    launcher: OnWhat = "cpu",
    as_json: Json = False,
) -> None:
    """Compare policies on the same luck: differences world by world, with intervals."""
    from exitban.analysis.comparing import ENOUGH
    from exitban.analysis.comparing import compare as compared
    from exitban.cli.reading import read

    scenario = read(source, overrides or ())
    with progress(replicates or ENOUGH) as told:
        found = compared(
            scenario,
            base=base,
            policies=policy,
            replicates=replicates,
            seed=seed,
            threads=threads,
            precision=precision,
            measure=measure,
            launcher=launcher,
            progress=told,
        )
    if found.precision is not None and not found.precision.reached:
        say("The precision was not reached.")
    parts = _taken_apart(found, threads) if decompose else []
    words = [found.answer(), *(one.answer() for one in parts)]
    show(_document(found, parts) if as_json else "\n\n".join(words))


def _taken_apart(found: Comparison, threads: int | None) -> list[Decomposition]:
    from exitban.analysis.decomposing import decompose_all

    with progress(len(found.replicates) * len(found.changes)) as told:
        return decompose_all(found, threads, told)


def _document(found: Comparison, parts: list[Decomposition]) -> dict[str, Any]:
    document = found.to_json()
    return {**document, "decomposition": [entry for one in parts for entry in one.to_json()]} if parts else document


def replay(
    source: Source = DEFAULT_SCENARIO,
    replicate: Annotated[int, typer.Option(min=0, help="The number of the world, as in a run: from 0.")] = 0,
    policy: Annotated[
        list[str] | None,
        typer.Option("--policy", metavar="NAME", help="One of the two policies; the first two unless said."),
    ] = None,
    overrides: Overrides = None,
    seed: Seed = 1,
    picture: Picture = None,
    as_json: Json = False,
) -> None:
    """Tell one world as a dated story under two policies, side by side."""
    from exitban.analysis.replay import replay as replayed
    from exitban.cli.reading import read

    refuse_other_pictures(picture)
    found = replayed(read(source, overrides or ()), replicate, policies=policy, seed=seed)

    def figure() -> Figure:
        from exitban.plots.replay import replay as drawn

        return drawn(found)

    show_and_draw(found.to_json() if as_json else found.answer(), picture, figure)
