"""Policies compared world by world: by hand, in whatever company, and as sharp as was asked."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from scipy import stats

from exitban.analysis.aspects import NAMES, Aspect, aspects, with_an_end
from exitban.analysis.comparing import compare
from exitban.analysis.comparison import Comparison
from exitban.analysis.headline_effects import Measure, lost
from exitban.analysis.intervals import mean
from exitban.analysis.looks import level_of, looks
from exitban.analysis.paired import change
from exitban.errors import CallError, ScenarioError
from exitban.run import run
from exitban.scenario import Scenario, read
from exitban.schemas import schema
from tests.office import office
from tests.scenario.files import written

OFFICE = """
    chief
      anna
      ben

    12 months
    members: grievance_mean 0, grievance_spread 1
    choice: reconsider 1
    everybody may speak
    voice: gain 1, cost 1
    hazards: natural 0.02
    refill: rate 0.1
    effort: decay 0.2
    policy ban: strength 0.9
    policy decree: strength 0.5, formal
"""
FILE = """\
schema_version: 1
name: office
title: An office
time: {start: 2024-01-01, months: 12, ticks_per_month: 1}
institutions:
  office:
    posts: {roots: 1, spans: [3]}
policies:
  ban:
    form: formal
    scope: {institutions: [office]}
    strength: 0.8
  lax:
    like: ban
    strength: 0.3
