"""`exitban sensitivity`: which numbers the outcome hangs on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exitban.cli.evidence import show
from exitban.cli.options import DEFAULT_SCENARIO, Json, Overrides, Policies, Seed, Source, Threads
from exitban.cli.terminal import progress, say
from exitban.cli.weigh import Outcome, kept

if TYPE_CHECKING:
    from exitban.analysis.factors import Asked, Factors
    from exitban.analysis.headline_effects import Measure
    from exitban.analysis.sensitivity import Sensitivity

Kept = Annotated[
    Path | None,
    typer.Option("--result", metavar="FOLDER", help="Ask the worlds of a result that was kept; no further run."),
]
Trajectories = Annotated[int, typer.Option(min=2, help="Morris: worlds in each of its runs.")]
Samples = Annotated[int, typer.Option(min=2, help="Sobol: worlds in each of its runs, a power of 2.")]
Kept_factors = Annotated[int, typer.Option("--factors", min=0, help="Sobol: how many factors of Morris; 0: none.")]
Difference = Annotated[bool, typer.Option("--difference", help="Ask the matched difference between two policies.")]


def sensitivity(
    source: Source = DEFAULT_SCENARIO,
    outcome: Outcome = "control_at_end",
    result: Kept = None,
    policy: Policies = None,
    difference: Difference = False,
    trajectories: Trajectories = 16,
    factors: Kept_factors = 6,
    samples: Samples = 64,
    seed: Seed = 1,
    overrides: Overrides = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Find the numbers that the outcome hangs on: Morris to screen, Sobol to measure, or from a kept result."""
    from exitban.analysis.factors import factors as of_scenario
    from exitban.analysis.weigh import outcome_of
    from exitban.scenario import read

    if result is not None:
        found = kept(result)
        measure = outcome_of(found.scenario, outcome)
        _print([_given(found, measure, policy, difference)], measure, as_json)
        return
    scenario = read(source, overrides or ())
    measure = outcome_of(scenario, outcome)
    known = of_scenario(scenario)
    asked = _asked(scenario, measure, policy, difference, seed, threads)
    _print(_designed(known, asked, (trajectories, factors, samples)), measure, as_json)


def _names(scenario: Any, policy: list[str] | None, difference: bool) -> tuple[str | None, str]:
    """The policy to compare with, if any, and the policy itself."""
    from exitban.analysis.weigh import focus_of
    from exitban.errors import CallError

    names = tuple(policy or scenario.compare)
    if difference and len(names) < 2:
        raise CallError(f"--difference: only {names[0]} is there; name another one with --policy.")
    focus = names[-1] if policy else focus_of(scenario, names)
    return (names[0] if difference else None), focus


def _asked(
    scenario: Any, measure: Measure, policy: list[str] | None, difference: bool, seed: int, threads: int | None
) -> Asked:
    from exitban.analysis.factors import Asked
    from exitban.run import check_call

    base, focus = _names(scenario, policy, difference)
    check_call(scenario, 1, seed, [one for one in (base, focus) if one])
    return Asked(measure, focus, base, seed, threads)


def _designed(known: Factors, asked: Asked, sizes: tuple[int, int, int]) -> list[Sensitivity]:
    """Morris, then Sobol on what it found."""
    from exitban.analysis.factors import simulator
    from exitban.analysis.sensitivity import morris, sobol

    trajectories, most, samples = sizes
    worlds = (len(known.names) + 2) * trajectories + ((most + 4) * samples if most else 0)
    say(f"{len(known.names)} factors; {worlds:,} worlds to run.")
    with progress(worlds) as told:
        simulate = simulator(known, asked, told)
        found = [morris(known.names, simulate, trajectories)]
        if most:
            kept_names = [one.name for one in found[0].screened[:most]]
            found.append(sobol(known.names, kept_names, simulate, samples))
    return found


def _given(found: Any, measure: Measure, policy: list[str] | None, difference: bool) -> Sensitivity:
    from exitban.analysis.information import chance_at_most
    from exitban.analysis.reading import policies
    from exitban.analysis.sensitivity import given_data
    from exitban.analysis.weigh import drawn_numbers, focus_of

    names = policies(found.data)
    base, focus = _names(found.scenario, policy or list(names), difference)
    focus = focus if policy else focus_of(found.scenario, names)
    values = measure.take(found.data, focus)
    if base is not None:
        values = values - measure.take(found.data, base)
    paths = [str(one) for one in found.data["parameter"].values]
    drawn = dict(zip(paths, found.data["draw"].values, strict=True))
    return given_data(drawn, values, chance_at_most(drawn_numbers(found.data), values))


def _print(found: list[Sensitivity], measure: Measure, as_json: bool) -> None:
    from exitban.analysis.sensitivity import document
    from exitban.analysis.sensitivity_told import told

    if as_json:
        show({"schema": "exitban-sensitivity/1", "outcome": measure.name, "methods": document(found)})
        return
    show("\n\n".join([f"Sensitivity of {measure.title}.", *(told(one, measure.scale, measure.unit) for one in found)]))
