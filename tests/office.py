"""A small language for tiny organisations: an office drawn in a few lines, and who leaves when.

    chief
      anna
      ben
        carl

    guards under office:
    spans 3 3

    3 months
    nobody wants to stay
    members: competence_spread 0.3
    guards / hazards: killed 0.01
    policy ban: strength 1, capacity 2, informal
    policy decree: scope guards, contracts.suspended 1, opens month 2
    policy hard: strength 0.6..0.9
    event storm: month 1, size 100, decays_over 0.01
    lifted: at 2, for 1

The indented block says who commands whom; a line that ends with a colon begins another institution, and `spans`
draws a regular tree. Then one thing a line: a number by its mechanism, one that differs by institution, a policy,
a dated event; `0.6..0.9` is drawn anew in each replicate. **Whatever is not said is switched off**: nobody is killed,
nothing is refilled, nothing leaks, all members are alike and content, everybody thinks everything over in every tick,
and a tick is a month. An act that is opened (`everybody may speak`) is worth as much as loyalty until something is
said about it.
"""

from __future__ import annotations

import json
import re
import tempfile
import textwrap
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from exitban.kernels.launch import Engine, Launcher, Settled, Size
from exitban.plan import plan_for
from exitban.scenario import Scenario, read
from exitban.scenario.shelf import shelf
from exitban.words import REASONS

AT_ONCE = 1e6
"""A rate per month at which something is certain to happen within a tick."""
CERTAIN = 100.0
"""A utility that no luck outweighs: Gumbel draws lie between -3.2 and 16.7."""

QUIET: Mapping[str, Mapping[str, float]] = {
    "members": {
        "grievance_mean": -CERTAIN,
        "grievance_spread": 0,
        "outside_option_mean": 0,
        "outside_option_spread": 0,
        "competence_spread": 0,
        "outside_option_of_the_competent": 0,
        "vulnerability_mean": 1,
        "vulnerability_spread": 0,
    },
    "ban": {"prior_blocked": 1, "prior_granted": 1, "window": 1e6, "notice": 0},
    "choice": {"reconsider": AT_ONCE, "precision": 1},
    "contracts": {"term": 0},
    "control": {"kept": 1, "threshold": 0.5, "hold": 1, "belief_in_survival": 0},
    "covert": {
        "possible": 0,
        "trust": 0,
        "prize": 0,
        "cost": 0,
        "believed_punishment": 0,
        "contagion": 0,
        "discovered": 0,
    },
    "effort": {"decay": 0, "recovery": 0},
    "exit": {"contagion": 0},
    "exposure": {"whole": 0, "window": 1e6},
    "hazards": {"natural": 0},
    "refill": {"rate": 0, "aversion": 0, "from_below": 0, "screening": 0},
    "sanctions": {"per_month": 0, "backlash": 0, "noticed": 1, "crowd_risk": 0},
    "secrets": {"leak_rate": 0, "weight": 0},
    "stress": {"damage": 0, "pressure": 0, "citizens": 0, "noise": 0},
    "voice": {
        "possible": 0,
        "gain": 0,
        "cost": 0,
        "believed_punishment": 0,
        "contagion": 0,
        "informed_by_exit": 0,
        "punished": 0,
    },
}
QUIET_POLICY: Mapping[str, float] = {
    "strength": 1,
    "asking_price": 0,
    "threat": 0,
    "announcement": 0,
    "believed_exception": 0,
}
EVERYTHING = """
    office:
    chief
      anna
        ben
        carl
      dora
        emil
    guards under office:
    captain
      frida
      gero
    people:
    hanna

    6 months of 4 ticks
    members: grievance_mean 0, grievance_spread 1.5, outside_option_spread 1, competence_spread 0.4
    members: outside_option_of_the_competent 0.3, vulnerability_spread 0.5
    guards / members: grievance_form uniform, vulnerability_form uniform
    people / exit: possible 0
    people / stress: citizens 1
    guards / contracts: term 4
    choice: reconsider 3, precision 1.2
    ban: notice 0.5, window 6
    everybody may speak
    everybody may deal
    voice: gain 0.5, cost 0.5, believed_punishment 0.3, contagion 1, informed_by_exit 0.5, punished 0.4
    covert: trust 0.4, prize 2, cost 1.5, believed_punishment 0.2, contagion 0.5, discovered 0.3
    exit: contagion 1
    exposure: whole 0.3, window 2
    effort: decay 0.3, recovery 0.2
    hazards: killed 0.02, killed_by_stress 0.05, arrested 0.02, dismissed 0.03, prosecuted 0.02, natural 0.02
    refill: rate 0.8, aversion 0.5, from_below 0.5, screening 0.4
    secrets: leak_rate 0.4, weight 0.2
    stress: damage 1, pressure 1, noise 0.3, noise_window 2
    control: kept 0.9, belief_in_survival 1
    sanctions: per_month 2, share 0.7, arrested 0.3, backlash 0.3, noticed 0.6, crowd_risk 0.5
    policy decree: formal, scope guards, strength 0.95, announcement 0.2, contracts.suspended 1, opens 2
    policy ban: strength 0.7..0.99, threat 0.5, asking_price 0.2, capacity 4, together_with decree
    policy ban: scope office guards, closes 6
    policy ban: exceptions.health_claimed 0.2, exceptions.health_accepted 0.5
    policy ban: exceptions.paid_claimed 0.2, exceptions.paid_accepted 0.5
    policy ban: exceptions.tolerated_claimed 0.2, exceptions.tolerated_accepted 0.5
    policy ban: sanctions.per_month 3, sanctions.share 0.8, sanctions.arrested 0.3
    event storm: month 2, size 0.5..2, decays_over 2
    event news: month 3, size 0.3, raises exit
"""
"""Ten posts in three institutions, and every mechanism at work: capacities and queues bind, bans open and close."""

