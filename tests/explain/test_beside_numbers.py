"""What a reference model hangs on is told and counted, though it is no quantity: thresholds, networks, who starts."""

from __future__ import annotations

from pathlib import Path

from exitban.explain import explain
from exitban.report import evidence
from exitban.scenario import read
from tests.scenario.files import scenario

PATH = "institutions.crowd.at_start."


def test_the_network_and_the_thresholds_are_named() -> None:
    told = read("watts-2002").beside_numbers
    assert told == {
        f"{PATH}threshold": "0.18 of those watched for all",
        f"{PATH}speaking": "1 of 2,000 posts, drawn anew in every world",
        "watch.random": "4 others on average, poisson, drawn once for all worlds with seed 1",
    }


def test_explain_and_the_report_tell_them_and_on_what_they_rest() -> None:
    world = read("watts-2002")
    told = " ".join(explain(world).split())
    assert "3 statements beside the numbers, set by the paper:" in told
    assert "watch.random: 4 others on average, poisson" in told
    section = evidence.section(world)
    assert section is not None
    page = str(section.content)
    assert "3 more statements set where it starts." in page
    assert "0.18 of those watched for all" in page
    assert "the paper" in page


def test_an_organisation_of_ones_own_states_assumptions(tmp_path: Path) -> None:
    assert "beside the numbers" not in explain(scenario(tmp_path))
