"""McFadden 1978, nested: shares follow the closed form for every shipped nest; nobody flips between other acts."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kernels.test_launchers import different
from tests.office import Days, office, z_of_share

MEMBERS = 12_800
ACTS = {"exit": "attempts", "voice": "voice", "covert": "proposals"}
CHOOSERS = """
    spans 63

    1 month
    members: grievance_mean 0.8, outside_option_mean 0.4, vulnerability_mean 0.7
    everybody may speak
    everybody may deal
    voice: gain 0.5, cost 0.3, believed_punishment 0.5, sanction 1
    covert: trust 0.5, prize 1, cost 0.2, believed_punishment 0.4, sanction 2
    policy ban: strength 0.6, asking_price 0.3, threat 0.5, believed_exception 0.25, formal
"""
"""Voice: .5 * .8 - .3 - .5 * .7 * 1 = -.25. Covert: .5 * (1 + .8) - .2 - .4 * .7 * 2 = .14. Exit: .8 + .4 = 1.2;
under the ban b = .6 * .75 = .45, and .55 * 1.2 - .45 * .7 * .5 - .3 = .2025."""
STRUCTURES = {"voice-covert": ("voice", "covert"), "exit-covert": ("exit", "covert"), "exit-voice-covert": tuple(ACTS)}
EVERY_NEST = pytest.mark.parametrize("structure", STRUCTURES)
UTILITIES = {
    "none": {"exit": 1.2, "voice": -0.25, "covert": 0.14},
    "ban": {"exit": 0.2025, "voice": -0.25, "covert": 0.14},
}


def first_month(policy: str, *more: str) -> Days:
    return Days(office(CHOOSERS, *more), policy, replicates=200, launcher="cpu").step()


def nested(structure: str, scale: float, policy: str) -> dict[str, float]:
    """The closed form of MODEL.md (4), after recentring: without a ban the shares are those of the plain logit.

    With q = exp(U) without a ban, an act of the nest gets lambda ln q + (1 - lambda) ln(sum of q over the nest).
    """
    nest, free, now = STRUCTURES[structure], UTILITIES["none"], UTILITIES[policy]
    whole = np.log(sum(np.exp(free[act]) for act in nest))
    moved = {act: now[act] + (1 - scale) * (whole - free[act]) for act in nest}
    inclusive = np.log(sum(np.exp(utility / scale) for utility in moved.values()))
    weights = {act: np.exp(utility) for act, utility in now.items() if act not in nest}
    weights |= {act: np.exp(scale * inclusive + utility / scale - inclusive) for act, utility in moved.items()}
    return {act: weight / (1 + sum(weights.values())) for act, weight in weights.items()}


@EVERY_NEST
@pytest.mark.parametrize("scale", [1, 0.5, 0.2])
@pytest.mark.parametrize("policy", ["none", "ban"])
def test_shares_of_every_shipped_nest(structure: str, scale: float, policy: str) -> None:
    days = first_month(policy, f"choice: structure {structure}, dissimilarity {scale}")
    for act, share in nested(structure, scale, policy).items():
        assert abs(z_of_share(days.recorded(ACTS[act])[0].sum(), MEMBERS, share)) < 4, act


@EVERY_NEST
@pytest.mark.parametrize("scale", [0.5, 0.2])
def test_without_a_ban_the_shares_are_those_of_the_plain_logit(structure: str, scale: float) -> None:
    """And so is the share who would leave if they were free to, with a ban or without."""
    weights = {act: np.exp(utility) for act, utility in UTILITIES["none"].items()}
    found = nested(structure, scale, "none")
    for act, weight in weights.items():
        assert found[act] == pytest.approx(weight / (1 + sum(weights.values())))
    for policy in ("none", "ban"):
        days = first_month(policy, f"choice: structure {structure}, dissimilarity {scale}")
        assert days.recorded("want_out")[0] / 64 == pytest.approx(found["exit"], rel=1e-5)


@pytest.mark.parametrize("believed", [0, 0.3, 0.6, 0.9])
def test_at_lambda_1_voice_to_covert_is_constant_in_b(believed: float) -> None:
    """2.718 for utilities one apart: voice at -.25, covert at -1.25."""
    days = first_month("ban", f"policy ban: strength {believed}, believed_exception 0", "covert: cost 1.59")
    voice, covert = (days.recorded(name)[0].sum() for name in ("voice", "proposals"))
    assert abs(z_of_share(voice, voice + covert, np.e / (1 + np.e))) < 4


def test_in_a_nest_with_exit_it_is_not() -> None:
    """What is taken from exit goes to its near substitute: covert deals win on voice."""
    nest = "choice: structure exit-covert, dissimilarity 0.2"
    ratios = {}
    for policy in ("none", "ban"):
        days = first_month(policy, nest)
        ratios[policy] = days.recorded("proposals")[0].sum() / days.recorded("voice")[0].sum()
    expected = {p: (s := nested("exit-covert", 0.2, p))["covert"] / s["voice"] for p in ratios}
    assert expected["ban"] > 2 * expected["none"]
    assert ratios == pytest.approx(expected, rel=0.15)


@EVERY_NEST
@pytest.mark.parametrize("scale", [0.5, 0.2])
def test_on_the_same_luck_nobody_flips_between_the_other_acts_in_any_nest(structure: str, scale: float) -> None:
    free, banned = (
        first_month(policy, f"choice: structure {structure}, dissimilarity {scale}") for policy in ("none", "ban")
    )
    for record in ("speaking", "proposes"):
        assert not (free[record] & ~banned[record]).any(), "whoever did not try to leave does as before"
    assert not (banned["attempts"] & ~free["attempts"]).any()
    moved = {name: (free["attempts"] & banned[name]).sum() for name in ("speaking", "proposes")}
    assert moved["proposes"] > moved["speaking"] if structure == "exit-covert" else moved["speaking"] > 0


@EVERY_NEST
def test_lambda_1_is_the_plain_logit_bit_for_bit(structure: str) -> None:
    plain, nest = first_month("ban"), first_month("ban", f"choice: structure {structure}, dissimilarity 1")
    assert set(different(plain, nest)) <= {"choice_structure", "choice_dissimilarity"}
