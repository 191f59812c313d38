"""Worlds on demand: the same bits as a run, whatever was asked for before and in whatever chunks."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from exitban.analysis import summarise
from exitban.analysis.picture_words import control_ends, outcome_counts
from exitban.analysis.weigh import weigh
from exitban.analysis.weigh_told import changes, introduction_of_change
from exitban.explore import Studio, exports, questions
from exitban.explore.setting import with_claims
from exitban.report import page
from exitban.run import run
from exitban.scenario.sources import BUNDLED, source_of
from tests.explore.small import TEXT, grown, setting, studio
from tests.scenario.files import OFFICE

CHOSEN = {"policy": "ban", "set__policies__ban__strength": "0.25", "set__exit__contagion": "3", "seed": "7"}
CLAIMED = {**CHOSEN, "claim__sickness": "true"}


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return studio(tmp_path_factory.mktemp("warm"))


@pytest.mark.parametrize("chosen", [{}, CHOSEN, CLAIMED], ids=["untouched", "moved", "claimed"])
def test_the_file_that_leaves_the_page_gives_the_same_bits(
    warm: Studio, tmp_path: Path, chosen: dict[str, str]
) -> None:
    wish = setting(warm, **chosen)
    grown(warm, wish, 20)
    path = tmp_path / "downloaded.yaml"
    path.write_text(exports.scenario_file(warm, wish), encoding="utf-8")
    again = run(path, replicates=20, seed=wish.seed, launcher="python").data
    assert list(again.policy.values) == [wish.base, wish.policy]
    for one in warm.pair(wish):
        seen = one.worlds(20)
        assert np.array_equal(again.control.sel(policy=seen.name).values.astype(np.float64), seen.measured)
        assert np.array_equal(again.lost_at.sel(policy=seen.name).values, seen.lost_at, equal_nan=True)


def test_moving_a_number_changes_what_is_seen_and_moving_it_back_changes_it_back(warm: Studio) -> None:
    first, moved = setting(warm, policy="ban"), setting(warm, policy="ban", set__policies__ban__strength="0")
    for one in (first, moved):
        grown(warm, one, 20)
    before, after = (warm.pair(one)[1].worlds(20).measured for one in (first, moved))
    assert not np.array_equal(before, after)
    assert np.array_equal(warm.pair(first)[1].worlds(20).measured, before)


def test_what_to_type_names_the_file_and_of_a_file_that_was_sent_the_one_that_comes_back(tmp_path: Path) -> None:
    here = studio(tmp_path)
    wish = setting(here, policy="ban", set__policies__ban__strength="0.25")
    typed = questions.command(here, wish)
    assert typed.startswith("exitban run small.yaml --replicates ")
    assert typed.endswith("--policy none --policy ban --set policies.ban.strength=0.25  # in the folder of the file")
    here.scenario.path.unlink()
    name = exports.name_of(here, wish, "yaml")
    size = f"--replicates {here.most} --seed {wish.seed}"
    button = "“Download”: “The scenario, as YAML for exitban run”"
    assert questions.command(here, wish) == f"exitban run {name} {size}  # the file of {button}"


def test_what_to_type_needs_no_other_folder_for_a_file_that_was_named_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sub").mkdir()
    here = studio(Path("sub"))
    typed = questions.command(here, setting(here))
    assert typed.startswith("exitban run sub/small.yaml ")
    assert typed.endswith("--policy none --policy ban")


@pytest.mark.parametrize(("policy", "rows"), [("none", 1), ("ban", 2)])
def test_a_policy_beside_itself_is_written_down_once(warm: Studio, policy: str, rows: int) -> None:
    """Six ticks of 20 worlds under each policy."""
    wish = setting(warm, base="none", policy=policy)
    grown(warm, wish, 20)
    lines = exports.as_csv(warm.glance(wish, 20)).splitlines()
    assert len(lines) == 1 + 6 * rows
    assert len(set(lines)) == len(lines)
    table = parquet.read_table(io.BytesIO(exports.as_parquet(warm, wish, 20)))
    assert table.num_rows == 6 * 20 * rows
    assert table.column("replicate").to_pylist() == [world for world in range(20) for _ in range(6)] * rows


def test_the_file_that_leaves_the_page_says_what_must_lie_beside_it(tmp_path: Path, warm: Studio) -> None:
    (tmp_path / "posts.csv").write_text("post_id,reports_to\na,\nb,a\n", encoding="utf-8")
    here = studio(tmp_path, TEXT.replace("{roots: 1, spans: [3]}", "{table: posts.csv}"))
    said = "# It names files that have to lie beside it: posts.csv\n"
    assert said in exports.scenario_file(here, setting(here))
    assert "beside it" not in exports.scenario_file(warm, setting(warm))


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("my office.yaml", "my office.yaml"),
        ("sub/office.yml", "sub/office.yml"),
        ("/srv/somewhere/office.yaml", "office.yaml"),
        (str(BUNDLED / "command-tree.yaml"), "command-tree"),
    ],
)
def test_a_source_is_told_without_the_folders_of_this_machine(path: str, typed: str) -> None:
    assert source_of(Path(path)) == typed


def test_a_rule_that_moves_leaves_the_other_policy_as_it_was(warm: Studio) -> None:
    first, moved = setting(warm, policy="ban"), setting(warm, policy="ban", set__policies__ban__strength="0.5")
    assert warm.pair(first)[0] is warm.pair(moved)[0]
    assert warm.pair(first)[1] is not warm.pair(moved)[1]
    everywhere = setting(warm, policy="ban", set__exit__contagion="0")
    assert warm.pair(first)[0] is not warm.pair(everywhere)[0]


def test_chunks_and_threads_change_no_bit(tmp_path: Path) -> None:
    many, one = studio(tmp_path, threads=2), studio(tmp_path, threads=1)
    wish = setting(many, policy="ban")
    for threads in (many, one):
        grown(threads, wish, 20)
    assert np.array_equal(many.pair(wish)[1].worlds(20).measured, one.pair(wish)[1].worlds(20).measured)


def test_the_first_answer_has_at_least_twenty_matched_worlds(warm: Studio) -> None:
    wish = setting(warm, policy="decree")
    assert grown(warm, wish, warm.first) >= 20
    assert questions.seen(warm, wish, warm.first)["replicates"] == warm.first


def test_a_claim_taken_for_true_makes_what_contradicts_it_false(warm: Studio) -> None:
    found = with_claims(warm.scenario, {"sickness": True}).truths(1, range(50))
    assert found["sickness"].all()
    assert not found["health"].any()


def test_doubts_point_to_the_assumptions_only_where_there_are_some(warm: Studio, tmp_path: Path) -> None:
    plain = studio(tmp_path, OFFICE)
    for asked, some in ((warm, True), (plain, False)):
        wish = setting(asked, policy="ban")
        grown(asked, wish, 1)
        said = questions.seen(asked, wish, 1)["doubts"]
        assert ("open the assumptions" in said, "it leaves no assumption open" in said) == (some, not some)
        assert said.endswith("Whether the model itself leaves out what matters is in none of these bands.")


def test_what_was_seen_long_ago_is_let_go(tmp_path: Path) -> None:
    busy = studio(tmp_path)
    seen = [busy.ensemble("ban", setting(busy, set__policies__ban__strength=str(place / 100))) for place in range(80)]
    last = setting(busy, set__policies__ban__strength="0.79")
    assert busy.ensemble("ban", last) is seen[-1]
    assert busy.ensemble("ban", setting(busy, set__policies__ban__strength="0.01")) is not seen[1]


def test_what_is_asked_ahead_for_three_sliders_does_not_drive_out_what_is_seen(tmp_path: Path) -> None:
    one = studio(tmp_path)
    seen = one.pair(setting(one))
    for place in range(3 * 17):
        one.pair(setting(one, set__policies__ban__strength=str(place / 100)))
    again = one.pair(setting(one))
    assert [id(each) for each in again] == [id(each) for each in seen]


def test_the_report_says_what_the_page_says(warm: Studio) -> None:
    wish = setting(warm, **CHOSEN)
    grown(warm, wish, 20)
    changed = exports.changed(warm.scenario, wish)
    assert changed.quantities["policies.ban.strength"].value == 0.25
    seen = questions.seen(warm, wish, 20)
    summary = summarise(run(changed, replicates=20, seed=7, policies=["none", "ban"], launcher="python"))
    assert control_ends(summary) == seen["sentences"]["control"]
    assert outcome_counts(summary) == seen["sentences"]["outcomes"]


def test_how_long_control_lasts_comes_with_its_interval_and_its_numbers_at_risk(warm: Studio) -> None:
    """As the report has them, on the page and in the file that leaves it; the file begins with the end of a tick."""
    wish = setting(warm, **CHOSEN)
    grown(warm, wish, 20)
    changed = exports.changed(warm.scenario, wish)
    report = summarise(run(changed, replicates=20, seed=7, policies=["none", "ban"], launcher="python"))
    seen, rows = (
        questions.seen(warm, wish, 20),
        list(csv.DictReader(io.StringIO(exports.as_csv(warm.glance(wish, 20))))),
    )
    for side, policy in zip(("base", "chosen"), report.policies, strict=True):
        told, share = seen[side], policy.survival.share
        for name, curve in (("survival", share.value), ("survival_low", share.low), ("survival_high", share.high)):
            assert told[name] == pytest.approx(curve, abs=1e-5)
        assert told["at_risk"] == policy.survival.at_risk.tolist()
        kept = [row for row in rows if row["policy"] == policy.name]
        assert [int(row["at_risk"]) for row in kept] == told["at_risk"][1:]
        for name, column in (("survival", ""), ("survival_low", "_low"), ("survival_high", "_high")):
            assert [float(row[f"in_control{column}"]) for row in kept] == told[name][1:]


def test_page_and_report_weigh_the_evidence_in_the_same_numbers_and_words(tmp_path: Path) -> None:
    """By root, over worlds in which sickness is true in half of them: every cell of the page stands in the report."""
    many = studio(tmp_path, most=60)
    wish = setting(many, policy="ban", seed="7")
    grown(many, wish, 60)
    seen = questions.seen(many, wish, 60)["weight"]
    result = run(many.scenario, replicates=60, seed=7, policies=["none", "ban"], launcher="python")
    found = weigh(result, "control_at_end")
    assert [one["root"] for one in seen["roots"]] == [one.root for one in found.by_change] == ["A doctor"]
    change = found.by_change[0].changed("ban")
    assert change is not None
    control = result.data.control.values.astype(np.float64)[:, :, -1]
    true = result.data.claim_true.sel(claim="sickness").values
    assert change.true.value == (control[1] - control[0])[true].mean()
    assert seen["roots"][0]["if_true"]["value"] == round(change.true.value, 5)
    assert seen["introduction"] == introduction_of_change(found)
    assert seen["words"] == changes(found)
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", page(summarise(result), many.scenario))).split())
    assert " ".join(["A doctor", seen["roots"][0]["holds_in"], *seen["roots"][0]["cells"][:3]]) in text
    assert seen["words"] in text


def test_one_world_is_the_same_world(warm: Studio) -> None:
    wish = setting(warm, **CHOSEN)
    grown(warm, wish, 20)
    seen = questions.one_world(warm, wish, {"world": "3"})
    assert seen["control"]["ban"] == [round(float(c), 4) for c in warm.pair(wish)[1].worlds(20).measured[3]]
    assert seen["depth"] == [0, 1, 1, 1]
    assert seen["across"] == [0.5, 0.1667, 0.5, 0.8333]


def test_a_scenario_is_told_by_what_it_asks_for(tmp_path: Path) -> None:
    asking = studio(tmp_path, TEXT.replace("title: An office", "title: An office\nheadline: voice"))
    wish = setting(asking)
    grown(asking, wish, 20)
    seen = questions.seen(asking, wish, 20)
    assert "control" not in seen["answer"]
    assert seen["chosen"]["survival"] is None
    again = run(asking.scenario, replicates=20, launcher="python").data.voice.sel(policy="ban")
    assert seen["chosen"]["bands"]["q95"][-1] == pytest.approx(np.quantile(again[:, -1], 0.95) / 4, abs=1e-5)
