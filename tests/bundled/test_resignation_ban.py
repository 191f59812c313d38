"""The bundled scenario: what it holds, what each number rests on, and whether its priors allow what was reported."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import exitban
from exitban.analysis.ledger import ledger
from exitban.scenario import Scenario, read

NAME = "resignation-ban-2023"
PAGE = Path(__file__).parents[2] / "docs" / "scenarios" / f"{NAME}.md"
LAST_DAY_OF_KNOWLEDGE = "2023-05-31"

CLAIMS = {
    *("ban-informal", "two-governors", "many-want-out", "betrayal", "exceptions", "pay-to-leave"),
    *("author-on-number", "denial", "hard-before", "uk-mod", "passports", "travel-permit"),
    *("decree-647", "envoy-left", "five-governors", "five-governors-rotation", "city-hall"),
    *("two-commanders", "side-deal", "staff-size", "interior-contrast"),
}
BANNED = {"presidential-administration", "internal-policy", "governors", "regional-officials"}
BANNED |= {"federal-civil-service", "security-service"}


@cache
def scenario() -> Scenario:
    return read(NAME)


def posts_in(institution: str) -> int:
    return scenario().organisation().institution.count(institution)


class TestWhoIsThere:
    def test_it_reads_without_a_warning(self) -> None:
        assert scenario().warnings == ()

    def test_about_fifteen_hundred_posts(self) -> None:
        assert 1400 <= len(scenario().organisation()) <= 1600

    def test_each_governor_is_a_post_under_the_department_that_stops_them(self) -> None:
        posts = scenario().organisation()
        above = {posts.superior[i] for i, name in enumerate(posts.institution) if name == "governors"}
        assert posts_in("governors") == 85
        assert scenario().institutions["governors"].people_per_post == 1
        assert [posts.ids[i] for i in above] == ["internal-policy/0"]

    @pytest.mark.parametrize(
        ("institution", "people"),
        [("federal-civil-service", 603_000), ("regional-officials", 252_000), ("interior-ministry", 922_000)],
    )
    def test_posts_stand_for_the_people_that_the_evidence_counts(self, institution: str, people: float) -> None:
        stands_for = posts_in(institution) * scenario().institutions[institution].people_per_post
        assert stands_for == pytest.approx(people, rel=0.01)

    def test_weights_sum_to_one_and_citizens_carry_none(self) -> None:
        weights = {name: one.weight for name, one in scenario().institutions.items()}
        assert sum(weights.values()) == pytest.approx(1)
        assert weights["citizens"] == 0

    def test_citizens_can_neither_leave_nor_deal(self) -> None:
        ask = scenario().quantity
        assert ask("stress", "citizens", institution="citizens").value == 1
        assert ask("exit", "possible", institution="citizens").value == 0
        assert ask("covert", "possible", institution="citizens").value == 0

    def test_only_the_private_army_can_deal_with_the_other_side(self) -> None:
        ask = scenario().quantity
        able = [name for name in scenario().institutions if ask("covert", "possible", institution=name).value]
        assert able == ["private-army"]


class TestWhatIsForbidden:
    def test_the_ban_is_unwritten_and_as_old_as_the_war(self) -> None:
        ban = scenario().policies["ban"]
        assert (ban.form, ban.opens, ban.closes) == ("informal", None, None)
        assert set(ban.institutions) == BANNED
        assert ban.together_with == ("decree-647",)

    def test_the_decree_is_written_and_suspends_contracts(self) -> None:
        decree = scenario().policies["decree-647"]
        assert (decree.form, decree.opens) == ("formal", datetime.date(2022, 9, 21))
        assert scenario().quantity("contracts", "suspended", policy="decree-647").value == 1

    def test_leaving_the_interior_ministry_is_allowed_under_every_policy(self) -> None:
        assert [p.name for p in scenario().policies.values() if "interior-ministry" in p.institutions] == []

    def test_closing_the_ways_out_changes_nothing_else(self) -> None:
        ask = scenario().quantity
        for number in ("strength", "threat", "asking_price"):
            one, other = (ask("ban", number, policy=name) for name in ("ban", "ban-without-exceptions"))
            assert one.path == other.path == f"policies.ban.{number}"
        for way in ("health", "paid", "tolerated"):
            assert ask("exceptions", f"{way}_accepted", policy="ban-without-exceptions").value == 0

    def test_what_is_compared(self) -> None:
        assert scenario().compare[:3] == ("none", "ban", "ban-without-exceptions")


class TestWhatItRestsOn:
    def test_every_number_names_a_claim_or_says_that_it_is_an_assumption(self) -> None:
        stated = [one for one in scenario().quantities.values() if one.stated]
        assert [one.path for one in stated if bool(one.claims) == bool(one.assumption)] == []
        assert [one.path for one in stated if one.claims and not one.why] == []

    def test_few_numbers_are_left_to_the_program(self) -> None:
        numbers = scenario().quantities.values()
        assert sum(not one.stated for one in numbers) <= len(numbers) / 20

    def test_the_page_about_it_counts_them_alike(self) -> None:
        stated = [one for one in scenario().quantities.values() if one.stated]
        told = re.search(r"(\d+) name claims, (\d+) are assumptions", PAGE.read_text(encoding="utf-8"))
        assert told is not None
        assert [int(n) for n in told.groups()] == [
            sum(bool(one.claims) for one in stated),
            sum(not one.claims for one in stated),
        ]

    def test_all_claims_are_there_and_each_is_used(self) -> None:
        claims, text = set(scenario().evidence.claims), scenario().text
        assert claims == CLAIMS
        numbers = text[: text.index("\nevidence:")]
        assert [name for name in claims if name not in numbers] == []

    def test_no_claim_is_silent(self) -> None:
        """Each moves a number, or says why none hangs on it; one that is nearly sure moves numbers as well."""
        found = ledger(scenario())
        assert {name for name, why in found.silent.items() if why} == {"staff-size"} == set(found.silent)
        assert all(found.moves(name) for name in CLAIMS - {"staff-size"})

    def test_nothing_is_known_from_after_the_report(self) -> None:
        dated = {name: one.date for name, one in scenario().evidence.claims.items() if one.date[:3] == "202"}
        assert {name: date for name, date in dated.items() if date > LAST_DAY_OF_KNOWLEDGE} == {}
        assert max(event.date for event in scenario().events) <= datetime.date.fromisoformat(LAST_DAY_OF_KNOWLEDGE)
        assert [word for word in ("mutiny", "152,000", "212,000", "rebound") if word in scenario().text] == []

    def test_every_grade_is_defended_and_traced_to_a_root(self) -> None:
        for claim in scenario().evidence.claims.values():
            assert claim.graded_by and claim.graded_on and claim.graded_why, claim.name
            assert claim.chain and claim.roots, claim.name
            assert claim.credibility > 1 or len(set(claim.roots)) >= 2, claim.name

    def test_the_ban_and_its_denial_are_never_both_true(self) -> None:
        true = scenario().truths(1, range(2000))
        assert not (true["ban-informal"] & true["denial"]).any()
        assert 0.6 < true["ban-informal"].mean() < 0.8

    def test_a_reprint_adds_nothing(self) -> None:
        true = scenario().truths(1, range(2000))
        assert np.array_equal(true["uk-mod"], true["ban-informal"])
        assert not (true["two-governors"] & ~true["ban-informal"]).any()


class TestDates:
    @pytest.mark.parametrize(
        ("event", "tick"),
        [("invasion", 0), ("five-governors-leave", 9), ("mobilisation", 27), ("report", 58), ("denial", 58)],
    )
    def test_an_event_falls_on_the_tick_in_which_its_day_lies(self, event: str, tick: int) -> None:
        date = next(one.date for one in scenario().events if one.name == event)
        assert scenario().time.tick_of(date) == tick

    def test_the_page_about_it_says_the_same(self) -> None:
        told = re.findall(r"^\| .* \| (\d{4}-\d\d-\d\d) \| (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
        dates = [one.date for one in scenario().events]
        assert told == [(date.isoformat(), str(scenario().time.tick_of(date))) for date in dates]


@pytest.fixture(scope="module")
def data() -> xr.Dataset:
    return exitban.run(scenario(), replicates=128, policies=["none", "ban"]).data


def share_by_the_report(data: xr.Dataset, name: str, policy: str) -> float:
    """Cases per governor and month until the report, mean over replicates."""
    ticks = scenario().time.tick_of(datetime.date(2023, 5, 15)) + 1
    cases = data[f"institution_{name}"].sel(policy=policy, institution="governors", statistic="mean")
    return float(cases.isel(time=slice(0, ticks)).sum()) / 85 / (ticks * scenario().time.dt)


@pytest.mark.slow
@pytest.mark.xdist_group("bundled-run")
class TestWhatThePriorsGive:
    """Orders of magnitude only: the priors must allow what was reported, and nothing is fitted to it."""

    def test_two_known_blocked_governors_are_neither_impossible_nor_certain(self, data: xr.Dataset) -> None:
        known = data["known_blocked_by_report"].sel(policy="ban", institution="governors")
        assert 0.05 <= float((known >= 2).mean()) <= 0.6

    def test_known_blocked_attempts_lie_within_what_the_report_identifies(self, data: xr.Dataset) -> None:
        assert 0.0002 <= share_by_the_report(data, "known_blocked", "ban") <= 0.0058

    def test_governors_would_leave_about_as_often_as_they_were_allowed_to(self, data: xr.Dataset) -> None:
        assert 0.0020 <= share_by_the_report(data, "exits_open", "none") <= 0.0120

    def test_some_but_not_most_want_out(self, data: xr.Dataset) -> None:
        assert 0.02 <= float(data["want_out"].sel(policy="none").isel(time=58).mean()) <= 0.35

    def test_where_leaving_is_allowed_a_tenth_of_the_posts_is_empty(self, data: xr.Dataset) -> None:
        staffing = data["institution_staffing"].sel(policy="ban", institution="interior-ministry", statistic="mean")
        assert 0.85 <= float(staffing.isel(time=34)) <= 0.95

    def test_a_ban_holds_more_in_their_posts(self, data: xr.Dataset) -> None:
        staffing = data["staffing"].isel(time=58).mean("replicate")
        assert float(staffing.sel(policy="ban")) > float(staffing.sel(policy="none"))
