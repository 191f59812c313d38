"""`exitban compare` and `exitban replay`: words for people, one document for programs."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from exitban.cli.app import app
from exitban.schemas import schema
from tests.scenario.files import OFFICE, written

pytestmark = pytest.mark.xdist_group("commands")

SOFT = ("--set", "policies.soft.strength=0.2", "--set", "policies.soft.like=ban")


def called(folder: Path, command: str, *words: str) -> Result:
    return CliRunner().invoke(app, [command, str(written(folder, OFFICE)), *words])


def test_people_get_words(tmp_path: Path) -> None:
    done = called(tmp_path, "compare", "--replicates", "4", "--policy", "ban", "--policy", "soft", *SOFT, "--decompose")
    assert done.exit_code == 0, done.stderr
    assert "4 worlds of office" in done.stdout
    assert "soft (soft)" in done.stdout.replace("“", "").replace("”", "")
    assert done.stdout.count("retention: who stays in post") == 8


def test_programs_get_one_document(tmp_path: Path) -> None:
    done = called(tmp_path, "compare", "--replicates", "4", "--json", "--decompose", "--seed", "3")
    found = json.loads(done.stdout)
    jsonschema.validate(found, schema("comparison"))
    assert (found["seed"], found["replicates"], found["base"]) == (3, 4, "none")
    assert [one["measure"] for one in found["decomposition"]] == ["lost", "months_kept", "control", "control_at_end"]
    assert "decomposition" not in json.loads(called(tmp_path, "compare", "--replicates", "4", "--json").stdout)


def test_what_was_asked_wrong_is_told(tmp_path: Path) -> None:
    for words, told in (
        (("--policy", "none"), "nothing to compare with 'none'"),
        (("--base", "bann"), "Did you mean 'ban'"),
        (("--precision", "0"), "a half-width above 0"),
        (("--measure", "nope"), "measure: there is no 'nope' to compare"),
    ):
        done = called(tmp_path, "compare", *words)
        assert done.exit_code == 2
        assert told in done.stderr


def test_a_single_world_is_told_as_such(tmp_path: Path) -> None:
    """It has no interval, and no ratio of variances for the last column."""
    done = called(tmp_path, "compare", "--policy", "ban", "--replicates", "1", "--decompose")
    words = " ".join(done.stdout.split())
    assert done.exit_code == 0, done.stderr
    assert "1 world of office" in words and "in 1 matched world:" in words and "no interval" in words
    assert not [said for said in ("1 worlds", "unknown", "The last column") if said in words]
    assert "The last column" in " ".join(called(tmp_path, "compare", "--replicates", "8").stdout.split())


def test_a_precision_that_is_out_of_reach_is_said(tmp_path: Path) -> None:
    done = called(tmp_path, "compare", "--precision", "1e-6", "--replicates", "4")
    assert done.exit_code == 0
    assert "was not reached" in done.stderr


def test_a_world_is_told_and_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "world.svg"
    done = called(tmp_path, "replay", "--replicate", "3", "--picture", str(picture))
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("World 3 of office")
    assert "stopped" in picture.read_text(encoding="utf-8")
    jsonschema.validate(json.loads(called(tmp_path, "replay", "--json").stdout), schema("replay"))


def test_a_replay_is_refused_before_it_is_run(tmp_path: Path) -> None:
    done = called(tmp_path, "replay", "--picture", "world.doc")
    assert done.exit_code == 2
    assert "allowed: .svg, .png, .pdf" in done.stderr
