"""What must hold in any organisation, whatever the numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitban.scenario import Scenario
from exitban.words import REASONS
from tests.office import Days, office, seen

REPLICATES = 6
BY_CHOICE = ("open", "unblocked", "health", "paid", "tolerated")


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers with few digits: what a person would write."""
    return st.integers(0, 20).map(lambda n: round(low + (high - low) * n / 20, 6))


@st.composite
def trees(draw: st.DrawFn, name: str, most: int = 7) -> str:
    """An organisation of up to so many posts: each new one below any earlier one."""
    above = [-1] + [draw(st.integers(0, n)) for n in range(draw(st.integers(0, most - 1)))]
    lines: list[str] = []

    def write(post: int, depth: int) -> None:
        lines.append("  " * depth + f"post{post}")
        for below, superior in enumerate(above):
            if superior == post:
                write(below, depth + 1)

    write(0, 0)
    return "\n".join([f"{name}:", *lines])


SHARES, RATES = numbers(0, 1), numbers(0, 2)
NUMBERS: dict[str, dict[str, st.SearchStrategy[float]]] = {
    "members": {
        "grievance_mean": numbers(-3, 3),
        "grievance_spread": numbers(0, 3),
        "outside_option_spread": numbers(0, 2),
        "vulnerability_spread": numbers(0, 1),
    },
    "choice": {"reconsider": numbers(0, 5), "precision": numbers(0, 3)},
    "ban": {"prior_blocked": numbers(0.1, 4), "notice": SHARES, "window": numbers(0.1, 20)},
    "contracts": {"term": numbers(0, 6)},
    "control": {"kept": SHARES, "belief_in_survival": st.sampled_from([0, 1])},
    "covert": {
        "possible": st.sampled_from([0, 1]),
        "trust": SHARES,
        "prize": numbers(0, 4),
        "cost": numbers(-1, 3),
        "contagion": numbers(-3, 3),
        "discovered": RATES,
    },
    "effort": {"decay": RATES, "recovery": RATES},
    "exit": {"contagion": numbers(-5, 5)},
    "exposure": {"whole": SHARES, "window": numbers(0.1, 10)},
    "hazards": {"killed": numbers(0, 0.2), "dismissed": numbers(0, 0.2), "natural": numbers(0, 0.1)},
    "refill": {"rate": RATES, "aversion": RATES, "from_below": SHARES, "screening": numbers(-1, 2)},
    "sanctions": {
        "per_month": numbers(0, 6),
        "share": SHARES,
        "arrested": SHARES,
        "backlash": numbers(-1, 2),
        "noticed": SHARES,
    },
    "secrets": {"leak_rate": RATES, "weight": SHARES},
    "stress": {"damage": RATES, "pressure": RATES, "noise": RATES, "noise_window": numbers(0.1, 10)},
    "voice": {
        "possible": st.sampled_from([0, 1]),
        "cost": numbers(-2, 2),
        "gain": RATES,
        "contagion": numbers(-3, 3),
        "informed_by_exit": numbers(-3, 3),
        "punished": RATES,
    },
}
POLICY: dict[str, st.SearchStrategy[float]] = {
    "strength": SHARES,
    "asking_price": RATES,
    "threat": RATES,
    "announcement": SHARES,
    "capacity": numbers(0, 10),
    "exceptions.health_claimed": numbers(0, 0.5),
    "exceptions.health_accepted": SHARES,
    "exceptions.paid_claimed": numbers(0, 0.5),
    "exceptions.paid_accepted": SHARES,
    "contracts.suspended": st.sampled_from([0, 1]),
}


@st.composite
def sections(draw: st.DrawFn, **fixed: dict[str, float]) -> str:
    """All numbers of all mechanisms, but those that are fixed."""
    lines = []
    for name, section in NUMBERS.items():
        chosen = {key: draw(values) for key, values in section.items()} | fixed.get(name, {})
        lines.append(f"{name}: " + ", ".join(f"{key} {number}" for key, number in chosen.items()))
    return "\n".join(lines)


