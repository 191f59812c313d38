"""`exitban sensitivity`: which numbers the outcome hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from exitban.cli.options import DEFAULT_SCENARIO, Json, Overrides, Policies, Seed, Source, Threads
from exitban.cli.showing import Picture, refuse_other_pictures, show_and_draw
from exitban.cli.terminal import progress, say
from exitban.cli.weigh import Outcome, kept

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from exitban.analysis.factors import Asked, Factors
    from exitban.analysis.headline_effects import Measure
    from exitban.analysis.sensitivity import Sensitivity
    from exitban.results import Result
    from exitban.scenario import Scenario

Kept = Annotated[
    Path | None,
    typer.Option(
        "--result",
        metavar="FOLDER",
        help="Ask the worlds of a kept result or of a sweep; no further run.",
    ),
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
    picture: Picture = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Find the numbers that the outcome hangs on: Morris to screen, Sobol to measure, or from a kept result."""
    from exitban.analysis.factors import Asked
    from exitban.analysis.factors import factors as of_scenario
    from exitban.analysis.further import kept as lying
    from exitban.analysis.reading import policies as available
    from exitban.analysis.sensitivity import refuse_samples
    from exitban.cli.reading import read
    from exitban.run import check_call

    refuse_other_pictures(picture)
    if factors:
        refuse_samples(samples)
    if result is not None and is_ensemble(result):
        question, methods = _of_runs(result, outcome, policy, difference)
    elif result is not None:
        found = kept(result)
        refuse_absent(policy, available(found.arrays))
        question = _question(found.scenario, outcome, available(found.arrays), policy, difference)
        methods = [_given(found, question, lying(result, found.scenario).luck)]
    else:
        scenario = read(source, overrides or ())
        question = _question(scenario, outcome, scenario.compare, policy, difference)
        check_call(scenario, 1, seed, question.policies)
        asked = Asked(question.measure, question.focus, question.base, seed, threads)
        methods = _designed(of_scenario(scenario), asked, (trajectories, factors, samples))

    def figure() -> Figure:
        from exitban.plots.sensitivity import sensitivity as drawn

        words, measure = question.words, question.measure
        return drawn(methods, f"{words[:1].upper()}{words[1:]}", measure.scale, measure.unit)

    show_and_draw(_told(methods, question, as_json), picture, figure)


def is_ensemble(folder: Path) -> bool:
    """Whether a folder was filled by `exitban sweep`, not by `exitban run --save`."""
    return (folder / "design.parquet").exists()


def _of_runs(
    folder: Path, outcome: str, policy: list[str] | None, difference: bool
) -> tuple[Question, list[Sensitivity]]:
    from exitban.analysis.runs_asked import policies_of, sensitivity_of_runs
    from exitban.ensembles import open_runs

    runs = open_runs(folder)
    question = _question(runs.scenario, outcome, policies_of(runs), policy, difference)
    return question, [sensitivity_of_runs(runs, question.measure.name, question.focus, question.base)]


def refuse_absent(policy: list[str] | None, there: Sequence[str]) -> None:
    """Policies that a kept result does not have. Raises `CallError`."""
    from exitban.errors import CallError, did_you_mean

    for name in policy or ():
        if name not in there:
            raise CallError(f"policy: the result was not run under '{name}'.{did_you_mean(name, there)}")


class Question(NamedTuple):
    """What is asked: an outcome under ``focus``, or its matched difference to ``base``."""

    scenario: Scenario
    measure: Measure
    base: str | None
    focus: str

    @property
    def policies(self) -> list[str]:
        """The policies that it is asked of."""
        return [one for one in (self.base, self.focus) if one]

    @property
    def words(self) -> str:
        """As a person would say it."""
        from exitban.analysis.reading import policy_title
        from exitban.analysis.wording import quoted

        focus, *base = (quoted(policy_title(self.scenario, one)) for one in reversed(self.policies))
        if base:
            return f"what {focus} changes in {self.measure.title} against {base[0]}"
        return f"{self.measure.title} under {focus}"


def _question(
    scenario: Scenario, outcome: str, names: Sequence[str], policy: list[str] | None, difference: bool
) -> Question:
    from exitban.analysis.weigh import focus_of, outcome_of
    from exitban.errors import CallError

    measure, asked = outcome_of(scenario, outcome), tuple(policy or names)
    if difference and len(asked) < 2:
        others = [one for one in names if one != asked[0]]
        first, there = (others[0], f" There: {', '.join(others)}.") if others else ("FIRST", "")
        raise CallError(
            f"--difference: found one policy, '{asked[0]}'; a difference needs two. Name them both, first the one to "
            f"compare with: --policy {first} --policy {asked[0]}.{there}"
        )
    return Question(
        scenario, measure, asked[0] if difference else None, policy[-1] if policy else focus_of(scenario, asked)
    )


def _designed(known: Factors, asked: Asked, sizes: tuple[int, int, int]) -> list[Sensitivity]:
    """Morris, then Sobol on what it found."""
    from exitban.analysis.factors import simulator
    from exitban.analysis.sensitivity import morris, sobol

    trajectories, most, samples = sizes
    worlds = (len(known.names) + 2) * trajectories + ((most + 4) * samples if most else 0)
    say(f"{len(known.names)} factors; {worlds:,} worlds to run.")
    with progress(worlds) as told:
        simulate = simulator(known, asked, told, worlds)
        found = [morris(known.names, simulate, trajectories)]
        if most:
            kept_names = [one.name for one in found[0].screened[:most]]
            found.append(sobol(known.names, kept_names, simulate, samples))
    return found


def _given(found: Any, question: Question, luck: Result | None) -> Sensitivity:
    """``luck``: some of the worlds with other luck, if they lie with the result; they measure what is chance."""
    from exitban.analysis.chance import chance_at_most
    from exitban.analysis.reading import policies
    from exitban.analysis.sensitivity import given_data
    from exitban.analysis.weigh import chance_of, drawn_numbers

    values = question.measure.take(found.arrays, question.focus)
    if question.base is not None:
        values = values - question.measure.take(found.arrays, question.base)
    paths = [str(one) for one in found.arrays["parameter"].values]
    drawn = dict(zip(paths, found.arrays["draw"].values, strict=True))
    told = given_data(drawn, values, chance_at_most(drawn_numbers(found.arrays), values))
    if luck is None or question.base is not None or question.focus not in policies(luck.arrays):
        return told
    return replace(told, luck=chance_of(question.measure, question.focus, values, luck))


def _told(found: list[Sensitivity], question: Question, as_json: bool) -> dict[str, Any] | str:
    from exitban.analysis.sensitivity import document
    from exitban.analysis.sensitivity_told import told

    measure = question.measure
    if as_json:
        scenario = {"scenario": question.scenario.name, "scenario_hash": question.scenario.hash}
        asked = {"outcome": measure.name, "policy": question.focus, "compared_with": question.base}
        return {"schema": "exitban-sensitivity/1", **scenario, **asked, "methods": document(found)}
    parts = [told(one, measure.scale, measure.unit) for one in found]
    return "\n\n".join([f"Sensitivity of {question.words}.", *parts])
