"""Which composed tick a run takes: that of the whole shelf, or one without what is settled before the run.

Both give the same bits. The whole one is compiled once for all scenarios. The lean one is faster, also to compile, but
fits one pattern of settled values; that of a scenario is the same whichever of its policies are run.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, get_args

from exitban.errors import CallError, ExitbanError, MechanismError, ScenarioError, did_you_mean
from exitban.kernels.block import Block, BlockInMemory
from exitban.kernels.cache import how_many_kept
from exitban.kernels.launch import NOT_HERE, Arrays, Engine, Launcher, OnProcessor, Settled, Size
from exitban.kernels.own_laws import faults
from exitban.mechanism import Mechanism, Record
from exitban.plan import Plan, in_threshold_limit, one_of, same_for_all
from exitban.results.whole import series_of
from exitban.scenario import Scenario, shelf
from exitban.scenario.observables import STAFFING, parts_of

if TYPE_CHECKING:
    from exitban.kernels.cuda.engine import EngineOfCard

FILLED: Final = "filled"
"""The record from which staffing is made."""
WORTH_COMPILING: Final = 40.0
"""Seconds of simulation, one thread: a lean tick saves about a third of them, and takes a dozen to compile."""
WORTH_A_LOOK: Final = 2.0
"""Seconds of simulation that are not worth finding out what is settled, if no run before has."""
FIRST_FEW: Final = 3
"""Who has compiled fewer ticks has not tried many scenarios yet: a lean one is ready sooner. Who has gets the whole."""


@lru_cache(maxsize=8)
def engine_of(mechanisms: tuple[Mechanism, ...], launcher: Launcher, settled: Settled | None = None) -> Engine:
    """The engine of some mechanisms: its machine code is loaded once, however many runs follow.

    Raises `CallError` where a graphics card is asked for and none can be had.
    """
    if launcher == "cuda":
        refuse_without_a_card(launcher)
        from exitban.kernels.cuda.engine import EngineOfCard

        return EngineOfCard(mechanisms, launcher, settled=settled)
    return Engine(mechanisms, launcher, settled=settled)


def refuse_unknown(launcher: str) -> None:
    """Raise `CallError` for a launcher that nobody knows. That for a graphics card is refused elsewhere."""
    if not (isinstance(launcher, str) and launcher == "cuda"):
        one_of("launcher", launcher, get_args(OnProcessor))


def refuse_without_a_card(launcher: Launcher) -> None:
    """Raise `CallError` where a graphics card is asked for and none can be had."""
    if launcher == "cuda":
        from exitban.kernels.cuda.card import refuse_if_there_is_none

        refuse_if_there_is_none()


def begin(engine: Engine, given: Arrays, size: Size, how: tuple[float, int]) -> Block:
    """A block of replicates before its first tick, where its launcher works on it; ``how``: (dt, seed)."""
    if engine.launcher == "cuda":
        return of_card(engine).begin(given, size, how)
    return BlockInMemory(engine, engine.block(given, size), frozenset(given), how)


def prepare_card(engine: Engine, given: Arrays, size: Size, how: tuple[float, int]) -> None:
    """Compile for the graphics card, by running one tick; ``given`` and ``size`` are of one replicate.

    Raises `CallError` where a law cannot be compiled for one.
    """
    try:
        of_card(engine).begin(given, size, how).go(0, 1)
    except ExitbanError:
        raise
    except Exception as error:
        told = f"{type(error).__name__}: {error}".strip().splitlines()[0]
        known = "numba-cuda knows plain arithmetic and exitban.maths, but neither np.sqrt nor np.floor"
        raise CallError(f"launcher: these mechanisms cannot be compiled for 'cuda' ({told}); {known}.") from error
    of_card(engine).prepared()


def blocks_on_card(engine: Engine, given: Arrays, size: Size, replicates: int, copies: bool) -> list[slice]:
    """Replicates in blocks as large as the memory of the graphics card allows; ``given`` and ``size`` are of one.

    ``copies``: whether worlds have copies that go on without their policies. Raises `TooLargeError`.
    """
    lanes = of_card(engine).lanes(given, size, copies)
    return [slice(first, min(first + lanes, replicates)) for first in range(0, replicates, lanes)]


def of_card(engine: Engine) -> EngineOfCard:
    """An engine that must be one for a graphics card. Raises `CallError` if it is not."""
    from exitban.kernels.cuda.engine import EngineOfCard

    if not isinstance(engine, EngineOfCard):
        raise CallError(NOT_HERE)
    return engine


def engine_for(
    plan: Plan, policies: Sequence[str], launcher: Launcher, records: Sequence[str] | None, work: float
) -> Engine:
    """The engine for a run of some policies; ``work``: the seconds that simulating is expected to take one thread.

    Whoever asks for some ``records`` only (None: all) always has a lean tick, which leaves the others out. Raises
    `CallError` for a record that no mechanism keeps.
    """
    cascade = is_cascade(plan, policies)
    if cascade and launcher == "cuda":
        launcher = "cpu"
    if records is not None:
        return lean_engine(plan, launcher, [*records, *laid_beside(plan)])
    if launcher == "cuda":
        return lean_engine(plan, launcher)
    whole = engine_of(plan.scenario.mechanisms, launcher)
    if launcher == "python" or cascade:
        return whole
    lean = lean_engine(plan, launcher)
    if not lean.is_loaded and work < WORTH_A_LOOK and whole.is_at_hand:
        return whole
    if work > WORTH_COMPILING or lean.is_at_hand:
        return lean  # before the whole one is even written
    return lean if not whole.is_at_hand and how_many_kept() < FIRST_FEW else whole


def lean_engine(
    plan: Plan, launcher: Launcher, records: Sequence[str] | None = None, moved: Collection[str] = ()
) -> Engine:
    """The engine without what is settled, for any values of the numbers with the paths ``moved``.

    Raises `CallError` for a record that no mechanism keeps.
    """
    mechanisms = plan.scenario.mechanisms
    values = {name: value.item() for name, value in same_for_all(plan, moved).items()}
    stated = sorted({one.state for one in plan.scenario.at_start})
    known = [record for mechanism in mechanisms for record in mechanism.records]
    recorded = None if records is None else with_bases(records, known)
    return engine_of(mechanisms, launcher, Settled(tuple(sorted(values.items())), tuple(stated), recorded))


def refuse_unfit_mechanisms(scenario: Scenario) -> None:
    """Compose the tick of a scenario with mechanisms of its own, and compile each of their laws by itself.

    Nothing is done where it has none. Raises `ScenarioError` with every fault.
    """
    if len(scenario.mechanisms) == len(shelf()):
        return
    engine = engine_of(scenario.mechanisms, "cpu")
    try:
        engine.composed  # noqa: B018 - composing tells what does not fit; no assertion, for -O takes those out
        found = [fault.problem for fault in faults(engine.wiring)]
    except MechanismError as error:
        found = [error.problem]
    if found:
        raise ScenarioError(found)


def is_cascade(plan: Plan, policies: Sequence[str]) -> bool:
    """Whether a run takes the way of threshold cascades, which knows the whole tick."""
    return any(in_threshold_limit(plan, plan.under(policy)) for policy in policies)


def laid_beside(plan: Plan) -> list[str]:
    """The series beside which observed values are laid, and those from which stored exits are made."""
    observed = [part for one in plan.scenario.observed.values() for part in parts_of(one.quantity)]
    return [*observed, *(["exits"] if plan.scenario.lifting else [])]


def with_bases(names: Sequence[str], known: Sequence[Record]) -> tuple[str, ...]:
    """The records in which some series stand, and those by which means are divided, in the order of the shelf.

    Raises `CallError` for a series that no mechanism records.
    """
    stands_in = {series.name: record for record in known for series in series_of([record])}
    stands_in |= {record.name: record for record in known}
    found: set[str] = set()
    for name in (FILLED if name == STAFFING else name for name in names):
        if name not in stands_in:
            raise CallError(f"records: nothing is recorded as '{name}'.{did_you_mean(name, stands_in)}")
        record = stands_in[name]
        found |= {record.name, record.kind.removeprefix("mean_of:")}
    return tuple(record.name for record in known if record.name in found)
