"""What a file says of the first members, post by post."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exitban.kernels.launch import Launcher
from exitban.mechanism import Mechanism
from exitban.scenario import Scenario
from exitban.scenario.first_members import normal_population
from exitban.scenario.shelf import shelf
from tests.office import Days
from tests.scenario import files

CROWD = """\
schema_version: 1
name: crowd
title: A crowd
time: {start: 2024-01-01, months: 3, ticks_per_month: 1}
institutions:
  crowd:
    posts: {roots: 10}
    at_start: {}
watch: {superior: false, subordinates: false, peers: false}
hazards: {natural: 0}
choice: {reconsider: 0}
voice: {punished: 0}
"""


def crowd(folder: Path, at_start: str, overrides: tuple[str, ...] = (), **beside: str) -> Scenario:
    return files.scenario(folder, CROWD.replace("at_start: {}", f"at_start: {{{at_start}}}"), overrides, **beside)


def at_start(
    world: Scenario, state: str, replicates: int = 1, seed: int = 1, launcher: Launcher = "python"
) -> np.ndarray:
    """A state before the first tick, (posts, replicates)."""
    days = Days(world, replicates=replicates, seed=seed, launcher=launcher)
    days.engine.run(days.arrays, range(0), 1.0, seed)
    order = [int(post.rpartition("/")[2]) for post in days.posts]
    return np.asarray(days[state][np.argsort(order)])


@pytest.mark.parametrize(
    ("said", "thresholds"),
    [
        ("threshold: 3", [3] * 10),
        ("threshold: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9.5]", [*range(9), 9.5]),
        ("threshold: {values: [0, 20, 20, 30, 31, 50, 60, 70, 80, 100], of: percent}", [0, 2, 2, 3, 4, 5, 6, 7, 8, 10]),
        ("threshold: {normal: [5, 2], rounded: true}", [2, 3, 4, 4, 5, 5, 6, 6, 7, 8]),
        ("grievance: -4", [4] * 10),
    ],
)
def test_thresholds_by_hand(tmp_path: Path, said: str, thresholds: list[float]) -> None:
    """A threshold T is a grievance of -T. Percentages of ten posts are rounded up to whole posts."""
    assert (-at_start(crowd(tmp_path, said), "grievance")[:, 0]).tolist() == thresholds


def test_a_threshold_can_be_a_share_of_those_watched(tmp_path: Path) -> None:
    """.18 of 1, 5, 6 and 11 watched: 1, 1, 2, 2. Whoever watches nobody is never the first: 1, which never comes."""
    watching = {0: 1, 1: 5, 2: 6}
    rows = "".join(f"{i},{(i + k) % 10}\n" for i, degree in watching.items() for k in range(1, degree + 1))
    text = CROWD.replace("at_start: {}", "at_start: {threshold: {value: 0.18, of: watched}}")
    text = text.replace("watch: {", "watch: {network: net.csv, ")
    world = files.scenario(tmp_path, text, net_csv=f"watcher,watched\n{rows}")
    assert (-at_start(world, "grievance")[:, 0]).tolist() == [1, 1, 2, *[1] * 7]


@pytest.mark.parametrize(("share", "degree"), [(0.2, 5), (0.1, 10), (0.3, 10), (0.6, 5), (0.07, 100)])
def test_a_whole_number_is_not_rounded_up_for_its_last_bit(tmp_path: Path, share: float, degree: int) -> None:
    rows = "".join(f"0,{k}\n" for k in range(1, degree + 1))
    text = CROWD.replace("at_start: {}", f"at_start: {{threshold: {{value: {share}, of: watched}}}}")
    text = text.replace("roots: 10", "roots: 101").replace("watch: {", "watch: {network: net.csv, ")
    world = files.scenario(tmp_path, text, net_csv=f"watcher,watched\n{rows}")
    assert -at_start(world, "grievance")[0, 0] == round(share * degree)


def test_traits_can_lie_in_a_table(tmp_path: Path) -> None:
    """Posts without a row are drawn as usual."""
    table = "post_id,competence,threshold\n2,1.5,7\n0,0.5,8\n"
    world = crowd(tmp_path, "competence: {table: m.csv}, threshold: {table: m.csv}", m_csv=table)
    usual = at_start(crowd(tmp_path, ""), "competence")[:, 0]
    found = at_start(world, "competence")[:, 0]
    assert found.tolist() == [0.5, usual[1], 1.5, *usual[3:]]
    assert at_start(world, "grievance")[[0, 2], 0].tolist() == [-8, -7]


def test_a_number_of_posts_is_drawn_anew_in_every_replicate(tmp_path: Path) -> None:
    """Exactly three of ten in each; every post its turn (3/10 of 2,000: |z| < 4); another seed, other posts."""
    world = crowd(tmp_path, "speaking: {number: 3}")
    found = at_start(world, "speaking", replicates=2000)
    assert (found.sum(axis=0) == 3).all()
    z = (found.mean(axis=1) - 0.3) / np.sqrt(0.3 * 0.7 / 2000)
    assert np.abs(z).max() < 4
    assert (found[:, :50] != at_start(world, "speaking", replicates=50, seed=2)).any()


def test_a_share_is_the_chance_of_every_post(tmp_path: Path) -> None:
    found = at_start(crowd(tmp_path, "filled: {share: 0.9}"), "filled", replicates=2000)
    z = (found.sum(axis=0).mean() - 9) / np.sqrt(10 * 0.9 * 0.1 / 2000)
    assert abs(z) < 4
    assert found.sum(axis=0).var() == pytest.approx(0.9, abs=4 * 0.9 * np.sqrt(2 / 2000))


def test_posts_can_be_named(tmp_path: Path) -> None:
    assert at_start(crowd(tmp_path, "speaking: {posts: [3, 7]}".replace("3, 7", "'3', '7'")), "speaking")[
        :, 0
    ].nonzero()[0].tolist() == [3, 7]


def test_luck_stays_with_the_post_whatever_else_there_is(tmp_path: Path) -> None:
    """More posts, or replicates in other blocks, move nobody's draw."""
    small = at_start(crowd(tmp_path, "speaking: {share: 0.5}"), "speaking", replicates=4)
    text = CROWD.replace("at_start: {}", "at_start: {speaking: {share: 0.5}}").replace("roots: 10", "roots: 20")
    large = at_start(files.scenario(tmp_path, text), "speaking", replicates=8)
    assert (large[:10, :4] == small).all()


