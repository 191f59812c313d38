"""Which acts share luck, for whom, and what keeps the shares without a ban where they were."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.words import STRUCTURES
from tests.kernels.test_launchers import different
from tests.mechanisms.test_choice import LUCK, NUMBERS, PLAIN, act
from tests.office import EVERYTHING, Days, office

NESTS = STRUCTURES[1:]
SCALED = {
    "voice-covert": lambda scale: (1, scale, scale),
    "exit-covert": lambda scale: (scale, 1, scale),
    "exit-voice-covert": lambda scale: (scale, scale, scale),
}
ACTIVE = """
    office:
    chief
      anna
      ben
    guards under office:
    captain
      frida

    6 months
    members: grievance_mean 0.4, grievance_spread 1, outside_option_mean 0.2
    everybody may speak
    everybody may deal
    voice: gain 0.5, cost 0.8, believed_punishment 0.5, sanction 1
    covert: trust 0.5, prize 1, cost 0.9..1.6, believed_punishment 0.4, sanction 2
    exit: contagion 1
    policy ban: strength 0.6, asking_price 0.3
"""


def active(structure: str, scale: float, *more: str, **how: object) -> Days:
    drawing = office(ACTIVE, f"choice: structure {structure}, dissimilarity {scale}", *more)
    return Days(drawing, "ban", replicates=8, **how).to_the_end()  # type: ignore[arg-type]


@given(
    st.tuples(NUMBERS, NUMBERS, NUMBERS),
    st.floats(0, 20, width=32),
    st.tuples(LUCK, LUCK, LUCK, LUCK),
    st.sampled_from(NESTS),
    st.sampled_from((0.9, 0.5, 0.2)),
    st.floats(-5, 20, width=32),
)
def test_when_only_exit_is_made_worse_nobody_flips_between_the_others(
    utilities: tuple[float, ...], price: float, lucks: tuple[float, ...], structure: str, scale: float, shared: float
) -> None:
    nest = {"scales": SCALED[structure](scale), "shared": shared}
    before = act(utilities, lucks, **nest)
    after = act((utilities[0] - price, *utilities[1:]), lucks, **nest)
    assert after == before or before == "exit"


def test_what_the_acts_of_a_nest_share_by_hand() -> None:
    """Equal utilities, luck .9 (a Gumbel of 2.250) for voice, .5 (.367) for all others.

    By itself voice wins. In a nest with lambda .2 it counts for .450 + S: less than loyalty's .367 for S = -.1, when
    covert counts for .073 - .1; and exit, outside, for .367, as much as loyalty, which keeps ties.
    """
    luck = (0.5, 0.5, 0.9, 0.5)
    scales = SCALED["voice-covert"](0.2)
    assert act((0, 0, 0), luck, scales=PLAIN, shared=-9) == "voice"
    assert act((0, 0, 0), luck, scales=scales, shared=0) == "voice"
    assert act((0, 0, 0), luck, scales=scales, shared=-0.1) == "loyal"
    assert act((0, 0, 0.4), luck, scales=scales, shared=0.0) == "covert", ".473 beats .450"
    assert act((0, 0.1, 0), luck, scales=scales, shared=-0.1) == "voice", ".450 again"


def test_the_plain_structure_has_no_nest_whatever_lambda_is() -> None:
    changed = different(active("plain", 0.5), active("plain", 0.2))
    assert changed == ["choice_dissimilarity"]


def test_a_nest_of_one_act_is_none() -> None:
    """Where nobody can deal, voice has nothing to share its luck with."""
    only_voice = "covert: possible 0"
    changed = different(active("plain", 0.2, only_voice), active("voice-covert", 0.2, only_voice))
    assert changed == ["choice_structure"]


def test_it_is_none_for_those_alone_who_lack_the_act() -> None:
    days = active("voice-covert", 0.2, "guards / covert: possible 0")
    assert days["nested"][:, 0].tolist() == [False, True], "guards, office"
    assert days["recentred_voice"][0].max() == 0 < days["recentred_voice"][1].min()


@pytest.mark.parametrize("structure", NESTS)
def test_who_may_not_act_at_the_moment_still_stands_in_the_nest(structure: str) -> None:
    """Or a decree that closes exit would change the luck of the others."""
    scales = SCALED[structure](0.2)
    luck, shared = (0.5, 0.5, 0.9, 0.6), -1.0
    closed = act((9, 0, 0), luck, (False, True, True), scales=scales, shared=shared)
    assert closed == act((-50, 0, 0), luck, scales=scales, shared=shared)


def test_constants_are_recentred_in_each_world_and_institution() -> None:
    """U^V = .5 * .4 - .8 - .5 = -1.1 and U^D = .5 (1 + .4) - c - .8 = -.1 - c of the mean member, c drawn anew."""
    days = active("voice-covert", 0.5, "guards / voice: cost 1.8")
    cost = days["covert_cost"][1].astype(float)
    assert np.unique(cost).size == 8
    for row, voice in ((1, -1.1), (0, -2.1)):
        whole = np.log(np.exp(voice) + np.exp(-0.1 - cost))
        assert days["recentred_voice"][row] == pytest.approx(0.5 * (whole - voice), rel=1e-4)
        assert days["recentred_covert"][row] == pytest.approx(0.5 * (whole + 0.1 + cost), rel=1e-4)
        assert not days["recentred_exit"][row].any()


@pytest.mark.parametrize("policy", ["none", "ban"])
def test_who_reckons_with_the_crowd_is_recentred_at_the_risk_of_the_first_to_speak(policy: str) -> None:
    """U^V = .5 * .4 - .8 - P with P = 1 - exp(-.3 * 2): Q of who is under no policy, whatever policy is in force."""
    crowd = ("sanctions: crowd_risk 0.3, per_month 2", "policy ban: strength 0.6, sanctions.per_month 50")
    nest = "choice: structure voice-covert, dissimilarity 0.5"
    days = Days(office(ACTIVE, nest, "covert: cost 1", *crowd), policy).to_the_end()
    voice, covert = -0.6 - (1 - np.exp(-0.6)), -1.1
    whole = np.log(np.exp(voice) + np.exp(covert))
    assert days["recentred_voice"][:, 0] == pytest.approx(0.5 * (whole - voice), rel=1e-4)
    assert days["recentred_covert"][:, 0] == pytest.approx(0.5 * (whole - covert), rel=1e-4)


@pytest.mark.parametrize("precision", [0, 0.5, 3])
def test_recentring_knows_precision(precision: float) -> None:
    """In units of luck it is that of utilities precision times as far apart; at precision 0 there is nothing to do."""
    days = active("voice-covert", 0.2, f"choice: precision {precision}", "covert: cost 1")
    voice, covert = -1.1 * precision, -1.1 * precision
    whole = np.log(np.exp(voice) + np.exp(covert))
    expected = 0.8 * (whole - voice) / precision if precision else 0
    assert days["recentred_voice"][1] == pytest.approx(expected, rel=1e-4)


def test_with_infinite_precision_there_is_no_nest() -> None:
    sure = "choice: deterministic 1"
    changed = different(active("plain", 0.2, sure), active("exit-voice-covert", 0.2, sure))
    assert changed == ["choice_structure"]


@pytest.mark.parametrize("structure", NESTS)
def test_python_and_the_compiler_agree_in_every_bit(structure: str) -> None:
    world = office(EVERYTHING, f"choice: structure {structure}, dissimilarity 0.2..1")
    plain, compiled = (
        Days(world, "ban", replicates=3, launcher=launcher).to_the_end()  # type: ignore[arg-type]
        for launcher in ("python", "cpu")
    )
    assert different(plain, compiled) == []
    assert plain["nested"].any()
