"""Further runs that sharpen the judgement of a result: the same worlds with other luck, other structures of choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from exitban.cli.terminal import progress, say
from exitban.errors import CallError

if TYPE_CHECKING:
    from exitban.analysis.further import Further
    from exitban.analysis.structures import Structures
    from exitban.kernels.launch import Launcher
    from exitban.results import Result
    from exitban.scenario import Scenario

PART: Final = 5
"""Unless said, one world in so many is run again with other luck."""
MOST: Final = 200
"""And at most so many."""
FEWEST: Final = 10
"""Fewer cannot measure chance."""

Again = Annotated[
    int | None,
    typer.Option(
        "--again",
        metavar="N",
        min=0,
        help="Run N worlds again with other luck, to measure what is pure chance: a fifth of them, at most 200, unless "
        "said. 0: none.",
    ),
]
Forms = Annotated[
    int,
    typer.Option(
        "--structures",
        metavar="N",
        min=0,
        help="Also run N worlds under each of the shipped structures of choice; they are seven further runs. 0: none.",
    ),
]


def further(
    result: Result,
    again: int | None,
    forms: int,
    source: str,
    overrides: list[str] | None,
    threads: int | None,
    launcher: Launcher = "cpu",
) -> Further:
    """What was asked for beside a result, run; other structures of choice by the processor."""
    from exitban.analysis.further import Further

    count = wanted(result.scenario, result.arrays.sizes["replicate"]) if again is None else again
    luck = repeated(result, count, threads, launcher)
    made = result.provenance
    call = {"replicates": forms, "seed": made["seed"], "policies": made["policies"], "threads": threads}
    return Further(luck, under_structures(source, overrides, call) if forms else None)


def refuse_few(again: int | None, replicates: int = MOST) -> None:
    """Too few worlds with other luck, of all that are run, before anything is. Raises `CallError`."""
    if again and min(again, replicates) < FEWEST:
        found = f"{again}" if again < FEWEST else f"{again} of {replicates} replicates"
        raise CallError(
            f"--again: found {found}; allowed: at least {FEWEST} worlds, fewer cannot measure chance; or 0."
        )


def refuse_structures(scenario: Scenario, policies: list[str] | None, forms: int = 1) -> None:
    """What has no other structures, before anything is run or said. Raises `CallError`."""
    if forms:
        from exitban.analysis.structures import refuse

        refuse(scenario, tuple(policies or scenario.compare))


def wanted(scenario: Scenario, replicates: int) -> int:
    """How many worlds are run again where nobody says: none where no claim could be weighed against chance."""
    from exitban.analysis.ledger import ledger

    found = ledger(scenario)
    weighed = not scenario.headline and any(found.moves(name) for name in found.claims)
    count = min(-(-replicates // PART), MOST)
    return count if weighed and count >= FEWEST else 0


def repeated(found: Result, again: int, threads: int | None, launcher: Launcher = "cpu") -> Result | None:
    """The same worlds with other luck, or nothing where none were asked for."""
    if again == 0:
        return None
    from exitban.analysis.reading import policies
    from exitban.analysis.second_luck import with_other_luck
    from exitban.analysis.weigh import focus_of

    focus = focus_of(found.scenario, policies(found.arrays))
    say("Once more, the same numbers and other luck:")
    with progress(again) as told:
        return with_other_luck(found, again, threads, told, [focus], launcher)


def under_structures(source: str, overrides: list[str] | None, call: dict[str, object]) -> Structures:
    """The same scenario under every shipped structure of choice; ``call``: arguments of `exitban.structures`."""
    from exitban.analysis.structures import SETTINGS, structures

    say(f"{len(SETTINGS)} further runs under other structures of choice:")
    with progress(int(str(call["replicates"])) * len(SETTINGS)) as told:
        return structures(source, overrides or (), progress=told, **call)  # type: ignore[arg-type]
