"""The commands about ensembles on disk. Each reads its arguments, asks the floors below, and prints what comes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from exitban.cli.options import DEFAULT_SCENARIO, Json, Overrides, Policies, Seed, Source, at_home
from exitban.cli.showing import show
from exitban.cli.terminal import progress, say
from exitban.errors import CallError

if TYPE_CHECKING:
    from exitban.ensembles.design import Checked

Design = Annotated[Path, typer.Argument(metavar="DESIGN", help="A design file; docs/guides tells what stands in it.")]
Ensemble = Annotated[Path, typer.Argument(metavar="FOLDER", help="An ensemble that `exitban sweep` fills.")]
STOPPED: Final = 130


def sweep(
    design: Design,
    out: Annotated[Path, typer.Option(metavar="FOLDER", callback=at_home, help="Where the ensemble lies, or goes on.")],
    replicates: Annotated[int | None, typer.Option(min=1, help="In place of what the design says.")] = None,
    policy: Policies = None,
    seed: Annotated[int | None, typer.Option(min=0, help="In place of what the design says.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Work in so many threads of this process.")] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="Work in so many processes of this machine.")] = None,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Work on this Dask cluster.")] = None,
    cluster: Annotated[str | None, typer.Option(metavar="local:N", help="Work on a Dask cluster made here.")] = None,
    shard: Annotated[str, typer.Option(metavar="I/N", help="Do only this part of the work, for job arrays.")] = "1/1",
    as_json: Json = False,
) -> None:
    """Fill an ensemble on disk from a design, or go on with one: what is done is what lies there."""
    from exitban.cli.reading import say_warnings
    from exitban.ensembles.design_file import read_design, with_more
    from exitban.ensembles.status import status as status_of

    if out.exists() and not out.is_dir():
        raise CallError(f"--out: {out} is a file; name a folder, which need not be there yet.")
    engine = _engine(threads, processes, scheduler, cluster)
    policies = tuple(policy) if policy else None
    asked = with_more(read_design(design), replicates=replicates, seed=seed, policies=policies)
    say_warnings(asked.scenario)
    _fill(asked, out, engine, shard)
    found = status_of(out)
    show(found.to_json() if as_json else found.words())


def _fill(asked: Checked, out: Path, engine: str, shard: str) -> None:
    from exitban.ensembles.sweeping import sweep as fill

    with progress(0) as told:
        try:
            fill(asked, out, engine=engine, shard=shard, progress=told, say=say)
        except KeyboardInterrupt as stop:
            say(f"Stopped; every part on disk is whole. To go on: {_command()}")
            raise typer.Exit(STOPPED) from stop


def _command() -> str:
    import sys

    return shlex.join(["exitban", *sys.argv[1:]])


def _engine(threads: int | None, processes: int | None, scheduler: str | None, cluster: str | None) -> str:
    """One of the options as the engine that it names. Raises `CallError`."""
    if cluster is not None and not re.fullmatch(r"local(:[1-9]\d*)?", cluster):
        raise CallError(f"--cluster: found {cluster!r}; allowed: local:N, such as local:2; --scheduler takes others.")
    given = {
        "--threads": threads and f"threads:{threads}",
        "--processes": processes and f"processes:{processes}",
        "--scheduler": scheduler if not scheduler or "://" in scheduler else f"tcp://{scheduler}",
        "--cluster": cluster,
    }
    stated = {option: engine for option, engine in given.items() if engine}
    if len(stated) > 1:
        raise CallError(f"found {' and '.join(stated)}; allowed: one of {', '.join(given)}.")
    return next(iter(stated.values()), "threads")


def status(folder: Ensemble, as_json: Json = False) -> None:
    """Tell how far an ensemble is, who works at it, and what has failed."""
    from exitban.ensembles.status import status as status_of

    found = status_of(folder)
    show(found.to_json() if as_json else found.words())


def rerun(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="A stored result, or an ensemble.")],
    chunks: Annotated[int, typer.Option(min=1, help="Of an ensemble: so many chunks, spread evenly.")] = 3,
    as_json: Json = False,
) -> None:
    """Make a stored result again from its provenance, and tell whether the bytes agree."""
    from exitban.ensembles.rerun import rerun as again

    with progress(1) as told:
        found = again(result, chunks=chunks, progress=told)
    show(found.to_json() if as_json else found.words())
    if not found.agrees:
        raise typer.Exit(1)


def export(
    folder: Ensemble,
    to: Annotated[Path, typer.Argument(metavar="PATH", help="Ends in .zarr, .nc, .csv or .parquet.")],
) -> None:
    """Write an ensemble as one zarr store, NetCDF file or table, for other programs."""
    from exitban.ensembles.exporting import export as write
    from exitban.ensembles.runs import open_runs

    typer.echo(f"Wrote {write(open_runs(folder), to)}.")


def rare(
    source: Source = DEFAULT_SCENARIO,
    policy: Annotated[str | None, typer.Option(metavar="NAME", help="The first that is compared unless said.")] = None,
    effort: Annotated[int, typer.Option(min=2, help="Worlds that go on from each level.")] = 256,
    repeats: Annotated[int, typer.Option(min=2, help="Independent estimates, for the interval.")] = 8,
    seed: Seed = 1,
    overrides: Overrides = None,
    as_json: Json = False,
) -> None:
    """Estimate how likely control is lost where that is too rare for plain sampling: multilevel splitting."""
    from exitban.cli.reading import read
    from exitban.ensembles.rare import rare_loss

    asked = read(source, overrides or ())
    with progress(repeats * effort) as told:
        found = rare_loss(asked, policy=policy, effort=effort, repeats=repeats, seed=seed, progress=told)
    show(found.to_json() if as_json else found.words())


ALL: Final[tuple[Callable[..., Any], ...]] = (sweep, status, rerun, export, rare)
