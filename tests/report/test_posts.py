"""What one empty post costs, in the report and in the document."""

from __future__ import annotations

import re

from exitban.analysis import summarise
from exitban.report.page import page
from exitban.report.posts import section
from exitban.run import run
from tests.office import office


def test_the_report_and_the_document_tell_which_posts_carry_most() -> None:
    result = run(office("spans 3 3 3 3", "1 month"), replicates=2, launcher="python")
    summary = summarise(result)
    html = page(summary, result.scenario)
    assert "Which posts carry the most?" in html
    assert "33.1&nbsp;%" in html
    assert "0.83&nbsp;%" in html
    grades = summary.to_json()["pivotal_posts"]
    assert [one["posts"] for one in grades] == [1, 3, 9, 27, 81]
    assert grades[1] == {"institution": "office", "rank": 1, "posts": 3, "largest": 0.330579, "mean": 0.330579}


def test_the_largest_loss_of_a_rank_and_the_mean_are_two_things() -> None:
    """Of six posts the heads carry four and two; Anna carries two, Ben and Dora one each: 4 / 3 on average."""
    drawing = """
        first
          anna
            carl
          ben
        second
          dora
    """
    result = run(office(drawing, "1 month"), replicates=2, launcher="python")
    found = section(summarise(result), result.scenario)
    assert found is not None
    words = found.content.replace("&nbsp;", " ")
    assert "With one post of office, rank 0, vacant, 67 % of control is lost" in words
    cells = re.findall(r'<td class="number">([^<]+) %</td>', words)
    assert cells == ["66.7", "50.0", "33.3", "22.2", "16.7", "16.7"], "the largest, then the mean, of ranks 0, 1 and 2"
