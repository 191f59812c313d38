"""Print every result figure of the page resignation-ban-2023.md, under the headings of that page.

    .venv/bin/python docs/scenarios/figures.py

1,000 replicates, seed 1; the two lengths of a tick are compared in 512. It takes a few minutes.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from ruamel.yaml import YAML

import exitban

NAME = "resignation-ban-2023"
REPLICATES = 1000
FEWER = 512
GOVERNORS = 85
OFFICIALS = ("federal-civil-service", "regional-officials")
AT_NOVEMBER, AT_REPORT, AFTER_TWO_YEARS, AT_END = 34, 58, 95, 143
"""Ticks of a quarter of a month; the report falls on the 59th."""

FIRST_GUESSES = {
    "secrets.leak_rate": "{lognormal: [0.05, 0.6], assumption: a first guess}",
    "choice.reconsider": "{lognormal: [0.04, 0.4], assumption: a first guess}",
    "policies.ban.asking_price": "{triangular: [0.2, 0.8, 2.0], assumption: a first guess}",
    "policies.ban.threat": "{triangular: [0.3, 1.0, 3.0], assumption: a first guess}",
}
"""What stood in the file before anybody had looked at what the priors give."""

Values = NDArray[np.float64]


def say(*lines: str) -> None:
    """Print."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def simulate(*overrides: str, policies: tuple[str, ...] | None = None, replicates: int = REPLICATES) -> xr.Dataset:
    """The data of one run, with numbers of the scenario set to something else."""
    return exitban.run(exitban.read(NAME, overrides), replicates=replicates, seed=1, policies=policies).data


def with_the_first_guesses() -> xr.Dataset:
    """The data of a run under the ban with the ranges that were guessed first."""
    yaml = YAML(typ="safe", pure=True)
    file = yaml.load(exitban.read(NAME).text)
    for path, first in FIRST_GUESSES.items():
        *steps, number = path.split(".")
        held = file
        for step in steps:
            held = held[step]
        held[number] = yaml.load(first)
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / f"{NAME}.yaml"
        with changed.open("w", encoding="utf-8") as out:
            yaml.dump(file, out)
        return exitban.run(changed, replicates=REPLICATES, seed=1, policies=["ban"]).data


def spread(values: Values) -> str:
    """Median and middle 90 % of worlds."""
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def percent(share: float) -> str:
    """A share in hundredths."""
    return f"{100 * share:.1f} %"


def control(data: xr.Dataset, policy: str, tick: int) -> Values:
    """Control at the end of a tick, (replicates,)."""
    return np.asarray(data["control"].sel(policy=policy).isel(time=tick).values, dtype=np.float64)


def gain(data: xr.Dataset, policy: str, base: str, tick: int) -> Values:
    """Control under one policy less control under another in the same world, (replicates,)."""
    return control(data, policy, tick) - control(data, base, tick)


def lost(data: xr.Dataset, policy: str) -> float:
    """Share of worlds that lose control within the horizon."""
    return float(data["lost_at"].sel(policy=policy).notnull().mean())


def within(data: xr.Dataset, name: str, policy: str, institution: str, statistic: str = "mean") -> Values:
    """A series of one institution over time, (ticks,): a mean or a quantile over worlds."""
    chosen = data[f"institution_{name}"].sel(policy=policy, institution=institution, statistic=statistic)
    return np.asarray(chosen.values, dtype=np.float64)


def rate(data: xr.Dataset, policy: str, *flows: str, last: int = AT_REPORT) -> float:
    """Events per governor and month, from the start until the end of a tick."""
    events = sum(within(data, flow, policy, "governors")[: last + 1].sum() for flow in flows)
    return float(events) / GOVERNORS / ((last + 1) * float(data.attrs["dt_months"]))


def known_governors(data: xr.Dataset) -> Values:
    """Blocked governors who are known when the report comes out, under the ban, (replicates,)."""
    return np.asarray(data["known_blocked_by_report"].sel(policy="ban", institution="governors").values)


def reportable(data: xr.Dataset) -> str:
    """Share of worlds in which there are two or more of them."""
    return percent(float((known_governors(data) >= 2).mean()))


def dates_and_rules(data: xr.Dataset) -> None:
    """Another opening of the ban; which rule is the stronger one."""
    draw = data["draw"]
    decree, ban = (draw.sel(parameter=f"policies.{name}.strength") for name in ("decree-647", "ban"))
    opened = simulate("policies.ban.opens=2022-09-21", policies=("ban",))
    say("", "## How dates fall on ticks", "")
    say(f"two or more known blocked governors, ban opened with the mobilisation: {reportable(opened)}")
    say(f"the decree is the stronger rule: {percent(float((decree > ban).mean()))} of draws")


def prior_predictive(data: xr.Dataset) -> None:
    """Would such a report have been possible?"""
    guessed = with_the_first_guesses()
    say("", "## What was checked before it was believed", "")
    say(f"two or more known blocked governors: {reportable(data)}", f"with the first guesses: {reportable(guessed)}")


