"""The last words of an answer: what differs between worlds."""

from __future__ import annotations

import re

import pytest

from exitban.analysis import summarise
from exitban.analysis.answer import closing
from exitban.analysis.comparing import compare
from exitban.analysis.comparison_told import told
from exitban.plots.control_over_time import how_drawn
from exitban.report.limits import how_to_read
from exitban.report.numbers import overview
from exitban.run import run
from exitban.scenario import read
from tests.office import office


@pytest.mark.parametrize(
    ("strength", "replicates", "said"),
    [
        ("1", 3, "Each of the 3 worlds draws its luck anew and nothing else"),
        ("0.6..0.9", 3, "Each of the 3 worlds draws the uncertain numbers and its luck anew"),
        ("0.6..0.9", 1, "A single world was simulated"),
    ],
)
def test_the_answer_says_what_worlds_draw(strength: str, replicates: int, said: str) -> None:
    scenario = office("boss\n  anna", f"policy ban: strength {strength}")
    assert closing(summarise(run(scenario, replicates=replicates, launcher="python"))).startswith(said)


@pytest.mark.parametrize(
    ("strength", "in_the_report", "in_the_picture"),
    [
        ("1", "which differ in luck alone, since every number is fixed", "luck alone, since every number is fixed"),
        ("0.6..0.9", "which differ both in luck and in every number", "luck and uncertain numbers together"),
    ],
)
def test_report_and_picture_say_the_same(strength: str, in_the_report: str, in_the_picture: str) -> None:
    summary = summarise(
        run(office("boss\n  anna", f"policy ban: strength {strength}"), replicates=3, launcher="python")
    )
    assert in_the_report in how_to_read(summary)
    assert how_drawn(summary).endswith(f"% of worlds, {in_the_picture}.")


def test_one_world_has_no_interval_and_is_told_without_one() -> None:
    """Means, differences, stored exits and what one policy adds to another: answer, report and comparison."""
    bundled = read("resignation-ban-2023")
    summary = summarise(run(bundled, replicates=1))
    answer, compared = summary.answer(), told(compare(bundled, replicates=1))
    numbers = re.sub(r"<[^>]*>", " ", str(overview(summary)))
    assert "no interval" in answer and "no interval" in compared
    assert not [one for one in (answer, compared, numbers) if re.search(r"\b(nan|unknown|all 1)\b", one)]
