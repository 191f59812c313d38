"""`exitban evidence` from a person's side."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from exitban.cli.app import app
from exitban.results.storage import load
from exitban.scenario import read
from exitban.schemas import schema
from tests.analysis.test_weigh import TEXT
from tests.scenario.files import written

pytestmark = pytest.mark.xdist_group("commands")


def called(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def test_the_bundled_ledger_is_told() -> None:
    done = called("evidence")
    assert done.exit_code == 0
    assert "at most one of them is true in a world: ban-informal and denial." in done.stdout


def test_programs_get_one_document() -> None:
    found = json.loads(called("evidence", "--json").stdout)
    assert found["grades"]["table"] == "stix-2.1"
    assert ["claim:denial", "number:policies.ban.strength"] in found["edges"]


@pytest.mark.parametrize(("ending", "start"), [(".svg", b"<?xml"), (".png", b"\x89PNG"), (".dot", b"digraph")])
def test_the_graph_is_drawn(ending: str, start: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"graph{ending}"
    assert called("evidence", "--picture", path).exit_code == 0
    assert path.read_bytes().startswith(start)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_picture_of_another_kind_is_refused(tmp_path: Path) -> None:
    done = called("evidence", "--picture", tmp_path / "graph.gif")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "found .gif; allowed: .svg, .png, .pdf, .dot" in done.stderr


class TestWeigh:
    def test_a_kept_result_is_weighed_without_a_run(self, tmp_path: Path) -> None:
        few = (written(tmp_path, TEXT), "--replicates", "60", "--policy", "none", "--policy", "ban")
        assert called("run", *few, "--save", tmp_path / "kept", "--out", tmp_path / "page.html").exit_code == 0
        done = called("weigh", "--result", tmp_path / "kept", "--again", "0", "--picture", tmp_path / "bars.svg")
        assert done.exit_code == 0
        assert "hangs on clerk" in " ".join(done.stdout.split())
        assert "replicates" not in done.stderr
        assert (tmp_path / "bars.svg").exists()

    def test_a_report_shows_the_further_runs_that_lie_with_its_result(self, tmp_path: Path) -> None:
        """Other luck is run unasked, a world in five; other structures where they are asked for; both are kept."""
        few = (written(tmp_path, TEXT), "--replicates", "70", "--policy", "none", "--policy", "ban")
        keep, page = tmp_path / "kept", tmp_path / "page.html"
        done = called("run", *few, "--structures", "12", "--save", keep, "--out", page)
        assert done.exit_code == 0
        assert "7 further runs under other structures of choice" in done.stderr
        html = page.read_text(encoding="utf-8")
        assert "run again with other luck" in html and "known only from above" not in html
        assert "How far does the form of choice decide it?" in html and "exit-voice-covert 0.2" in html
        assert load(keep / "other-luck").data.sizes["replicate"] == 14
        assert called("report", keep, "--out", tmp_path / "again.html").exit_code == 0
        assert (tmp_path / "again.html").read_text(encoding="utf-8") == html
        told = called("robustness", "--result", keep, "--json")
        assert "exit-voice-covert 0.2" in {one["what"] for one in json.loads(told.stdout)["conclusions"][0]["under"]}
        given = called("sensitivity", "--result", keep, "--json")
        assert json.loads(given.stdout)["methods"][0]["share_of_luck"] is not None
        weighed = called("weigh", "--result", keep, "--again", "14")
        assert "run again with other luck" in " ".join(weighed.stdout.split())
        assert "Once more" not in weighed.stderr
        alone = called("sensitivity", "--result", keep, "--policy", "ban", "--difference")
        assert (alone.exit_code, alone.stdout) == (2, "")
        assert "--difference: found one policy, 'ban'; a difference needs two." in alone.stderr
        assert "--policy none --policy ban. There: none." in alone.stderr
        absent = called("sensitivity", "--result", keep, "--policy", "bam")
        assert (absent.exit_code, absent.stdout) == (2, "")
        assert "the result was not run under 'bam'. Did you mean 'ban'?" in absent.stderr
        self.tampered_with(keep)

    def tampered_with(self, keep: Path) -> None:
        """Structures of another scenario, or half a file of them, are refused, and no report is written."""
        path, page = keep / "structures.json", keep / "page.html"
        path.write_text(path.read_text().replace(load(keep).scenario.hash, "0" * 64))
        done = called("report", keep, "--out", page)
        assert (done.exit_code, page.exists()) == (2, False)
        assert "made of another scenario" in done.stderr
        path.write_text("{}")
        assert "structures.json is damaged" in called("report", keep, "--out", page).stderr

    def test_too_few_worlds_to_measure_chance_are_refused_before_anything_runs(self) -> None:
        done = called("weigh", "--again", "3")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "--again: found 3; allowed: at least 10 worlds" in done.stderr

    def test_an_unknown_outcome_is_told_before_anything_runs(self) -> None:
        done = called("weigh", "--outcome", "control_at_the_end")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "Did you mean 'control_at_end'" in done.stderr

    def test_what_has_no_claims_is_refused_before_anything_runs(self) -> None:
        done = called("weigh", "granovetter-1978")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "granovetter-1978 has no claims, so there is nothing to weigh" in done.stderr


class TestRobustness:
    def test_a_small_scenario_is_asked(self, tmp_path: Path) -> None:
        done = called("robustness", written(tmp_path, TEXT), "--replicates", "40", "--json")
        assert done.exit_code == 0
        found = json.loads(done.stdout)["conclusions"][0]
        assert len(found["under"]) == 2
        assert found["worlds"]["of"] == 40

    def test_one_policy_is_nothing_to_compare(self, tmp_path: Path) -> None:
        done = called("robustness", written(tmp_path, TEXT), "--replicates", "4", "--policy", "ban")
        assert done.exit_code == 2
        assert "only ban is there" in done.stderr


class TestSensitivity:
    def test_morris_then_sobol_on_a_small_scenario(self, tmp_path: Path) -> None:
        sizes = ("--trajectories", "5", "--samples", "8", "--factors", "1")
        done = called("sensitivity", written(tmp_path, TEXT), *sizes, "--json")
        assert done.exit_code == 0
        found = json.loads(done.stdout)
        jsonschema.validate(found, schema("sensitivity"))
        asked = read(written(tmp_path, TEXT))
        assert (found["scenario"], found["scenario_hash"]) == (asked.name, asked.hash)
        methods = found["methods"]
        assert [one["method"] for one in methods] == ["morris", "sobol"]
        assert methods[0]["screened"][0]["factor"] in ("hazards.dismissed", "truth of clerk")
        assert all(one["share_of_luck"] is not None for one in methods)
