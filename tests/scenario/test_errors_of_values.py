"""Numbers outside their bounds, weights, dates, exceptions, memory."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from exitban.scenario import memory, read
from tests.scenario.files import office, problems, scenario, the_problem, written


def strength(text: str) -> str:
    return office("strength: 0.8", f"strength: {text}")


@pytest.mark.parametrize("found", ["1.2", "-0.1"])
def test_a_share_outside_its_bounds(found: str, tmp_path: Path) -> None:
    problem = the_problem(tmp_path, strength(f"¦{found}"))
    assert problem.key == "policies.ban.strength"
    assert problem.message == f"found {found}; allowed: 0 to 1 (probability: an attempt is blocked)."


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("{uniform: ¦[-1, 2]}", "uniform from -1 to 2"),
        ("{triangular: ¦[0.5, 0.8, 1.1]}", "triangular from 0.5 over 0.8 to 1.1"),
        ("{choice: ¦[0.5, 1.5]}", "one of 0.5, 1.5, equally likely"),
        ("{value: ¦7}", "7"),
    ],
)
def test_a_support_that_exceeds_the_bounds(stated: str, words: str, tmp_path: Path) -> None:
    problem = the_problem(tmp_path, strength(stated))
    assert problem.message == f"found {words}; allowed: 0 to 1 (probability: an attempt is blocked)."


@pytest.mark.parametrize(
    "stated", ["{lognormal: [4, 0.3]}", "{gamma: [2, 2]}", "{quantiles: {0.05: 1, 0.5: 4, 0.95: 9}}"]
)
def test_what_comes_near_zero_and_never_reaches_it_is_more_than_zero(stated: str, tmp_path: Path) -> None:
    found = scenario(tmp_path, office(more=f"ban: {{window: {stated}}}\n"))
    assert found.quantity("ban", "window", "office").value > 3.0
    refused = the_problem(tmp_path, office(more="ban: {window: {uniform: ¦[0, 4]}}\n"))
    assert "allowed: more than 0" in refused.message


def test_the_distribution_if_a_claim_is_true_has_bounds_too(tmp_path: Path) -> None:
    claim = "evidence: {claims: {a: {text: A, chain: [{title: P}], reliability: B, credibility: 2}}}\n"
    text = strength("{value: 0.5, if_true: {a: {uniform: ¦[0, 3]}}}") + claim
    assert the_problem(tmp_path, text).key == "policies.ban.strength.if_true.a.uniform"


@pytest.mark.parametrize(
    ("stated", "wish"),
    [
        ("{uniform: ¦[0.5, 0.5]}", "[lowest, highest] with lowest < highest"),
        ("{triangular: ¦[0.5, 0.2, 0.9]}", "[lowest, most likely, highest] in rising order, lowest < highest"),
        ("{normal: ¦[0.5, 0]}", "[mean, standard deviation] with a standard deviation above 0"),
        ("{lognormal: ¦[0, 1]}", "[median, standard deviation of the logarithm], both above 0, the second at most 5"),
        ("{beta: ¦[0, 1]}", "[a, b], both from 0.001 to a million"),
        ("{normal: ¦[1.0e+20, 1]}", "found [1e+20, 1]; allowed: numbers up to 1e+12"),
        ("{gamma: ¦[1, -1]}", "[shape, scale], both above 0, the shape from 0.001 to a million"),
    ],
)
def test_a_malformed_distribution(stated: str, wish: str, tmp_path: Path) -> None:
    assert the_problem(tmp_path, strength(stated)).message.endswith(f"{wish}.")


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ("{quantiles: ¦{0.5: 0.5}}", "two or more quantiles are needed"),
        ("{quantiles: ¦{0.1: 0.5, 0.9: 0.4}}", "a higher level needs a higher value"),
        ("{quantiles: ¦{0: 0.5, 0.9: 0.6}}", "levels must lie between 0 and 1"),
        ("{quantiles: ¦{low: 0.5, 0.9: 0.6}}", "levels must be numbers between 0 and 1"),
        ("{quantiles: ¦{0.1: 0.5, 0.9: 1.6}}", "values must lie strictly between 0 and 1"),
    ],
)
def test_quantiles_that_are_none(stated: str, told: str, tmp_path: Path) -> None:
    assert told in the_problem(tmp_path, strength(stated)).message


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ("¦{uniform: [0, 1], value: 0.5}", "found value and uniform"),
        ("¦{assumption: none}", "found no distribution"),
    ],
)
def test_exactly_one_distribution(stated: str, found: str, tmp_path: Path) -> None:
    message = the_problem(tmp_path, strength(stated)).message
    assert message.startswith(f"{found}; allowed: exactly one of value, uniform, triangular,")


def test_a_wrong_count_of_parameters(tmp_path: Path) -> None:
    text = strength("{triangular: ¦[0.1, 0.2]}")
    assert "triangular" in problems(tmp_path, text)[0].key


def test_a_switch_is_on_or_off(tmp_path: Path) -> None:
    text = office("strength: 0.8", "contracts: {suspended: ¦0.5}")
    assert "allowed: 0 or 1" in the_problem(tmp_path, text).message
    assert problems(tmp_path, office("strength: 0.8", "contracts: {suspended: {choice: [0, 1]}}")) == []


def test_weights_must_sum_to_1(tmp_path: Path) -> None:
    text = office("institutions:", "¦institutions:").replace(
        "[3]}", "[3]}\n    weight: 0.5\n  b: {posts: {roots: 1}, weight: 0.4}\n  c: {posts: {roots: 1}}"
    )
    found = the_problem(tmp_path, text)
    assert found.key == "institutions"
    assert found.message == "the weights sum to 0.9 (office 0.5 + b 0.4); they must sum to 1. c has none."


def test_weights_of_thirds_are_not_refused(tmp_path: Path) -> None:
    more = "".join(f"\n  {name}: {{posts: {{roots: 1}}, weight: 0.1}}" for name in "abcdefghi")
    assert problems(tmp_path, office("[3]}", "[3]}\n    weight: 0.1" + more)) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (office("strength: 0.8", "opens: ¦2023-12-31"), "policies.ban.opens"),
        (office("strength: 0.8", "closes: ¦2025-01-01"), "policies.ban.closes"),
        (office("months: 12", "months: 12, report_date: ¦2025-06-01"), "time.report_date"),
        (office(more="events: [{name: e, date: ¦2026-01-01, raises: stress, size: 1}]\n"), "events.e.date"),
    ],
)
def test_a_date_outside_the_horizon(text: str, key: str, tmp_path: Path) -> None:
    found = the_problem(tmp_path, text)
    assert found.key == key
    assert "allowed: a day within the time, from 2024-01-01 to before 2025-01-01." in found.message


def test_a_policy_that_closes_before_it_opens(tmp_path: Path) -> None:
    text = office("strength: 0.8", "opens: 2024-05-01\n    closes: ¦2024-04-01")
    assert the_problem(tmp_path, text).message == "closes on 2024-04-01, not after it opens on 2024-05-01."


def test_a_time_is_as_long_as_its_end_says(tmp_path: Path) -> None:
    found = scenario(tmp_path, office("months: 12", "end: 2024-01-03T12:00, ticks_per_month: 744"))
    assert (found.time.ticks, found.time.end) == (60, datetime.datetime(2024, 1, 3, 12))


@pytest.mark.parametrize(
    ("time", "message"),
    [
        ("start: 2024-01-01, months: 1, end: ¦2024-01-02", "found months and end; allowed: one of them."),
        (
            "start: 2024-01-01T18:00, end: ¦2024-01-01",
            "found 2024-01-01; allowed: a day or moment after the start, 2024-01-01T18:00.",
        ),
    ],
)
def test_a_length_that_cannot_be(time: str, message: str, tmp_path: Path) -> None:
    assert the_problem(tmp_path, office("start: 2024-01-01, months: 12", time)).message == message


def test_a_time_without_a_length(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("time: {start: 2024-01-01, months: 12}", "¦time: {start: 2024-01-01}"))
    assert found.message == "the key 'months' is missing: length in months; or give its end."


def test_a_policy_opens_and_closes_by_the_clock(tmp_path: Path) -> None:
    text = office("strength: 0.8", "opens: 2024-05-01T12:00\n    closes: ¦2024-05-01")
    assert the_problem(tmp_path, text).message == "closes on 2024-05-01, not after it opens on 2024-05-01T12:00."


def test_years_that_results_cannot_count(tmp_path: Path) -> None:
    assert "years from 1700 to 2250" in the_problem(tmp_path, office("2024-01-01", "¦1066-10-14")).message
    assert "years from 1700 to 2250" in the_problem(tmp_path, office("2024-01-01", "¦9999-12-31")).message


def test_exceptions_that_let_out_more_than_all(tmp_path: Path) -> None:
    shares = "{health_claimed: 0.8, health_accepted: 1, paid_claimed: 0.5, paid_accepted: 0.8}"
    found = the_problem(tmp_path, office("strength: 0.8", f"exceptions: ¦{shares}"))
    assert found.key == "policies.ban.exceptions"
    assert found.message == "the shares claimed * accepted sum to 1.2; allowed: 1 or less, all exceptions together."


def test_exceptions_that_can_let_out_more_than_all_in_some_draws(tmp_path: Path) -> None:
    shares = "{health_claimed: {beta: [1, 3]}, health_accepted: 1, paid_claimed: 0.5, paid_accepted: 0.8}"
    text = office("strength: 0.8", f"exceptions: {shares}")
    assert "can sum to 1.4" in read(written(tmp_path, text)).warnings[0].message


def test_a_report_without_a_day(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office(more="report: ¦{institution: office}\n"))
    assert found.message == "needs the day of the report: time.report_date."


def test_a_rank_that_nobody_has(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("[office]}", "[office], ranks: [0, ¦2]}"))
    assert found.key == "policies.ban.scope.ranks[1]"
    assert found.message == "found 2; allowed: 0 to 1, the ranks of these institutions."


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (office("[office]}", "[office], ranks: ¦[]}"), "policies.ban.scope.ranks"),
        (office("[office]", "¦[]"), "policies.ban.scope.institutions"),
        (office(more="compare: ¦[]\n"), "compare"),
    ],
)
def test_a_list_that_must_hold_something(text: str, key: str, tmp_path: Path) -> None:
    found = the_problem(tmp_path, text)
    assert (found.key, found.message) == (key, "found a list of 0; allowed: 1 or more entries.")


def test_spans_and_a_table(tmp_path: Path) -> None:
    text = office("{roots: 1, spans: [3]}", "{table: posts.csv, spans: ¦[3]}")
    found = the_problem(tmp_path, text, posts_csv="post_id,reports_to\na,\n")
    assert found.message == "found table and spans; allowed: one of them."


def test_a_filter_without_a_table(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("spans: [3]", "where: ¦{org: x}"))
    assert found.message == "belongs to a table, and no table is given."


def test_an_organisation_that_cannot_fit_in_memory(tmp_path: Path) -> None:
    found = the_problem(tmp_path, office("institutions:", "¦institutions:").replace("[3]", "[1000, 1000, 1000]"))
    assert found.key == "institutions"
    assert "1,001,001,001 posts need about 420 GB, and " in found.message
    assert "Lower posts.roots or posts.spans of office (1,001,001,001 posts)" in found.message


def test_a_watch_network_that_cannot_fit_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda: 2_000_000)
    found = the_problem(tmp_path, office("institutions:", "¦institutions:").replace("[3]", "[300]"))
    assert "301 posts and 90,300 pairs of who watches whom need about 3.7 MB, and 2.0 MB are available" in found.message
    assert "Set watch.peers: false" in found.message


def test_the_estimate() -> None:
    assert memory.needed(posts=10, edges=100) == 10 * 420 + 100 * 40
    assert [memory.in_words(count) for count in (999, 1000, 234_000_000, 10**30)] == [
        "999 B",
        "1.0 kB",
        "234 MB",
        "1,000,000,000,000,000 PB",
    ]
    assert (memory.available() or 1) > 0