@st.composite
def policy(draw: st.DrawFn, form: str = "", **fixed: float) -> str:
    """A policy of any strength, formal or informal unless said."""
    chosen = {key: draw(values) for key, values in POLICY.items()} | fixed
    forms = st.just(form) if form else st.sampled_from(["formal", "informal"])
    return f"policy ban: {draw(forms)}, " + ", ".join(f"{key} {number}" for key, number in chosen.items())


def called(name: str, ban: str, number: str, value: float) -> str:
    """The same ban under another name, with one number of its own."""
    return ban.replace("policy ban:", f"policy {name}:") + f", {number} {value}"


def first_tick(world: Scenario, under: str, seed: int) -> Days:
    return Days(world, under, replicates=30, seed=seed, launcher="cpu").step()


@st.composite
def worlds(draw: st.DrawFn, months: str = "4 months of 3 ticks") -> Scenario:
    """Two institutions with everything switched on."""
    closes = draw(st.sampled_from(["", "\npolicy ban: closes 3", "\npolicy ban: opens 2"]))
    guards = draw(trees("guards under office", 4))
    return office(draw(trees("office")), guards, months, draw(sections()), draw(policy()) + closes)


STOCKS = ("filled", "trapped", "covert", "exposed", "speaking")


@given(worlds(), st.sampled_from(["none", "ban"]), st.integers(0, 2**32 - 1))
def test_members_are_conserved(world: Scenario, under: str, seed: int) -> None:
    """Filled now = filled before + arrivals - exits, and who moved up, in each institution; nobody leaves twice."""
    days = Days(world, under, replicates=REPLICATES, seed=seed, launcher="cpu").to_the_end()
    recorded = dict(zip(days.engine.rows, days["recorded"], strict=True))
    exits = sum(recorded[f"exits_{reason}"] for reason in REASONS[1:])
    at_first = np.broadcast_to(days["population"][:, None], recorded["filled"][0].shape)
    before = np.concatenate([at_first[None], recorded["filled"][:-1]])
    moved = recorded["promotions"] - recorded["left_to_move_up"]
    assert (moved.sum(axis=1) == 0).all()
    assert (recorded["filled"] == before + recorded["arrivals"] + moved - exits).all()
    assert (recorded["filled"] + recorded["vacant"] == at_first).all()
    assert (exits <= before).all()
    assert (recorded["arrests"] <= np.minimum(recorded["sanctions"], recorded["exits_arrested"])).all()


@given(worlds(), st.sampled_from(["none", "ban"]), st.integers(0, 2**32 - 1))
def test_nobody_in_a_vacant_post_does_anything(world: Scenario, under: str, seed: int) -> None:
    days = Days(world, under, replicates=REPLICATES, seed=seed, launcher="cpu")
    filled = np.ones_like(days["filled"])
    for _ in range(world.time.ticks):
        days.step()
        for act in ("attempts", "proposes", "blocked", "case", "served", "departure"):
            assert not (days[act] & ~filled).any(), act
        assert not (days["arrives"] & filled).any()
        assert not (days["attempts"] & days["proposes"]).any(), "one act at a time"
        filled = days["filled"].copy()
    acts = days.recorded("attempts") + days.recorded("proposals")
    assert (acts <= days.recorded("present")).all()


@given(worlds(), st.sampled_from(["none", "ban"]), st.integers(0, 2**32 - 1))
def test_shares_are_shares_and_parts_are_parts(world: Scenario, under: str, seed: int) -> None:
    days = Days(world, under, replicates=REPLICATES, seed=seed, launcher="cpu")
    after = seen(days, "effort", "near_exit", "near_voice", "near_covert", "control_structural", "reach")
    for name, values in after.items():
        assert ((values >= 0) & (values <= 1 + 1e-6)).all(), name
    recorded = {name: days.recorded(name) for name in days.engine.rows}
    for part in ("trapped", "covert", "exposed", "voice", "has_exit"):
        whole = "present" if part == "has_exit" else "filled"
        assert (recorded[part] <= recorded[whole]).all(), part
    for part in ("believed_block", "want_out", "effort"):
        whole = recorded["filled" if part == "effort" else "present"]
        assert ((recorded[part] >= 0) & (recorded[part] <= whole * (1 + 1e-6))).all(), part
    chosen = sum(recorded[f"exits_{reason}"] for reason in BY_CHOICE)
    assert (recorded["attempts"] == recorded["blocked"] + chosen).all(), "whoever asks is stopped, or goes"
    assert (days["control"] >= 0).all()
    assert (recorded["trapped"] * world.time.months >= recorded["trapped_months"] - 1e-3).all()