PHRASES = {
    "nobody wants to stay": f"members: grievance_mean {CERTAIN}",
    "everybody may speak": "voice: possible 1",
    "everybody may deal": "covert: possible 1",
    "nobody reconsiders": "choice: reconsider 0",
    "nobody watches anybody": "watch: superior false, subordinates false, peers false",
}


def office(text: str, *more: str, shuffled: int | None = None) -> Scenario:
    """The scenario of a drawing; ``more`` are further lines. ``shuffled`` puts everything in another order."""
    lines = [line for line in textwrap.dedent(text).splitlines() if line.strip()]
    lines += [line for one in more for line in textwrap.dedent(one).splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "office.yaml")
        order = None if shuffled is None else Random(shuffled)
        text = json.dumps(in_order(Drawing(Path(folder), order).read(lines), order))
        path.write_text(re.sub(r'"(\d{4}-\d\d-\d\d)"', r"\1", text), encoding="utf-8")
        return read(path)


class Drawing:
    """Lines to the content of a scenario file (JSON is YAML too, once the dates have lost their quotes)."""

    def __init__(self, folder: Path, order: Random | None = None) -> None:
        self.folder, self.order = folder, order
        self.file: dict[str, Any] = {name: dict(section) for name, section in QUIET.items()}
        self.institutions: dict[str, dict[str, Any]] = {}
        self.rows: dict[str, list[tuple[str, str]]] = {}
        self.above: list[tuple[int, str]] = []
        self.policies: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.months, self.ticks = 12, 1

    def read(self, lines: Iterable[str]) -> dict[str, Any]:
        """The content of the file; tables of posts are written beside it."""
        for line in lines:
            self.line(line)
        for name, rows in self.rows.items():
            self.table(name, rows)
        for policy in self.policies.values():
            policy.setdefault("scope", {"institutions": list(self.institutions)})
        if all("weight" not in one for one in self.institutions.values()):
            posts = {name: len(self.rows.get(name, ())) or 1 for name in self.institutions}
            for name, one in self.institutions.items():
                one["weight"] = posts[name] / sum(posts.values())
        return {
            "schema_version": 1,
            "name": "office",
            "title": "An office",
            "time": {"start": "2024-01-01", "months": self.months, "ticks_per_month": self.ticks},
            "institutions": self.institutions,
            "policies": self.policies,
            "events": self.events if self.order is None else self.order.sample(self.events, len(self.events)),
            **self.file,
        }

    def line(self, line: str) -> None:
        """One line of the drawing."""
        said = PHRASES.get(line.strip(), line.strip())
        head, colon, rest = said.partition(":")
        words = head.split()
        if said.split()[-1].rstrip("s") in ("month", "tick") and said[0].isdigit():
            self.time(said)
        elif colon and not rest:
            self.institution(words)
        elif not colon:
            self.post(line, said)
        elif words[0] == "policy":
            self.policy(words[1], rest)
        elif words[0] == "lifted":
            self.lifted(rest)
        elif words[0] == "event":
            self.event(words[1], rest)
        else:
            self.numbers(head, rest)

    def time(self, said: str) -> None:
        """`3 months of 4 ticks`."""
        numbers = [int(word) for word in said.split() if word.isdigit()]
        self.months, self.ticks = numbers[0], numbers[1] if len(numbers) > 1 else 1

    def institution(self, words: list[str]) -> None:
        """`guards under office:`."""
        self.institutions[words[0]] = {"answers_to": words[2]} if len(words) > 1 else {}
        self.above = []

    def post(self, line: str, said: str) -> None:
        """A post below the last one that stands further left, or a regular tree."""
        if not self.institutions:
            self.institutions["office"] = {}
        institution = list(self.institutions)[-1]
        if said.startswith(("spans", "alone")):
            self.institutions[institution]["posts"] = {"roots": 1, "spans": [int(n) for n in said.split()[1:]]}
            return
        depth = len(line) - len(line.lstrip())
        self.above = [one for one in self.above if one[0] < depth]
        self.rows.setdefault(institution, []).append((said, self.above[-1][1] if self.above else ""))
        self.above.append((depth, said))

    def table(self, name: str, rows: list[tuple[str, str]]) -> None:
        """The posts of an institution as a CSV file."""
        rows = rows if self.order is None else self.order.sample(rows, len(rows))
        text = "".join(f"{post},{superior}\n" for post, superior in rows)
        Path(self.folder, f"{name}.csv").write_text(f"post_id,reports_to\n{text}", encoding="utf-8")
        roots = sum(1 for _, superior in rows if not superior)
        self.institutions[name]["posts"] = {"table": f"{name}.csv", "roots": roots}

    def policy(self, name: str, rest: str) -> None:
        """`policy ban: strength 1, formal, scope guards, opens month 2`."""
        policy = self.policies.setdefault(name, {"form": "informal", **QUIET_POLICY})
        for key, values in said_in(rest):
            if key in ("formal", "informal"):
                policy["form"] = key
            elif key == "scope":
                policy.setdefault("scope", {})["institutions"] = values
            elif key == "ranks":
                scope = policy.setdefault("scope", {"institutions": list(self.institutions)})
                scope["ranks"] = [int(one) for one in values]
            elif key in ("opens", "closes", "tightens"):
                policy[key] = date_of(values[-1])
            elif key in ("together_with", "like"):
                policy[key] = values if key == "together_with" else values[0]
            else:
                put(policy, key.split("."), value(values[0]))

    def event(self, name: str, rest: str) -> None:
        """`event storm: month 1, size 100, decays_over 0.01`, with `raises voice` if it is not stress."""
        event: dict[str, Any] = {"name": name, "raises": "stress"}
        for key, values in said_in(rest):
            if key == "month":
                event["date"] = date_of(values[0])
            elif key == "institutions":
                event[key] = values
            else:
                event[key] = values[0] if key == "raises" else value(values[0])
        self.events.append(event)

    def lifted(self, rest: str) -> None:
        """`lifted: at 3 7, for 2, only policy`: at the beginning of months 3 and 7, for two months."""
        said = dict(said_in(rest))
        self.file["stored_exits"] = {
            "lifted_at": [date_of(month) for month in said["at"]],
            "months": int(said["for"][0]),
            "lifts": said.get("only", ["everything"])[0],
        }

    def numbers(self, head: str, rest: str) -> None:
        """`members: grievance_mean 1` or `guards / members: grievance_mean 1`; `guards / weight: 0.5`."""
        *institution, section = (one.strip() for one in head.split("/"))
        target = self.institutions[institution[0]] if institution else self.file
        for key, values in said_in(rest):
            if values:
                put(target, [section, key], value(values[0]))
            else:
                target[section] = float(key)


