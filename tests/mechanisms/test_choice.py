"""Who thinks it over, and what they then do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.mechanisms.choice import chosen
from exitban.words import ACTS
from tests.office import Days, office, seen, who_leaves, z_of_share

FIVE = """
    chief
      anna
      ben
      carl
        dora
"""
ALL_OPEN = (True, True, True)


PLAIN = (1, 1, 1)


def act(
    utilities: tuple[float, ...],
    lucks: tuple[float, ...],
    may: tuple[bool, ...] = ALL_OPEN,
    sharp: float = 1,
    **rules: Any,
) -> str:
    """What somebody does: utilities of exit, voice and covert; luck of loyal, exit, voice and covert.

    ``rules``: ``sure`` for infinite precision, ``ties_to_act``, ``scales`` in a nest and the luck ``shared`` there.
    """
    numbers = (sharp, rules.get("sure", 0), rules.get("ties_to_act", 0), *rules.get("scales", PLAIN))
    ours = map(np.float32, (*numbers, rules.get("shared", 0), *lucks))
    return ACTS[chosen(*map(np.float32, utilities), *map(np.bool_, may), *ours)]


EVEN = (0.5, 0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    ("utilities", "expected"),
    [((-1, -1, -1), "loyal"), ((1, 0, 0.5), "exit"), ((0.1, 0.2, 0), "voice"), ((-3, -2, 0.01), "covert")],
)
def test_at_equal_luck_the_greatest_utility_decides(utilities: tuple[float, ...], expected: str) -> None:
    assert act(utilities, EVEN) == expected


def test_ties_go_to_the_earlier_act() -> None:
    assert act((0, 0, 0), EVEN) == "loyal"
    assert act((1, 1, 1), EVEN) == "exit"
    assert act((0, 1, 1), EVEN) == "voice"


def test_luck_decides_between_equals() -> None:
    for place, name in enumerate(ACTS):
        assert act((0, 0, 0), tuple(0.9 if n == place else 0.5 for n in range(4))) == name


def test_precision_sharpens() -> None:
    """Luck .9 against .5 is worth 2.250 - .367 = 1.884 logits: more than a wish of 1, less than twice one of 1."""
    luck = (0.9, 0.5, 0.5, 0.5)
    assert act((1, -9, -9), luck) == "loyal"
    assert act((1, -9, -9), luck, sharp=1.88) == "loyal"
    assert act((1, -9, -9), luck, sharp=1.89) == "exit"


def test_a_closed_act_is_never_taken() -> None:
    for place, name in enumerate(ACTS[1:]):
        may = tuple(n != place for n in range(3))
        wanted = tuple(50.0 if n == place else -50.0 for n in range(3))
        assert act(wanted, EVEN) == name
        assert act(wanted, EVEN, may) == "loyal"


NUMBERS = st.floats(-20, 20, width=32)
LUCK = st.integers(0, 2**23 - 1).map(lambda n: (n + 0.5) * 2.0**-23)


@given(st.tuples(NUMBERS, NUMBERS, NUMBERS), st.floats(0, 20, width=32), st.tuples(LUCK, LUCK, LUCK, LUCK))
def test_when_only_exit_is_made_worse_nobody_flips_between_the_others(
    utilities: tuple[float, float, float], price: float, lucks: tuple[float, ...]
) -> None:
    before, after = act(utilities, lucks), act((utilities[0] - price, *utilities[1:]), lucks)
    assert after == before or before == "exit"


def test_who_thinks_it_over_at_rate_rho() -> None:
    """Of members who would all leave at once, 1 - exp(-rho dt) leave in the first tick."""
    world = office("spans 63", "1 month of 4 ticks", "nobody wants to stay", "choice: reconsider 0.8")
    days = Days(world, replicates=100, launcher="cpu").step()
    assert abs(z_of_share(days.recorded("attempts")[0].sum(), 6_400, 1 - np.exp(-0.2))) < 4


def test_voice_goes_on_by_inertia_and_an_attempt_is_made_once() -> None:
    """All speak, one is stopped; then nobody thinks anything over any more."""
    world = office(FIVE, "4 months", "everybody may speak", "voice: cost -50", "policy ban: strength 1")
    days = Days(world, "ban").step()
    assert days.who("speaking") == set(days.posts)
    days.let("anna", grievance=200).step()
    assert days.who("attempts") == {"anna"}
    days["choice_reconsider"][:] = 0
    days.step(2)
    assert days.who("speaking") == {"chief", "ben", "carl", "dora"}
    assert days.recorded("attempts")[:, 0].tolist() == [0, 1, 0, 0]


def test_nobody_in_a_vacant_post_thinks_anything_over() -> None:
    world = office(FIVE, "3 months", "everybody may speak", "voice: cost -100")
    gone = Days(world).step().let(filled=0)
    assert gone.recorded("voice")[0] == 5
    later = seen(gone, "filled", "attempts", "proposes")
    assert not any(values.any() for values in later.values())
    assert gone.recorded("voice")[1:].sum() == 0


def test_all_leave_at_once_when_nobody_wants_to_stay() -> None:
    world = office(FIVE, "2 months", "nobody wants to stay")
    assert who_leaves(world) == {1: dict.fromkeys(["chief", "anna", "ben", "carl", "dora"], "open")}


def test_only_those_present_are_asked_whether_they_would_leave() -> None:
    """Half of the members have gone: the share of the rest who would go is still a half of them, not a quarter."""
    days = Days(office(FIVE, "3 months", "members: grievance_mean 0")).step()
    days.let(filled=0).let("anna", "ben", filled=1).let("anna", "ben", left_openly=0).step()
    assert days.recorded("present")[1, 0] == 2
    assert days.recorded("want_out")[1, 0] == pytest.approx(2 * 0.5)
