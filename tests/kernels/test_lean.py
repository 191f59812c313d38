"""A tick without what is settled gives the same records as the whole one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import exitban
from exitban.engines import engine_for, engine_of, lean_engine
from exitban.errors import CallError
from exitban.kernels.launch import Engine, Launcher, Settled, wired, written
from exitban.kernels.lean import lean
from exitban.kernels.parts import reads
from exitban.kernels.wiring import Wiring
from exitban.mechanism import Flag, Mechanism, NoNumbers, NumberFacts, Real, Record, Rule, State
from exitban.plan import plan_for, same_for_all
from exitban.scenario.shelf import shelf
from tests.office import EVERYTHING, Days, office

CHOICE = {"reconsiders", "might_act", "chosen", "attempts"}
CONTAGION = """
    crew:
    a
    b
    c
    d

    8 months
    exit: contagion 2
    exposure: window 0.000001
    members: grievance_mean -2
"""


def can_be_nothing(facts: NumberFacts) -> bool:
    """It may be 0, also where no policy governs."""
    return facts.low <= 0 <= facts.high and facts.neutral in (None, 0) and not facts.alike


NUMBERS = sorted(name for name, facts in wired(shelf()).numbers.items() if can_be_nothing(facts))


def at_nothing(names: set[str], launcher: Launcher, lean: bool) -> Days:
    """An office in which some numbers are 0, under its ban, with or without taking that for granted."""
    settled = Settled(tuple((name, 0.0) for name in sorted(names)), ("covert", "speaking"))
    days = Days(office(EVERYTHING), "ban", replicates=4, launcher=launcher, settled=settled if lean else None)
    for name in names:
        days.let(**{name: 0.0})
    return days.to_the_end()


def agree(lean: Days, whole: Days) -> None:
    """The records of two runs, to the bit."""
    for name in ("recorded", "recorded_world", "recorded_of_grade"):
        assert np.array_equal(lean[name], whole[name], equal_nan=True)


@settings(max_examples=12)
@given(st.sets(st.sampled_from(NUMBERS), min_size=1))
def test_whatever_is_switched_off_the_records_stay(names: set[str]) -> None:
    agree(at_nothing(names, "python", lean=True), at_nothing(names, "python", lean=False))


def settled_in(drawing: str, records: tuple[str, ...] | None = None) -> Settled:
    """What a run of an office without policies takes for granted."""
    values = {name: value.item() for name, value in same_for_all(plan_for(office(drawing), 1, range(2))).items()}
    return Settled(tuple(sorted(values.items())), (), records)


def test_the_compiler_agrees() -> None:
    """Everybody reconsiders at once here, so all are worked out side by side."""
    lean = Days(office(CONTAGION), replicates=20, launcher="cpu", settled=settled_in(CONTAGION)).to_the_end()
    whole = Days(office(CONTAGION), replicates=20, launcher="python").to_the_end()
    agree(lean, whole)
    assert 0 < lean.recorded("filled")[-1].sum() < 80


def left_of(drawing: str, *records: str) -> Wiring:
    """What is left when only some things are recorded."""
    return wired(shelf(), settled_in(drawing, records))


def test_of_plain_contagion_little_is_left() -> None:
    """Who is there, who left by choice and who is seen to have: the rest follows from numbers that are nothing."""
    left = left_of(CONTAGION, "filled")
    assert {state.name for state in left.states} == {"filled", "left_openly", "visible_exit"}
    laws = {part.law.__name__ for part in left.parts["choice"] if isinstance(part, Rule)}
    assert laws == {*CHOICE, "exposure_exit", "term_wish", "term_contagion"}
    assert not [name for rule in left.parts["choice"] for name in reads(rule) if name.startswith("luck_covert")]


def low(filled: Flag) -> Real:
    return np.float32(0.0) if filled else np.float32(0.5)


def as_it_is(mood: Real) -> Real:
    return mood


@pytest.mark.parametrize(("arrival", "kept"), [(None, False), (1.0, True)])
def test_what_every_tick_makes_anew_is_no_state_unless_new_holders_begin_with_it(
    arrival: float | None, kept: bool
) -> None:
    """A newcomer's mood is that of an arrival until the next tick, and it is looked at before that."""
    mood = Mechanism(
        "mood",
        "A law.",
        NoNumbers,
        parts=(Rule("involuntary", "mood", low), Rule("control", "mood_now", as_it_is)),
        states=(State("mood", np.float32, arrival),),
        records=(Record("mood", of="mood_now", kind="flow", unit="1", title="mood"),),
    )
    left = lean(Wiring((*shelf(), mood)), {}, (), ("mood",))
    assert ("mood" in {state.name for state in left.states}) == kept


