"""Two policies that end alike in every world: that is said, and nothing that "cannot be told"."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.analysis import Summary, summarise
from exitban.analysis.judgement_told import points
from exitban.run import run
from exitban.scenario import read
from tests.analysis.synthetic import FakeResult
from tests.analysis.test_weigh import TEXT
from tests.scenario.files import written

LOST = "(95 % interval −3.2 to +3.2 points)"


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A run in which the ban is replaced by a second look at the worlds without it."""
    scenario = read(written(tmp_path_factory.mktemp("office"), TEXT))
    found = run(scenario, replicates=60, policies=("none", "ban"), threads=1)
    data = found.data.isel(policy=[0, 0]).assign_coords(policy=["none", "ban"])
    return summarise(FakeResult(data, scenario, found.provenance))


def test_the_answer_says_that_they_are_the_same(alike: Summary) -> None:
    told = alike.answer()
    assert f"moves not at all under “ban”, the same in all 60 worlds {LOST}." in told
    assert "Control at the end is the same in all 60 worlds." in told
    assert "0.0 points" not in told


def test_so_does_the_first_page_and_confidence_is_not_lowered(alike: Summary) -> None:
    assert alike.judgement is not None
    told = dict(points(alike.judgement, "12 months"))
    words = told["Does it change with the policy?"]
    assert f"“ban” leaves worlds that lose control the same in all 60 worlds {LOST}. It leaves control at" in words
    assert "It leaves control at the end the same in all 60 worlds." in words
    assert "cannot be told" not in told["How sure is this?"]
    assert alike.judgement.confidence.word == "moderate"


def test_one_world_is_no_reason_to_speak_of_all(tmp_path: Path) -> None:
    found = run(read(written(tmp_path, TEXT)), replicates=1, policies=("none",), threads=1)
    data = found.data.isel(policy=[0, 0]).assign_coords(policy=["none", "ban"])
    told = summarise(FakeResult(data, found.scenario, found.provenance)).answer()
    assert "Control at the end is the same in the one world." in told
