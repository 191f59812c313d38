"""What `explain` tells of a scenario: everything that is in it, in lines that fit."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from exitban.analysis.ledger import ledger
from exitban.analysis.ledger_told import told
from exitban.explain import explain, explained
from exitban.explain.facts import facts_of
from exitban.explain.layout import WIDTH, Row, header, listed, named
from exitban.explain.telling_numbers import count_of_grounds
from exitban.scenario import Scenario, bundled, read
from exitban.scenario.counts import counted, number
from tests.office import office

PLAIN = """
    chief
      anna
    3 months
"""

TANGLED = """
schema_version: 1
name: tangled
title: A tangled office
time: {start: 2024-01-01, months: 6, ticks_per_month: 4, report_date: 2024-03-01}
institutions:
  top: {title: The top, people_per_post: 2, weight: 0.4, posts: {roots: 1, spans: [2]}}
  below: {title: Below, people_per_post: 1000, weight: 0.6, posts: {roots: 2, spans: [3]}, answers_to: top}
policies:
  decree:
    title: The decree
    form: formal
    scope: {institutions: [below], ranks: [1]}
    opens: 2024-02-01
    closes: 2024-04-01
    strength: {uniform: [0.2, 0.8], if_true: {said: {value: 0.9}}, claims: [said], why: somebody said so}
  ban:
    title: The ban
    form: informal
    scope: {institutions: [top, below]}
    together_with: [decree]
    strength: {value: 0.7, assumption: more than half}
  milder: {like: ban, strength: 0.1}
compare: [none, ban, milder]
events:
  - {name: storm, title: A storm, date: 2024-02-10, raises: stress, size: {value: 2, assumption: a big one}}
  - {name: news, title: The news, date: 2024-02-20, raises: exit, size: 0.1, institutions: [top]}
evidence:
  claims:
    said:
      text: It was said that leaving is forbidden.
      date: 2024-02-01
      chain: [{title: a paper, how: quoted}, {title: somebody, how: claimed}]
      reliability: C
      credibility: 3
      graded: {by: us, date: 2024, why: one root}
