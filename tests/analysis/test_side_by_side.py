"""The answer as a table: four worlds by hand, and where no table stands."""

from __future__ import annotations

from exitban.analysis import summarise
from exitban.analysis.side_by_side import side_by_side, told
from tests.analysis.synthetic import by_hand, plausible, scenario


def test_each_policy_is_a_row_of_changes_and_levels() -> None:
    """Control at the end .8 .2 .6 .4 without the ban, .4 .6 .6 .2 with it: -40 +40 0 -20, mean -5, Student's t 54.4."""
    found = side_by_side(summarise(by_hand()))
    assert found is not None
    none, ban = (dict(zip(found.heads, row, strict=True)) for row in found.rows)
    assert none == {
        "policy": "No ban",
        "change in worlds that lose control, points": "–",
        "worlds that lose control, %": "50 (15 to 85)",
        "change in control at the end, points": "–",
        "control at the end, %": "50 (23 to 77)",
    }
    assert ban["change in control at the end, points"] == "−5.0 (−59.4 to +49.4)"
    assert ban["control at the end, %"] == "50 (23 to 60)"
    assert ban["change in worlds that lose control, points"].startswith("0.0 (")
    assert "Changes are those against “No ban”" in found.caption


def test_the_printed_answer_has_it_in_place_of_the_sentences_with_the_same_numbers() -> None:
    summary = summarise(plausible(40))
    words, printed = summary.answer().split("\n\n"), told(summary).split("\n\n")
    assert [one for one in words if one not in printed] == [words[1]], "the headline alone is left out"
    assert printed[0] == words[0], "the check of the priors comes first"
    assert printed[2].splitlines()[-1].startswith(summary.policies[-1].title)


def test_what_a_policy_adds_to_the_one_beside_it_stays_a_sentence() -> None:
    result = by_hand()
    result.scenario.policies["ban"].together_with = ("none",)
    result.scenario.policies["none"].together_with = ()
    words = "Against “No ban”, which stays in force there, the share of worlds that lose control moves by 0.0 points"
    assert words in told(summarise(result))


def test_one_policy_and_an_answer_about_something_else_have_no_table() -> None:
    alone = plausible(8, ("ban",))
    alone.scenario = scenario(["ban"])
    other = by_hand()
    other.scenario.headline = ("voice",)
    for result in (alone, other):
        summary = summarise(result)
        assert side_by_side(summary) is None
        assert told(summary) == summary.answer()


def test_a_single_world_has_no_intervals() -> None:
    result = by_hand()
    result.data = result.data.isel(replicate=[0])
    found = side_by_side(summarise(result))
    assert found is not None
    assert found.rows[1][3] == "−40.0"
