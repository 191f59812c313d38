"""Rules are wired by the names of their arguments; what does not fit is told, never guessed."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

import exitban
from exitban.engines import lean_engine
from exitban.errors import MechanismError
from exitban.kernels.launch import Engine, Launcher, Size
from exitban.kernels.parts import Part
from exitban.kernels.passes import passes
from exitban.kernels.recording import tallies
from exitban.kernels.stretches import stretches
from exitban.kernels.wiring import Wiring
from exitban.kernels.writing import compose
from exitban.mechanism import Count, Flag, Mechanism, NoNumbers, Real, Record, Rule, State, Watched, number
from exitban.plan import plan_for
from exitban.scenario.shelf import shelf
from tests.office import EVERYTHING, Days, engine, office


def mechanism(name: str, *parts: Part, states: tuple[State, ...] = ()) -> Mechanism:
    return Mechanism(name, "A law.", NoNumbers, parts, states)


def constant() -> Real:
    return np.float32(1)


def of_twilight(twilight: Real) -> Real:
    return twilight


def of_dawn(dawn: Real) -> Real:
    return dawn


def unannotated(effort):  # type: ignore[no-untyped-def]
    return effort


def lucky(luck_noise: Real) -> Real:
    return luck_noise


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((Rule("choyce", "dusk", constant),), "there is no stage 'choyce'.* Did you mean 'choice'"),
        ((Rule("choice", "dusk", of_twilight),), "nothing is called 'twilight' here"),
        ((Rule("choice", "dusk", constant), Rule("choice", "dusk", constant)), "two rules of one stage give 'dusk'"),
        ((Rule("choice", "dawn", of_twilight), Rule("choice", "twilight", of_dawn)), "wait for each other: dawn, twi"),
        ((Rule("choice", "dusk", unannotated),), "annotate"),
        ((Rule("choice", ("dusk", "dawn"), constant),), "gives dusk, dawn but is annotated"),
        ((Rule("choice", "dusk", lucky, level="policy"),), "only members and institutions have luck"),
    ],
)
def test_what_does_not_fit_is_told(parts: tuple[Part, ...], told: str) -> None:
    with pytest.raises(MechanismError, match=re.compile(told, re.IGNORECASE)):
        compose(Wiring((*shelf(), mechanism("own", *parts))))


def pull() -> Real:
    return np.float32(0.5)


@pytest.mark.parametrize("often", [False, True])
def test_a_term_for_some_is_added_to_what_all_have(often: bool) -> None:
    """Not put in its place, wherever in the stage it is worked out."""
    terms = (Rule("choice", "utility_exit", pull, "present", often=often), Rule("choice", "utility_exit", constant))
    found = []
    for own in ((), terms):
        days = Days(office(EVERYTHING), "ban", replicates=20, keep=True)
        days.engine = Engine((*shelf(), mechanism("own", *own)), "python", keep=True)
        found.append(days.step())
    more = found[1]["utility_exit"] - found[0]["utility_exit"]
    assert not found[1]["present"].all()
    np.testing.assert_allclose(more, np.where(found[1]["present"], 1.5, 1.0), rtol=0, atol=1e-5)


def test_a_near_miss_gets_a_hint() -> None:
    def of_griveance(griveance: Real) -> Real:
        return griveance

    with pytest.raises(MechanismError, match="Did you mean 'grievance'"):
        compose(Wiring((*shelf(), mechanism("own", Rule("choice", "dusk", of_griveance)))))


def test_within_a_stage_everybody_reads_the_state_as_it_was() -> None:
    """Whatever the order in which mechanisms are put on the shelf."""
    for order in (shelf(), tuple(reversed(shelf()))):
        wiring = Wiring(order)
        parts = [part for part in wiring.member_parts("aftermath") if isinstance(part, Rule)]
        names = [part.names[0] for part in parts]
        assert names.index("noticed_blocked") < names.index("belief_blocked")
        parts = [part for part in wiring.member_parts("secrets") if isinstance(part, Rule)]
        names = [part.names[0] for part in parts]
        assert names.index("leaked_attempt") < names.index("hidden_attempts")
        assert names.index("leaked_deal") < names.index("hidden_deals")
        assert names.index("has_secrets") < names.index("filled")


def test_every_array_of_the_tick_can_be_made() -> None:
    composed = engine().composed
    steps = {step.name: step for step in (*composed.steps, *composed.first)}.values()
    assert all(step.arrays for step in steps)
    helpers = sum(line.startswith("def ") for step in steps for line in step.helpers)
    assert composed.text.count("\ndef ") == len(steps) + helpers


def test_what_is_added_up_in_a_sweep_begins_at_nothing() -> None:
    """Also where it is added up for few, within a stretch for others."""
    composed = lean_engine(plan_for(exitban.read("resignation-ban-2023"), 1, range(2)), "python").composed
    added = {step.name: set(re.findall(r"(\w+_sum\w*)\[.*\] \+=", "\n".join(step.lines))) for step in composed.steps}
    assert {name for names in added.values() for name in names} >= {"attempts_sum_of_grades", "leaked_attempt_sum"}
    for step in composed.steps:
        assert added[step.name] == set(re.findall(r"collect.clear\((\w+_sum\w*)\)", "\n".join(step.lines)))


def noon() -> Flag:
    return np.bool_(True)


def shadow(noon: Flag) -> Flag:
    return noon


def of_shadow(shadow: Flag) -> Flag:
    return shadow


def of_rest(shadow: Flag, rest: Flag) -> Flag:
    return shadow & rest


def layout(*rules: Rule) -> list[tuple[str | None, list[str | None]]]:
    """The flags of the stretches of a stage, and of those within them, given some rules under flags."""
    wiring = Wiring((mechanism("own", *rules),))
    (one,) = (each for each in passes(wiring) if "choice" in each.stages)
    return [(each.flag, [inner.flag for inner in each.all()][1:]) for each in stretches(one, (), wiring)]


def test_a_flag_that_few_can_have_is_asked_only_of_those_few() -> None:
    noon_rule, shadow_rule = Rule("choice", "noon", noon), Rule("choice", "shadow", shadow, when="noon")
    rest_rule = Rule("choice", "rest", of_shadow, when="shadow")
    assert layout(noon_rule, shadow_rule, rest_rule) == [(None, []), ("noon", ["shadow"])]
    again = Rule("choice", "dawn", of_rest, when="noon")
    assert layout(noon_rule, shadow_rule, rest_rule, again) == [(None, []), ("noon", ["shadow", "noon"])]


def test_what_has_to_wait_for_a_rule_in_between_stands_apart() -> None:
    """``dusk`` asks for ``rest``, which is given to everybody after those at ``noon`` have their shadow."""
    rules = (
        Rule("choice", "noon", noon),
        Rule("choice", "shadow", shadow, when="noon"),
        Rule("choice", "rest", of_shadow),
        Rule("choice", "dusk", of_rest, when="shadow"),
    )
    assert layout(*rules) == [(None, []), ("noon", []), (None, []), ("shadow", [])]


def added_in(wanted: str, *rules: Rule, kind: str = "flow") -> str | None:
    """The flag of the stretch in which the tally of a name is taken."""
    wiring = Wiring((dataclasses.replace(mechanism("own", *rules), records=(record(wanted, kind),)),))
    (one,) = (each for each in passes(wiring) if "choice" in each.stages)
    every = [inner for each in stretches(one, tallies(wiring.records), wiring) for inner in each.all()]
    (found,) = (each.flag for each in every if each.tallies)
    return found


def test_what_is_given_once_is_counted_there_and_what_is_given_again_last() -> None:
    noon_rule = Rule("choice", "noon", noon)
    under_flag = Rule("choice", "shadow", shadow, when="noon")
    assert added_in("shadow", noon_rule, under_flag) == "noon"
    assert added_in("shadow", noon_rule, Rule("perception", "shadow", noon), under_flag) is None
    assert added_in("shadow", noon_rule, under_flag, kind="by_reason") is None, "a row by what it is, not by the flag"


def test_a_flag_that_is_changed_under_itself_is_asked_again() -> None:
    states = (State("awake", np.bool_),)
    rules = (
        Rule("perception", "awake", noon, when="awake"),
        Rule("choice", "awake", noon, when="awake"),
    )
    wiring = Wiring((mechanism("own", *rules, states=states),))
    (one,) = (each for each in passes(wiring) if "choice" in each.stages)
    (outer,) = stretches(one, (), wiring)
    (inner,) = outer.within
    assert (outer.flag, inner.flag, outer.asks(inner)) == ("awake", "awake", True)
    functions = re.findall(r"^def (\w+)", compose(wiring).text, re.MULTILINE)
    assert len(functions) == len(set(functions))


def of_root(root: Flag) -> Flag:
    return root


def seven() -> Count:
    return np.int32(7)


def half() -> Real:
    return np.float32(0.5)


def as_it_is(weather: Count) -> Count:
    return weather


def counted(mechanism: Mechanism, launcher: Launcher = "python") -> list[float]:
    """What a mechanism records in the first tick, of two posts the first of which is a root."""
    here = State("here", np.bool_, arrival=1.0)
    engine = Engine((dataclasses.replace(mechanism, states=(here, *mechanism.states)),), launcher)
    given = {**given_for(posts=2, replicates=1), "root": np.array([True, False])}
    arrays = engine.block(given, Size(2, 1, 1, 1, 1, 1))
    engine.run(arrays, range(1), 1.0, 1)
    found: list[float] = arrays["recorded"][:, 0, 0, 0].tolist()
    return found


def record(of: str, kind: str = "flow") -> Record:
    return Record(of, of=of, kind=kind, unit="1", title=of)


def test_a_lasting_flag_is_asked_of_everybody_whoever_gets_it_in_the_tick() -> None:
    """Both are awake since they came; that the root is told to be once more changes nothing."""
    rules = (
        Rule("perception", "stirs", of_root),
        Rule("perception", "awake", noon, when="stirs"),
        Rule("choice", "dusk", noon, when="awake"),
    )
    own = mechanism("own", *rules, states=(State("awake", np.bool_, arrival=1.0),))
    assert counted(dataclasses.replace(own, records=(record("dusk"),))) == [2]


def test_what_is_given_twice_under_flags_is_nothing_for_those_with_neither() -> None:
    """The root has a shadow from the first rule; the other post, whose turn comes next, has none to look at."""
    rules = (
        Rule("perception", "stirs", of_root),
        Rule("perception", "lantern", noon),
        Rule("perception", "shadow", noon, when="stirs"),
        Rule("choice", "mood", of_shadow, when="lantern"),
        Rule("attempt", "shadow", noon, when="lantern"),
    )
    assert counted(dataclasses.replace(mechanism("own", *rules), records=(record("mood"),))) == [1]


def test_what_is_given_before_the_first_tick_is_counted_in_every_tick() -> None:
    rules = (Rule("start", "shadow", noon, when="here"), Rule("control", "dusk", of_shadow))
    assert counted(dataclasses.replace(mechanism("own", *rules), records=(record("shadow"),))) == [2]


@pytest.mark.parametrize("launcher", ["python", "cpu"])
def test_levels_of_any_kind_are_written_down(launcher: Launcher) -> None:
    rules = (
        Rule("events", "weather", seven, level="institution"),
        Rule("events", "light", half, level="institution"),
        Rule("choice", "rain", as_it_is),
    )
    records = (record("weather", "level"), record("light", "level"), record("rain"))
    assert counted(dataclasses.replace(mechanism("own", *rules), records=records), launcher) == [7, 0.5, 14]


@pytest.mark.parametrize("is_recorded", [False, True])
def test_what_is_known_only_after_a_sweep_is_not_counted_in_it(is_recorded: bool) -> None:
    parts = (
        Rule("aftermath", "shadow", noon),
        Watched("aftermath", "seen", of="shadow", told="told"),
        Rule("control", "dusk", noon),
    )
    own = dataclasses.replace(mechanism("own", *parts), records=(record("seen" if is_recorded else "dusk"),))
    assert any({"aftermath", "control"} <= set(one.stages) for one in passes(Wiring((own,)))) is not is_recorded


def test_nothing_runs_in_the_sweep_after_which_members_move_up() -> None:
    """Or a rule would see the one who was there before, whatever it asks for."""
    own = mechanism("own", Rule("promotion", "dusk", of_effort))
    (moving,) = (one for one in passes(Wiring((*shelf(), own))) if one.moves)
    assert moving.stages[-1] == "refill"


def of_effort(effort: Real) -> Real:
    return effort


@dataclasses.dataclass(frozen=True)
class Patience:
    """A number of a mechanism that stands alone."""

    lost: float = number(0.25, unit="share", meaning="patience lost in a tick", level="institution")


def patience(patience: Real, waiting_lost: Real) -> Real:
    return patience - waiting_lost


def impatient(patience: Real) -> Flag:
    return np.bool_(patience < np.float32(0.5))


def twice(asked: Count) -> Count:
    return np.int32(2) * asked


def full() -> Real:
    return np.float32(1)


def nobody() -> Flag:
    return np.bool_(False)


WAITING = Mechanism(
    "waiting",
    "Waiting costs patience.",
    Patience,
    parts=(
        Rule("aftermath", "patience", patience),
        Rule("refill", "arrives", nobody),
        Rule("control", "impatient", impatient),
        Rule("control", "asked_twice", twice),
    ),
    states=(State("patience", np.float32, arrival=full), State("asked", np.int32, arrival=3.0)),
    records=(Record("impatient", of="impatient", kind="stock", unit="members", title="impatient members"),),
)


def test_a_mechanism_is_one_file_and_runs_without_the_others() -> None:
    """A state, a number, rules and a record: patience .75, .5, .25, 0; impatient from the third tick on."""
    small = Engine((WAITING,), "python")
    assert small.rows == ["impatient"]
    given = {**given_for(posts=2, replicates=1), "waiting_lost": np.full((1, 1), 0.25, np.float32)}
    arrays = small.block(given, Size(2, 1, 1, 1, 4, 1))
    small.run(arrays, range(4), 1.0, 1)
    assert arrays["recorded"][0, :, 0, 0].tolist() == [0, 0, 2, 2]
    assert arrays["patience"].tolist() == [[0], [0]]
    assert arrays["asked"].tolist() == [[3], [3]]


def everybody() -> Flag:
    return np.bool_(True)


def one_more(asked: Count) -> Count:
    return np.int32(asked + 1)


def as_asked(asked: Count) -> Count:
    return asked


@pytest.mark.parametrize("when", ["arrives", None])
def test_newcomers_begin_anew_when_all_laws_have_seen_the_last_holder(when: str | None) -> None:
    """Both posts begin with 3, count to 4, change hands; a law of arrivals sees the 4, whomever it is for."""
    rules = (
        Rule("aftermath", "asked", one_more),
        Rule("refill", "arrives", everybody),
        Rule("arrival", "seen", as_asked, when=when),
    )
    own = mechanism("own", *rules, states=(State("asked", np.int32, arrival=3.0),))
    assert counted(dataclasses.replace(own, records=(record("seen"),))) == [8]
    text = Engine((own,)).composed.text.partition("def stage_arrival(")[2]
    assert text.partition("def ")[0].count("if some:") == 1, "newcomers are looked for once"


def given_for(posts: int, replicates: int) -> dict[str, np.ndarray]:
    """What a plan gives: one institution, no policy, no event."""
    return {
        "low": np.arange(posts, dtype=np.uint64),
        "high": np.zeros(posts, np.uint64),
        "institution": np.zeros(posts, np.int32),
        "grade": np.zeros(posts, np.int32),
        "institution_of_grade": np.zeros(1, np.int32),
        "population": np.array([float(posts)]),
        "weight": np.array([1.0]),
        "replicates": np.arange(replicates, dtype=np.uint64),
        "opens": np.full(1, 99, np.int32),
        "closes": np.full(1, 99, np.int32),
        "precedence": np.zeros((1, replicates), np.float32),
        "scope": np.zeros((1, 1), np.bool_),
        "event_tick": np.zeros(0, np.int32),
        "event_reaches": np.zeros((0, 1), np.bool_),
        "event_about": np.zeros(0, np.int32),
        "event_size": np.zeros((0, replicates), np.float32),
        "event_decay": np.zeros((0, replicates), np.float32),
    }
