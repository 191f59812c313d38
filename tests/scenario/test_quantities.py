"""Which statement of a file holds where, and what a number carries with it."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest

from exitban.errors import CallError
from exitban.maths.luck import share_of_replicate
from exitban.scenario import Quantity, Scenario
from exitban.scenario.distributions import Distribution
from exitban.scenario.luck import shares_of_replicates
from tests.scenario.files import office, scenario

TEXT = office(
    "[3]}",
    """[3]}
    refill: {rate: {value: 0.5, assumption: quick}}
  other:
    posts: {roots: 1}""",
    """\
    exceptions: {health_claimed: {uniform: [0, 0.5]}, health_accepted: 1}
    sanctions: {share: 0.25}
  closed: {like: ban, exceptions: {}}
  closed-and-strict: {like: closed, strength: 1, sanctions: {}}
refill: {rate: 0.2}
sanctions: {share: 0.75}
events:
  - {name: shock, date: 2024-03-01, raises: stress, size: {gamma: [2, 0.5]}}
""",
)


@pytest.fixture
def found(tmp_path: Path) -> Scenario:
    return scenario(tmp_path, TEXT)


def value(quantity: Quantity) -> tuple[str, float]:
    return quantity.path, quantity.value


def test_a_number_of_an_institution_is_its_own_or_that_of_all(found: Scenario) -> None:
    assert value(found.quantity("refill", "rate", "office")) == ("institutions.office.refill.rate", 0.5)
    assert value(found.quantity("refill", "rate", "other")) == ("refill.rate", 0.2)
    assert value(found.quantity("refill", "rate")) == ("refill.rate", 0.2)


def test_a_number_that_is_not_stated_has_its_default(found: Scenario) -> None:
    whole = found.quantity("exposure", "whole")
    assert value(whole) == ("exposure.whole", 0.2)
    assert (whole.stated, whole.assumption, whole.is_assumption) == (False, "default of the program", True)


def test_a_policy_has_what_it_states(found: Scenario) -> None:
    assert value(found.quantity("ban", "strength", policy="ban")) == ("policies.ban.strength", 0.8)
    assert value(found.quantity("ban", "asking_price", policy="ban")) == ("policies.ban.asking_price", 0.5)


def test_where_no_policy_governs_its_numbers_are_neutral(found: Scenario) -> None:
    for policy in (None, "none"):
        neutral = found.quantity("ban", "strength", policy=policy)
        assert (neutral.value, neutral.is_fixed, neutral.assumption) == (0.0, True, "no policy governs")
        assert value(found.quantity("sanctions", "share", policy=policy)) == ("sanctions.share", 0.75)


def test_a_policy_that_is_like_another_shares_its_draws(found: Scenario) -> None:
    for policy in ("ban", "closed"):
        assert found.quantity("ban", "strength", policy=policy).path == "policies.ban.strength"
        assert found.quantity("ban", "threat", policy=policy).path == "policies.ban.threat"
    assert value(found.quantity("ban", "strength", policy="closed-and-strict")) == (
        "policies.closed-and-strict.strength",
        1.0,
    )


def test_a_section_that_is_given_replaces_the_whole_section(found: Scenario) -> None:
    claimed = found.quantity("exceptions", "health_claimed", policy="ban")
    assert (claimed.path, claimed.is_fixed) == ("policies.ban.exceptions.health_claimed", False)
    for policy in ("closed", "closed-and-strict"):
        closed = found.quantity("exceptions", "health_claimed", policy=policy)
        assert value(closed) == ("policies.closed.exceptions.health_claimed", 0.0)


def test_a_number_without_neutral_value_falls_back_on_the_section_of_all(found: Scenario) -> None:
    assert value(found.quantity("sanctions", "share", policy="closed")) == ("policies.ban.sanctions.share", 0.25)
    assert value(found.quantity("sanctions", "share", policy="closed-and-strict")) == ("sanctions.share", 0.75)


def test_a_policy_inherits_scope_form_and_dates(tmp_path: Path) -> None:
    text = office("strength: 0.8", "opens: 2024-02-01\n    about: words", "  other: {like: ban, form: formal}\n")
    ban, other = (scenario(tmp_path, text).policies[name] for name in ("ban", "other"))
    assert (other.institutions, other.opens, other.about) == (ban.institutions, ban.opens, "words")
    assert (ban.form, other.form) == ("informal", "formal")
    assert (ban.title, other.title) == ("ban", "other")


def test_a_policy_can_take_back_a_date_that_it_inherits(tmp_path: Path) -> None:
    """null: from the start, to the end, never tighter; what is left out is as there."""
    dates = "opens: 2024-02-01\n    tightens: 2024-03-01\n    closes: 2024-04-01"
    others = "  always: {like: ban, opens: null, tightens: ~}\n  for-good: {like: always, closes: null}\n"
    found = scenario(tmp_path, office("strength: 0.8", dates, others)).policies
    assert [found["always"].opens, found["always"].tightens, found["for-good"].opens, found["for-good"].closes] == [
        None
    ] * 4
    assert found["always"].closes == found["ban"].closes == datetime.date(2024, 4, 1)


@pytest.mark.parametrize(
    ("section", "waits"),
    [
        ("reaction: {}", False),
        ("reaction: {closes_below_control: 0.5}", False),
        ("reaction: {opens_below_control: 0}", False),
        ("reaction: {opens_below_control: 0.5}", True),
        ("reaction: {opens_above_attempts: {uniform: [0, 1]}}", True),
    ],
)
def test_a_policy_that_a_trigger_can_open_waits_for_it(tmp_path: Path, section: str, waits: bool) -> None:
    found = scenario(tmp_path, office("strength: 0.8", section, "  other: {like: ban}\n"))
    assert [found.waits_for_a_trigger(name) for name in ("none", "ban", "other")] == [False, waits, waits]


def test_numbers_in_effect_are_distinct_and_all_there(found: Scenario) -> None:
    quantities = found.quantities
    assert {"institutions.office.refill.rate", "refill.rate", "policies.ban.strength", "events.shock.size"} <= set(
        quantities
    )
    assert not any(path.startswith("none.") for path in quantities)
    assert all(path == one.path for path, one in quantities.items())


def test_unknown_names_are_refused(found: Scenario) -> None:
    with pytest.raises(CallError, match=r"no mechanism is called 'bann'\. Did you mean 'ban'"):
        found.quantity("bann", "strength")
    with pytest.raises(CallError, match=r"no number of ban is called 'strenght'\. Did you mean 'strength'"):
        found.quantity("ban", "strenght")
    with pytest.raises(CallError, match="no policy is called 'bam'"):
        found.quantity("ban", "strength", policy="bam")
    with pytest.raises(CallError, match="no institution is called 'offfice'"):
        found.quantity("refill", "rate", "offfice")


def test_draws_of_many_replicates_are_those_of_each() -> None:
    many = shares_of_replicates(7, range(3, 40, 2), "number:x")
    assert many.tolist() == [share_of_replicate(7, replicate, "number:x") for replicate in range(3, 40, 2)]


def test_draws_depend_on_nothing_but_seed_replicate_and_path(found: Scenario, tmp_path: Path) -> None:
    whole = found.draws(5, range(100))[0]
    part = found.draws(5, range(60, 80))[0]
    assert all((whole[path][60:80] == part[path]).all() for path in whole)
    (tmp_path / "more").mkdir()
    other = scenario(tmp_path / "more", TEXT.replace("refill: {rate: 0.2}", "refill: {rate: {uniform: [0, 1]}}"))
    assert (other.draws(5, range(100))[0]["events.shock.size"] == whole["events.shock.size"]).all()
    assert not (found.draws(6, range(100))[0]["events.shock.size"] == whole["events.shock.size"]).any()


def test_draws_follow_their_distribution(found: Scenario) -> None:
    drawn = found.draws(1, range(5000))[0]
    assert float(drawn["events.shock.size"].mean()) == pytest.approx(1.0, abs=0.05)
    claimed = np.sort(drawn["policies.ban.exceptions.health_claimed"])
    assert float(np.abs(claimed - np.linspace(0, 0.5, 5000)).max()) < 0.02


def test_compare_leaves_out_what_only_stands_beside(tmp_path: Path) -> None:
    text = office("strength: 0.8", "together_with: [decree]", "  decree: {like: ban, together_with: []}\n")
    assert scenario(tmp_path, text).compare == ("none", "ban")
    assert scenario(tmp_path, text + "compare: [ban, none]\n").compare == ("ban", "none")


def test_weights_are_equal_unless_stated(tmp_path: Path) -> None:
    more = "[3]}\n  b: {posts: {roots: 1}}"
    assert [one.weight for one in scenario(tmp_path, office("[3]}", more)).institutions.values()] == [0.5, 0.5]


def test_the_known_cases_that_the_priors_must_give(tmp_path: Path) -> None:
    text = office("months: 12", "months: 12, report_date: 2024-06-01", "report: {institution: office}\n")
    report = scenario(tmp_path, text).report
    assert report is not None
    assert (report.institution, str(report.date), report.at_least, report.policy) == ("office", "2024-06-01", 2, "ban")
    assert scenario(tmp_path, office()).report is None


def test_the_hash_sees_everything_that_numbers_depend_on(tmp_path: Path) -> None:
    text = office("{roots: 1, spans: [3]}", "{table: t.csv}")
    first = scenario(tmp_path, text, t_csv="post_id,reports_to\na,\n").hash
    assert scenario(tmp_path, text, t_csv="post_id,reports_to\na,\n").hash == first
    assert scenario(tmp_path, text, t_csv="post_id,reports_to\nb,\n").hash != first
    assert scenario(tmp_path, text, ("time.months=6",)).hash != first
    assert scenario(tmp_path, text + "# a comment\n").hash != first


def test_a_number_lies_within_its_bounds_even_where_the_mean_of_its_distribution_does_not() -> None:
    """A gamma with the mean 2 of a share that is 1 at most."""
    share = Quantity("hazards.share", "share", "S", Distribution("gamma", (2.0, 1.0), 0.0, 1.0), low=0.0, high=1.0)
    assert share.value == 1.0
    assert (share.sample(np.array([0.5, 0.999]), {}) <= 1.0).all()
