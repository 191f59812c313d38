"""The summary of four worlds worked by hand, and its document against its schema."""

from __future__ import annotations

import copy
import datetime
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from exitban.analysis import Summary, summarise
from exitban.errors import CallError, ResultError
from exitban.schemas import schema
from tests.analysis.synthetic import FakeResult, by_hand, dataset, plausible
from tests.analysis.synthetic import scenario as fake_scenario

jsonschema = pytest.importorskip("jsonschema")


@pytest.fixture(scope="module")
def summary() -> Summary:
    return summarise(by_hand())


def test_a_policy_that_was_run_is_in_the_summary_and_no_other(summary: Summary) -> None:
    assert "ban" in summary
    assert "decree" not in summary


def test_lost_control_is_counted_and_not_guessed(summary: Summary) -> None:
    assert [policy.survival.lost for policy in summary.policies] == [2, 2]
    assert summary["none"].lost.value == 0.5


def test_the_first_policy_is_the_base_and_has_nothing_to_be_compared_with(summary: Summary) -> None:
    assert summary.base.name == "none"
    assert summary.base.against is None


def test_months_of_control_kept_are_compared_world_by_world(summary: Summary) -> None:
    """none keeps 4 2 4 4, ban 1 4 4 3: differences -3 2 0 -1, mean -1/2; one helped, two harmed, one alike."""
    against = summary["ban"].against
    assert against is not None
    found = against["months_kept"]
    assert found.difference.value == -0.5
    assert (found.helped, found.harmed, found.unchanged) == (1, 2, 1)


def test_a_mean_share_has_no_interval_beyond_all_of_it() -> None:
    """1, 1, 1 and .5 of the posts are filled: Student's interval would end at .875 + 3.18 * .125."""
    result = by_hand()
    result.data["staffing"].values[0, :, 0] = [1, 1, 1, 0.5]
    found = summarise(result).base["staffing"].mean.at(0)
    assert found.value == pytest.approx(0.875)
    assert found.low < 0.875 < found.high <= 1.0


def test_flows_are_told_per_month_whatever_the_tick() -> None:
    """Attempts 0 2 4 6 in the first tick of a quarter of a month: 3 on average, 12 per month."""
    result = by_hand()
    result.data.attrs["dt_months"] = 0.25
    attempts = summarise(result)["ban"]["attempts"]
    assert attempts.mean.value[0] == 12.0
    assert attempts.unit == "posts per month"


def test_flows_add_up_over_the_horizon(summary: Summary) -> None:
    totals = {found.name: found.total.value for found in summary["none"].totals}
    assert totals["exits_open"] == 4.0
    assert [found.name for found in summary.base.exits][:2] == ["exits_open", "exits_unblocked"]


def test_a_time_trapped_of_nobody_is_unknown_and_not_zero(summary: Summary) -> None:
    trapped = summary["ban"]["trapped_months"].mean
    assert trapped.value[0] == 2.0
    assert np.isnan(trapped.value[1])


def test_public_face_and_private_wish_are_shares_of_filled_posts(summary: Summary) -> None:
    """4 content and 3 wanting out keep quiet, 1 content and 2 wanting out speak: .3 hidden, .2 shown, .5 in all."""
    shares = [summary["ban"][name].mean.value[0] for name in ("hidden", "shown", "wanting")]
    assert shares == pytest.approx([0.3, 0.2, 0.5])


def test_the_prior_predictive_check_counts_draws_with_two_or_more(summary: Summary) -> None:
    """Known blocked governors 0 2 1 5 under the ban: two of four draws reach two."""
    check = summary.prior_predictive
    assert check is not None
    assert (check.number, check.draws, check.policy) == (2, 4, "ban")
    assert dict(check.seen) == {0: 1, 1: 1, 2: 1, 5: 1}
    assert check.by == datetime.date(2023, 5, 15)


def test_without_the_policy_of_the_report_there_is_no_check() -> None:
    result = by_hand()
    result.data = result.data.sel(policy=["none"])
    assert summarise(result).prior_predictive is None


def test_events_lie_inside_the_time_shown() -> None:
    titles = [event.title for event in summarise(plausible(8)).events]
    assert titles == ["The ban as reported opens", "The ban with its exceptions closed opens", "retreat"]
    short = by_hand()
    short.scenario.policies["ban"].opens = datetime.date(2019, 1, 1)
    assert summarise(short).events == ()


def test_a_variable_that_is_missing_is_named() -> None:
    result = by_hand()
    result.data = result.data.drop_vars("lost_at")
    with pytest.raises(ResultError, match="lost_at"):
        summarise(result)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema("summary"))


@pytest.mark.parametrize("result", [by_hand(), plausible(8), plausible(3, ("ban",))], ids=["hand", "three", "one"])
def test_the_document_fits_its_schema_and_holds_no_nan(result: Any) -> None:
    document = summarise(result).to_json()
    jsonschema.Draft202012Validator(schema("summary")).validate(document)
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_the_schema_refuses_what_does_not_belong() -> None:
    document = summarise(by_hand()).to_json()
    validator = jsonschema.Draft202012Validator(schema("summary"))
    spoils: list[Callable[[dict[str, Any]], object]] = [
        lambda d: d.pop("caution"),
        lambda d: d["policies"][0]["control_lost"]["share"].update(value=1.2),
        lambda d: d["policies"][1]["over_time"].pop("want_out"),
        lambda d: d.update(forecast=0.5),
    ]
    for spoil in spoils:
        spoilt = copy.deepcopy(document)
        spoil(spoilt)
        assert not validator.is_valid(spoilt)


