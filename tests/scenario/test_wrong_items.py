"""One wrong item in a list: it is told with its place, whatever list it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.errors import ScenarioError
from exitban.scenario import read
from tests.scenario.files import office, the_problem

EVENT = "events: [{name: e, date: 2024-02-01, raises: stress, size: "


@pytest.mark.parametrize(
    ("event", "key", "found"),
    [
        ("{triangular: [0.3, 1, ¦1.O]}", "size.triangular[2]", "found '1.O'; allowed: a number."),
        ("{triangular: [0.3, 1, ¦.nan]}", "size.triangular[2]", "found nan, which is no number to calculate with"),
        ("{normal: [¦a, 1]}", "size.normal[0]", "found 'a'; allowed: a number."),
        ("{choice: [¦a]}", "size.choice[0]", "found 'a'; allowed: a number."),
        ("1, decays_over: {triangular: [1, 2, ¦a]}", "decays_over.triangular[2]", "found 'a'; allowed: a number."),
        ("1, institutions: [¦5]", "institutions[0]", "found 5; allowed: text. Put it in quotes."),
    ],
)
def test_in_an_event(event: str, key: str, found: str, tmp_path: Path) -> None:
    told = the_problem(tmp_path, office(more=f"{EVENT}{event}}}]\n"))
    assert told.key == f"events.e.{key}"
    assert told.message.startswith(found)


@pytest.mark.parametrize(
    ("values", "found"),
    [("[0, 1, ¦x, 2]", "found 'x'"), ("[0, 1, ¦.nan, 2]", "found nan"), ("[1, 2, ¦'2', 3]", "found '2'")],
)
@pytest.mark.parametrize("form", ["{{values: {}}}", "{}"])
def test_in_the_state_of_the_first_members(values: str, found: str, form: str, tmp_path: Path) -> None:
    stated = f"spans: [3]}}\n    at_start: {{threshold: {form.format(values)}}}"
    told = the_problem(tmp_path, office("spans: [3]}", stated))
    assert told.key.startswith("institutions.office.at_start.threshold") and told.message.startswith(found)


def test_by_an_option() -> None:
    with pytest.raises(ScenarioError, match=r"threshold\.values\[4\]: found 'none'; allowed: a number\."):
        read("kuran-1989", "institutions.society.at_start.threshold.values.4=none")


def test_the_rest_of_the_file_is_checked_as_well(tmp_path: Path) -> None:
    text = office("months: 12", "months: 0", f"{EVENT}{{normal: [a, 1]}}}}]\n")
    (tmp_path / "office.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        read(tmp_path / "office.yaml")
    assert [one.key for one in raised.value.problems] == ["time.months", "events.e.size.normal[0]"]
