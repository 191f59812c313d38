"""`exitban robustness`: which conclusions survive other assumptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitban.cli.further import Forms, further, refuse_structures
from exitban.cli.options import DEFAULT_SCENARIO, Json, Overrides, Policies, Replicates, Seed, Source, Threads
from exitban.cli.showing import show
from exitban.cli.weigh import Call, Kept, kept, simulated
from exitban.errors import CallError

if TYPE_CHECKING:
    from exitban.scenario import Scenario


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
    from exitban.analysis.further import kept as lying
    from exitban.analysis.robustness import conclusions, document
    from exitban.analysis.robustness_told import told
    from exitban.cli.reading import read

    if result is not None and forms:
        raise CallError(
            "--structures runs a scenario anew, and --result runs nothing: it shows what `exitban run --structures N "
            "--save FOLDER` kept. Name the scenario instead."
        )
    if result is None:
        scenario = read(source, overrides or ())
        refuse_structures(scenario, policy, forms)
        refuse_one(tuple(policy or scenario.compare), scenario)
        found = simulated(scenario, Call(replicates, seed, policy, threads))
    else:
        found = kept(result)
        refuse_one(tuple(map(str, found.arrays["policy"].values)), None)
    others = further(found, 0, forms, source, overrides, threads) if result is None else lying(result, found.scenario)
    survive = conclusions(found, structures=others.structures)
    show(document(found, survive) if as_json else told(found, survive))


def refuse_one(names: tuple[str, ...], scenario: Scenario | None) -> None:
    """With a single policy nothing is compared. ``scenario``: None for a result that was kept. Raises `CallError`."""
    if len(names) > 1:
        return
    hint = "it was run under no other one."
    if scenario is not None:
        hint = (
            "name another one with --policy."
            if set(scenario.policies) - set(names)
            else "the scenario has no other one."
        )
    raise CallError(f"policy: only {names[0]} is there, so nothing can be compared; {hint}")
