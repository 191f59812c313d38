"""The ledger as STIX 2.1: read back and checked by the library of the standard's own people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import stix2

from exitban.analysis.ledger import ledger
from exitban.analysis.stix import stix
from exitban.errors import CallError
from exitban.scenario import read
from tests.analysis.test_ledger import EVIDENCE, STRENGTH
from tests.scenario.files import office, scenario


@pytest.fixture
def text(tmp_path: Path) -> str:
    return stix(ledger(scenario(tmp_path, office("strength: 0.8", f"strength: {STRENGTH}", EVIDENCE))))


def of_kind(text: str, kind: str) -> list[stix2.v21._STIXBase21]:
    return [one for one in stix2.parse(text, allow_custom=False).objects if one.type == kind]


def test_a_claim_is_a_note_with_its_confidence_and_grades(text: str) -> None:
    hard, easy, mute = of_kind(text, "note")
    assert (hard.abstract, hard.content, hard.confidence) == ("hard", "Leaving is hard.", 75)
    assert "admiralty-scale:source-reliability=c" in hard.labels
    assert "exitban:moves=policies.ban.strength" in hard.labels
    assert easy.confidence == 25
    assert "confidence" not in mute


def test_who_has_it_from_whom(text: str) -> None:
    names = {one.id: one.name for one in of_kind(text, "identity")}
    ways = {(names[one.source_ref], names[one.target_ref]) for one in of_kind(text, "relationship")}
    assert ways == {("Gazette", "Courier"), ("Courier", "clerk"), ("Gazette", "a guest")}


def test_a_contradiction_is_an_opinion(text: str) -> None:
    (against,) = of_kind(text, "opinion")
    assert against.opinion == "strongly-disagree"
    assert against.object_refs == [one.id for one in of_kind(text, "note") if one.abstract == "hard"]


def test_every_reference_arrives_and_the_bytes_are_the_same_again(text: str, tmp_path: Path) -> None:
    found = stix2.parse(text)
    ids = {one.id for one in found.objects}
    (grouping,) = of_kind(text, "grouping")
    assert set(grouping.object_refs) == ids - {grouping.id}
    again = scenario(tmp_path, office("strength: 0.8", f"strength: {STRENGTH}", EVIDENCE))
    assert stix(ledger(again)) == text


def by_id(text: str) -> dict[str, str]:
    """Every object but the bundle as text."""
    return {one.id: one.serialize() for one in stix2.parse(text).objects}


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("text: Leaving is hard.", "text: Leaving is a little hard."),
        ("reliability: C", "reliability: B"),
        ("credibility: 2", "credibility: 3"),
        ("{title: Courier}", "{title: Courier, date: 2023-05-15}"),
    ],
)
def test_an_object_with_other_content_is_another_object(text: str, tmp_path: Path, written: str, instead: str) -> None:
    """`modified` cannot be later where nothing but the file says when: so no id stands for two contents."""
    changed = office("strength: 0.8", f"strength: {STRENGTH}", EVIDENCE).replace(written, instead, 1)
    before, after = by_id(text), by_id(stix(ledger(scenario(tmp_path, changed))))
    assert {one: said for one, said in after.items() if one in before} == {
        one: before[one] for one in after if one in before
    }
    kinds = sorted(one.split("--")[0] for one in after.keys() - before.keys())
    assert kinds == ["grouping", "note", "opinion"], "the claim, what contradicts it, and the list of all"
    assert stix2.parse(text).id != stix2.parse(stix(ledger(scenario(tmp_path, changed)))).id


@pytest.mark.parametrize("address", ["not a url at all [x]", "javascript:alert(3)", "http://[x", "shelf 12, box 3"])
def test_an_address_that_is_no_url_stands_in_words(tmp_path: Path, address: str) -> None:
    cited = EVIDENCE.replace("{title: Courier}", f"{{title: Courier, address: '{address}', how: quoted}}")
    text = stix(ledger(scenario(tmp_path, office("strength: 0.8", f"strength: {STRENGTH}", cited))))
    (reference,) = [one for one in of_kind(text, "note")[0].external_references if one.source_name == "Courier"]
    assert "url" not in reference
    assert reference.description == f"quoted at: {address}"


def test_a_year_that_no_timestamp_can_hold_gives_the_day_of_the_scenario(tmp_path: Path) -> None:
    old = EVIDENCE.replace("text: Leaving is hard.", "text: Leaving is hard.\n      date: 0999-03-02")
    text = stix(ledger(scenario(tmp_path, office("strength: 0.8", f"strength: {STRENGTH}", old))))
    stamps = re.findall(r'"(?:created|modified)": "(.*?)"', text)
    assert [one for one in stamps if not re.match(r"\d{4}-\d\d-\d\dT", one)] == []
    assert len(set(stamps)) == 1


def test_the_bundled_ledger_passes() -> None:
    assert len(of_kind(stix(ledger(read("resignation-ban-2023"))), "note")) == 21


def test_without_claims_there_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="has no claims"):
        stix(ledger(scenario(tmp_path)))
