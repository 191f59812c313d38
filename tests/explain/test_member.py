"""The narrator never disagrees with the kernel: terms sum to its totals, and the member is the one of a run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from exitban.explain import explain, explained
from exitban.explain.choice import member_facts
from exitban.explain.cut import cut
from exitban.explain.member import SEED, Moment, Witness, behind, totals
from exitban.kernels.clock import Clock
from exitban.kernels.launch import Engine, Size
from exitban.kernels.sweep import BEFORE
from exitban.mechanism import TOTALS
from exitban.plan import plan_for
from exitban.scenario import Scenario, read
from tests.office import office

DRAWING = """
    chief
      anna
        carl
      ben
    guards under office:
    spans 3 3
    2 months of 4 ticks
    nobody wants to stay
    everybody may speak
    members: grievance_spread 1
    policy ban: strength 0.5, asking_price 2, threat 3, formal
    policy decree: scope guards, opens month 2, strength 1
    event storm: month 1, size 2, decays_over 3
"""

OWN_TERMS = '''
"""Two terms of its own: a pull out, and a fear of those who have been blocked."""

from dataclasses import dataclass

from exitban.mechanism import Flag, Mechanism, Real, Rule, number


@dataclass(frozen=True)
class Numbers:
    """The pull."""

    size: float = number(0.75, unit="logit", meaning="the pull")


def pull(pull_size: Real, competence: Real) -> Real:
    """The pull of elsewhere."""
    return pull_size * competence


def only_for_speakers(pull_size: Real) -> Real:
    """Only for those who speak out."""
    return pull_size


MECHANISM = Mechanism(
    name="pull",
    law=__doc__,
    numbers=Numbers,
    parts=(
        Rule("choice", "utility_exit", pull),
        Rule("choice", "utility_exit", only_for_speakers, when="speaking"),
    ),
)
'''

SMALL = """
schema_version: 1
name: small
title: A small office
time: {start: 2024-01-01, months: 2, ticks_per_month: 2}
institutions:
  office: {posts: {roots: 1, spans: [3]}}
policies:
  ban: {form: informal, scope: {institutions: [office]}, strength: 0.6}
mechanisms: [pull.py]
"""


@pytest.fixture(scope="module")
def bundled() -> Scenario:
    return read("resignation-ban-2023")


@pytest.fixture
def with_own_terms(tmp_path: Path) -> Scenario:
    (tmp_path / "pull.py").write_text(OWN_TERMS, encoding="utf-8")
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return read(path)


def told_sum(moment: Moment, total: str) -> np.float32:
    """The terms, added in 32 bits and in the kernel's order."""
    told = np.float32(0.0)
    for term in moment.terms(total):
        told = told if term is None else told + term
    return told


def some_posts(scenario: Scenario) -> list[str]:
    """The first and the last post of every institution."""
    organisation = scenario.organisation()
    held = dict.fromkeys(organisation.institution)
    first = [organisation.institution.index(name) for name in held]
    last = [len(organisation) - 1 - organisation.institution[::-1].index(name) for name in held]
    return [organisation.ids[place] for place in sorted({*first, *last})]


def test_terms_sum_to_the_kernels_totals_bit_by_bit(bundled: Scenario) -> None:
    for post in some_posts(bundled):
        for policy, moment in Witness(bundled, post).moments.items():
            for total in TOTALS:
                assert told_sum(moment, total) == moment.value(total), (post, policy, total)
                assert moment.rest(total) == 0


def test_a_mechanism_of_ones_own_is_told_too(with_own_terms: Scenario) -> None:
    facts = explained(with_own_terms)["member"]
    exits = next(one for one in facts["utilities"] if one["name"] == "utility_exit")
    terms = {one["meaning"]: one["values"]["ban"] for one in exits["terms"]}
    assert terms["The pull of elsewhere"] > 0
    assert terms["Only for those who speak out"] is None
    assert exits["rest"] == {"none": 0.0, "ban": 0.0}
    assert "Only for those who speak out" in explain(with_own_terms)


