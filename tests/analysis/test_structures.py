"""Headline effects over structures of choice: measures and marks by hand, a ban whose effect is known."""

from __future__ import annotations

import json
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np
import pytest

import exitban
from exitban.analysis.headline_effects import Measure, average, control_at, lost, measures, voluntary_exits
from exitban.analysis.structures import NO_SHIFT, PLAIN, SETTINGS, Structures, marked, structures, structures_from
from exitban.analysis.structures_told import WIDTH, told
from exitban.errors import CallError
from tests.analysis.synthetic import dataset
from tests.office import office

CONTROL = Measure("control_at_end", "control at the end", "points", 100, lost)
CHOICES = """
    spans 63

    1 month
    members: grievance_mean 0, vulnerability_mean 0
    everybody may speak
    everybody may deal
    voice: cost 1
    covert: cost 2
    policy ban: asking_price 6
"""
"""Utilities 0, -1, -2 of exit, voice and covert; under the ban exit is at -6."""
PLAIN_SHARES = np.exp([0, -1, -2]) / np.exp([0, 0, -1, -2]).sum()


def around(mean: float, count: int = 40) -> np.ndarray:
    """Differences of so many worlds, a standard deviation of one about their mean."""
    waves = np.tile([-1.0, 1.0], count // 2)
    return mean + waves


@pytest.mark.parametrize(
    ("plain", "here", "mark"),
    [
        (1.0, 1.2, ""),
        (1.0, 1.9, ""),
        (1.0, 2.0, "may double"),
        (1.0, 9.0, "doubles"),
        (-1.0, -9.0, "doubles"),
        (1.0, -1.0, "changes sign"),
        (1.0, -0.1, "may change sign"),
        (0.1, -1.0, "may change sign"),
        (0.1, -0.1, ""),
        (0.1, 0.2, ""),
        (0.1, 1.0, "may double"),
        (1.0, 0.0, ""),
    ],
)
def test_marks_by_hand(plain: float, here: float, mark: str) -> None:
    """Forty worlds with deviations of 1: an interval of .32 on either side. For twice the plain effect they cancel."""
    assert marked(CONTROL, around(here), around(plain)) == mark


def test_a_doubling_is_tested_world_by_world() -> None:
    """2.2 against 1: what is left over twice the plain effect is .2 with deviations of 1 when worlds go together."""
    assert marked(CONTROL, around(2.2), around(1.0)) == "may double"
    assert marked(CONTROL, 0.2 + 2 * around(1.0), around(1.0)) == "doubles"


def test_measures_by_hand() -> None:
    data = dataset(["none", "ban"], 2, 3)
    data["lost_at"] = (("policy", "replicate"), [[np.nan, 2.0], [1.0, np.nan]])
    data["exits_open"].values[1, 0] = [1, 2, 0]
    data["exits_health"].values[1, 0] = [0, 0, 4]
    data["exits_killed"].values[1, 0] = [9, 9, 9]
    data["effort"].values[1] = [[0.5, np.nan, 0.7], [np.nan] * 3]
    data["control"].values[1, 1] = [0.9, 0.8, 0.4]
    assert lost(data, "none").tolist() == [0, 1]
    assert lost(data, "ban").tolist() == [1, 0]
    assert voluntary_exits(data, "ban").tolist() == [7, 0]
    assert average("effort", data, "ban") == pytest.approx([0.6, np.nan], nan_ok=True)
    assert control_at(-1, data, "ban") == pytest.approx([1, 0.4])


def test_control_at_the_report_only_where_there_is_one() -> None:
    names = [one.name for one in measures(office(CHOICES))]
    assert "control_at_report" not in names
    assert names[0] == "lost"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Structures:
    return structures(written(tmp_path_factory.mktemp("office")), replicates=60, seed=2)


def written(folder: Path, *more: str) -> Path:
    path = folder / "office.yaml"
    path.write_text(office(CHOICES, *more).text, encoding="utf-8")
    return path


def effects(found: Structures, measure: str) -> dict[str, tuple[float, str]]:
    """Mean difference per post and mark, by setting."""
    return {one.setting.title: (one.difference.value / 64, one.mark) for one in found.effects if one.measure == measure}


def nested_gain(nest: tuple[int, ...], scale: float, act: int) -> float:
    """What a ban adds to the share of an act: recentred to the plain shares, then exit falls by 6 (MODEL.md 4)."""
    odds = np.exp([0.0, -1, -2])
    inside = odds[list(nest)].sum()
    weights = odds.copy()
    for n in nest:
        weights[n] = odds[n] / inside * np.exp(-6 / scale if n == 0 else 0)
    rest = sum(weights[n] for n in nest)
    for n in nest:
        weights[n] = weights[n] / rest * inside * rest**scale
    if 0 not in nest:
        weights[0] = np.exp(-6)
    return float(weights[act] / (1 + weights.sum()) - PLAIN_SHARES[act])


@pytest.mark.parametrize(("measure", "act"), [("voice", 1), ("covert", 2)])
def test_effects_are_those_of_the_closed_form(table: Structures, measure: str, act: int) -> None:
    """3,840 members choose once. On the same luck a ban only moves people away from exit: their number is binomial."""
    found = effects(table, measure)
    for structure, nest in (("voice-covert", (1, 2)), ("exit-covert", (0, 2)), ("exit-voice-covert", (0, 1, 2))):
        for scale in (0.5, 0.2):
            expected = nested_gain(nest, scale, act)
            error = np.sqrt(abs(expected) / 3840)
            assert abs(found[f"{structure} {scale:g}"][0] - expected) < 4 * error, structure
    assert abs(found["plain"][0] - nested_gain((), 1, act)) < 4 * np.sqrt(nested_gain((), 1, act) / 3840)


def test_what_doubles_is_marked(table: Structures) -> None:
    """Voice gains .097 in the plain logit, .193 or .253 with all in a nest; deals .036, or .169 and .298 with exit."""
    voice = {setting: mark for setting, (_, mark) in effects(table, "voice").items()}
    deals = {setting: mark for setting, (_, mark) in effects(table, "covert").items()}
    assert voice["exit-voice-covert 0.2"] == "doubles"
    assert voice["voice-covert 0.5"] == voice["voice-covert 0.2"] == voice["plain"] == ""
    assert deals["exit-covert 0.5"] == deals["exit-covert 0.2"] == "doubles"


def test_the_table_names_everything_and_fits(table: Structures) -> None:
    text = told(table)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert all(measure.title in text for measure in table.measures)
    for setting in SETTINGS:
        assert text.count(f"  {setting.title} ") == len(table.measures)
    assert text.count("doubles") == sum(one.mark == "doubles" for one in table.effects) + 1


def test_the_document_is_plain_json(table: Structures) -> None:
    found = json.loads(json.dumps(table.to_json(), allow_nan=False))
    assert len(found["effects"]) == len(SETTINGS) * len(table.measures)
    voice = next(one for one in found["effects"] if one["measure"] == "voice" and one["structure"] == "plain")
    assert voice["low"] < voice["value"] < voice["high"]
    assert voice["mark"] == ""


def test_the_document_is_read_back(table: Structures) -> None:
    again = structures_from(json.loads(json.dumps(table.to_json())), table.scenario)
    assert (again.base, again.replicates, again.measures) == (table.base, table.replicates, table.measures)
    for one, other in zip(table.effects, again.effects, strict=True):
        assert replace(other, difference=one.difference, shift=one.shift) == one
        assert astuple(other.difference) == pytest.approx(astuple(one.difference))
        assert astuple(other.shift) == pytest.approx(astuple(one.shift))


def test_a_shift_is_that_of_the_same_worlds(table: Structures) -> None:
    """What voice gains in the tightest nest less what it gains in the plain logit."""
    found = {one.setting.title: one for one in table.effects if (one.policy, one.measure) == ("ban", "voice")}
    nested, plain = found["exit-voice-covert 0.2"], found["plain"]
    assert nested.shift.value == pytest.approx(nested.difference.value - plain.difference.value)
    assert nested.shift.low > 0.0
    assert plain.shift == NO_SHIFT


def test_the_same_seed_gives_the_same_table(table: Structures, tmp_path: Path) -> None:
    """By its public name, from a scenario that has been read, with an override that says what the file says."""
    scenario = exitban.read(written(tmp_path), ["voice.cost=1"])
    again = exitban.structures(scenario, ["covert.cost=2"], replicates=60, seed=2, threads=1)
    assert again.scenario.overrides == ("voice.cost=1", "covert.cost=2")
    assert again.effects == table.effects
    assert again.effects[0].setting == PLAIN


def test_what_gives_no_table_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    with pytest.raises(CallError, match="only ban is compared"):
        structures(path, policies=["ban"])
    with pytest.raises(CallError, match="only none is compared"):
        structures(path, policies="none")
    with pytest.raises(CallError, match=r"replicates: 1\.5 were asked for"):
        structures(path, replicates=1.5)  # type: ignore[arg-type]
    with pytest.raises(CallError, match="precision is infinite"):
        structures(path, ["choice.deterministic=1"])


def test_rows_equal_to_plain_are_explained(table: Structures) -> None:
    assert "Equal to plain here" not in told(table)
    plain = {(one.policy, one.measure): one.difference for one in table.effects if one.setting == PLAIN}
    same = SETTINGS[1]
    effects = tuple(
        replace(one, difference=plain[one.policy, one.measure]) if one.setting == same else one for one in table.effects
    )
    words = " ".join(told(replace(table, effects=effects)).split())
    assert f"Equal to plain here: {same.title}; an act of their nest is not possible" in words
