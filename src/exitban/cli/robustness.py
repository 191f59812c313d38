"""`exitban robustness`: which conclusions survive other assumptions."""

from __future__ import annotations

from exitban.cli.evidence import show
from exitban.cli.further import Forms, further, refuse_structures
from exitban.cli.options import DEFAULT_SCENARIO, Json, Overrides, Policies, Replicates, Seed, Source, Threads
from exitban.cli.weigh import Call, Kept, kept, simulated
from exitban.errors import CallError


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
    from exitban.scenario import read

    if result is not None and forms:
        raise CallError(
            "--structures runs a scenario anew, and --result runs nothing: it shows what `exitban run --structures N "
            "--save FOLDER` kept. Name the scenario instead."
        )
    if result is None:
        scenario = read(source, overrides or ())
        refuse_structures(scenario, policy, forms)
        found = simulated(scenario, Call(replicates, seed, policy, threads))
    else:
        found = kept(result)
    if found.arrays.sizes["policy"] < 2:
        raise CallError(f"policy: only {found.arrays['policy'].values[0]} is there; name another one with --policy.")
    others = further(found, 0, forms, source, overrides, threads) if result is None else lying(result, found.scenario)
    survive = conclusions(found, structures=others.structures)
    show(document(found, survive) if as_json else told(found, survive))
