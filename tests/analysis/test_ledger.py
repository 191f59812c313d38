"""The ledger of evidence on an office whose graph fits on a slip of paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exitban.analysis.ledger import Ledger, document, ledger
from exitban.analysis.ledger_dot import dot
from exitban.analysis.ledger_told import told
from exitban.explain import explained
from exitban.plots.ledger import ledger as picture
from tests.scenario.files import office, scenario

EVIDENCE = """
evidence:
  grades: {table: misp}
  claims:
    hard:
      text: Leaving is hard.
      chain: [{title: Gazette}, {title: Courier}, {title: a clerk}]
      root: clerk
      reliability: C
      credibility: 2
    easy:
      text: Leaving is easy.
      chain: [{title: the chief}]
      reliability: D
      credibility: 4
      contradicts: [hard]
    mute: {text: Nobody knows., chain: [{title: Gazette}, {title: a guest}], reliability: F, credibility: 6}
effort: {decay: {uniform: [0.0, 0.1], assumption: a guess}, recovery: {value: 0.1, assumption: another}}
"""
STRENGTH = "{uniform: [0.4, 0.6], if_true: {hard: 0.9, easy: 0.1, mute: 0.5}, claims: [mute]}"


@pytest.fixture
def small(tmp_path: Path) -> Ledger:
    return ledger(scenario(tmp_path, office("strength: 0.8", f"strength: {STRENGTH}", EVIDENCE)))


def test_claims_move_numbers_that_have_a_distribution_for_their_truth(small: Ledger) -> None:
    assert small.moves("hard") == small.moves("easy") == ("policies.ban.strength",)
    assert (small.moves("mute"), small.speaks("mute")) == ((), ("policies.ban.strength",))


def test_the_graph_goes_from_outlet_to_root_to_claim_to_number(small: Ledger) -> None:
    number = "number:policies.ban.strength"
    assert list(small.edges()) == [
        ("outlet:Gazette", "outlet:Courier"),
        ("outlet:Courier", "root:clerk"),
        ("root:clerk", "claim:hard"),
        ("outlet:the chief", "root:the chief"),
        ("root:the chief", "claim:easy"),
        ("outlet:Gazette", "root:a guest"),
        ("root:a guest", "claim:mute"),
        ("claim:hard", number),
        ("claim:easy", number),
        ("claim:mute", number),
    ]


def test_bare_assumptions_and_contradictions_are_listed(small: Ledger) -> None:
    assert list(small.assumptions) == ["effort.decay", "effort.recovery"]
    assert small.contradictions == (("hard", "easy"),)
    assert small.shared_draws["clerk"] == small.shared_draws["the chief"]


def test_what_changes_no_number_says_why(tmp_path: Path) -> None:
    beside = """
    size:
      text: There are many posts.
      chain: [{title: a count}]
      reliability: B
      credibility: 2
      moves_nothing: It is told and enters no equation.
    idle: {text: It rains., chain: [{title: a guest}], reliability: B, credibility: 3}
"""
    evidence = EVIDENCE.replace("effort: {decay", f"{beside.strip(chr(10))}\neffort: {{decay")
    found = ledger(scenario(tmp_path, office("strength: 0.8", f"strength: {STRENGTH}", evidence)))
    assert found.silent == {
        "mute": "It has no probability of being true.",
        "size": "It is told and enters no equation.",
        "idle": "",
    }
    text = " ".join(told(found).split())
    assert "size changes no number, because it is told and enters no equation; idle changes no number." in text
    assert document(found)["claims"][3]["moves_nothing"] == "It is told and enters no equation."
    assert document(found)["claims"][0]["moves_nothing"] is None
    assert "size (B2, 0.75): moves nothing" in {one.get_text() for one in picture(found).axes[0].texts}


def test_it_is_told_as_a_table_and_as_a_tree(small: Ledger) -> None:
    text = told(small)
    assert re.search(r"^hard +C2 +0\.75 +clerk +1 +0$", text, re.MULTILINE)
    assert re.search(r"^mute +F6 +none +a guest +0 +1$", text, re.MULTILINE)
    assert "Gazette\n├── from Courier, root: clerk\n│   └── hard [C2, true in 75 % of worlds]" in text
    assert "misp, version 1" in text
    assert "effort.decay: uniform from 0 to 0.1" in text


def test_the_document_has_every_part(small: Ledger) -> None:
    found = document(small)
    assert found["grades"]["probabilities"] == {"1": 1.0, "2": 0.75, "3": 0.5, "4": 0.25, "5": 0.0}
    assert [one["p_true"] for one in found["claims"]] == [0.75, 0.25, None]
    assert found["numbers"][0]["if_true"]["hard"] == "0.9"
    assert len(found["edges"]) == 10


def test_graphviz_gets_every_edge_once(small: Ledger) -> None:
    text = dot(small)
    assert text.count(" -> ") == 11
    assert text.count("style=dotted") == 1
    assert '"claim:hard" -> "claim:easy" [dir=both, style=dashed, label=contradicts];' in text


def test_the_picture_names_every_node(small: Ledger) -> None:
    said = {one.get_text() for one in picture(small).axes[0].texts}
    assert {"Gazette", "Courier", "clerk", "hard (C2, 0.75)", "mute (F6, none)", "policies.ban.strength"} <= said


def test_a_scenario_without_claims_is_all_assumptions(tmp_path: Path) -> None:
    assert "has no claims" in told(ledger(scenario(tmp_path)))


def test_what_is_explained_speaks_about_the_same_numbers(tmp_path: Path) -> None:
    """Those of events among them."""
    event = "\nevents:\n  - {name: rain, date: 2024-03-01, raises: stress, size: {value: 1, claims: [hard]}}\n"
    found = scenario(tmp_path, office(more=EVIDENCE + event))
    asked = ledger(found)
    for one in explained(found)["claims"]:
        name = one["name"]
        assert sorted(one["speaks_about"]) == sorted((*asked.moves(name), *asked.speaks(name)))
    assert "events.rain.size" in asked.speaks("hard")
