"""The weight of evidence in a small office: one root that matters, one that does not, one that moves nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exitban.analysis.intervals import Interval
from exitban.analysis.root_weights import Effect
from exitban.analysis.second_luck import with_other_luck
from exitban.analysis.weigh import Weights, best_of, document, outcome_of, weigh
from exitban.analysis.weigh_tables import FLIPS, LUCK, change_cells, rows_of_change, verdict
from exitban.analysis.weigh_told import by_luck, by_luck_of_changes, choice, told
from exitban.analysis.wording import percent
from exitban.errors import CallError
from exitban.plots.tornado import tornado, tornado_of_change
from exitban.results import Result
from exitban.run import run
from exitban.scenario import read
from tests.office import office as small
from tests.scenario.files import office, written

CLAIM = "{{text: T, chain: [{{title: Gazette}}, {{title: {0}}}], reliability: C, credibility: 3{1}}}"
EVIDENCE = f"""
evidence:
  claims:
    purge: {CLAIM.format("clerk", "")}
    echo: {CLAIM.format("clerk", "")}
    quiet: {CLAIM.format("guest", "")}
    talk: {CLAIM.format("guard", "")}
hazards:
  dismissed: {{value: 0.0, if_true: {{purge: 0.5, echo: 0.5}}}}
  natural: {{value: 0.01, claims: [talk]}}
sanctions:
  per_month: {{value: 5, if_true: {{quiet: 6}}}}
