"""Cases with a known end: each reads and runs, says what it rests on, and never uses what came after.

Whether the observed values lie among the simulated worlds is shown (``-rP`` prints it) and gates nothing: a case that
the model misses stays a miss.
"""

from __future__ import annotations

import datetime
import itertools
import re
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import exitban
from exitban.analysis import summarise
from exitban.analysis.looking_back_words import series_sentence
from exitban.results import Result
from exitban.scenario import Scenario, read

PAGES = Path(__file__).parents[2] / "docs" / "scenarios"
CASES = (
    "uk-government-2022",
    "us-stop-loss",
    "russian-governors-2022-2024",
    "openai-letter-2023",
    "party-of-regions-2014",
    "leipzig-1989",
    "interior-ministry-2022-2025",
)
REPLICATES = 8

every_case = pytest.mark.parametrize("name", CASES)


@cache
def scenario(name: str) -> Scenario:
    return read(name)


def without_observed(text: str) -> str:
    """The file without its section of what came after."""
    return re.sub(r"^observed:\n(?:[ #].*\n|\n)*", "", text, flags=re.MULTILINE)


@cache
def result(name: str) -> Result:
    return exitban.run(scenario(name), replicates=REPLICATES)


@every_case
class TestEveryCase:
    def test_it_reads_without_a_warning(self, name: str) -> None:
        assert scenario(name).warnings == ()

    def test_it_is_small(self, name: str) -> None:
        found = scenario(name)
        assert len(found.organisation()) * found.time.ticks * len(found.compare) < 200_000

    def test_every_stated_number_names_a_claim_or_is_called_an_assumption(self, name: str) -> None:
        stated = [one for one in scenario(name).quantities.values() if one.stated]
        assert stated
        assert [one.path for one in stated if bool(one.claims) == bool(one.assumption)] == []
        assert [one.path for one in stated if one.claims and not one.why] == []

    def test_every_claim_is_graded_and_used(self, name: str) -> None:
        found = scenario(name)
        used = {claim for one in found.quantities.values() for claim in one.claims}
        used |= {claim for series in found.observed.values() for one in series.contrary for claim in one.claims}
        for claim in found.evidence.claims.values():
            assert claim.graded_by and claim.graded_on and claim.graded_why and claim.chain, claim.name
        assert set(found.evidence.claims) - used == set()

    def test_what_came_after_has_sources_doubts_and_contrary_evidence(self, name: str) -> None:
        for series in scenario(name).observed.values():
            assert series.values and series.sources and series.uncertainty and series.contrary, series.name

    def test_the_page_about_it_counts_its_numbers_alike(self, name: str) -> None:
        stated = [one for one in scenario(name).quantities.values() if one.stated]
        text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
        told = re.search(r"Of the (\d+) numbers that the file\s+states, (\d+) name claims, (\d+) are assumptions", text)
        assert told is not None
        claimed = sum(bool(one.claims) for one in stated)
        assert [int(n) for n in told.groups()] == [len(stated), claimed, len(stated) - claimed]

    def test_taking_out_what_came_after_changes_no_bit(self, name: str, tmp_path: Path) -> None:
        path = tmp_path / f"{name}.yaml"
        path.write_text(without_observed(scenario(name).text), encoding="utf-8")
        other = exitban.run(path, replicates=REPLICATES)
        assert other.scenario.observed == {}
        added = {f"simulated_{series}" for series in scenario(name).observed}
        assert set(map(str, result(name).data)) - set(map(str, other.data)) == added
        for variable, values in other.data.variables.items():
            assert values.values.tobytes() == result(name).data[variable].values.tobytes(), variable

    def test_what_lies_beside_what_is_shown(self, name: str) -> None:
        for back in summarise(result(name)).observed:
            assert back.told is not None
            sys.stdout.write(f"{back.title}: {series_sentence(back)}\n")
            for one in back.told.values:
                assert 0.0 <= one.beyond.value <= 1.0
                assert np.isfinite(one.spread).all()


def test_the_section_that_is_taken_out_is_the_whole_section() -> None:
    for name in CASES:
        text = without_observed(scenario(name).text)
        assert "observed:" in scenario(name).text and "\nobserved:" not in text
        assert "\nevidence:" in text