def test_the_document_says_the_same_as_the_summary(summary: Summary) -> None:
    document = summary.to_json()
    ban = document["policies"][1]
    assert ban["control_lost"]["worlds"] == 2
    assert ban["survival"]["share"]["value"] == [1.0, 0.75, 0.75, 0.5, 0.5]
    assert ban["min_control_below"]["share"]["value"][50] == 0.5
    assert ban["against_first"]["control_at_end"]["difference"]["value"] == -0.05
    assert ban["over_time"]["trapped_months"]["mean"]["value"][1] is None
    assert document["policies"][0]["against_first"] is None


def test_the_answer_leads_with_the_check_and_ends_with_what_it_is_not() -> None:
    answer = summarise(plausible(200)).answer()
    first, lead, *_, last = answer.split("\n\n")
    assert "63 of 200 prior draws (95 % interval 25 to 38 %)" in first
    assert "39 of 200 under “No ban”, 79 of 200 under “The ban as reported”" in lead
    assert "+20.0 points (95 % interval +14.2 to +25.4)" in lead
    assert last.endswith("This is a model result, not a forecast.")


def beside() -> Summary:
    """`none` and `ban` of the four worlds by hand, as if the first stood beside the second."""
    result = by_hand()
    result.scenario.policies["ban"].together_with = ("none",)
    result.scenario.policies["none"].together_with = ()
    return summarise(result)


def test_what_a_policy_adds_to_the_one_beside_it_is_told() -> None:
    found = beside()
    ban, against = found["ban"], found["ban"].against
    assert found["none"].adds is None
    assert ban.adds is not None and against is not None
    assert ban.adds.policy == "none"
    assert ban.adds.contrasts == against.contrasts
    assert "Against “No ban”, which stays in force there, it moves by 0.0 points" in found.answer()
    document = found.to_json()
    jsonschema.validate(document, schema("summary"))
    assert document["policies"][1]["adds"]["to"] == "none"
    assert document["policies"][1]["adds"]["lost"] == document["policies"][1]["against_first"]["lost"]
    assert document["policies"][0]["adds"] is None


def test_with_two_beside_it_no_single_policy_tells_what_it_adds() -> None:
    result = by_hand()
    result.scenario.policies["ban"].together_with = ("none", "decree")
    assert summarise(result)["ban"].adds is None


def test_numbers_that_were_set_by_the_check_are_named_beside_it() -> None:
    result = plausible(200)
    result.scenario.report.adjusted = "The threat was set by looking at this."
    found = summarise(result)
    assert "25 to 38 %). The threat was set by looking at this." in found.answer().split("\n\n")[0]
    assert found.to_json()["prior_predictive"]["adjusted"] == "The threat was set by looking at this."
    jsonschema.validate(found.to_json(), schema("summary"))


def test_the_answer_stands_with_one_policy_and_without_a_report() -> None:
    result = plausible(8, ("ban",))
    result.scenario = fake_scenario(["ban"])
    result.scenario.report = None
    answer = summarise(result).answer()
    assert "Compared with" not in answer
    assert "prior draws" not in answer


def test_a_policy_that_changes_nothing_is_said_to_change_nothing() -> None:
    result = by_hand()
    result.data = dataset(["none", "ban"], replicates=4, ticks=4)
    answer = summarise(result).answer()
    assert "ends alike in all 4" in answer
    assert "Control at the end is the same in all 4 worlds." in answer


def test_numbers_come_without_pictures() -> None:
    """The analysis must start fast: no matplotlib, no lifelines, no pandas."""
    script = (
        "import sys, exitban.analysis; "
        "print([n for n in ('matplotlib', 'lifelines', 'pandas', 'xarray', 'scipy.stats') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def changed() -> FakeResult:
    result = plausible(40)
    result.provenance["overrides"] = ["policies.ban.form=formal", "refill.rate=0"]
    return result


CHANGED = "Changed on the command line: policies.ban.form=formal, refill.rate=0. The scenario's own texts speak of the "


def test_what_was_changed_on_the_command_line_comes_first() -> None:
    before, after = summarise(plausible(40)).answer(), summarise(changed()).answer()
    assert after == f"{CHANGED}unchanged file.\n\n{before}"


@pytest.mark.parametrize("name", ["bann", None, 0, slice(1), np.array([1, 2])])
def test_what_is_looked_up_and_not_there_is_told(summary: Summary, name: Any) -> None:
    for found in (summary, summary["ban"], summary["ban"].against):
        with pytest.raises(KeyError, match=r"^(policy|series|measure): there is no .* here\.") as refused:
            found[name]  # type: ignore[index]
        assert isinstance(refused.value, CallError)
    assert summary.base is summary["none"]


def test_the_nearest_name_is_told(summary: Summary) -> None:
    with pytest.raises(CallError, match=r"policy: there is no 'bann' here. Did you mean 'ban'"):
        summary["bann"]


@pytest.mark.parametrize("result", [None, 3, "runs/x", {}, np.zeros(3)])
def test_what_is_no_result_is_refused(result: Any) -> None:
    with pytest.raises(CallError, match=r"result: found .*; allowed: what `exitban.run` and `exitban.load` give"):
        summarise(result)


def test_what_adds_nothing_is_refused() -> None:
    with pytest.raises(CallError, match=r"further: found None; allowed: an exitban.Further"):
        summarise(by_hand(), None)  # type: ignore[arg-type]
