"""`exitban robustness`: which conclusions survive other assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from exitban.cli.evidence import show
from exitban.cli.options import DEFAULT_SCENARIO, Json, Overrides, Policies, Replicates, Seed, Source, Threads
from exitban.cli.terminal import progress, say
from exitban.cli.weigh import Call, Kept, kept, simulated
from exitban.errors import CallError

if TYPE_CHECKING:
    from exitban.analysis.structures import Structures

Forms = Annotated[
    int,
    typer.Option(
        "--structures",
        metavar="N",
        min=0,
        help="Also run N worlds under each of the shipped structures of choice; they are seven further runs. 0: none.",
    ),
]


def robustness(
    source: Source = DEFAULT_SCENARIO,
    result: Kept = None,
    replicates: Replicates = 1000,
    seed: Seed = 1,
    policy: Policies = None,
    overrides: Overrides = None,
    forms: Forms = 0,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Ask which conclusions survive: over the prior box, other tables of grades, other structures of choice."""
    from exitban.analysis.robustness import conclusions, document
    from exitban.analysis.robustness_told import told
    from exitban.scenario import read

    if result is not None and forms:
        raise CallError("--structures runs a scenario anew, and --result runs nothing. Name the scenario instead.")
    call = Call(replicates, seed, policy, threads)
    found = simulated(read(source, overrides or ()), call) if result is None else kept(result)
    if found.data.sizes["policy"] < 2:
        raise CallError(f"policy: only {found.data['policy'].values[0]} is there; name another one with --policy.")
    others = under_structures(source, overrides, call._replace(replicates=forms)) if forms else None
    survive = conclusions(found, structures=others)
    show(document(found, survive) if as_json else told(found, survive))


def under_structures(source: str, overrides: list[str] | None, call: Call) -> Structures:
    """The same scenario under every shipped structure of choice."""
    from exitban.analysis.structures import SETTINGS, structures

    say(f"{len(SETTINGS)} further runs under other structures of choice:")
    with progress(call.replicates * len(SETTINGS)) as told:
        return structures(
            source,
            overrides or (),
            replicates=call.replicates,
            seed=call.seed,
            policies=call.policies,
            threads=call.threads,
            progress=told,
        )
