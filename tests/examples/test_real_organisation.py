"""The example on the posts of a real department: its tree is the one that was published."""

from __future__ import annotations

import csv
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import exitban

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "examples" / "real-organisation" / "run.py"
README = SCRIPT.with_name("README.md")
FOLDER = ROOT.parent / "shared" / "data" / "uk_organograms"
POSTS, SUMMARY = FOLDER / "core_posts.csv", FOLDER / "core_summary.csv"

needs_the_table = pytest.mark.skipif(
    not POSTS.is_file(), reason="the table of posts is not part of the repository, and it is not beside it"
)

ORGANISATIONS = (
    "cabinet_office",
    "department_for_transport",
    "department_for_work_and_pensions",
    "department_of_health",
    "environment_agency",
    "foreign_and_commonwealth_office",
    "her_majestys_revenue_and_customs",
    "hm_treasury",
    "home_office",
    "ministry_of_defence",
    "ministry_of_justice",
    "scottish_government",
)

TWO_DEPARTMENTS = """\
org,post_id,reports_to,direct_junior_fte
ministry_of_maps,1,,2
ministry_of_maps,2,1,10
ministry_of_maps,3,1,0
office_of_weights,1,,4
office_of_weights,2,,
"""


def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("real_organisation", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXAMPLE = example()


def published() -> dict[str, dict[str, str]]:
    with SUMMARY.open(encoding="utf-8", newline="") as lines:
        return {row["org"]: row for row in csv.DictReader(lines)}


def shape_of(table: Path, organisation: str, folder: Path) -> dict[str, float]:
    scenario = exitban.read(EXAMPLE.scenario_file(table, organisation, folder))
    return dict(EXAMPLE.shape(scenario.organisation()))


def test_the_same_id_in_two_organisations_is_two_posts(tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_text(TWO_DEPARTMENTS, encoding="utf-8")
    assert shape_of(table, "ministry_of_maps", tmp_path) == {"posts": 3, "roots": 1, "depth": 1, "mean span": 2.0}
    assert shape_of(table, "office_of_weights", tmp_path) == {"posts": 2, "roots": 2, "depth": 0, "mean span": 0.0}


def test_a_post_stands_for_its_junior_staff_as_well(tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_text(TWO_DEPARTMENTS, encoding="utf-8")
    scenario = exitban.read(EXAMPLE.scenario_file(table, "ministry_of_maps", tmp_path))
    assert scenario.institutions["department"].people_per_post == 5.0


def test_no_number_of_the_template_is_left_without_a_reason(tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_text(TWO_DEPARTMENTS, encoding="utf-8")
    scenario = exitban.read(EXAMPLE.scenario_file(table, "ministry_of_maps", tmp_path))
    stated = [one for one in scenario.quantities.values() if one.stated]
    assert [one.path for one in stated if not one.claims and not one.assumption] == []


def test_an_unknown_organisation_is_answered_with_those_that_there_are(tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_text(TWO_DEPARTMENTS, encoding="utf-8")
    command = [sys.executable, str(SCRIPT), "--posts", str(table), "--organisation", "ministry_of_mops"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "ministry_of_maps, office_of_weights" in done.stderr


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        (TWO_DEPARTMENTS, ("--replicates", "0"), "replicates"),
        (TWO_DEPARTMENTS, ("--seed", "-1"), "seed"),
        (TWO_DEPARTMENTS.replace("org,", "body,"), (), "there is no column org"),
        (TWO_DEPARTMENTS.replace(",10\n", ",ten\n"), (), "direct_junior_fte"),
        ("", (), "there is no column org"),
    ],
)
def test_a_call_that_cannot_be_answered_is_told_in_a_sentence(
    text: str, options: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    table = tmp_path / "posts.csv"
    table.write_text(text, encoding="utf-8")
    command = [sys.executable, str(SCRIPT), "--posts", str(table), "--organisation", "ministry_of_maps"]
    done = subprocess.run([*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert words in done.stderr.splitlines()[-1]


@needs_the_table
def test_revenue_and_customs_is_the_tree_that_was_published(tmp_path: Path) -> None:
    found = shape_of(POSTS, "her_majestys_revenue_and_customs", tmp_path)
    assert found == {"posts": 346, "roots": 1, "depth": 4, "mean span": 4.06}


@needs_the_table
def test_defence_has_eleven_roots(tmp_path: Path) -> None:
    assert shape_of(POSTS, "ministry_of_defence", tmp_path)["roots"] == 11


@needs_the_table
def test_all_twelve_are_there() -> None:
    assert tuple(sorted(EXAMPLE.posts_of(POSTS))) == ORGANISATIONS


@needs_the_table
@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_every_organisation_validates_and_has_the_published_shape(organisation: str, tmp_path: Path) -> None:
    found, told = shape_of(POSTS, organisation, tmp_path), published()[organisation]
    assert found["posts"] == int(told["senior_posts"])
    assert found["roots"] == int(told["roots"])
    assert found["depth"] == int(told["max_depth"])
    assert found["mean span"] == pytest.approx(float(told["mean_span"]), abs=0.005)


@needs_the_table
@pytest.mark.slow
def test_the_example_runs_as_the_readme_says(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), "--posts", str(POSTS), "--replicates", "4", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "posts 346, roots 1, depth 4, mean span 4.06" in done.stdout
    assert (tmp_path / "exit-ban-her-majestys-revenue-and-customs.html").is_file()


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def worlds_lost(file: Path, *overrides: str) -> dict[str, int]:
    """By policy, in how many of the README's 200 worlds control is lost."""
    lost = exitban.run(exitban.read(file, overrides), replicates=200, seed=1).data["lost_at"].notnull().sum("replicate")
    return {str(policy): int(lost.sel(policy=policy)) for policy in lost["policy"].values}


@needs_the_table
@pytest.mark.slow
def test_the_readme_shows_what_the_example_prints(tmp_path: Path) -> None:
    """The block of output word for word, without the last three paragraphs and the place of the report."""
    (shown,) = re.findall(r"^```text\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    command = [sys.executable, str(SCRIPT), "--posts", str(POSTS), "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paragraphs = done.stdout.strip().split("\n\n")
    assert paragraphs[-1].startswith("Report: ")
    assert in_one_line(shown) == in_one_line(" ".join(paragraphs[:-4]))


@needs_the_table
@pytest.mark.slow
def test_the_counts_of_the_readme_are_those_of_its_commands(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    defence = worlds_lost(EXAMPLE.scenario_file(POSTS, "ministry_of_defence", tmp_path))
    assert defence["written-ban"] == defence["unwritten-ban"]
    told = f"{defence['none']} of 200 with nothing forbidden and {defence['written-ban']} of 200 under either ban"
    assert told in in_one_line(text)
    slow, soon = re.findall(r"--replicates 200 --set (refill\.rate=\S+)", text)
    file = EXAMPLE.scenario_file(POSTS, EXAMPLE.DEFAULT, tmp_path)
    empty, filled = worlds_lost(file, slow), worlds_lost(file, soon)
    told = (
        f"control is lost in {empty['none']} of 200 worlds or in {filled['none']} with nothing forbidden, in "
        f"{empty['written-ban']} or in {filled['written-ban']} under the ban in writing."
    )
    assert told in in_one_line(text)
