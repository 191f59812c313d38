"""The shelf in words: each law, each number, each paper."""

from __future__ import annotations

import json

from exitban.explain import explain_mechanisms, mechanisms_as_data
from exitban.explain.layout import WIDTH
from exitban.explain.shelf import bounds, law
from exitban.scenario import shelf


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_mechanism_is_told_with_law_numbers_and_literature() -> None:
    told = flat(explain_mechanisms())
    for mechanism in shelf():
        assert flat(mechanism.law) in told
        assert all(flat(facts.meaning) in told for facts in mechanism.facts().values())
        assert all(paper in told for paper in mechanism.literature)


def test_lines_fit() -> None:
    assert max(map(len, explain_mechanisms().splitlines())) <= WIDTH


def test_prose_runs_on_and_equations_keep_their_lines() -> None:
    told = law("One.\n\nProse that\nruns on.\nU = a + b\n    + c\nmore prose\nthat runs on")
    assert told == ["One.", "", "Prose that runs on.", "U = a + b", "    + c", "more prose that runs on"]


def test_a_long_equation_is_broken_and_hangs() -> None:
    first, *others = law("U = " + " + ".join(["term"] * 40))
    assert first.startswith("U = term") and others and all(line.startswith("    ") for line in others)


def test_the_data_are_json_and_have_no_infinite_bound() -> None:
    found = json.loads(json.dumps(mechanisms_as_data(), allow_nan=False))
    assert [one["name"] for one in found] == [one.name for one in shelf()]
    cost = next(n for one in found if one["name"] == "voice" for n in one["numbers"] if n["name"] == "cost")
    assert (cost["low"], cost["high"], cost["unit"], cost["level"]) == (None, None, "logit", "institution")


def test_bounds_in_words() -> None:
    pairs = [(None, None), (0.0, None), (None, 1.0), (0.0, 1.0)]
    said = [bounds({"low": low, "high": high}) for low, high in pairs]
    assert said == ["any number", "0 or more", "1 or less", "0 to 1"]


def test_a_term_on_a_line_of_its_own_runs_into_nothing() -> None:
    """Of an equation without a left side, as a rule that adds to a utility tells it."""
    lines = ["Prose.", "U^E + b * price, where leave is for sale", "A member who is held meets an official at a rate."]
    assert law("\n".join(lines)) == lines
    assert law("Prose goes on with\nb * price in it.") == ["Prose goes on with b * price in it."]