def test_later_holders_are_drawn_as_usual(tmp_path: Path) -> None:
    text = CROWD.replace("at_start: {}", "at_start: {grievance: 50, competence: 2}") + "refill: {rate: 1e6}\n"
    text = text.replace("natural: 0", "natural: 1e6")
    days = Days(files.scenario(tmp_path, text)).step(2)
    assert days["filled"].all()
    assert (days["grievance"] < 10).all()
    assert (days["initial_competence"] == 2).all(), "control is measured against the first holders"


def test_overrides_reach_every_form(tmp_path: Path) -> None:
    world = crowd(tmp_path, "threshold: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]", ("institutions.crowd.at_start.threshold.1=2",))
    assert at_start(world, "grievance")[:3, 0].tolist() == [0, -2, -2]
    world = crowd(tmp_path, "speaking: {number: 1}", ("institutions.crowd.at_start.speaking.number=4",))
    assert at_start(world, "speaking").sum() == 4


def test_python_and_the_compiler_agree(tmp_path: Path) -> None:
    world = crowd(tmp_path, "threshold: {normal: [5, 2]}, speaking: {number: 2}, filled: {share: 0.5}")
    for state in ("grievance", "speaking", "filled", "initial_competence"):
        one, other = (at_start(world, state, 5, launcher=name) for name in ("python", "cpu"))
        assert (one == other).all()


def test_the_population_by_quantiles_has_the_median_in_the_middle() -> None:
    assert normal_population(3, 25, 10) == pytest.approx([25 - 9.6742157, 25, 25 + 9.6742157], abs=1e-6)


def test_explain_tells_it(tmp_path: Path) -> None:
    from exitban.explain import explain

    told = " ".join(explain(crowd(tmp_path, "speaking: {number: 3}, threshold: 4")).split())
    assert "at the start speaking: 3 of 10 posts, drawn anew in every world" in told
    assert "at the start threshold: 4 for all" in told


WRONG = [
    ("treshold: ¦1", "members have no state 'treshold'. Did you mean 'threshold'"),
    ("threshold: ¦[1, 2]", "found 2 values for 10 posts"),
    ("threshold: ¦{value: 1, normal: [1, 2]}", "found value and normal; allowed: exactly one of"),
    ("threshold: ¦{share: 0.5}", "'threshold' is a number"),
    ("competence: ¦{value: 1, of: percent}", "'competence' is none"),
    ("speaking: ¦{number: 11}", "there are 10 posts"),
    ("speaking: ¦0.5", "found 0.5; it holds or it does not. Allowed: 0 or 1."),
    ("speaking: {share: ¦2}", "allowed: 1 or less"),
    ("speaking: {posts: [¦chief]}", "no post is called 'chief'"),
    ("threshold: ¦1, grievance: 2", "a threshold is a grievance"),
    ("threshold: ¦few", "allowed: a number"),
    ("threshold: ¦{value: 18, of: watched}", "found 18; allowed: at most 1, all of those watched. For a number"),
    ("threshold: ¦{value: 101, of: percent}", "found 101; allowed: at most 100, all of those in post."),
    ("threshold: ¦{normal: [90, 20], of: percent}", "allowed: at most 100"),
    ("threshold: {table: ¦none.csv}", "there is no such file"),
]