def test_a_term_without_an_end_is_null_and_leaves_nothing_unexplained(tmp_path: Path) -> None:
    """JSON knows no infinity; infinity less infinity is nothing that a term has missed."""
    endless = OWN_TERMS.replace("return pull_size * competence", "return competence * -np.float32(np.inf)")
    text = endless.replace("from exitban.mechanism", "import numpy as np\nfrom exitban.mechanism")
    (tmp_path / "pull.py").write_text(text, encoding="utf-8")
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    found = explained(read(tmp_path / "small.yaml"))
    exits = json.loads(json.dumps(found, allow_nan=False))["member"]["utilities"][0]
    assert (exits["name"], exits["total"]["ban"], exits["rest"]["ban"]) == ("utility_exit", None, 0.0)
    assert "-inf" in found["explanation"] and "nan" not in found["explanation"]


def test_what_is_written_in_the_text_is_what_the_kernel_holds(bundled: Scenario) -> None:
    text = explain(bundled)
    for one in explained(bundled)["member"]["utilities"]:
        line = next(line for line in text.splitlines() if line.strip().startswith(f"= {one['name']}"))
        printed = [float(cell) for cell in line.split()[2:]]
        assert printed == pytest.approx([one["total"][policy] for policy in bundled.compare], abs=5.1e-4)


def test_the_printed_terms_sum_to_the_printed_total(bundled: Scenario) -> None:
    lines = explain(bundled).splitlines()
    start = lines.index("asking to leave")
    end = next(place for place in range(start, len(lines)) if lines[place].strip().startswith("= utility_exit"))
    rows = [line[50:].split() for line in lines[start + 1 : end] if line[50:].strip()]
    sums = np.array([[float(cell) for cell in row] for row in rows]).sum(axis=0)
    assert sums == pytest.approx([float(cell) for cell in lines[end].split()[2:]], abs=1e-3 * len(rows))


def test_the_member_is_the_one_of_a_run() -> None:
    """In tick 0 the whole organisation, run by the launcher as `run` does it, holds the same values for the post."""
    scenario = office(DRAWING.replace("opens month 2", "opens month 1"))
    for post in some_posts(scenario):
        witness = Witness(scenario, post)
        assert witness.tick == 0
        for policy, moment in witness.moments.items():
            whole, place = whole_tick(scenario, policy, post)
            for name in ("wish", "believed_block", *TOTALS, "may_attempt", "wants_out"):
                assert whole[name][place, 0] == moment.value(name), (post, policy, name)


def whole_tick(scenario: Scenario, policy: str, post: str) -> tuple[dict[str, np.ndarray], int]:
    """The arrays of the whole organisation after the choice of tick 0, and where the post stands."""
    plan = plan_for(scenario, SEED, range(1))
    engine, given = Engine(scenario.mechanisms, "python", keep=True), plan.under(policy)
    places = (len(plan.posts.ids), len(plan.institutions), len(plan.posts.grades), len(given["opens"]))
    arrays = engine.block(given, Size(*places, scenario.time.ticks, 1))
    engine.run(arrays, range(0), scenario.time.dt, SEED)
    for step in engine.composed.steps:
        engine.go((step,), arrays, Clock(0, 0, scenario.time.dt, False, SEED))
        if "choice" in step.name and not step.name.endswith(BEFORE):
            break
    return arrays, plan.posts.ids.index(post)


def test_the_tick_is_the_first_in_which_all_policies_have_opened(bundled: Scenario) -> None:
    assert Witness(office(DRAWING), "guards/0").tick == 4
    assert Witness(bundled, "governors/0").tick == 27


def test_terms_of_a_formal_ban_worked_by_hand() -> None:
    """A wish of 102 halved, a threat of 0.5 x 1 x 3, a price of 2, nothing seen, no nest; without it only the wish."""
    drawing = DRAWING.replace("opens month 2", "opens month 1").replace("grievance_spread 1", "grievance_spread 0")
    moments = Witness(office(drawing), "office/anna").moments
    assert sorted(float(term) for term in moments["ban"].terms("utility_exit")) == pytest.approx(
        [-2.0, -1.5, 0.0, 0.0, 51.0]
    )
    assert sum(moments["none"].terms("utility_exit")) == pytest.approx(102.0)