def in_order(found: Any, order: Random | None) -> Any:
    """Nested mappings with their keys in another order."""
    if order is None or not isinstance(found, dict):
        return found
    keys = order.sample(list(found), len(found))
    return {key: in_order(found[key], order) for key in keys}


def said_in(rest: str) -> list[tuple[str, list[str]]]:
    """`a 1, b 2 3` -> [(a, [1]), (b, [2, 3])]."""
    return [(words[0], words[1:]) for words in (part.split() for part in rest.split(",")) if words]


def put(target: dict[str, Any], path: list[str], value: Any) -> None:
    """Set a value in nested mappings."""
    for name in path[:-1]:
        target = target.setdefault(name, {})
    target[path[-1]] = value


def value(said: str) -> Any:
    """A number, true or false, a name, or `0.2..0.8`: anything between, a different one in each replicate."""
    if said in ("true", "false"):
        return said == "true"
    if said[0].isalpha():
        return said
    low, dots, high = said.partition("..")
    return {"uniform": [float(low), float(high)], "assumption": "drawn"} if dots else float(low)


def date_of(month: str) -> str:
    """The first day of a month, counted from 1."""
    years, months = divmod(int(month) - 1, 12)
    return f"{2024 + years}-{months + 1:02d}-01"


LAUNCHER: Launcher = "python"
"""What runs an office when nothing is said; the tests of mechanisms are run with both launchers."""