OUT_OF_RANGE = [
    ("effort: ¦7", "found 7; allowed: 0 to 1."),
    ("effort: {value: ¦-0.1}", "found -0.1; allowed: 0 to 1."),
    ("competence: ¦-3", "found -3; allowed: more than 0, at most 1,000,000."),
    ("competence: ¦0", "found 0; allowed: more than 0"),
    ("vulnerability: ¦-0.5", "found -0.5; allowed: 0 or more."),
    ("vacant_months: ¦-1", "found -1; allowed: 0 or more."),
    ("belief_blocked: ¦-1", "found -1; allowed: more than 0"),
    ("belief_granted: ¦0", "found 0; allowed: more than 0"),
    ("grievance: ¦-1e30", "found -1e+30; allowed: numbers up to 1e+12."),
    ("threshold: ¦1e30", "found 1e+30; allowed: numbers up to 1e+12."),
    ("effort: [1, 1, 1, ¦1.5, 1, 1, 1, 1, 1, 1]", "found 1.5; allowed: 0 to 1."),
    ("effort: {values: [1, 1, 1, ¦1.5, 1, 1, 1, 1, 1, 1]}", "found 1.5; allowed: 0 to 1."),
    ("speaking: [1, 0, 1, 0, 1, 0, 1, 0, 1, ¦2]", "found 2; it holds or it does not"),
    ("competence: {normal: ¦[1, 1]}", "found -0.644854; allowed: more than 0"),
    ("grievance: ¦{normal: [1, 0]}", "found a standard deviation of 0; allowed: more than 0."),
]


@pytest.mark.parametrize(("said", "told"), [*WRONG, *OUT_OF_RANGE])
def test_what_is_wrong_is_told(tmp_path: Path, said: str, told: str) -> None:
    problem = files.the_problem(tmp_path, CROWD.replace("at_start: {}", f"at_start: {{{said}}}"))
    assert told in problem.message


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("post,threshold\n1,2\n", "no column 'post_id'"),
        ("post_id,treshold\n1,2\n", "no column 'threshold'. Did you mean 'treshold'"),
        ("post_id,threshold\n1,many\n", "found 'many'"),
        ("post_id,threshold\n1,inf\n", "a finite number"),
        ("post_id,threshold\n11,2\n", "no post is called '11'"),
        ("post_id,threshold\n1,2\n1,3\n", "'1' stands here twice"),
        ("post_id,threshold\n1,\n", "found ''"),
        ("post_id,threshold\n1\n", "1 cell; allowed: 2, as in the first row"),
        ("post_id,threshold\n1,2\n2,1e30\n", "found 1e+30; allowed: numbers up to 1e+12."),
    ],
)
def test_what_is_wrong_in_a_table_is_told(tmp_path: Path, table: str, told: str) -> None:
    text = CROWD.replace("at_start: {}", "at_start: {threshold: {table: m.csv}}")
    (problem,) = files.problems(tmp_path, text, m_csv=table)
    assert told in problem.message
    assert problem.file.endswith("m.csv")


@pytest.mark.parametrize(("state", "value"), [("effort", 7), ("competence", -3), ("belief_blocked", 0), ("covert", 2)])
def test_a_value_out_of_range_in_a_table_is_told_with_its_row(tmp_path: Path, state: str, value: int) -> None:
    text = CROWD.replace("at_start: {}", f"at_start: {{{state}: {{table: m.csv}}}}")
    (problem,) = files.problems(tmp_path, text, m_csv=f"post_id,{state}\n1,1\n2,{value}\n3,1\n")
    assert (Path(problem.file).name, problem.line, problem.key) == ("m.csv", 3, state)
    assert problem.message.startswith(f"found {value};")


def test_a_mechanism_of_ones_own_can_let_its_states_be_stated(tmp_path: Path) -> None:
    own = """\
from exitban.mechanism import Mechanism, NoNumbers, State
import numpy as np
STATES = (State("patience", np.float32, arrival=1.0, at_start=True),)
MECHANISM = Mechanism("patience", "Patience.", NoNumbers, states=STATES)
"""
    text = CROWD.replace("at_start: {}", "at_start: {patience: 0.25}") + "mechanisms: [own.py]\n"
    world = files.scenario(tmp_path, text, own_py=own)
    assert isinstance(world.mechanisms[-1], Mechanism)
    assert [(one.state, set(one.values.tolist())) for one in world.at_start if one.values is not None] == [
        ("patience", {0.25})
    ]


