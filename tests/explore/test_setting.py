"""What an address may hold, and what it is told when it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.errors import CallError
from exitban.explore import Studio
from tests.explore.small import TEXT, setting, studio


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return studio(tmp_path_factory.mktemp("warm"))


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e999", "", "0x1", "one", "9" * 50])
def test_only_finite_numbers_come_in(warm: Studio, text: str) -> None:
    with pytest.raises(CallError, match="allowed: a finite number"):
        setting(warm, set__policies__ban__strength=text)


@pytest.mark.parametrize(("text", "value"), [("7", 1.0), ("-1", 0.0), ("0.3", 0.3)])
def test_numbers_are_moved_into_their_bounds(warm: Studio, text: str, value: float) -> None:
    assert setting(warm, set__policies__ban__strength=text).values == (("policies.ban.strength", value),)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"policy": "bann"}, "Did you mean 'ban'"),
        ({"set__policies__ban__strenght": "1"}, "Did you mean 'policies.ban.strength'"),
        ({"claim__sicknes": "true"}, "Did you mean 'sickness'"),
        ({"claim__sickness": "maybe"}, "allowed: true or false"),
        ({"seed": "-1"}, "a whole number from 0"),
        ({"seed": "99999999999"}, "a whole number from 0"),
        ({"polcy": "ban"}, "Did you mean 'policy'"),
        ({"set__time__months": "1200"}, "no number that can be moved"),
    ],
)
def test_what_is_not_known_is_told_with_the_nearest_name(warm: Studio, chosen: dict[str, str], words: str) -> None:
    with pytest.raises(CallError, match=words):
        setting(warm, **chosen)


def test_an_address_gives_the_setting_that_it_was_made_from(warm: Studio) -> None:
    from urllib.parse import parse_qsl

    from exitban.explore import read_setting

    made = setting(warm, policy="decree", set__hazards__natural="0.1", claim__health="false", seed="3")
    assert read_setting(warm.scenario, warm.controls, parse_qsl(made.query())) == made


def test_policies_shocks_and_assumptions_become_controls(warm: Studio) -> None:
    groups = {path: one.group for path, one in warm.controls.items()}
    assert groups["policies.ban.strength"] == "policy"
    assert groups["events.storm.size"] == "shock"
    assert groups["hazards.natural"] == groups["exit.contagion"] == "assumption"
    assert "choice.reconsider" not in groups, "a number that is known is no assumption to move"


def test_ranges_come_from_the_priors_and_those_of_rules_from_what_they_may_be(warm: Studio) -> None:
    natural, strength = (warm.controls[path] for path in ("hazards.natural", "policies.ban.strength"))
    assert (natural.low, natural.high) == (0.0, 0.3), "with the claim as without it"
    assert (strength.low, strength.high, strength.at) == (0.0, 1.0, 0.8)


def test_a_number_that_opens_a_policy_by_a_trigger_is_no_control(tmp_path: Path) -> None:
    text = TEXT.replace("    strength: 0.5", "    strength: 0.5\n    reaction: {opens_below_control: 0.5}")
    assert not [path for path in studio(tmp_path, text).controls if path.endswith("opens_below_control")]


def test_claims_that_contradict_each_other_are_not_both_taken_for_true(warm: Studio) -> None:
    with pytest.raises(CallError, match=r"^claim.sickness and claim.health: found true for both, but they contradict"):
        setting(warm, claim__sickness="true", claim__health="true")


@pytest.mark.parametrize(("sickness", "health"), [("true", "false"), ("false", "true"), ("false", "false")])
def test_claims_that_contradict_each_other_may_be_taken_in_any_other_way(
    warm: Studio, sickness: str, health: str
) -> None:
    made = setting(warm, claim__sickness=sickness, claim__health=health)
    assert made.claims == (("health", health == "true"), ("sickness", sickness == "true"))