CHOOSER = """
    chief
    1 month
    members: grievance_mean 0, vulnerability_mean 0
    everybody may speak
    everybody may deal
    voice: cost 1
    covert: cost 2
    policy ban: asking_price 6
"""


def chances_in(*more: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = member_facts(office(CHOOSER, *more))["chances"]
    return found


def test_what_the_member_does_when_thinking_it_over() -> None:
    """Utilities 0, 0, -1, -2 without a ban, and exit at -6 under it, in the plain logit and in nests.

    Without a ban they do not depend on the nest. {voice, covert} gains from exit as in the plain logit.
    """
    free = np.exp([0, 0, -1, -2])
    banned = np.exp([0, -6, -1, -2])
    for nest in ("structure plain", "structure voice-covert, dissimilarity 0.2"):
        found = chances_in(f"choice: {nest}")
        assert [*found["none"]] == ["loyal", "exit", "voice", "covert"]
        assert [*found["none"].values()] == pytest.approx(free / free.sum(), rel=1e-5)
        assert [*found["ban"].values()] == pytest.approx(banned / banned.sum(), rel=1e-5)
    found = chances_in("choice: structure exit-covert, dissimilarity 0.5")
    assert [*found["none"].values()] == pytest.approx(free / free.sum(), rel=1e-5)
    whole = 1 + np.exp(-2)
    exit, covert = np.exp(0.5 * np.log(whole) - 6), np.exp(0.5 * np.log(whole) - 1)
    nest = np.sqrt(exit**2 + covert**2)
    inside = nest * np.array([exit**2, covert**2]) / nest**2
    expected = np.array([1, inside[0], np.exp(-1), inside[1]]) / (1 + nest + np.exp(-1))
    assert [*found["ban"].values()] == pytest.approx(expected, rel=1e-5)


def test_no_chance_is_below_nothing() -> None:
    """Three acts that are far better than loyalty: three times a third, rounded up, is more than all."""
    far = ("members: grievance_mean 50", "voice: cost -50", "covert: cost -50")
    found = chances_in(*far)["none"]
    assert found == {"loyal": 0.0, **dict.fromkeys(("exit", "voice", "covert"), pytest.approx(1 / 3))}
    assert 1.0 - 3 * found["exit"] < 0.0


def test_with_infinite_precision_one_act_is_sure() -> None:
    sure = {"loyal": 0, "exit": 0, "voice": 1, "covert": 0}
    assert chances_in("choice: deterministic 1", "voice: cost -1")["ban"] == sure


def test_what_goes_in_is_followed_to_the_bottom(bundled: Scenario) -> None:
    engine = Engine(bundled.mechanisms, "python", keep=True)
    names = behind(engine, totals(engine))
    assert {"wish", "discontent", "grievance", "stress", "stress_sensitivity", "shock", "strength_in_force"} <= {*names}
    assert not {"dt", "competence", "effort"} & {*names}


def test_a_cut_keeps_whom_the_member_sees(bundled: Scenario) -> None:
    whole, part = bundled.organisation(), cut(bundled, "governors/7").organisation()
    assert {*part.ids} < {*whole.ids}
    assert {*part.institution} == {*whole.institution}
    seen = {whole.ids[b] for a, b in whole.watches if whole.ids[a] == "governors/7"}
    assert {part.ids[b] for a, b in part.watches if part.ids[a] == "governors/7"} == seen
    above = {post: whole.ids[up] if up >= 0 else None for post, up in zip(whole.ids, whole.superior, strict=True)}
    kept = {post: part.ids[up] if up >= 0 else None for post, up in zip(part.ids, part.superior, strict=True)}
    assert kept == {post: above[post] for post in part.ids}