def governors(data: xr.Dataset) -> None:
    """Governors' exits and attempts a month."""
    let_go = ("exits_open", "exits_unblocked", "exits_health", "exits_paid", "exits_tolerated")
    say("", "governors, per month until the report:")
    say(f"  leave of their own will, nothing forbidden: {rate(data, 'none', 'exits_open'):.4f}")
    say(f"  the same over 36 months: {rate(data, 'none', 'exits_open', last=AT_END):.4f}")
    for flow in ("attempts", "blocked", "known_blocked", "exits_dismissed"):
        say(f"  {flow} under the ban: {rate(data, 'ban', flow):.4f}")
    say(f"  let go under the ban: {rate(data, 'ban', *let_go):.4f}")


def wants_out(data: xr.Dataset, institution: str, tick: int) -> str:
    """Share who would go if asking were free, nothing forbidden: middle 90 % of worlds."""
    low, high = (within(data, "want_out", "none", institution, end)[tick] for end in ("q05", "q95"))
    return f"{percent(low)} to {percent(high)}"


def orders_of_magnitude(data: xr.Dataset) -> None:
    """Who wants out, who hides it, how many posts are empty where leaving is allowed."""
    for institution in OFFICIALS:
        early, late = (wants_out(data, institution, tick) for tick in (11, AT_END))
        say(f"want out, {institution}: {early} after three months, {late} after 36")
    hidden = [
        percent(within(data, "quiet_wants_out", "none", "governors", one)[AT_REPORT] / GOVERNORS)
        for one in ("mean", "q05", "q95")
    ]
    say(f"governors who want out and stay quiet, at the report: {hidden[0]}, {hidden[1]} to {hidden[2]}")
    empty = 1 - within(data, "staffing", "ban", "interior-ministry")[AT_NOVEMBER]
    say(f"interior ministry, posts empty in November 2022: {percent(empty)}")


def length_of_a_tick(data: xr.Dataset) -> None:
    """Twice as many ticks, the same question."""
    halved = simulate("time.ticks_per_month=8", policies=("ban",), replicates=FEWER)
    coarse, fine = known_governors(data)[:FEWER], known_governors(halved)
    error = np.hypot(coarse.std(), fine.std()) / FEWER**0.5
    say("", f"known blocked governors in {FEWER} replicates: {coarse.mean():.3f}")
    say(f"with ticks half as long: {fine.mean():.3f}, standard error of the difference {error:.3f}")


def table(data: xr.Dataset) -> None:
    """Control under each policy."""
    say("", "## What comes out, and what it hangs on", "")
    for policy in ("none", "decree-647", "ban", "ban-without-exceptions"):
        told = [spread(control(data, policy, tick)) for tick in (AT_REPORT, AFTER_TWO_YEARS, AT_END)]
        say(f"{policy}: {' | '.join(told)} | control lost in {percent(lost(data, policy))}")


def comparisons(data: xr.Dataset) -> None:
    """One policy against another on the same luck."""
    pairs = (*pairwise(("none", "decree-647", "ban", "ban-without-exceptions")), ("none", "ban"))
    for base, policy in pairs:
        say(f"{policy} against {base}, points of control (worlds in which it is higher):")
        for when, tick in (("report", AT_REPORT), ("two years", AFTER_TWO_YEARS), ("end", AT_END)):
            found = gain(data, policy, base, tick)
            say(f"  {when}: {100 * found.mean():+.2f} ({percent(float((found > 1e-6).mean()))})")


def servicemen(data: xr.Dataset) -> None:
    """Posts filled and effort among those whom the decree holds."""
    for policy in ("none", "ban"):
        for name in ("staffing", "effort"):
            found = within(data, name, policy, "contract-servicemen")
            say(f"servicemen, {name}, {policy}: report {found[AT_REPORT]:.3f}, end {found[AT_END]:.3f}")


def correlations(drawn: xr.DataArray, outcome: Values) -> Mapping[str, float]:
    """Correlation of each row of draws with an outcome, the strongest first."""
    rows = {str(row[drawn.dims[0]].values): np.asarray(row.values, dtype=np.float64) for row in drawn}
    found = {name: float(np.corrcoef(row, outcome)[0, 1]) for name, row in rows.items() if row.std() > 0}
    return dict(sorted(found.items(), key=lambda entry: -abs(entry[1])))


def what_it_hangs_on(data: xr.Dataset) -> None:
    """Which draws, and which claims, go with what the ban does at the end."""
    outcome = gain(data, "ban", "none", AT_END)
    for kind, shown in (("draw", 6), ("claim_true", 3)):
        strongest = list(correlations(data[kind], outcome).items())[:shown]
        say(f"correlation of the difference at the end with {kind}:")
        say(*(f"  {name}: {value:+.2f}" for name, value in strongest))


def slow_refill() -> None:
    """Where an empty chair stays empty."""
    data = simulate("refill.rate=0.05", policies=("none", "ban"))
    for policy in ("none", "ban"):
        say(f"refill.rate=0.05, {policy}: control lost in {percent(lost(data, policy))}")


def main() -> None:
    """All figures, in the order of the page."""
    data = simulate()
    for part in (dates_and_rules, prior_predictive, governors, orders_of_magnitude, length_of_a_tick):
        part(data)
    for part in (table, comparisons, servicemen, what_it_hangs_on):
        part(data)
    slow_refill()


if __name__ == "__main__":
    main()
