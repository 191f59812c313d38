"""Print every result figure of the pages about cases with a known end, and draw their pictures.

    .venv/bin/python docs/scenarios/cases.py                       # all of them
    .venv/bin/python docs/scenarios/cases.py uk-government-2022    # one

1,000 replicates, seed 1. The pictures go to docs/pictures/.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import exitban
from exitban import plots
from exitban.analysis import Summary, summarise
from exitban.analysis.looking_back import Beside, LookingBack, counted
from exitban.analysis.looking_back_words import bare, series_sentence, together
from exitban.results import Result
from exitban.scenario import Scenario, read

PICTURES = Path(__file__).parents[1] / "pictures"
REPLICATES = 1000


def say(*lines: str) -> None:
    """Print."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def spread(values: NDArray[np.float64]) -> str:
    """Median and middle 90 % of worlds."""
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    return f"{middle:.3g} ({low:.3g} to {high:.3g})"


def row(one: Beside, unit: str) -> str:
    """One value as a row of a table."""
    low, high = (bare(end, unit) for end in (one.spread[0], one.spread[4]))
    since = f"{one.since} to " if one.since is not None else ""
    told = f"{bare(one.median, unit)} ({low} to {high})"
    share = f"{100 * one.beyond.value:.1f} %"
    return f"| {since}{one.date} | {bare(one.observed, unit)} | {told} | {share} | {'yes' if one.inside else 'no'} |"


def tell(back: LookingBack) -> None:
    """A series under every policy that was run."""
    say("", f"{back.title} ({back.unit})", series_sentence(back))
    for under in back.under:
        say(f"  under {under.policy}: {under.inside} of {len(under.values)} inside, {under.near} within a factor of 2")
        say(*(f"  {row(one, back.unit)}" for one in under.values))


def of_british_government(result: Result, summary: Summary) -> None:
    """No whip, among the worlds whose total comes near."""
    total = result.data["simulated_resigned"].sel(policy="none").values[:, -1]
    whips = result.data["simulated_whips"].sel(policy="none").values[:, -1]
    near = (total >= 31) & (total <= 124)
    say(f"worlds within a factor of 2 of 62: {near.sum()}; of them without a whip: {(near & (whips == 0)).sum()}")


def of_stop_loss(result: Result, summary: Summary) -> None:
    """Little's law: the stock over the inflow is the mean time held."""
    data = exitban.run(result.scenario, replicates=200, policies=["stop-loss"], keep="everything").data
    held = data["institution_trapped"].sel(policy="stop-loss").values.astype(np.float64)
    inflow = np.clip(np.diff(held, axis=1, prepend=0.0), 0.0, None).sum(axis=(1, 2))
    months = held.sum(axis=(1, 2)) * data.attrs["dt_months"] / inflow
    say(f"mean time held, months: {spread(months)}")
    say(f"held in all, thousands: {spread(1.042 * inflow)}")


def of_governors(result: Result, summary: Summary) -> None:
    """How far the ban lowers turnover, world by world, and how often a spring like that of 2024 comes after."""
    left = {name: result.data["simulated_replaced"].sel(policy=name).values for name in ("none", "ban")}
    asked, months = result.scenario.observed["replaced"], result.data["month"].values
    years, _, spring, _ = (counted(asked, value, months, left["ban"]) for value in asked.values)
    free = counted(asked, asked.values[0], months, left["none"])
    few, jump = years <= 5.5, spring >= asked.values[2].value
    say(f"turnover under the ban over turnover without: {spread(years / np.maximum(free, 0.5))}")
    say(f"worlds with at most 11 in two years: {few.sum()}; with 8 or more in the spring after: {jump.sum()}")
    say(f"with both: {(few & jump).sum()}")


def of_leipzig(result: Result, summary: Summary) -> None:
    """How many had come before the series begins, how much it grew, and what either half of the story gives alone."""
    scenario = result.scenario
    before = scenario.time.tick_of(datetime.datetime(1989, 9, 18, 19))
    say(f"thousands on 18 September: {spread(result.data['voice'].sel(policy='none').values[:, before] * 1.0)}")
    crowds = every_value(result, "demonstrators")
    growth = crowds[:, -1] / np.maximum(crowds[:, 0], 500.0)
    say(f"6 November over 25 September: {spread(growth)}; 37.5 or more in {(growth >= 37.5).sum()} worlds")
    say(f"225,000 or more on 6 November: {(crowds[:, -1] >= 225_000).sum()} worlds")
    for told, changes in (("without contagion", ("voice.contagion=0",)), ("without shocks", without_shocks(scenario))):
        other = exitban.run(read(scenario.name, changes), replicates=REPLICATES, seed=1)
        last = every_value(other, "demonstrators")[:, -1]
        say(f"{told}, on 6 November: {spread(last)}; 225,000 or more in {(last >= 225_000).sum()} worlds")


def of_interior_ministry(result: Result, summary: Summary) -> None:
    """Whether vacancies rise from those of the start, and whether they do without what pays better elsewhere."""
    calm = exitban.run(read(result.scenario.name, without_shocks(result.scenario)), replicates=REPLICATES, seed=1)
    stated, without = every_value(result, "vacant"), every_value(calm, "vacant")
    for told, vacant in (("as stated", stated), ("without shocks", without)):
        more, rising = vacant[:, 1] > 90_000, (vacant[:, 0] > 90_000) & (vacant[:, 1] > vacant[:, 0])
        say(f"{told}: {spread(vacant[:, 1])}; above 90,000 at the end in {more.sum()} worlds, rising in {rising.sum()}")
    say(f"vacancies that the shocks add, world by world: {spread(stated[:, 1] - without[:, 1])}")
    gone, came = (every_value(result, name)[:, 0] for name in ("gone", "taken-on"))
    over = gone / np.maximum(came, 500.0)
    say(f"those who left over those who came in 2025: {spread(over)}; 1.38 or more in {(over >= 1.38).sum()} worlds")


def every_value(result: Result, name: str) -> NDArray[np.float64]:
    """(replicates, values): what every world has beside each observed value of a series, nothing being forbidden."""
    asked, data = result.scenario.observed[name], result.data
    simulated = data[f"simulated_{name}"].sel(policy="none").values.astype(np.float64)
    return np.stack([counted(asked, value, data["month"].values, simulated) for value in asked.values], axis=1)


def without_shocks(scenario: Scenario) -> tuple[str, ...]:
    """Every event at size 0."""
    return tuple(f"events.{one.name}.size=0" for one in scenario.events)


FURTHER: dict[str, Callable[[Result, Summary], None] | None] = {
    "uk-government-2022": of_british_government,
    "us-stop-loss": of_stop_loss,
    "russian-governors-2022-2024": of_governors,
    "openai-letter-2023": None,
    "party-of-regions-2014": None,
    "leipzig-1989": of_leipzig,
    "interior-ministry-2022-2025": of_interior_ministry,
}


def main(names: list[str]) -> None:
    """The figures and the picture of each case."""
    for name in names:
        result = exitban.run(name, replicates=REPLICATES, seed=1)
        summary = summarise(result)
        stated = [one for one in result.scenario.quantities.values() if one.stated]
        say("", f"== {name}", f"{len(stated)} stated, {sum(bool(one.claims) for one in stated)} with claims")
        for back in summary.observed:
            tell(back)
        say(together(summary.observed))
        further = FURTHER[name]
        if further is not None:
            further(result, summary)
        plots.observed(summary).savefig(PICTURES / f"{name}.png", dpi=100, metadata={"Software": None})


if __name__ == "__main__":
    main(sys.argv[1:] or list(FURTHER))