"""

TEXT = office("months: 12", "months: 12, ticks_per_month: 1", EVIDENCE)


@cache
def result(folder: Path) -> Result:
    return run(read(written(folder, TEXT)), replicates=120, policies=("none", "ban"), threads=1)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return result(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def weights(found: Result) -> Weights:
    return weigh(found, "control_at_end")


def test_the_effect_is_the_difference_of_group_means(found: Result, weights: Weights) -> None:
    true = found.data["claim_true"].sel(claim="purge").values
    control = found.data["control"].sel(policy="ban").values[:, -1].astype(float)
    effect = weights.roots[0].under("ban")
    assert weights.roots[0].root == "clerk"
    assert (effect.if_true, effect.if_false) == (
        pytest.approx(control[true].mean()),
        pytest.approx(control[~true].mean()),
    )
    assert effect.difference.high < 0.0


def test_what_moves_the_outcome_has_a_share_and_what_does_not_has_none(weights: Weights) -> None:
    clerk, guest = weights.roots
    assert clerk.share is not None and guest.share is not None
    assert clerk.share.low > 0.1
    assert guest.share.low == 0.0
    assert guest.under("ban").difference.low < 0.0 < guest.under("ban").difference.high


def test_reprints_are_one_claim_of_one_root(weights: Weights) -> None:
    clerk = weights.roots[0]
    assert [(one.name, one.reprints) for one in clerk.claims] == [("purge", ("echo",))]
    assert clerk.moves == ("hazards.dismissed",)


def test_a_claim_without_a_distribution_is_told_to_change_nothing(weights: Weights) -> None:
    assert weights.silent == ("talk",)
    assert "the answer is the same if these are false" in " ".join(told(weights).split())


def test_moving_the_outcome_is_not_moving_the_choice(weights: Weights) -> None:
    clerk = weights.roots[0]
    assert clerk.worth is not None and clerk.worth.high < 0.05
    text = " ".join(told(weights).split())
    assert "hangs on clerk" in text
    assert "The choice between the policies hangs on none of the roots" in text


def test_other_luck_keeps_every_number(found: Result) -> None:
    again = with_other_luck(found, 40, threads=1)
    assert (again.data["draw"].values == found.data["draw"].values[:, :40]).all()
    assert not np.array_equal(again.data["control"].values, found.data["control"].values[:, :40])
    measured = weigh(found, "control_at_end", again)
    assert measured.chance is not None
    assert 0.0 < measured.chance.low < measured.chance.high < 1.0


def test_one_policy_leaves_no_choice(found: Result) -> None:
    alone = Result(found.data.sel(policy=["ban"]), found.scenario, found.provenance)
    weights = weigh(alone)
    assert weights.roots[0].worth is None
    assert "worth" not in " ".join(told(weights).split("\n\n")[2:])


def test_the_difference_is_told_by_root_as_well(found: Result, weights: Weights) -> None:
    """Where the purge is true, dismissals empty the office under either policy, and the ban holds less back."""
    true = found.data["claim_true"].sel(claim="purge").values
    control = found.data["control"].values[:, :, -1].astype(float)
    change = weights.by_change[0].changed("ban")
    assert change is not None
    assert weights.by_change[0].root == "clerk"
    assert change.true.value == pytest.approx((control[1] - control[0])[true].mean())
    assert change.false.value == pytest.approx((control[1] - control[0])[~true].mean())
    assert weights.by_change[0].claims[0].change == change
    rows = list(rows_of_change(weights))
    assert rows[0][:2] == ["clerk", f"{percent(true.mean())} %"]
    assert rows[1][0] == "  purge and echo"
    assert rows[0][2:5] == rows[1][2:5] == change_cells(weights, change)[:3]
    axes = tornado_of_change(weights).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["clerk", "guest"]


def test_a_gap_that_turns_the_sign_is_told_and_one_within_luck_as_well() -> None:
    up, down, none = Interval(2.0, 1.0, 3.0), Interval(-2.0, -3.0, -1.0), Interval(0.1, -1.0, 1.2)
    assert verdict(Effect("ban", up, down, Interval(4.0, 2.6, 5.4))) == FLIPS
    assert verdict(Effect("ban", up, none, Interval(1.9, 0.4, 3.4))) == ""
    assert verdict(Effect("ban", up, Interval(1.5, 0.5, 2.5), Interval(0.5, -0.9, 1.9))) == LUCK


def test_opposite_signs_turn_a_result_only_where_each_is_beyond_its_luck() -> None:
    up, down, apart = Interval(2.0, 1.0, 3.0), Interval(-2.0, -3.0, -1.0), Interval(2.5, 0.5, 4.5)
    assert Effect("ban", up, down, apart).turns and Effect("ban", down, up, apart).turns
    assert not Effect("ban", up, Interval(-0.5, -1.5, 0.5), apart).turns
    assert not Effect("ban", Interval(0.5, -0.5, 1.5), down, apart).turns


def test_a_root_that_is_nearly_always_true_is_named_as_untold(found: Result) -> None:
    """Of 120 worlds five are on the other side: nothing is said, and that it is not is."""
    few = found.data.claim_true.values.copy()
    few[list(found.data.claim.values).index("quiet")] = np.arange(120) >= 5
    sure = Result(found.data.assign(claim_true=(found.data.claim_true.dims, few)), found.scenario, found.provenance)
    weights = weigh(sure, "control_at_end")
    assert [one.root for one in weights.roots if not one.known] == ["guest"]
    assert "cannot tell what hangs on quiet (guest, true in 115 of 120 worlds)" in " ".join(told(weights).split())


def test_without_a_second_run_chance_is_said_to_be_known_only_from_above(weights: Weights) -> None:
    text = " ".join(told(weights).split())
    assert "Pure chance was not measured here and is known only from above" in text
    assert "exitban run --again 200" in text


def test_chance_is_untold_where_there_are_too_few_worlds(weights: Weights) -> None:
    text = " ".join(told(replace(weights, again=1)).split())
    assert "Pure chance cannot be told from 1 world with other luck and is known only from above" in text
    text = " ".join(told(replace(weights, again=2, chance_at_most=float("nan"))).split())
    assert "How much is pure chance cannot be told from 2 worlds with other luck." in text


def test_chance_is_untold_where_hardly_any_world_loses_control(found: Result, weights: Weights) -> None:
    text = " ".join(told(replace(weights, again=40)).split())
    assert "Pure chance cannot be told from 40 worlds with other luck" in text
    assert "exitban run --again 80" in text


def test_policies_that_cannot_be_told_apart_are_not_ranked(found: Result, weights: Weights) -> None:
    """`ban` beside itself is as good; beside a control that the ban raises in every world, `none` is worse."""
    lost = outcome_of(found.scenario, "lost")
    worlds = np.arange(100)
    few, many = (worlds < 20).astype(float), (worlds < 60).astype(float)
    assert best_of(lost, {"none": many, "ban": few}) == ("ban",)
    assert best_of(lost, {"none": many, "ban": few, "more": few}) == ("ban", "more")
    assert best_of(lost, {"none": few + 0.0, "ban": (worlds < 21).astype(float)}) == ("none", "ban")
    kept = outcome_of(found.scenario, "control_at_end")
    assert best_of(kept, {"none": few, "ban": few + 0.1}) == ("ban",)
    assert "does best by this measure" in " ".join(told(replace(weights, best=("ban",))).split())
    text = " ".join(told(replace(weights, best=("ban", "none"))).split())
    assert "Without knowing more, so many worlds cannot tell which policy does best" in text


def test_policies_that_are_alike_in_every_world_leave_nothing_to_choose(found: Result) -> None:
    same = replace(found, held=found.data.isel(policy=[0, 0]).assign_coords(policy=["none", "ban"]))
    for outcome in ("lost", "control_at_end"):
        words = told(weigh(same, outcome)).replace("\n", " ")
        assert "“Nothing is forbidden” and “ban” do best by this measure, the same in all 120 worlds." in words
        assert "cannot tell which policy" not in words and "The choice between" not in words
        assert "at most 0.00" not in words
    change = weigh(same, "lost").roots[0]
    assert change.share_of_change is None
    assert change.worth is not None and change.worth.high > 0.0


def test_what_knowing_gains_is_never_at_most_nothing(weights: Weights) -> None:
    """One policy does better in every world by far: no world says what a gain could be, and none says that it is 0."""
    roots = tuple(replace(one, worth=Interval(0.0, 0.0, 0.0)) for one in weights.roots)
    assert "would gain less than 0.01 points (upper end" in choice(replace(weights, roots=roots))


def test_the_legend_says_what_could_flip_means(weights: Weights) -> None:
    said = '"Could flip the answer": the two point in opposite directions, each with a 95 % interval that leaves zero.'
    assert said in told(weights).replace("\n", " ")


def test_every_question_counts_as_one_that_luck_can_answer(weights: Weights) -> None:
    """Two roots in two outcomes, in level and in difference: eight questions, too few to speak of; four times: 32."""
    assert by_luck(weights, weights) == ""
    assert by_luck(*[weights] * 8).startswith("That is 32 questions asked of 2 roots")
    assert by_luck_of_changes(weights) == ""
    shown = replace(weights, roots=weights.roots * 5)
    assert by_luck_of_changes(shown).startswith("That is 10 questions asked of 2 roots, each in what the policy")
    assert "about 1.6 would seem to matter by luck alone" in by_luck(*[weights] * 8)


def test_the_document_is_json(weights: Weights) -> None:
    text = json.dumps(document(weights), allow_nan=False)
    assert json.loads(text)["roots"][0]["root"] == "clerk"


def test_the_tornado_has_a_bar_for_each_root(weights: Weights) -> None:
    axes = tornado(weights).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["clerk", "guest"]


def test_an_outcome_that_cannot_be_weighed_is_refused(found: Result) -> None:
    with pytest.raises(CallError, match="Did you mean 'lost'"):
        weigh(found, "losst")


def few() -> Result:
    return run(small("alone", "policy ban: strength 1"), replicates=2, launcher="python")


@pytest.mark.parametrize("outcome", [None, 3, ["lost"]])
def test_an_outcome_that_is_no_name_is_refused(outcome: Any) -> None:
    with pytest.raises(CallError, match=r"outcome: there is no .* to weigh"):
        weigh(few(), outcome)


@pytest.mark.parametrize("replicates", ["2", 1.5, 0, [2]])
def test_other_luck_is_for_a_number_of_worlds(replicates: Any) -> None:
    with pytest.raises(CallError, match=r"replicates: .* were asked for; a whole number of at least 1"):
        with_other_luck(few(), replicates)


@pytest.mark.parametrize("found", [None, "runs/x"])
def test_what_is_no_result_is_refused(found: Any) -> None:
    for call in (weigh, with_other_luck):
        with pytest.raises(CallError, match=r"result: found .*; allowed: what `exitban.run`"):
            call(found)
