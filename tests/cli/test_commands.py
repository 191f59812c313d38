"""Every command from a person's side: standard output, standard error, exit status."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from exitban.cli.app import app
from exitban.cli.commands import _meanwhile

FEW = ("--replicates", "4")
REPORT = "exitban-report-resignation-ban-2023.html"

pytestmark = pytest.mark.xdist_group("commands")


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def called(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def test_run_answers_then_writes_a_report_and_names_it_last(empty_folder: Path) -> None:
    done = called("run", *FEW)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == f"Report: {REPORT}"
    assert [path.name for path in empty_folder.iterdir()] == [REPORT]
    assert "<html" in (empty_folder / REPORT).read_text(encoding="utf-8")


def test_a_short_run_in_a_process_of_its_own_meets_no_half_loaded_module(empty_folder: Path) -> None:
    command = [sys.executable, "-m", "exitban", "run", "kuran-1989", "--replicates", "20", "--out", "here"]
    for _ in range(2):  # the first may compile, and loads at leisure what the second meets at once
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


def test_what_runs_beside_a_simulation_is_waited_for() -> None:
    done: list[int] = []

    def slowly() -> None:
        time.sleep(0.2)
        done.append(1)

    with _meanwhile(slowly) as begin:
        begin()
        begin()
    assert done == [1]
    with _meanwhile(slowly):
        pass
    assert done == [1]


def test_worlds_with_other_luck_are_refused_where_too_few_are_run() -> None:
    done = called("run", "kuran-1989", "--replicates", "5", "--again", "50")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--again: found 50 of 5 replicates; allowed: at least 10 worlds" in done.stderr


def test_memory_and_time_are_said_before_and_after() -> None:
    told = called("run", *FEW, "--json").stderr
    assert "memory" in told.splitlines()[0]
    assert "peak" in told.splitlines()[-1]


def test_json_is_one_document_of_its_schema_and_nothing_else(empty_folder: Path) -> None:
    from exitban.schemas import schema

    done = called("run", *FEW, "--json")
    jsonschema.validate(json.loads(done.stdout), schema("summary"))
    assert list(empty_folder.iterdir()) == []


def test_json_with_out_keeps_the_path_off_standard_output(empty_folder: Path) -> None:
    done = called("run", *FEW, "--json", "--out", "here")
    assert json.loads(done.stdout)
    assert done.stderr.splitlines()[-1] == f"Report: {Path('here') / 'report.html'}"
    assert (empty_folder / "here" / "report.html").exists()


def test_the_same_seed_gives_the_same_bytes_whatever_the_threads() -> None:
    one, two = (called("run", *FEW, "--json", "--threads", threads) for threads in ("1", "2"))
    assert one.stdout == two.stdout


def test_another_seed_gives_another_answer() -> None:
    one, two = (called("run", *FEW, "--json", "--seed", seed) for seed in ("1", "2"))
    assert json.loads(one.stdout)["policies"] != json.loads(two.stdout)["policies"]


def test_one_policy_alone_can_be_run() -> None:
    every = [policy["name"] for policy in json.loads(called("run", *FEW, "--json").stdout)["policies"]]
    alone = json.loads(called("run", *FEW, "--json", "--policy", every[1]).stdout)["policies"]
    assert [policy["name"] for policy in alone] == [every[1]]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["run", "resignation-ban-2032"], "resignation-ban-2023"),
        (["run", *FEW, "--policy", "no-bna"], "Did you mean"),
        (["run", *FEW, "--set", "policies.ban.strenght=0.9"], "Did you mean"),
        (["run", *FEW, "--set", "nonsense"], "="),
        (["report", "nowhere"], "nowhere"),
        (["explain", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(words: list[str], hint: str, empty_folder: Path) -> None:
    refused = called(*words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert hint in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(empty_folder.iterdir()) == []


def test_a_kept_result_gives_the_same_report(empty_folder: Path) -> None:
    called("run", *FEW, "--out", "first.html", "--save", "kept")
    assert called("report", "kept", "--out", "second.html").exit_code == 0
    first, second = ((empty_folder / name).read_bytes() for name in ("first.html", "second.html"))
    assert first == second


def test_validate_says_valid_in_one_line() -> None:
    done = called("validate")
    assert done.exit_code == 0
    assert done.stdout.startswith("valid: ")
    assert len(done.stdout.splitlines()) == 1


def test_validate_names_every_problem_and_counts_them(empty_folder: Path) -> None:
    called("new", "mine.yaml")
    text = (empty_folder / "mine.yaml").read_text(encoding="utf-8")
    (empty_folder / "mine.yaml").write_text(f"{text}\nhorizn: 3\nweather: fine\n", encoding="utf-8")
    refused = called("validate", "mine.yaml")
    *problems, count = refused.stderr.splitlines()
    assert refused.exit_code == 2
    assert all(line.startswith("mine.yaml:") for line in problems)
    assert count == f"{len(problems)} problems"
    as_json = called("validate", "mine.yaml", "--json")
    assert [found["key"] for found in json.loads(as_json.stdout)["problems"]] == ["horizn", "weather"]


def test_a_new_file_is_valid_and_runs() -> None:
    assert called("new", "mine.yaml").exit_code == 0
    assert called("validate", "mine.yaml").exit_code == 0
    assert called("run", "mine.yaml", *FEW, "--json").exit_code == 0


def test_explain_tells_the_scenario() -> None:
    told = called("explain").stdout
    assert len(told.splitlines()) > 20
    assert json.loads(called("explain", "--json").stdout)["explanation"].strip() == told.strip()


def test_the_bundled_scenarios_are_listed() -> None:
    assert "resignation-ban-2023" in called("scenarios").stdout
    found = json.loads(called("scenarios", "--json").stdout)["scenarios"]
    assert "resignation-ban-2023" in [one["name"] for one in found]


def test_the_mechanisms_are_listed() -> None:
    listed = called("mechanisms").stdout
    found = json.loads(called("mechanisms", "--json").stdout)["mechanisms"]
    assert {"ban", "choice", "stress"} <= {one["name"] for one in found}
    assert all(one["name"] in listed for one in found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "schema"),
    [
        (("validate",), "exitban-validation/1"),
        (("explain", "command-tree"), "exitban-explanation/1"),
        (("rare", "competing-risks", "--effort", "2", "--repeats", "2"), "exitban-rare/1"),
        (("evidence",), "exitban-evidence/1"),
    ],
)
def test_a_single_document_says_what_it_is(command: tuple[str, ...], schema: str) -> None:
    found = json.loads(called(*command, "--json").stdout)
    assert next(iter(found.items())) == ("schema", schema)
    assert [key for key in found if " " in key] == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals work otherwise there")
def test_ctrl_c_leaves_nothing_behind(empty_folder: Path) -> None:
    command = [sys.executable, "-m", "exitban", "run", "--replicates", "3000", "--save", "kept"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if "replicates/s" in line:
                break
        time.sleep(0.2)
        os.kill(running.pid, signal.SIGINT)
        answer, told = running.communicate(timeout=60)
    assert (running.returncode, answer) == (130, "")
    assert told.strip().splitlines()[-1] == "Stopped. Nothing half-written is left behind."
    assert list(empty_folder.iterdir()) == []