"""


def made(**more: Any) -> Comparison:
    return compare(office(OFFICE), **{"replicates": 12, "launcher": "python", **more})


def aspect(better: int, sign: int = 1, name: str = "some") -> Aspect:
    return Aspect(Measure(name, name, "members", 1, lost), better, sign)


@pytest.fixture(scope="module")
def found() -> Comparison:
    return made()


def test_by_hand() -> None:
    base, policy = np.array([0.0, 1, 2, 3, np.nan]), np.array([0.0, 3, 1, 5, 7])
    one = change(aspect(1), base, policy)
    assert (one.more, one.less, one.unchanged, one.helps, one.harms) == (2, 1, 1, 2, 1)
    assert (one.base, one.policy) == (1.5, 2.25)
    assert one.difference == mean([0, 2, -1, 2])
    assert one.precision_gain == pytest.approx((np.var([0, 1, 2, 3]) + np.var([0, 3, 1, 5])) / np.var([0, 2, -1, 2]))


def test_worlds_in_which_either_is_no_number_are_left_out() -> None:
    one = change(aspect(1), np.array([np.nan, 1, 2]), np.array([3, np.nan, 4]))
    assert (one.base, one.policy, one.more, one.unchanged) == (2.0, 4.0, 1, 0)


@pytest.mark.parametrize("level", [0.95, 0.999])
def test_a_change_in_worlds_that_lose_control_is_told_at_the_level_that_is_asked_for(level: float) -> None:
    """Agresti and Min: 3 of 20 worlds lose control more, of 22 with the two that are added."""
    one = change(aspect(-1, name="lost"), np.zeros(20), np.repeat([1.0, 0.0], (3, 17)), level)
    half = stats.norm.ppf(0.5 + level / 2) * np.sqrt(4 - 9 / 22) / 22
    assert one.difference.high == pytest.approx(3 / 22 + half)
    assert one.difference.low == pytest.approx(3 / 22 - half)


@pytest.mark.parametrize(("unit", "high"), [("points", 1.0), ("members", 1.713)])
def test_a_share_changes_by_no_more_than_all_of_it(unit: str, high: float) -> None:
    """.125 on average in two worlds, and 12.706 errors of .125 on either side."""
    one = Aspect(Measure("some", "some", unit, 1, lost), 1)
    assert change(one, np.array([0.5, 0.5]), np.array([0.5, 0.75])).difference.high == pytest.approx(high, abs=1e-3)


def test_what_is_prevented_and_what_harms_have_their_own_way_round() -> None:
    fewer, more = np.array([3.0, 3, 3]), np.array([5.0, 5, 3])
    prevented = change(aspect(1, sign=-1), more, fewer)
    assert (prevented.difference.value, prevented.helps, prevented.harms) == (pytest.approx(4 / 3), 2, 0)
    assert (change(aspect(-1), more, fewer).helps, change(aspect(-1), fewer, more).harms) == (2, 2)
    assert change(aspect(0), more, fewer).helps is None


def test_differences_are_those_of_the_matched_worlds(found: Comparison) -> None:
    data = run(with_an_end(office(OFFICE)), replicates=12, launcher="python").data
    exits = data["exits_open"] + data["exits_unblocked"]
    fewer = (exits.sel(policy="none") - exits.sel(policy="ban")).sum("time")
    assert found["ban", "exits_prevented"].difference.value == pytest.approx(float(fewer.mean()))
    end = data["control"].isel(time=-1)
    assert found["decree", "control_at_end"].difference.value == pytest.approx(
        float((end.sel(policy="decree") - end.sel(policy="none")).mean()), abs=1e-6
    )
    rush = data["exits_if_lifted"].sel(policy="ban").isel(branch=-1)
    assert found["ban", "final_rush"].policy == pytest.approx(float(rush.mean()))
    assert {one.aspect.name for one in found.changes["ban"]} == set(NAMES)


@pytest.mark.parametrize(("months", "last"), [(24, 3), (13, 3), (8, 2), (4, 1), (2, 1)])
def test_a_rush_is_counted_for_three_months_and_for_no_more_than_the_last_quarter(months: int, last: int) -> None:
    lifting = with_an_end(office(OFFICE, f"{months} months")).lifting
    assert lifting is not None
    assert (lifting.starts, lifting.ticks, lifting.months) == ((months - last,), last, last)


def test_where_all_is_over_in_a_tick_nothing_is_lifted() -> None:
    short = with_an_end(office(OFFICE, "1 month"))
    assert short.lifting is None
    assert {one.name for one in aspects(short)} == {*NAMES} - {"stored_exits", "final_rush"}


def test_a_date_of_lifting_is_put_near_the_end_where_the_file_has_none() -> None:
    scenario = office(OFFICE)
    lifting = with_an_end(scenario).lifting
    assert lifting is not None
    assert (lifting.starts, lifting.ticks, str(lifting.dates[0])) == ((9,), 3, "2024-10-01")
    own = office(OFFICE, "lifted: at 4, for 2")
    assert with_an_end(own) is own
    assert "final_rush" not in {one.name for one in aspects(office("alone", "1 month", "policy ban: strength 1"))}


def test_the_company_of_other_policies_changes_nothing(found: Comparison) -> None:
    alone = made(policies=["ban"])
    assert list(alone.changes) == ["ban"]
    for name in NAMES:
        assert alone.worlds["ban"][name].tobytes() == found.worlds["ban"][name].tobytes()
    assert alone["ban", "voice"] == found["ban", "voice"]


def test_the_base_can_be_chosen(found: Comparison) -> None:
    turned = made(base="ban", policies=["ban", "none"])
    assert turned["none", "effort"].difference.value == pytest.approx(-found["ban", "effort"].difference.value)


def test_a_policy_made_on_the_spot_is_the_one_of_a_file(tmp_path: Path) -> None:
    path = written(tmp_path, FILE)
    spot = read(path, ["policies.soft.strength=0.3", "policies.soft.like=ban"])
    both = compare(spot, policies=["lax", "soft"], replicates=8, launcher="python")
    assert both["lax", "exits_prevented"] == both["soft", "exits_prevented"]
    without = compare(read(path), policies=["lax"], replicates=8, launcher="python")
    assert without["lax", "effort"] == both["lax", "effort"], "and moves nobody's luck"
    assert both.to_json()["overrides"] == list(spot.overrides)


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("policies.soft.like=bann", "there is no policy 'bann' to be like. Did you mean 'ban'"),
        ("policies.soft.strength=0.3", "there is no 'soft' in policies"),
        ("policies.none.like=ban", "none"),
    ],
)
def test_a_policy_is_made_only_from_one_that_is_there(tmp_path: Path, option: str, told: str) -> None:
    with pytest.raises(ScenarioError, match=told):
        read(written(tmp_path, FILE), [option])


def test_document_and_words(found: Comparison) -> None:
    document = found.to_json()
    jsonschema.validate(document, schema("comparison"))
    first = document["policies"][0]["changes"][0]
    assert (first["measure"], first["unit"], first["worlds"]) == ("lost", "share", 12)
    assert first["helps"] + first["harms"] + first["unchanged"] == pytest.approx(1)
    words = found.answer()
    assert "12 worlds of office" in words
    assert "final rush: exits within 3 months if it falls on 1 October 2024" in words
    assert max(map(len, words.splitlines())) <= 110


def test_looks_spend_the_chance_of_error_and_no_more() -> None:
    assert sum(1 - level_of(number) for number in range(1, 10_000)) < 0.05
    assert level_of(1) == pytest.approx(0.975)
    sizes = [one.worlds for one in looks(1000)]
    assert sizes == [128, 192, 288, 448, 672, 992, 1000]
    assert [one.worlds for one in looks(50)] == [50]


def test_who_stops_at_a_look_is_wrong_no_more_often_than_said() -> None:
    """Nothing is there to be found: looks at 95 % each are wrong far too often, those that spend it are not."""
    draws = np.random.default_rng(7).standard_normal((600, 1500))

    def ever_wrong(honest: bool) -> float:
        wrong = np.zeros(600, bool)
        for look in itertools.islice(looks(1500), 20):
            level = look.level if honest else 0.95
            for number, row in enumerate(draws[:, : look.worlds]):
                one = mean(row, level)
                wrong[number] |= one.low > 0 or one.high < 0
        return float(wrong.mean())

    assert ever_wrong(honest=False) > 0.10
    assert ever_wrong(honest=True) <= 0.05


def test_worlds_are_added_until_it_is_sharp_enough() -> None:
    few = compare(office(OFFICE), precision=0.06, measure="effort", policies=["ban"], replicates=900)
    told = few.precision
    assert told is not None
    assert told.reached
    one = few["ban", "effort"].difference
    assert (one.high - one.low) / 2 == pytest.approx(told.got)
    assert told.got <= 0.06
    assert len(few.replicates) == told.looks[-1].worlds
    assert few.level == level_of(len(told.looks)) > 0.95
    whole = compare(office(OFFICE), policies=["ban"], replicates=len(few.replicates))
    assert whole.worlds["ban"]["effort"].tobytes() == few.worlds["ban"]["effort"].tobytes(), "the worlds of one run"
    inside = whole["ban", "effort"].difference
    assert one.low < inside.low < inside.high < one.high
    jsonschema.validate(few.to_json(), schema("comparison"))


def test_what_is_not_reached_is_said() -> None:
    few = made(precision=1e-5, replicates=4, policies=["ban"])
    assert few.precision is not None
    assert not few.precision.reached
    assert "was not reached: after 4 worlds" in " ".join(few.answer().split())


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"policies": ["none"]}, "nothing to compare with 'none'"),
        ({"policies": ["bann"]}, "no policy 'bann'. Did you mean 'ban'"),
        ({"base": "bann"}, "no policy 'bann'"),
        ({"precision": 0.0}, "allowed: a half-width above 0"),
        ({"precision": 0.1, "measure": "efort"}, "Did you mean 'effort'"),
        ({"precision": 0.1, "replicates": range(5, 9)}, "how many worlds to run at most"),
        ({"base": 3}, "base: found 3; allowed: the name of a policy"),
        ({"measure": 3}, "measure: there is no '3' to compare"),
        ({"precision": "a"}, "precision: 'a' was given; allowed: a half-width above 0"),
        ({"measure": "nope"}, "measure: there is no 'nope' to compare"),
        ({"policies": []}, "policies: none was asked for"),
        ({"replicates": 0}, "at least 1"),
        ({"progress": 3}, "progress: found 3; allowed: a function, or None"),
        ({"launcher": np.array(["cpu", "x"])}, "launcher: found array"),
    ],
)
def test_what_cannot_be_compared_is_refused(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(CallError, match=told):
        made(**asked)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("ban", "lots"), "measure: there is no 'lots' here. Did you mean 'lost'"),
        (("bann", "lost"), "policy: there is no 'bann' here. Did you mean 'ban'"),
        (("ban", None), "measure: there is no None here"),
        (([], "lost"), "policy: there is no .. here"),
        *[(one, "found .*; allowed: a policy and a measure") for one in ("ban", None, ("ban", "lost", "x"))],
    ],
)
def test_a_change_that_is_not_there_is_told(asked: Any, told: str) -> None:
    found = made(policies="ban", replicates=2)
    with pytest.raises(KeyError, match=f"^{told}") as refused:
        found[asked]
    assert isinstance(refused.value, CallError)


def test_a_policy_by_itself_and_a_seed_of_numpy() -> None:
    found = made(policies="ban", replicates=2, seed=np.int64(3))
    assert list(found.changes) == ["ban"]
    assert json.loads(json.dumps(found.to_json()))["seed"] == 3


def test_a_file_is_read_by_its_name(tmp_path: Path) -> None:
    scenario: Scenario = read(written(tmp_path, FILE))
    assert compare(scenario.path, replicates=2, launcher="python").scenario.hash == scenario.hash