@given(
    trees("office"),
    sections(hazards={"killed": 0, "dismissed": 0, "natural": 0}, choice={"reconsider": 0, "precision": 1}),
)
def test_at_full_staffing_and_full_effort_control_is_one(tree: str, rest: str) -> None:
    """Whatever the tree and whatever a rank keeps of an order, as long as all are equally able."""
    days = Days(office(tree, "guards under office:\nalone", "2 months", rest), replicates=2, launcher="cpu").step(2)
    assert days["control"] == pytest.approx(1)
    assert days["control_structural"] == pytest.approx(1)


def freed(days: Days) -> np.ndarray:
    """Who has left by choice in the last tick, (posts, replicates)."""
    return np.isin(days["departure"], [REASONS.index(reason) for reason in BY_CHOICE])


LIMITLESS = 1e6
EAGER = {"members": {"grievance_mean": 4}, "choice": {"reconsider": 1e6, "precision": 1}, "contracts": {"term": 0}}
"""Most ask at once, so that there is somebody to be stopped."""


@settings(max_examples=80)
@given(
    trees("office"),
    sections(**EAGER),
    policy("informal", capacity=LIMITLESS),
    st.tuples(SHARES, SHARES),
    st.integers(0, 2**32 - 1),
)
def test_with_the_same_attempts_a_stronger_ban_frees_nobody_whom_a_weaker_one_held(
    tree: str, rest: str, ban: str, strengths: tuple[float, float], seed: int
) -> None:
    """In the first tick, on the same luck; members do not know the strength, so the attempts are the same."""
    weaker, stronger = sorted(strengths)
    bans = called("weak", ban, "strength", weaker), called("strong", ban, "strength", stronger)
    world = office(tree, "1 month", rest, *bans)
    weak, strong = (first_tick(world, one, seed) for one in ("weak", "strong"))
    assert (weak["attempts"] == strong["attempts"]).all()
    assert not (freed(strong) & ~freed(weak)).any()
    assert not (weak["blocked"] & ~strong["blocked"]).any()


@settings(max_examples=80)
@given(trees("office"), sections(**EAGER), policy(), st.tuples(numbers(0, 8), numbers(0, 8)), st.integers(0, 2**32 - 1))
def test_with_the_same_attempts_more_capacity_frees_nobody(
    tree: str, rest: str, ban: str, capacities: tuple[float, float], seed: int
) -> None:
    less, more = sorted(capacities)
    bans = called("small", ban, "capacity", less), called("large", ban, "capacity", more)
    world = office(tree, "1 month", rest, *bans)
    small, large = (first_tick(world, one, seed) for one in ("small", "large"))
    assert (small["attempts"] == large["attempts"]).all()
    assert not (small["blocked"] & ~large["blocked"]).any()
    assert small["blocked"].sum(axis=0).max() <= less + 1e-3


ALONE = {
    "exit": {"contagion": 0},
    "voice": {"contagion": 0, "informed_by_exit": 0},
    "covert": {"contagion": 0},
    "stress": {"damage": 0, "pressure": 0},
    "sanctions": {"backlash": 0},
    "control": {"belief_in_survival": 0},
    "refill": {"rate": 0},
    "contracts": {"term": 0},
}
"""Nobody is moved by what others do, and every post has one holder."""


@given(trees("office"), sections(**ALONE), policy(), st.integers(0, 2**32 - 1))
def test_without_contagion_a_ban_never_lets_go_whom_freedom_kept(tree: str, rest: str, ban: str, seed: int) -> None:
    """Whoever leaves by choice under the ban has left the free world by then, in every month and every replicate."""
    world = office(tree, "4 months of 3 ticks", rest, ban)
    free, banned = (Days(world, one, replicates=REPLICATES, seed=seed, launcher="cpu") for one in ("none", "ban"))
    for _ in range(world.time.ticks):
        free.step()
        banned.step()
        assert not (freed(banned) & free["filled"]).any()