def test_where_nobody_can_leave_or_act_nothing_is_left() -> None:
    left = left_of(CONTAGION + "    exit: possible 0", "attempts", "blocked", "covert")
    assert left.silent == {"attempts", "blocked", "covert"}
    assert not any(left.parts.values())


def test_what_is_recorded_alone_is_what_is_recorded_with_all_else() -> None:
    scenario = office(EVERYTHING)
    everything = exitban.run(scenario, replicates=6, launcher="python").data
    some = exitban.run(scenario, replicates=6, launcher="python", records=["want_out", "exits_killed"]).data
    assert "control" not in some and "control" in everything
    for name in ("want_out", "has_exit", "exits_killed", "rank_want_out", "institution_exits_killed"):
        assert np.array_equal(some[name], everything[name], equal_nan=True)


RECORDS = [record.name for mechanism in shelf() for record in mechanism.records]
SMALL = {
    "command-tree": {"time.months": 3},
    "kuran-1989": {},
    "watts-2002": {"time.months": 2, "institutions.*.posts.roots": 40},
    "competing-risks": {"time.months": 2, "institutions.*.posts.roots": 20},
}


def small(name: str) -> exitban.Scenario:
    """A bundled model with few posts and ticks."""
    scenario = exitban.read(name)
    (where,) = scenario.institutions
    return exitban.read(name, {path.replace("*", where): value for path, value in SMALL[name].items()})


@pytest.mark.parametrize("name", SMALL)
def test_each_record_alone_is_what_it_is_with_all_else(name: str) -> None:
    """Also where nothing of the members is recorded, so that nobody need arrive, and where only voice ever changes."""
    scenario = small(name)
    everything = exitban.run(scenario, replicates=2, launcher="python").data
    for record in RECORDS:
        alone = exitban.run(scenario, replicates=2, launcher="python", records=[record]).data
        assert any(record in str(series) for series in alone.data_vars)
        for series in alone.data_vars:
            assert np.array_equal(alone[series], everything[series], equal_nan=True), (record, series)


def test_each_record_alone_is_the_same_compiled() -> None:
    scenario = small("command-tree")
    everything = exitban.run(scenario, replicates=2, launcher="python").data
    for record in ("want_out", "stress"):
        alone = exitban.run(scenario, replicates=2, records=[record]).data
        assert np.array_equal(alone[record], everything[record], equal_nan=True)


def test_staffing_is_made_from_the_posts_filled_and_control_brings_its_loss() -> None:
    data = exitban.run(office(CONTAGION), replicates=2, launcher="python", records=["staffing", "control"]).data
    assert {"staffing", "filled", "control", "lost_at", "control_min"} <= set(data)
    assert "known_blocked_by_report" not in data


def test_a_short_run_takes_the_tick_that_an_earlier_run_has_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise it takes the whole one, which fits every scenario, if that has been compiled."""
    monkeypatch.setattr(Engine, "is_at_hand", property(lambda engine: engine.settled is None or engine.is_loaded))
    engine_of.cache_clear()
    plan = plan_for(office(CONTAGION), 1, range(3))
    assert engine_for(plan, ["none"], "cpu", None, work=0.1).settled is None
    loaded = lean_engine(plan, "cpu")
    assert loaded.steps
    assert engine_for(plan, ["none"], "cpu", None, work=0.1) is loaded


def test_a_record_that_nobody_keeps_is_refused() -> None:
    with pytest.raises(CallError, match=r"records: nothing is recorded as 'wants_out'\. Did you mean 'want_out'\?"):
        exitban.run(office(CONTAGION), replicates=2, launcher="python", records=["wants_out"])


@pytest.mark.parametrize("name", ["command-tree", "competing-risks"])
def test_where_no_state_is_left_that_an_arrival_begins_the_tick_is_still_python(name: str) -> None:
    plan = plan_for(exitban.read(name), 1, range(2))
    values = {one: value.item() for one, value in same_for_all(plan).items()}
    settled = Settled(tuple(sorted(values.items())), ())
    compile(written(plan.scenario.mechanisms, settled, keep=False).text, name, "exec")