def test_states_of_ones_own_are_refused_unless_they_say_otherwise(tmp_path: Path) -> None:
    """Counts must be whole, and may have a range."""
    own = """\
from exitban.mechanism import Mechanism, NoNumbers, State
import numpy as np
STATES = (State("moves", np.int32, arrival=0.0, between=(0, 9), at_start=True), State("moving", np.bool_, arrival=0.0))
MECHANISM = Mechanism("patience", "Patience.", NoNumbers, states=STATES)
"""
    told = {
        "moves: ¦2.7": "found 2.7; allowed: whole numbers, 0 to 9.",
        "moves: ¦10": "found 10; allowed: whole numbers, 0 to 9.",
        "moving: ¦1": "'moving' follows from what happens, and cannot be stated. Did you mean 'moves'?",
    }
    for said, message in told.items():
        text = CROWD.replace("at_start: {}", f"at_start: {{{said}}}") + "mechanisms: [own.py]\n"
        assert the_message(tmp_path, text, own_py=own).startswith(message)


def the_message(folder: Path, text: str, **beside: str) -> str:
    return files.the_problem(folder, text, **beside).message


MAY_BE_STATED = (
    "attempt_exposed, belief_blocked, belief_granted, competence, contract_end, covert, deal_exposed, effort, filled, "
    "grievance, outside_option, speaking, threshold, vacant_months, vulnerability"
)


def test_nothing_else_can_be_stated(tmp_path: Path) -> None:
    """Every other state of a member is refused, with what may be stated."""
    states = {one.name for mechanism in shelf() for one in mechanism.states if one.level == "member"}
    others = states - set(MAY_BE_STATED.split(", "))
    assert {"trapped", "trapped_by", "denounced", "departure", "near_voice", "initial_competence", "turn"} <= others
    for name in sorted(others):
        told = the_message(tmp_path, CROWD.replace("at_start: {}", f"at_start: {{{name}: ¦1}}"))
        assert told.startswith(f"'{name}' follows from what happens, and cannot be stated."), name
        assert told.endswith(f" Allowed: {MAY_BE_STATED}."), name
    nearest = the_message(tmp_path, CROWD.replace("at_start: {}", "at_start: {initial_competence: ¦1}"))
    assert "Did you mean 'competence'?" in nearest


def test_whatever_may_be_stated_is_there_when_the_first_tick_begins(tmp_path: Path) -> None:
    """A post that is filled has been vacant for no time, whatever is stated."""
    for name in MAY_BE_STATED.replace("threshold, ", "").replace("vacant_months, ", "").split(", "):
        assert (at_start(crowd(tmp_path, f"{name}: 1"), name) == 1).all(), name
    assert (at_start(crowd(tmp_path, "vacant_months: 1"), "vacant_months") == 0).all()
    assert (at_start(crowd(tmp_path, "filled: 0, vacant_months: 1"), "vacant_months") == 1).all()


@pytest.mark.parametrize("launcher", ["python", "cpu"])
def test_a_covert_tie_from_the_start_is_two_secrets(tmp_path: Path, launcher: Launcher) -> None:
    """Proposal and tie, as after a proposal that was accepted; none where the deal is out already, none for others.

    Posts 1, 2 and 3 are covert; of 2 and 4 a deal is known, of 3 and 5 an attempt: all four of these are exposed.
    """
    covert, deals, attempts = "covert: {posts: ['1', '2', '3']}", "{posts: ['2', '4']}", "{posts: ['3', '5']}"
    world = crowd(tmp_path, f"{covert}, deal_exposed: {deals}, attempt_exposed: {attempts}")
    assert at_start(world, "hidden_deals", 2, launcher=launcher).T.tolist() == [[0, 2, 0, 2, *[0] * 6]] * 2
    assert at_start(world, "exposed", 2, launcher=launcher).T.tolist() == [[0, 0, 1, 1, 1, 1, *[0] * 4]] * 2
    assert at_start(world, "visible_covert", 2, launcher=launcher).T.tolist() == [[0, 0, 1, *[0] * 7]] * 2


def test_a_covert_tie_from_the_start_leaks(tmp_path: Path) -> None:
    """With a rate that lets every secret out at once, post 1 is exposed after a tick, and nobody else."""
    world = crowd(tmp_path, "covert: {posts: ['1']}", ("secrets.leak_rate=1e6", "covert.discovered=0"))
    days = Days(world).step()
    assert days.who("exposed") == {"1"}


def test_the_key_is_the_one_in_the_file(tmp_path: Path) -> None:
    for said, key in {"effort: 7": "effort", "effort: {value: 7}": "effort.value"}.items():
        problem = files.the_problem(tmp_path, CROWD.replace("at_start: {}", f"at_start: {{{said}}}"))
        assert problem.key == f"institutions.crowd.at_start.{key}"