"""


@pytest.fixture
def tangled(tmp_path: Path) -> Scenario:
    path = tmp_path / "tangled.yaml"
    path.write_text(TANGLED, encoding="utf-8")
    return read(path)


def section(text: str, title: str) -> str:
    """What stands under a heading, as one line."""
    body = text.split(f"\n{title}\n{'-' * len(title)}\n")[1].split("\n\n\n")[0]
    return " ".join(body.split())


@pytest.mark.parametrize("name", ["resignation-ban-2023"])
def test_lines_fit_and_hold_no_blanks_at_their_ends(name: str) -> None:
    lines = explain(read(name)).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert [line for line in lines if line != line.rstrip()] == []


def test_the_simplest_scenario_can_be_told() -> None:
    text = explain(office(PLAIN))
    assert "Nothing happens on a date." in text
    assert "every number is an assumption" in text


def test_one_of_each_is_told_as_one(tmp_path: Path) -> None:
    alone = tmp_path / "alone.yaml"
    head = "schema_version: 1\nname: alone\ntitle: Alone\ntime: {start: 2024-01-01, months: 1}\n"
    alone.write_text(f"{head}institutions: {{one: {{posts: {{roots: 1}}}}}}\n", encoding="utf-8")
    assert "1 institution with 1 post, which stands for 1 person." in section(explain(read(alone)), "Who commands whom")
    count = {"in_effect": 1, "drawn": 0, "on_claims": 1, "assumptions": 0, "defaults": 0, "beside": 0}
    assert "1 number in effect" in (told := count_of_grounds({"counts": count}))
    assert "1 rests on claims, 0 are assumptions" in told
    told = count_of_grounds({"counts": count | {"in_effect": 2, "assumptions": 1}})
    assert "1 is an assumption of the scenario, 0 are defaults" in told


def test_who_commands_whom(tangled: Scenario) -> None:
    told = section(explain(tangled), "Who commands whom")
    assert "2 institutions with 11 posts, which stand for 8,006 people" in told
    assert "The top [top]: 3 posts, each for 2 people; weight 0.4 rank 0: 1 post with 2 under each" in told
    lines = explain(tangled).splitlines()
    top, below = (next(line for line in lines if name in line) for name in ("[top]", "[below]: "))
    assert (len(below) - len(below.lstrip())) > (len(top) - len(top.lstrip()))


def test_policies_with_their_dates_and_ticks(tangled: Scenario) -> None:
    told = section(explain(tangled), "What is forbidden")
    assert "scope below, rank 1: 6 posts" in told
    assert "from 2024-02-01 (tick 4) until 2024-04-01 (tick 12)" in told
    assert "in writing" in told and "unwritten" in told
    assert "beside it decree" in told
    assert "like ban: what it does not state is as there" in told
    assert "compared no: it only stands beside other policies" in told


def test_numbers_with_unit_meaning_and_ground(tangled: Scenario) -> None:
    told = section(explain(tangled), "What is forbidden")
    assert "strength uniform from 0.2 to 0.8 [probability]: an attempt is blocked if said is true: 0.9" in told
    assert "claims: said (C3). somebody said so" in told
    assert "strength 0.7 [probability]: an attempt is blocked assumption: more than half" in told
    assert "assumption: default of the program" in told


def test_events_with_what_they_raise(tangled: Scenario) -> None:
    told = section(explain(tangled), "What happens")
    assert "2024-02-10 (tick 5): A storm [storm] It raises stress everywhere." in told
    assert "It raises the common signal that others leave" in told


def test_claims_with_their_way_here(tangled: Scenario) -> None:
    told = section(explain(tangled), "What was claimed, by whom")
    assert "said C3, 2024-02-01; true in 50% of worlds" in told
    assert "from a paper (quoted) <- somebody (claimed)" in told
    assert "graded by us, 2024: one root" in told
    assert "speaks about policies.decree.strength" in told


@pytest.mark.parametrize("name", ["resignation-ban-2023"])
def test_every_number_in_effect_is_told_with_its_ground(name: str) -> None:
    scenario = read(name)
    facts = explained(scenario)
    told = {one["path"] for one in facts["numbers"]}
    told |= {one[key]["path"] for one in facts["events"] for key in ("size", "decays_over")}
    assert {path for path in scenario.quantities if not path.startswith("none.")} <= told
    assert all(one["claims"] or one["assumption"] for one in facts["numbers"])


def test_every_claim_and_policy_and_institution_is_named() -> None:
    scenario = read("resignation-ban-2023")
    text = explain(scenario)
    words = {*re.findall(r"[\w-]+", text)}
    assert {*scenario.evidence.claims, *scenario.policies, *scenario.institutions} <= words


def test_the_document_is_json_and_holds_the_words(tangled: Scenario) -> None:
    document = json.loads(json.dumps(explained(tangled), allow_nan=False))
    assert document["explanation"] == explain(tangled)
    assert document["compare"] == ["none", "ban", "milder"]


def test_telling_twice_gives_the_same(tangled: Scenario) -> None:
    assert explain(tangled) == explain(tangled)


def test_overrides_are_mentioned(tmp_path: Path) -> None:
    path = tmp_path / "tangled.yaml"
    path.write_text(TANGLED, encoding="utf-8")
    text = explain(read(path, ["policies.ban.strength=0.25"]))
    assert "Changed on the command line: policies.ban.strength=0.25." in text


def test_many_policies_stand_in_several_tables(tmp_path: Path) -> None:
    more = "".join(f"  ban-number-{n}: {{like: ban, strength: 0.{n}}}\n" for n in range(1, 8))
    text = TANGLED.replace("compare: [none, ban, milder]\n", "").replace("  milder:", f"{more}  milder:")
    path = tmp_path / "tangled.yaml"
    path.write_text(text, encoding="utf-8")
    told = explain(read(path))
    assert told.count("= utility_exit") == 3
    assert max(map(len, told.splitlines())) <= WIDTH


def test_the_layout() -> None:
    assert [listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "nobody",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert [counted(1, "post"), counted(1200, "post"), counted(0.5, "post")] == ["1 post", "1,200 posts", "0.5 posts"]
    assert [number(value) for value in (3.0, 23.176, 1e6)] == ["3", "23.2", "1,000,000"]
    assert named("name", "words", indent=0, column=8) == ["name    words"]
    assert named("a-long-name", "words", indent=0, column=8) == ["a-long-name", "        words"]
    assert all(len(line) <= WIDTH for line in Row("label " * 30, ("1", "2", "3", "4")).lines())
    assert [line.split() for line in header(["a", "much longer"])] == [["much"], ["a", "longer"]]


@pytest.mark.parametrize("name", [one.name for one in bundled()])
def test_the_evidence_counts_the_same_numbers(name: str) -> None:
    """What `explain` counts and what the ledger counts are one set, each number once."""
    scenario = read(name)
    found, counts = ledger(scenario), facts_of(scenario)["counts"]
    assert counts["on_claims"] == len(found.numbers)
    assert counts["assumptions"] == len(found.assumptions)
    assert counts["defaults"] == len(found.defaults)
    assert counts["in_effect"] == len({*found.numbers, *found.assumptions, *found.defaults})
    assert f"{counts['in_effect']} numbers in effect" in explain(scenario)
    assert f"{counts['in_effect']} numbers" in told(found)


def test_numbers_that_are_told_and_not_counted_are_said_to_be() -> None:
    counts = facts_of(read("resignation-ban-2023"))["counts"]
    every = " ".join(explain(read("resignation-ban-2023")).split())
    assert f"Not counted, but told: {counts['beside']} that policies and events leave to the program." in every


NOTHING_STATED = """
schema_version: 1
name: bare
title: Nothing is stated
time: {start: 2024-01-01, months: 1}
institutions: {office: {posts: {roots: 1}}}
"""


def test_without_claims_the_ledger_does_not_contradict_itself(tmp_path: Path) -> None:
    path = tmp_path / "bare.yaml"
    path.write_text(NOTHING_STATED, encoding="utf-8")
    without = told(ledger(read(path)))
    assert re.search(r"all \d+ numbers are assumptions, 0 of them stated by the file", " ".join(without.split()))
    assert "No number that the file states" not in without


def test_a_path_or_a_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tangled.yaml"
    path.write_text(TANGLED, encoding="utf-8")
    assert explain(path) == explain(str(path)) == explain(read(path))
    assert explained("command-tree")["scenario"] == "command-tree"
