"""What one empty post costs, in the report and in the document."""

from __future__ import annotations

from exitban.analysis import summarise
from exitban.report.page import page
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
