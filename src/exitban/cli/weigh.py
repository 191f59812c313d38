"""`exitban weigh`: what the answer owes to each root of the evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from exitban.cli.further import refuse_few, repeated
from exitban.cli.options import DEFAULT_SCENARIO, Json, Overrides, Policies, Replicates, Seed, Source, Threads
from exitban.cli.showing import Picture, refuse_other_pictures, show_and_draw
from exitban.cli.terminal import progress, say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from exitban.results import Result
    from exitban.scenario import Scenario


class Call(NamedTuple):
    """How to run a scenario."""

    replicates: int
    seed: int
    policies: list[str] | None
    threads: int | None


Kept = Annotated[
    Path | None,
    typer.Option(
        "--result",
        metavar="FOLDER",
        help="Ask a result that `exitban run --save FOLDER` kept; SCENARIO, --replicates, --seed, --policy and --set "
        "are then those of the result.",
    ),
]
Outcome = Annotated[str, typer.Option(help="lost, control_at_report or control_at_end.")]
Again = Annotated[
    int, typer.Option(min=0, help="Worlds that are run again with other luck, to measure pure chance; 0: none.")
]


def weigh(
    source: Source = DEFAULT_SCENARIO,
    outcome: Outcome = "lost",
    result: Kept = None,
    replicates: Replicates = 1000,
    seed: Seed = 1,
    policy: Policies = None,
    overrides: Overrides = None,
    again: Again = 200,
    picture: Picture = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Weigh the evidence: what moves the answer, what moves the choice, what would change nothing if it were false."""
    from exitban.analysis.weigh import document
    from exitban.analysis.weigh import weigh as weighed
    from exitban.analysis.weigh_told import told
    from exitban.cli.reading import read

    refuse_other_pictures(picture)
    refuse_few(again)
    if result is None:
        scenario = read(source, overrides or ())
        _refuse(scenario, outcome)
        found = simulated(scenario, Call(replicates, seed, policy, threads))
    else:
        found = kept(result)
        _refuse(found.scenario, outcome)
    other = repeated(found, again, threads) if result is None else at_hand(result, found, again, threads)
    weights = weighed(found, outcome, other)

    def figure() -> Figure:
        from exitban.plots.tornado import tornado

        return tornado(weights)

    show_and_draw(document(weights) if as_json else told(weights), picture, figure)


def at_hand(folder: Path, found: Result, again: int, threads: int | None) -> Result | None:
    """The worlds with other luck that lie with a kept result, where there are as many as asked for; else run."""
    from exitban.analysis.further import kept as lying

    luck = lying(folder, found.scenario).luck if again else None
    enough = min(again, found.arrays.sizes["replicate"])
    there = luck is not None and luck.arrays.sizes["replicate"] >= enough
    return luck if there else repeated(found, again, threads)


def _refuse(scenario: Scenario, outcome: str) -> None:
    """What cannot be weighed, before anything is run."""
    from exitban.analysis.weigh import outcome_of, refuse_what_cannot_be_weighed

    outcome_of(scenario, outcome)
    refuse_what_cannot_be_weighed(scenario)


def simulated(scenario: Scenario, call: Call) -> Result:
    """Run a scenario, after saying what that takes."""
    from exitban.estimate import estimate
    from exitban.run import check_call, run

    policies = tuple(call.policies or scenario.compare)
    check_call(scenario, call.replicates, call.seed, policies)
    expected = estimate(scenario, call.replicates, policies, call.threads)
    say(expected.words())
    asked = {"replicates": call.replicates, "seed": call.seed, "threads": call.threads}
    with progress(call.replicates) as told:
        return run(scenario, policies=policies, progress=told, expected=expected, **asked)  # type: ignore[arg-type]


def kept(folder: Path) -> Result:
    """A stored result."""
    from exitban.results.storage import load

    return load(folder)
