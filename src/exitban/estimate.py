"""How much memory and time a run will take: said before it starts, and refused where it cannot fit.

Memory is counted from the arrays that a run makes: blocks of replicates (one per thread), what one policy writes down
(kept until it has been gathered), and the data of the result, which stand twice while they are put together. What is
not counted but measured is the interpreter with its compiler. The estimate is a bound: the peak stays below it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, get_args

from exitban.errors import CallError, TooLargeError, as_given, did_you_mean
from exitban.kernels.launch import LAUNCHERS, MOST_LANES_ON_A_CARD, Engine, Launcher, Size
from exitban.plan import Replicates, in_threads, listed, numbered, one_of, plan_for
from exitban.scenario import Scenario, memory
from exitban.scenario.counts import counted

LANES: Final = 32
"""Replicates in a block, at least, where there are as many: enough to fill vector registers."""
MOST_LANES: Final = 128
"""More bring nothing: sweeps then spend their time on members, not on finding rows of posts, and leave the cache."""
USUAL_LANES: Final = 64
"""As many in a large organisation: the last twentieth of the time is not worth twice the memory."""
BYTES_OF_A_LONG_BLOCK: Final = 64_000_000
"""What the members of a block may take that is longer than usual."""
FEWEST_LANES: Final = 8
"""What a huge organisation has at least."""
SIDE_BY_SIDE: Final = 16
"""The lanes of a vector, or of two; 8 that are left over take as long as 16."""
BYTES_OF_A_BLOCK: Final = 600_000_000
"""What the members of a block may take, at most."""
BYTES_OF_A_MEMBER: Final = 150
"""With the whole shelf at work, in one replicate."""

BASE: Final = 640_000_000
"""Interpreter, libraries and compiler at their peak: measured up to 0.62 GB, and 0.22 GB when nothing is compiled."""
BYTES_PER_POST: Final = 400
BYTES_PER_EDGE: Final = 40
"""A post and a pair of the watch network with the copies made on the way: measured 300 and 25."""
STATISTICS: Final = 6
"""The series of institutions are kept as a mean and five quantiles."""

SECONDS_PER_MEMBER_TICK: Final = 30e-9
"""One member, one tick, one replicate, one thread: 21 to 42 measured on the bundled scenario, 20 pairs per post."""
SECONDS_ON_A_CARD: Final = 1e-9
"""The same on a graphics card: an NVIDIA H200 takes .2 to 1.5 ns with 4,096 to 250 replicates (RESULTS.md)."""
SECONDS_TO_START: Final = 2.0

STATUS: Final = Path("/proc/self/status")

Keep = Literal["summary", "everything"]


@dataclass(frozen=True)
class Estimate:
    """What a run is expected to take.

    ``memory_bytes`` is a bound on the peak of the process, ``seconds`` a guess that leaves compiling out, ``work`` the
    seconds of simulating alone if one thread did it. ``parts``: bytes by what they are for; ``by_replicate``: how many
    of them each further replicate adds.
    """

    memory_bytes: int
    seconds: float
    posts: int
    ticks: int
    replicates: int = 0
    work: float = 0.0
    by_replicate: float = 0.0
    parts: dict[str, int] = field(default_factory=dict)

    def words(self) -> str:
        """The estimate in a line."""
        return f"{self.size()}: up to {memory.in_words(self.memory_bytes)} of memory, about {duration(self.seconds)}"

    def size(self) -> str:
        """What is to be simulated."""
        worlds = counted(self.replicates, "replicate")
        return f"{counted(self.posts, 'post')} over {counted(self.ticks, 'tick')} in {worlds}"


def estimate(
    scenario: Scenario,
    replicates: Replicates = 1000,
    policies: Sequence[str] | str | None = None,
    threads: int | None = None,
    keep: Keep = "summary",
    launcher: Launcher = "cpu",
) -> Estimate:
    """Count what a run with these arguments of `exitban.run` will take. Nothing is simulated or compiled.

    The memory of a graphics card is not in it: a run takes as many replicates at a time as fit there.

    Raises `CallError` for a policy that is not known and for whatever else `exitban.run` does not take.
    """
    if not isinstance(scenario, Scenario):
        raise CallError(f"scenario: found {as_given(scenario)}; allowed: a scenario, as `exitban.read` gives it.")
    one_of("keep", keep, get_args(Keep))
    one_of("launcher", launcher, LAUNCHERS)
    threads = in_threads(threads)
    asked = Call(scenario, listed("policies", policies) or scenario.compare, keep == "everything", launcher)
    for name in set(asked.policies) - set(scenario.policies):
        raise CallError(f"policy: {scenario.name} has no policy '{name}'.{did_you_mean(name, scenario.policies)}")
    count = len(numbered(replicates))
    parallel = 1 if launcher == "cuda" else at_once(count, threads)
    parts = asked.parts(count, parallel)
    more = sum(asked.parts(count + 1000, parallel).values()) - sum(parts.values())
    posts, ticks = len(scenario.organisation()), scenario.time.ticks
    simulated = ticks + sum(window.stop - window.start for window in asked.windows)
    each = SECONDS_ON_A_CARD if launcher == "cuda" else SECONDS_PER_MEMBER_TICK
    work = posts * simulated * count * len(asked.policies) * each
    seconds = SECONDS_TO_START + work / min(parallel, os.cpu_count() or 1)
    return Estimate(sum(parts.values()), seconds, posts, ticks, count, work, more / 1000, parts)


def blocks(posts: int, replicates: int, parallel: int, bytes_of_a_member: int = BYTES_OF_A_MEMBER) -> list[slice]:
    """Replicates in blocks of equal length, as long as pays and no longer than leaves work for every thread."""
    lane = max(posts * bytes_of_a_member, 1)
    most = MOST_LANES if MOST_LANES * lane <= BYTES_OF_A_LONG_BLOCK else USUAL_LANES
    fitting = max(FEWEST_LANES, min(most, BYTES_OF_A_BLOCK // lane))
    whole = SIDE_BY_SIDE if fitting >= SIDE_BY_SIDE else FEWEST_LANES
    rounds = -(-replicates // (parallel * (fitting // whole * whole)))
    lanes = -(-replicates // (parallel * rounds * whole)) * whole
    return [slice(first, min(first + lanes, replicates)) for first in range(0, replicates, lanes)]


def at_once(replicates: int, threads: int | None) -> int:
    """How many blocks are worked on at the same time."""
    return max(1, min(threads or os.cpu_count() or 1, -(-replicates // LANES)))


@dataclass(frozen=True)
class Call:
    """What is asked of a run."""

    scenario: Scenario
    policies: tuple[str, ...]
    everything: bool
    launcher: Launcher = "cpu"

    def parts(self, replicates: int, parallel: int) -> dict[str, int]:
        """Bytes by what they are for."""
        ticks, institutions = self.scenario.time.ticks, len(self.scenario.institutions)
        engine = Engine(self.scenario.mechanisms)
        cells = ticks * replicates * 4
        recorded = (len(engine.rows) * institutions + len(engine.world_rows)) * cells
        kept = replicates if self.everything else STATISTICS
        data = (len(engine.rows) + 1) * len(self.policies) * (cells + ticks * institutions * kept * 4)
        data += len(self.scenario.observed) * len(self.policies) * cells
        early = recorded // replicates * self.lanes(replicates, parallel) * 2 * parallel
        while_gathering = recorded + early + 4 * institutions * cells + self.by_grade(engine) * (parallel + 3)
        return {
            "interpreter and compiler": BASE,
            "posts": self.posts(),
            "blocks": self.blocks(replicates, parallel),
            "numbers": self.numbers() * replicates,
            "records": while_gathering,
            "data": data + max(0, data - while_gathering),
            "branches": len(self.windows) * len(self.policies) * (institutions + 3) * replicates * 4 * 2,
        }

    def blocks(self, replicates: int, parallel: int) -> int:
        """The arrays of blocks. A card has them in its own memory, but for what is stated of first members; what cannot
        be done there is done here."""
        held = self.lane * lanes_of(self.scenario, replicates, parallel) * parallel * (2 if self.windows else 1)
        if self.launcher == "cuda":
            stated = len(self.scenario.at_start) * len(self.scenario.organisation()) * 4 * 3
            return max(held, stated * self.lanes(replicates, parallel))
        return held

    def lanes(self, replicates: int, parallel: int) -> int:
        """Replicates in the largest block."""
        if self.launcher == "cuda":
            return min(replicates, MOST_LANES_ON_A_CARD)
        return lanes_of(self.scenario, replicates, parallel)

    @property
    def windows(self) -> list[slice]:
        """The ticks for which a copy of every world is followed."""
        return self.scenario.lifting.windows if self.scenario.lifting else []

    def posts(self) -> int:
        """The organisation and its plan."""
        organisation = self.scenario.organisation()
        return len(organisation) * BYTES_PER_POST + len(organisation.watches) * BYTES_PER_EDGE

    @cached_property
    def lane(self) -> int:
        """What one replicate adds to the arrays of a block."""
        plan = plan_for(self.scenario, 0, range(1))
        given = plan.under(max(self.policies, key=lambda name: len(plan.policies_in_force(name))))
        posts = (len(plan.posts.ids), len(plan.institutions), len(plan.posts.grades))
        size = Size(*posts, len(given["opens"]), self.scenario.time.ticks, 1)
        arrays = Engine(self.scenario.mechanisms).block(given, size)
        return sum(one.nbytes for name, one in arrays.items() if name not in (*plan.shared, "recorded_of_grade"))

    def by_grade(self, engine: Engine) -> int:
        """What is written down by institution and rank, summed over replicates: by block, in all, and as shares."""
        organisation = self.scenario.organisation()
        grades = set(zip(organisation.institution, organisation.rank, strict=True))
        return len(engine.rows) * self.scenario.time.ticks * len(grades) * 8

    def numbers(self) -> int:
        """Draws, and numbers as columns, of one replicate."""
        drawn = len(self.scenario.quantities) * 8 * 4
        columns = sum(len(one.facts()) for one in self.scenario.mechanisms) * len(self.scenario.institutions) * 4
        return drawn + 2 * columns


def lanes_of(scenario: Scenario, replicates: int, parallel: int) -> int:
    """Replicates in the largest block of a processor."""
    return int(max(one.stop - one.start for one in blocks(len(scenario.organisation()), replicates, parallel)))


def refuse_too_large(expected: Estimate) -> None:
    """Refuse a run that does not fit, and say what to lower. Raises `TooLargeError`."""
    free = memory.available()
    if free is None or expected.memory_bytes <= free:
        return
    raise TooLargeError(
        f"This run does not fit in memory: {expected.size()} may need {memory.in_words(expected.memory_bytes)}, and "
        f"{memory.in_words(free)} are available. {what_to_lower(expected, free)}"
    )


def what_to_lower(expected: Estimate, free: int) -> str:
    """What helps most comes first."""
    parts = expected.parts
    gains = {
        f"replicates{fitting(expected, free)}": expected.by_replicate * expected.replicates,
        "time.months of the scenario": parts["records"] + parts["data"],
        "the posts of its institutions": parts["posts"] + parts["blocks"],
        "threads": parts["blocks"],
    }
    first, *others = sorted(gains, key=lambda name: -gains[name])
    return f"Lower {first}, or else {', '.join(others[:-1])} or {others[-1]}."


def fitting(expected: Estimate, free: int) -> str:
    """How many replicates would fit, in words and rounded down; nothing where not even one does."""
    alone = expected.memory_bytes - expected.by_replicate * expected.replicates
    most = int((free - alone) / max(expected.by_replicate, 1.0))
    if most < 1:
        return ""
    step = 10 ** max(0, len(str(most)) - 2)
    return f" (about {most // step * step:,} would fit)"


def peak_memory() -> int:
    """The most memory that this process has held so far, in bytes; 0 where the system does not say."""
    try:
        lines = STATUS.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024
    except (OSError, StopIteration):
        return _peak_of_usage()


def _peak_of_usage() -> int:
    """The same where there is no /proc. Where there is, this would count what the parent held when it forked."""
    try:
        from resource import RUSAGE_SELF, getrusage
    except ImportError:
        return 0
    return int(getrusage(RUSAGE_SELF).ru_maxrss) * (1 if sys.platform == "darwin" else 1024)


def duration(seconds: float) -> str:
    """A length of time as a person says it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