@cache
def engine(launcher: Launcher = "python", keep: bool = False, settled: Settled | None = None) -> Engine:
    """The shipped mechanisms, composed once for all tests."""
    return Engine(shelf(), launcher, keep, settled)


class Days:
    """An office under one policy, a tick at a time.

    ``days["filled"]`` is an array of the engine, (posts, replicates); it may be changed between ticks, to see what
    would happen. Posts of the first institution go by their names alone. ``keep`` keeps all that is computed on the
    way, such as exposures and utilities, and is plain Python unless another launcher is named. ``settled``: what the
    composed tick may take for granted.
    """

    def __init__(
        self,
        scenario: Scenario,
        under: str = "none",
        *,
        replicates: int | range = 1,
        seed: int = 1,
        launcher: Launcher | None = None,
        keep: bool = False,
        settled: Settled | None = None,
    ) -> None:
        self.scenario, self.seed, self.tick = scenario, seed, 0
        chosen = range(replicates) if isinstance(replicates, int) else replicates
        plan = plan_for(scenario, seed, chosen)
        self.posts = [name.removeprefix(f"{next(iter(scenario.institutions))}/") for name in plan.posts.ids]
        self.engine = engine(launcher or ("python" if keep else LAUNCHER), keep, settled)
        given = plan.block(plan.under(under), slice(0, len(chosen)))
        places = (len(self.posts), len(plan.institutions), len(plan.posts.grades), len(given["opens"]))
        self.arrays = self.engine.block(given, Size(*places, scenario.time.ticks, len(chosen)))

    def __getitem__(self, name: str) -> np.ndarray[Any, Any]:
        return self.arrays[name]

    def step(self, ticks: int = 1) -> Days:
        """Let some ticks pass."""
        until = self.tick + ticks
        self.engine.run(self.arrays, range(self.tick, until), self.scenario.time.dt, self.seed)
        self.tick = until
        return self

    def to_the_end(self) -> Days:
        """Let all ticks pass."""
        return self.step(self.scenario.time.ticks - self.tick)

    def at(self, post: str) -> int:
        """Where a post stands."""
        return self.posts.index(post)

    def of(self, post: str, name: str) -> Any:
        """A value of a post in the first replicate."""
        return self[name][self.at(post), 0]

    def let(self, *posts: str, **values: float) -> Days:
        """Change what is true of some posts (of all when none is named), from the next tick on."""
        for name, value in values.items():
            self[name][[self.at(post) for post in posts] or slice(None)] = value
        return self

    def who(self, flag: str) -> set[str]:
        """The posts for which a flag holds in the first replicate."""
        return {post for post, holds in zip(self.posts, self[flag][:, 0], strict=True) if holds}

    def recorded(self, name: str) -> np.ndarray[Any, Any]:
        """What was written down, (ticks, replicates), summed over institutions; ticks to come are zero."""
        written: np.ndarray[Any, Any] = self["recorded"][self.engine.rows.index(name)].sum(axis=1)
        return written


def seen(days: Days, *names: str, ticks: int | None = None) -> dict[str, np.ndarray[Any, Any]]:
    """Arrays after every tick, stacked: (ticks, ...) by name."""
    found: dict[str, list[np.ndarray[Any, Any]]] = {name: [] for name in names}
    for _ in range(days.scenario.time.ticks - days.tick if ticks is None else ticks):
        days.step()
        for name in names:
            found[name].append(days[name].copy())
    return {name: np.stack(values) for name, values in found.items()}


def who_leaves(scenario: Scenario, under: str = "none", seed: int = 1) -> dict[int, dict[str, str]]:
    """Who leaves in which tick (counted from 1) and why, in the first replicate."""
    days = Days(scenario, under, seed=seed)
    departures = seen(days, "departure")["departure"][:, :, 0]
    told: dict[int, dict[str, str]] = {}
    for tick, posts in enumerate(departures, start=1):
        gone = {days.posts[i]: REASONS[reason] for i, reason in enumerate(posts) if reason}
        if gone:
            told[tick] = gone
    return told


def z(observed: np.ndarray[Any, Any], expected: float) -> float:
    """How many standard errors the mean of independent observations lies from what theory says."""
    return float((observed.mean() - expected) / (observed.std(ddof=1) / np.sqrt(observed.size)))


def z_of_share(successes: float, trials: float, expected: float) -> float:
    """The same for a share of independent trials, with the true standard error."""
    return float((successes / trials - expected) / np.sqrt(expected * (1 - expected) / trials))


def in_blocks_of(lanes: int) -> Callable[[int, int, int, int], list[slice]]:
    """Stands in for `exitban.estimate.blocks`: so many replicates in each."""
    return lambda posts, count, parallel, size: [slice(one, min(one + lanes, count)) for one in range(0, count, lanes)]
