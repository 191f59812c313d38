"""The weight of evidence in a small office: one root that matters, one that does not, one that moves nothing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from exitban.analysis.second_luck import with_other_luck
from exitban.analysis.weigh import Weights, document, weigh
from exitban.analysis.weigh_told import told
from exitban.errors import CallError
from exitban.plots.tornado import tornado
from exitban.results import Result
from exitban.run import run
from exitban.scenario import read
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


def test_the_document_is_json(weights: Weights) -> None:
    text = json.dumps(document(weights), allow_nan=False)
    assert json.loads(text)["roots"][0]["root"] == "clerk"


def test_the_tornado_has_a_bar_for_each_root(weights: Weights) -> None:
    axes = tornado(weights).axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["clerk", "guest"]


def test_an_outcome_that_cannot_be_weighed_is_refused(found: Result) -> None:
    with pytest.raises(CallError, match="Did you mean 'lost'"):
        weigh(found, "losst")
