"""What came after, in a file: what may stand there, and every mistake with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.scenario import shelf
from exitban.scenario.observables import observables
from tests.scenario.files import office, problems, scenario, the_problem

LEFT = """\
observed:
  left:
    title: Those who had left
    quantity: exits_voluntary
    unit: posts
    policy: ban
    institutions: [office]
    values:
      - {date: 2024-07-01T18:00, value: 2}
      - {date: 2024-04-01, since: 2024-03-01, value: 1}
    sources: [{title: A newspaper, address: "https://example.org", date: 2024}]
    uncertainty: Counted by hand.
    contrary:
      - Nobody else saw it.
      - {text: The office denies it., claims: [denial]}
evidence:
  claims:
    denial: {text: Nobody left., chain: [{title: The office}], reliability: C, credibility: 3}
"""


def with_left(old: str = "", new: str = "") -> str:
    assert old in LEFT
    return office(more=LEFT.replace(old, new, 1))


def test_a_series_as_it_stands(tmp_path: Path) -> None:
    found = scenario(tmp_path, with_left()).observed["left"]
    assert (found.kind, found.unit, found.policy, found.everywhere) == ("flow", "posts", "ban", True)
    assert [(one.value, one.since_month) for one in found.values] == [(1.0, 2.0), (2.0, None)]
    assert found.values[1].month == pytest.approx(6 + 18 / 24 / 31)
    assert [(one.text, one.claims) for one in found.contrary] == [
        ("Nobody else saw it.", ()),
        ("The office denies it.", ("denial",)),
    ]


def test_without_policies_nothing_was_in_force(tmp_path: Path) -> None:
    text = with_left("    policy: ban\n", "")
    text = text[: text.index("policies:")] + text[text.index("observed:") :]
    assert scenario(tmp_path, text).observed["left"].policy == "none"


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        (
            "exits_voluntary",
            "¦exits_volontary",
            "observed.left.quantity",
            "no simulated quantity is called 'exits_volontary'. Did you mean 'exits_voluntary'?",
        ),
        ("[office]", "[¦ofice]", "observed.left.institutions[0]", "no institution is called 'ofice'. Did you mean"),
        ("policy: ban", "policy: ¦bann", "observed.left.policy", "no policy is called 'bann'. Did you mean 'ban'?"),
        ("[denial]", "[¦denail]", "observed.left.contrary[1].claims[0]", "no claim is called 'denail'. Did you mean"),
        ("unit: posts", "unit: ¦post", "observed.left.unit", "found 'post'; allowed: 'posts', 'people', "),
        ("unit: posts", "¦untis: posts", "observed.left.untis", "unknown key. Did you mean 'unit'?"),
        ("value: 2", "value: 2, ¦valeu: 2", "observed.left.values[0].valeu", "unknown key. Did you mean 'value'?"),
        ("value: 2", "value: ¦many", "observed.left.values[0].value", "found 'many'; allowed: a number"),
        (
            "2024-07-01T18:00",
            "¦2025-07-01",
            "observed.left.values[0].date",
            "found 2025-07-01; allowed: a day or moment from 2024-01-01 to 2025-01-01.",
        ),
        (
            "2024-03-01",
            "¦2024-04-01",
            "observed.left.values[1].since",
            "found 2024-04-01, which does not lie before the date, 2024-04-01.",
        ),
        ("    uncertainty: Counted by hand.\n", "", "observed.left", "the key 'uncertainty' is missing: how far"),
        (
            "exits_voluntary",
            "control",
            "observed.left.unit",
            "found 'posts', which does not fit control: it is a share, a mean or an index; allowed: 'as simulated'.",
        ),
        (
            "quantity: exits_voluntary\n    unit: posts",
            "quantity: voice\n    unit: ¦posts per year",
            "observed.left.unit",
            "found 'posts per year', but voice is a stock; only a flow can be told per year.",
        ),
        (
            "unit: posts",
            "unit: ¦share of the whole",
            "observed.left.unit",
            "found 'share of the whole' with a since; it is counted from the start, so leave since out.",
        ),
        ("    policy: ban\n", "", "observed.left", "the key 'policy' is missing: the policy that was in force; "),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, key: str, message: str, tmp_path: Path) -> None:
    found = the_problem(tmp_path, with_left(old, new))
    assert found.key == key
    assert found.message.startswith(message)


def test_contrary_evidence_cannot_be_left_out(tmp_path: Path) -> None:
    text = with_left(LEFT[LEFT.index("    contrary:") : LEFT.index("evidence:")], "")
    (found,) = problems(tmp_path, text)
    assert found.message == ("the key 'contrary' is missing: what speaks against the reading, as texts or with claims.")


def test_the_last_moment_of_the_time_can_be_observed(tmp_path: Path) -> None:
    assert problems(tmp_path, with_left("2024-07-01T18:00", "2025-01-01")) == []


def test_every_recorded_quantity_can_be_observed() -> None:
    known = observables(shelf())
    assert {known[name] for name in ("exits", "exits_open", "attempts", "arrivals")} == {"flow"}
    assert {known[name] for name in ("trapped", "voice", "filled")} == {"stock"}
    assert {known[name] for name in ("control", "want_out", "staffing", "trapped_months")} == {"other"}
