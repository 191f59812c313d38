"""McFadden 1978, nested: shares follow the closed form for every shipped nest; nobody flips between other acts."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kernels.test_launchers import different
from tests.office import Days
from verification.target import Target, missed
from verification.targets import nested_logit as targets
from verification.targets.mcfadden_1978 import UTILITIES
from verification.targets.nested_logit import STRUCTURES, TARGETS, nested

REPLICATES = 200
EVERY_NEST = pytest.mark.parametrize("structure", STRUCTURES)


def first_month(policy: str, *more: str) -> Days:
    return targets.first_month(policy, more, REPLICATES)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_shares_of_every_shipped_nest(target: Target) -> None:
    assert missed(target) == []


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
