"""Worlds run by plain Python and on a graphics card, or one acted out by Python, in a process of their own.

`python -m tests.kernels.cuda_cases NAME` prints as JSON the arrays that differ in a single bit, and how many were
compared. Whether a card is acted out is decided when numba is imported, by NUMBA_ENABLE_CUDASIM: hence the process.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import exitban
from exitban.engines import begin, engine_of, lean_engine
from exitban.kernels.launch import Launcher, Size
from exitban.mechanism import Above, Count, Mechanism, NoNumbers, Real, Record, Rule
from exitban.plan import plan_for
from exitban.scenario import Scenario
from tests.office import EVERYTHING, office

Arrays = dict[str, np.ndarray[Any, Any]]

CROWD = """
    spans 2 40

    6 months
    members: grievance_mean 0, grievance_spread 2, outside_option_spread 1, competence_spread 0.4
    choice: reconsider 2
    exit: contagion 3
    refill: rate 0.5
    voice: possible 1, gain 0.5, contagion 1
    policy ban: strength 0.9, capacity 3, threat 0.2
"""
"""More posts of one grade than one thread works through, and more segments than a few."""


def everything(policy: str) -> tuple[Arrays, Arrays]:
    """Every mechanism at work, to the end."""
    return both(office(EVERYTHING), policy, replicates=3, lean=False)


def both(scenario: Scenario, policy: str, replicates: int, lean: bool) -> tuple[Arrays, Arrays]:
    """All arrays after the last tick, by plain Python and from the card."""
    one, other = (after(scenario, policy, replicates, launcher, lean) for launcher in ("python", "cuda"))
    return one, other


def after(scenario: Scenario, policy: str, replicates: int, launcher: Launcher, lean: bool) -> Arrays:
    """All arrays after the last tick."""
    plan, ticks = plan_for(scenario, 1, range(replicates)), scenario.time.ticks
    given = plan.block(plan.under(policy), slice(0, replicates))
    places = (len(plan.posts.ids), len(plan.institutions), len(plan.posts.grades), len(given["opens"]))
    engine = lean_engine(plan, launcher) if lean else engine_of(scenario.mechanisms, launcher)
    block = begin(engine, given, Size(*places, ticks, replicates), (scenario.time.dt, 1))
    block.go(0, ticks // 2)
    block.go(ticks // 2, ticks)
    arrays: dict[str, Any] = block.arrays  # type: ignore[attr-defined]
    return {name: one.copy_to_host() if hasattr(one, "copy_to_host") else one for name, one in arrays.items()}


def results(scenario: Scenario, **asked: Any) -> tuple[Arrays, Arrays]:
    """All that a run gives, by plain Python and from the card."""
    one, other = (exitban.run(scenario, launcher=launcher, **asked).data for launcher in ("python", "cuda"))
    return tuple({str(name): data[name].values for name in data.data_vars} for data in (one, other))  # type: ignore


def in_small_blocks() -> tuple[Arrays, Arrays]:
    """A whole run with policies that are lifted in copies, two replicates at a time on the card."""
    from exitban.kernels.cuda import engine

    engine.MOST_LANES_ON_A_CARD = 2  # type: ignore[misc]
    return results(office(EVERYTHING, "6 months of 1 ticks", "lifted: at 3, for 2"), replicates=5)


def with_a_market() -> tuple[Arrays, Arrays]:
    """A mechanism from outside the program, whose institutions and members have luck of their own."""
    path = Path(__file__).parents[2] / "examples/paid-exit/paid-exit.yaml"
    scenario = exitban.read(path, ("time.months=4", "choice.reconsider=2", "members.grievance_mean=1"))
    return results(scenario, replicates=2, policies=["ban-with-a-market"])


def above_a_count() -> tuple[Arrays, Arrays]:
    """A law that asks for the largest count among the superiors, as a real number."""
    parts = (Rule("events", "medals", medals), Above("choice", "medals_above", "medals"), Rule("choice", "envy", envy))
    record = Record("envy", "envy", "flow", "", "Envy")
    added = Mechanism("envy", "Envy.", NoNumbers, parts, records=(record,))
    scenario = office(EVERYTHING)
    return both(dataclasses.replace(scenario, mechanisms=(*scenario.mechanisms, added)), "none", 2, lean=False)


def a_term_for_some() -> tuple[Arrays, Arrays]:
    """A term of the utility of leaving for those with a flag alone, which changes what happens."""
    own = Mechanism("own", "A pull.", NoNumbers, (Rule("choice", "utility_exit", pull, when="present"),))
    scenario = office(EVERYTHING)
    return both(dataclasses.replace(scenario, mechanisms=(*scenario.mechanisms, own)), "none", 2, lean=False)


def pull() -> Real:
    return np.float32(0.5)


def medals(luck_medals: Real) -> Count:
    return np.int32(luck_medals * np.float32(1000))


def envy(medals_above: Real, luck_medals: Real) -> Real:
    return medals_above * luck_medals + luck_medals


CASES: dict[str, Callable[[], tuple[Arrays, Arrays]]] = {
    "nothing forbidden": lambda: everything("none"),
    "a ban": lambda: everything("ban"),
    "without what is settled": lambda: both(office(EVERYTHING), "ban", 2, lean=True),
    "a crowd": lambda: both(office(CROWD), "ban", 2, lean=True),
    "a whole run": in_small_blocks,
    "a mechanism of one's own": with_a_market,
    "above a count": above_a_count,
    "a term for some": a_term_for_some,
    "nobody arrives": lambda: results(office(EVERYTHING), replicates=2, records=["stress"]),
    "a cascade": lambda: results(exitban.read("watts-2002"), replicates=2, records=["voice"]),
    "some records": lambda: results(office(CROWD), replicates=2, records=["want_out", "exits"]),
}


def main(name: str) -> None:
    """Compare the case with a name."""
    one, other = CASES[name]()
    common = sorted(one.keys() & other.keys())
    different = [array for array in common if one[array].tobytes() != other[array].tobytes()]
    sys.stdout.write(json.dumps({"compared": common, "different": different}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