class TestBritishGovernment:
    def test_ranks_and_posts(self) -> None:
        posts = scenario("uk-government-2022").organisation().institution
        ranks = {name: posts.count(name) for name in dict.fromkeys(posts)}
        assert ranks == {"cabinet-and-aides": 80, "ministers-of-state": 36, "under-secretaries": 42, "whips": 21}

    def test_nothing_is_forbidden_and_everybody_sees_everybody(self) -> None:
        found = scenario("uk-government-2022")
        assert (found.compare, found.quantity("exposure", "whole").value) == (("none",), 1)
        assert len(found.organisation().watches) == 0

    def test_its_ticks_are_hours(self) -> None:
        time = scenario("uk-government-2022").time
        assert (time.ticks, time.words()) == (49, "49 hours")
        assert [time.tick_of(one.date) for one in scenario("uk-government-2022").observed["resigned"].values] == [
            *(6, 28, 35, 45, 48)
        ]


class TestStopLoss:
    def test_three_of_four_cohorts_are_held_at_any_time_until_it_ends(self) -> None:
        found = scenario("us-stop-loss")
        windows = [found.policies["stop-loss"], *(found.policies[n] for n in found.policies["stop-loss"].together_with)]
        last = found.time.tick_of(datetime.date(2010, 1, 1))
        for tick in range(found.time.ticks):
            held = [
                one.institutions[0]
                for one in windows
                if (one.opens is None or found.time.tick_of(one.opens) <= tick)
                and (one.closes is None or tick < found.time.tick_of(one.closes))
            ]
            assert len(held) == len(set(held))
            assert len(held) == 3 if tick < last else len(held) < 3

    def test_nobody_is_held_after_the_last_window(self) -> None:
        held = result("us-stop-loss").data["trapped"].sel(policy="stop-loss")
        assert float(held.isel(time=-1).max()) == 0
        assert float(held.isel(time=60).mean()) > 0


def test_the_letter_is_voice_and_nobody_leaves() -> None:
    data = result("openai-letter-2023").data
    assert float(data["exits_open"].sum()) == 0
    assert float(data["voice"].isel(time=-1).median()) > 0


class TestLeipzig:
    def test_citizens_speak_and_nobody_leaves(self) -> None:
        data = result("leipzig-1989").data
        assert float(sum(data[name].sum() for name in ("exits_open", "attempts", "arrivals"))) == 0
        assert float(data["voice"].max()) > 1

    def test_a_post_stands_for_a_thousand_inhabitants(self) -> None:
        found = scenario("leipzig-1989")
        assert {one.people_per_post for one in found.institutions.values()} == {1000}
        assert len(found.organisation()) == round(0.8 * 1_360_900 / 1000, -1)  # four in five, to ten posts

    def test_the_series_is_the_seven_mondays(self) -> None:
        found = scenario("leipzig-1989")
        days = [one.date for one in found.observed["demonstrators"].values]
        assert [day.weekday() for day in days] == [0] * 7
        assert {(later - earlier).days for earlier, later in itertools.pairwise(days)} == {7}

    def test_that_nobody_shot_is_known_only_after_that_monday(self) -> None:
        found = scenario("leipzig-1989")
        mondays = [found.time.tick_of(one.date) for one in found.observed["demonstrators"].values]
        known = next(found.time.tick_of(one.date) for one in found.events if one.name == "no-shots")
        assert mondays[2] < known < mondays[3]


class TestInteriorMinistry:
    def test_every_world_begins_with_ninety_vacancies(self) -> None:
        found = scenario("interior-ministry-2022-2025")
        assert [(one.state, one.drawn, one.amount) for one in found.at_start] == [("filled", "number", 832)]
        assert len(found.organisation()) - 832 == 90
        vacant = result("interior-ministry-2022-2025").data["vacant"].sel(policy="none").values[:, 0]
        assert np.abs(vacant.astype(np.float64) - 90).max() < 30

    def test_nothing_is_forbidden_and_who_leaves_leaves_openly(self) -> None:
        data = result("interior-ministry-2022-2025").data
        assert scenario("interior-ministry-2022-2025").compare == ("none",)
        assert float(data["exits_open"].sum()) > 0
        assert float(data["trapped"].max()) == 0

    def test_its_shocks_make_vacancies(self) -> None:
        """On the same luck, with what pays better elsewhere and without."""
        changes = [f"events.{one.name}.size=0" for one in scenario("interior-ministry-2022-2025").events]
        calm = exitban.run(read("interior-ministry-2022-2025", changes), replicates=REPLICATES)
        with_shocks = result("interior-ministry-2022-2025")
        last = [float(one.data["vacant"].isel(time=-1).mean()) for one in (calm, with_shocks)]
        assert last[0] < last[1]
