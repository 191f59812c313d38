"""Halving the tick changes nothing but luck (MODEL.md 1): 1, 1/2, 1/4 and 1/8 of a month, in the bundled scenario.

Two questions, answered apart. *Can luck explain the difference?* Two runs of the default size with different seeds,
|z| < 4 by the standard error of independent samples, priors and luck together. *How large is it?* Runs with the same
seed draw the same priors and first members whatever the tick (luck within a tick has another address), so the mean
difference over matched worlds is known well enough to be held against a size, each as a share of its own value at the
coarse tick: 1 % of an index, 2 % of a share of members or of worlds, 5 % of a number of events added up over the three
years. To indices and shares come the 4 standard errors that every stochastic target is given. They are next to nothing
for most; of what is rare they say how little a thousand matched worlds can tell: a shift by a seventh of those who
speak out would be seen. Worlds that lose control are counted in four thousand, where one by a quarter to two fifths
would be; what loss hangs on, the least control there is, is asked beside it, and a shift by a twentieth would be seen.

What cannot move where nothing is forbidden (nobody is trapped, nobody held back loses effort) is not asked there.

What remains has known causes, both of the first order in dt and both as the model is written: a post vacated in a tick
waits until the next one (equation 13), and who reconsiders does so at most once a tick (equation 4). The first is shown
to be the cause by taking it away: the same halving where vacated posts need not wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import xarray as xr

import exitban
from exitban.words import REASONS, VOLUNTARY
from verification.measures import Values, between, mean
from verification.target import FARTHEST, AtMost, Expected, Got, KnownMiss, Number, Outcome, Target

SCENARIO = "resignation-ban-2023"
POLICIES = ("none", "ban")
TICKS = (1, 2, 4, 8)
INDEX, SHARE, EVENTS = AtMost(0.01, FARTHEST), AtMost(0.02, FARTHEST), AtMost(0.05)
MORE = 4
"""Times as many worlds for what is rare."""
BINDING = ("policies.ban.capacity=1", "policies.ban.sanctions.per_month=0.5")
"""About half of those who would be blocked find nobody free to stop them, and cases wait in the queue."""
WITHOUT_WAITING = ("refill.waits=0",)
WORLDS = {
    (): ("", ""),
    BINDING: ("-where-capacity-binds", ", capacity and queue binding"),
    WITHOUT_WAITING: ("-without-waiting", ", vacated posts not waiting for the next tick"),
}
"""Overrides of the scenario, how its targets are called, and what they say."""

INVOLUNTARY = tuple(reason for reason in REASONS[1:] if reason not in VOLUNTARY)


@dataclass(frozen=True)
class Output:
    """A headline output: how it is read from the data of a run under one policy, and how far it may move.

    ``always``: it is the same in all worlds where nothing is forbidden. ``rare``: it is counted in `MORE` times as many
    worlds, and can be read from control alone.
    """

    name: str
    of: Callable[[xr.Dataset], Values]
    within: AtMost
    always: bool = False
    rare: bool = False


def at_the_end(name: str) -> Callable[[xr.Dataset], Values]:
    """(replicates,) at the end of the last tick."""
    return lambda data: np.asarray(data[name].isel(time=-1), np.float64)


def over_time(name: str) -> Callable[[xr.Dataset], Values]:
    """(replicates,) averaged over time."""
    return lambda data: np.asarray(data[name].mean("time"), np.float64)


def lowest(name: str) -> Callable[[xr.Dataset], Values]:
    """(replicates,) at its lowest."""
    return lambda data: np.asarray(data[name].min("time"), np.float64)


def share_of_members(name: str) -> Callable[[xr.Dataset], Values]:
    """(replicates,) members counted at the end, as a share of those in post."""
    return lambda data: np.asarray((data[name] / data["filled"]).isel(time=-1), np.float64)


def added_up(*names: str) -> Callable[[xr.Dataset], Values]:
    """(replicates,) events over the whole time."""
    return lambda data: np.asarray(sum(data[name].sum("time") for name in names), np.float64)


def lost(data: xr.Dataset) -> Values:
    """(replicates,) 1 where control is lost."""
    return np.isfinite(np.asarray(data["lost_at"], np.float64)).astype(np.float64)


OUTPUTS = (
    Output("control is lost", lost, SHARE, rare=True),
    Output("least control", lowest("control"), INDEX),
    Output("control at the end", at_the_end("control"), INDEX),
    Output("control over time", over_time("control"), INDEX),
    Output("posts filled", at_the_end("staffing"), INDEX),
    Output("want out", at_the_end("want_out"), SHARE),
    Output("effort", at_the_end("effort"), INDEX, always=True),
    Output("trapped", share_of_members("trapped"), SHARE, always=True),
    Output("speaking out", share_of_members("voice"), SHARE),
    Output("attempts", added_up("attempts"), EVENTS),
    Output("exits by choice", added_up(*(f"exits_{one}" for one in VOLUNTARY)), EVENTS),
    Output("exits not by choice", added_up(*(f"exits_{one}" for one in INVOLUNTARY)), EVENTS),
)
CASES = (Output("blocked", added_up("blocked"), EVENTS), Output("sanctions", added_up("sanctions"), EVENTS))
"""What capacity and queue decide; asked where they bind."""

WAITING = KnownMiss(
    "a post vacated in a tick waits until the next (equation 13), so that at a tick of a month it stands empty for "
    "half a month longer on average than in the limit: control is lower by about .01, and .002 fewer posts are "
    "filled at the end. The model asks for it (p_nu / (p_nu + p_lambda) without a refill in the same tick), and the "
    "shifts are 2 to 5 standard errors of two runs of 1,000, so that luck decides whether they tell it. From half a "
    "month on they cannot. Where a vacated post need not wait (refill.waits: 0) they cannot at a month either: see "
    "the targets without waiting.",
    AtMost(0.01),
    by_luck=True,
)
TOLD_BY_WAITING = ("control over time", "posts filled")
WHOLE_CASES = KnownMiss(
    "capacity is spent in whole cases at the ends of ticks: with room for one block a month, a tick of a month is as "
    "long as the recovery itself, and at half a month 6 to 7 % fewer are blocked. From half a month on the shift is "
    "within its 5 %.",
    AtMost(0.07, FARTHEST),
)
SEEN_AT_THE_ENDS = KnownMiss(
    "the least control is looked for at the ends of ticks, and twice as many of them find a lower one: 4 to 5 % lower "
    "with nothing forbidden, 3 to 4 % under the ban, where luck decides whether it is told. A post that is vacated "
    "and filled within a tick is never seen empty, and at a tick of a month most are. Where a vacated post waits, it "
    "is seen, and the least control stays.",
    AtMost(0.07),
    by_luck=True,
)
KNOWN: Mapping[tuple[int, tuple[str, ...], bool], Mapping[str, KnownMiss]] = {
    (1, (), False): {
        f"{one}, {policy}": WAITING for one in ("control over time", "posts filled") for policy in POLICIES
    },
    (1, BINDING, True): {"blocked, ban": WHOLE_CASES},
    (1, BINDING, False): {f"{one}, ban": WAITING for one in TOLD_BY_WAITING},
    (1, WITHOUT_WAITING, True): {"least control, none": SEEN_AT_THE_ENDS, "least control, ban": SEEN_AT_THE_ENDS},
    (1, WITHOUT_WAITING, False): {"least control, none": SEEN_AT_THE_ENDS, "least control, ban": SEEN_AT_THE_ENDS},
}
"""By the coarse tick, what is overridden, and whether it is the size that is asked."""

Found = Mapping[tuple[str, str], Values]


@cache
def simulated(ticks: int, seed: int, replicates: int, overrides: tuple[str, ...] = ()) -> Found:
    """Every output under every policy, (replicates,) each, or (MORE * replicates,) of what is rare."""
    scenario = exitban.read(SCENARIO, [f"time.ticks_per_month={ticks}", *overrides])
    wanted = asked(overrides)
    policies = list(dict.fromkeys(policy for policy, _ in wanted))
    data = exitban.run(scenario, replicates=replicates, seed=seed, policies=policies).data
    more = exitban.run(scenario, replicates=MORE * replicates, seed=seed, policies=policies, records=["control"]).data
    return {(policy, one.name): one.of((more if one.rare else data).sel(policy=policy)) for policy, one in wanted}


def moved(coarse: Values, fine: Values) -> Got:
    """How far an output moves in matched worlds: the difference of means as a share of the coarse one."""
    got = mean(fine - coarse)
    whole = float(coarse.mean())
    return Got(got.value / whole, got.standard_error / whole) if whole else got


def asked(overrides: tuple[str, ...]) -> list[tuple[str, Output]]:
    """The outputs by policy; where nothing is forbidden nothing can bind, and some cannot move."""
    if overrides == BINDING:
        return [("ban", one) for one in (*OUTPUTS, *CASES)]
    return [(policy, one) for policy in POLICIES for one in OUTPUTS if policy != "none" or not one.always]


def sizes(ticks: int, overrides: tuple[str, ...], replicates: int) -> Outcome:
    """Matched worlds: how far each output moves when the tick is halved."""
    coarse, fine = (simulated(n, 1, replicates, overrides) for n in (ticks, 2 * ticks))
    wanted = asked(overrides)
    return Outcome({f"{one.name}, {p}": moved(coarse[p, one.name], fine[p, one.name]) for p, one in wanted})


def explained_by_luck(ticks: int, overrides: tuple[str, ...], replicates: int) -> Outcome:
    """Independent runs: whether luck can explain what moves. Ticks of 1/2 and 1/8 take another seed than 1 and 1/4."""
    coarse, fine = (simulated(n, 2 if n in (2, 8) else 1, replicates, overrides) for n in (ticks, 2 * ticks))
    wanted = asked(overrides)
    return Outcome({f"{one.name}, {p}": between(coarse[p, one.name], fine[p, one.name]) for p, one in wanted})


def expected(overrides: tuple[str, ...], size: bool) -> dict[str, Expected]:
    """No output moves."""
    return {f"{one.name}, {p}": one.within if size else Number(0.0) for p, one in asked(overrides)}


def halving(ticks: int, overrides: tuple[str, ...]) -> tuple[Target, Target]:
    """Two targets for one halving: its size, and whether luck can explain it."""
    where, how = WORLDS[overrides]
    what = f"From a tick of 1/{ticks} to one of 1/{2 * ticks} month{how}: "
    common = {"paper": f"MODEL.md 1; scenario {SCENARIO} {' '.join(overrides)}".strip(), "level": "L1"}
    return (
        Target(
            name=f"halving-{ticks}-to-{2 * ticks}{where}-size",
            says=f"{what}how far headline outputs move in matched worlds, as a share of each.",
            expected=expected(overrides, size=True),
            run=partial(sizes, ticks, overrides),
            small=100,
            full=1_000,
            known=KNOWN.get((ticks, overrides, True), {}),
            **common,  # type: ignore[arg-type]
        ),
        Target(
            name=f"halving-{ticks}-to-{2 * ticks}{where}-luck",
            says=f"{what}whether luck can explain what moves between independent runs.",
            expected=expected(overrides, size=False),
            run=partial(explained_by_luck, ticks, overrides),
            small=100,
            full=1_000,
            known=KNOWN.get((ticks, overrides, False), {}),
            **common,  # type: ignore[arg-type]
        ),
    )


TARGETS = (
    *(one for overrides in ((), BINDING) for ticks in TICKS[:-1] for one in halving(ticks, overrides)),
    *halving(1, WITHOUT_WAITING),
)
