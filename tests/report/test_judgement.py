"""The first page of a scenario with claims: how likely, how sure, on whose word."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest

from exitban.analysis import Summary, judgement, summarise
from exitban.analysis.intervals import Interval
from exitban.analysis.judgement import Judgement
from exitban.analysis.judgement_told import in_words, points
from exitban.report import page
from exitban.run import run
from exitban.scenario import read
from exitban.schemas import schema
from tests.analysis.synthetic import by_hand
from tests.analysis.test_weigh import TEXT
from tests.scenario.files import written


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    scenario = read(written(tmp_path_factory.mktemp("office"), TEXT))
    return summarise(run(scenario, replicates=300, policies=("none", "ban"), threads=1))


@pytest.fixture(scope="module")
def judged(summary: Summary) -> Judgement:
    assert summary.judgement is not None
    return summary.judgement


def test_every_point_has_something_to_say(judged: Judgement) -> None:
    told = dict(points(judged, "12 months"))
    assert list(told) == [
        "How likely is it?",
        "If many leave, is control lost?",
        "Under which conditions?",
        "Does it change with the policy?",
        "Which claims carry it?",
        "Which would not change it if false?",
        "How much is chance?",
        "How sure is this?",
    ]
    assert "clerk with its claims purge and echo" in told["Which claims carry it?"]
    assert "if these are false" in told["Which would not change it if false?"]
    assert ": talk changes no number." in told["Which would not change it if false?"]


def test_a_word_of_likelihood_comes_with_its_numbers(judged: Judgement) -> None:
    assert in_words(Interval(0.6, 0.57, 0.63)) == "likely (55 to 80 %)"
    likely = dict(points(judged, "12 months"))["How likely is it?"]
    assert re.search(r"(chance|likely|even|certain) \(\d+ to \d+ %\)", likely)


def test_confidence_is_another_thing_and_says_why(judged: Judgement) -> None:
    """None of the three claims that move a number has a second root: one step down."""
    words = dict(points(judged, "12 months"))["How sure is this?"]
    assert "of the 3 claims that move a number none has a second root" in judged.confidence.reasons[0]
    assert f"Confidence is {judged.confidence.word}, for " in words
    assert "likely" not in words.replace("likelihood", "")


@pytest.mark.parametrize(
    ("bare", "told"),
    [
        ([], []),
        ([False], []),
        ([True], ["the only number that is drawn rests on no claim"]),
        ([True, True, False], ["2 of the 3 numbers that are drawn rest on no claim"]),
    ],
)
def test_what_the_numbers_rest_on_is_told_of_one_as_of_many(bare: list[bool], told: list[str]) -> None:
    drawn = {str(place): SimpleNamespace(is_fixed=False, is_assumption=one) for place, one in enumerate(bare)}
    found: Any = SimpleNamespace(scenario=SimpleNamespace(quantities=drawn))
    assert judgement._of_numbers(found) == told


@pytest.mark.parametrize(
    ("roots", "told"),
    [
        ([1], "the only claim that moves a number has no second root, independent of the first"),
        ([1, 1], "of the 2 claims that move a number none has a second root, independent of the first"),
        ([2, 1], "of the 2 claims that move a number only one has a second root, independent of the first"),
    ],
)
def test_who_says_it_is_told_of_one_as_of_many(roots: list[int], told: str) -> None:
    claims = {str(place): SimpleNamespace(roots=("root",) * number) for place, number in enumerate(roots)}
    found: Any = SimpleNamespace(claims=claims, moves=lambda name: ("hazards.natural",))
    assert judgement._of_sources(found) == [told]


def test_the_page_opens_with_it_and_draws_the_weights(summary: Summary) -> None:
    html = page(summary, read_of(summary))
    found = re.findall(r'<section id="([^"]+)"', html)
    assert found[:4] == ["glance", "judgement", "asked", "answer"]
    assert found.index("weight") == found.index("evidence") - 1
    assert html.count("tornado-lost-title") == 2


def test_the_document_of_a_run_holds_it(summary: Summary) -> None:
    found = summary.to_json()
    jsonschema.validate(found, schema("summary"))
    assert found["judgement"]["confidence"]["word"] in ("high", "moderate", "low")
    assert len(found["judgement"]["points"]) == 8


def read_of(summary: Summary) -> object:
    assert summary.judgement is not None
    return summary.judgement.scenario


def test_a_scenario_without_claims_is_not_judged(tmp_path: Path) -> None:
    assert summarise(by_hand()).judgement is None


def test_conditions_are_those_numbers_on_which_it_hangs(judged: Judgement, summary: Summary) -> None:
    """Dismissals decide here, as the office is emptied of half of its posts a month where they happen."""
    assert judged.leaving is not None
    assert judged.leaving.most > judged.leaving.fewest
    first = judged.conditions[0]
    assert first.path == "hazards.dismissed"
    assert first.upper.low > first.lower.high
