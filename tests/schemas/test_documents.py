"""A real document of every command with --json against its schema: with nulls and without, and with keys amiss."""

from __future__ import annotations

import copy
import inspect
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from typer.testing import CliRunner

from exitban.cli import commands, ensembles
from exitban.cli.app import app
from exitban.cli.showing import show
from exitban.ensembles.rare import RareLoss
from exitban.ensembles.rerun import Again
from exitban.schemas import NAMES, schema
from tests.analysis.test_weigh import TEXT
from tests.scenario.files import OFFICE

pytestmark = pytest.mark.xdist_group("commands")

PAID_EXIT = Path(__file__).parents[2] / "examples" / "paid-exit" / "paid-exit.yaml"
WRONG = OFFICE.replace("posts:", "psts:").replace("strength: 0.8", "strength: 1.8")
NEVER = TEXT.replace("  claims:\n", "  grades: {table: misp}\n  claims:\n").replace("credibility: 3", "credibility: 5")
DESIGN = "scenario: command-tree\nset: {time.months: 1}\nreplicates: 2\ngrid: {hazards.killed: [0, 0.5]}\n"
ALONE = ("--policy", "ban")
BOTH = ("--policy", "none", "--policy", "ban")

DOCUMENTS = {
    "validation": [("validate", "office"), ("validate", "wrong"), ("validate", "nowhere")],
    "scenarios": [("scenarios",)],
    "mechanisms": [("mechanisms",), ("mechanisms", str(PAID_EXIT))],
    "explanation": [
        *(("explain", name) for name in ("office", "claims", "resignation-ban-2023", "us-stop-loss", str(PAID_EXIT))),
        *(("explain", name) for name in ("openai-letter-2023", "granovetter-1978")),
    ],
    "summary": [("run", "office", "--replicates", "4")],
    "comparison": [("compare", "office", "--replicates", "4"), ("compare", "office", "--replicates", "1")],
    "replay": [("replay", "office")],
    "structures": [("structures", "office", "--replicates", "4"), ("structures", "office", "--replicates", "1")],
    "evidence": [("evidence", name) for name in ("office", "claims", "resignation-ban-2023")],
    "weights": [
        ("weigh", "claims", "--replicates", "60", "--again", "20", *BOTH),
        ("weigh", "claims", "--replicates", "60", "--again", "0", *ALONE, "--outcome", "control_at_end"),
        ("weigh", "claims", "--replicates", "1", "--again", "0", *BOTH),
    ],
    "robustness": [
        ("robustness", "claims", "--replicates", "40", "--structures", "2"),
        ("robustness", "claims", "--replicates", "1"),
        ("robustness", "never", "--replicates", "4"),
    ],
    "sensitivity": [
        ("sensitivity", "claims", "--trajectories", "2", "--samples", "4", "--factors", "1"),
        ("sensitivity", "claims", "--trajectories", "2", "--factors", "0", "--difference"),
        ("sensitivity", "--result", "kept"),
    ],
    "status": [("sweep", "design.yaml", "--out", "more"), ("status", "runs")],
    "rerun": [("rerun", "runs")],
    "rare": [("rare", "competing-risks", "--effort", "2", "--repeats", "2")],
}
CALLS = [(name, call) for name, calls in DOCUMENTS.items() for call in calls]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small scenarios, a result that was kept, and an ensemble at which this process works."""
    found = tmp_path_factory.mktemp("documents")
    files = {"office": OFFICE, "claims": TEXT, "never": NEVER, "wrong": WRONG, "design.yaml": DESIGN}
    for name, text in files.items():
        (found / name).write_text(text, encoding="utf-8")
    printed(found, ("run", "claims", "--replicates", "70", *BOTH, "--again", "0", "--save", "kept"))
    printed(found, ("sweep", "design.yaml", "--out", "runs"))
    session = next((found / "runs" / "sessions").glob("*.json"))
    facts = json.loads(session.read_text(encoding="utf-8"))
    assert facts["pid"] == os.getpid()
    session.write_text(json.dumps({**facts, "doing": "filling"}), encoding="utf-8")
    return found


@cache
def printed(folder: Path, call: tuple[str, ...]) -> Any:
    """The document of a command, called where the small scenarios lie."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        done = CliRunner().invoke(app, [*call, "--json"], catch_exceptions=False)
    finally:
        os.chdir(before)
    assert done.exit_code == (2 if call[0] == "validate" and call[1] != "office" else 0), done.stderr
    return json.loads(done.stdout, parse_constant=pytest.fail)


def refused(name: str, document: Any) -> bool:
    return not jsonschema.Draft202012Validator(schema(name)).is_valid(document)


def test_every_command_that_prints_a_document_is_called() -> None:
    known = (*commands.ALL, *ensembles.ALL)
    printing = {one.__name__ for one in known if "as_json" in inspect.signature(one).parameters}
    assert {call[0] for _, call in CALLS} == printing
    assert set(DOCUMENTS) == set(NAMES) - {"scenario"}


@pytest.mark.parametrize(("name", "call"), CALLS, ids=lambda one: one if isinstance(one, str) else one[0])
def test_what_a_command_prints_keeps_to_its_schema(name: str, call: tuple[str, ...], folder: Path) -> None:
    jsonschema.validate(printed(folder, call), schema(name), jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    ("name", "call", "nulls"),
    [
        ("explanation", 0, {"report", "lifted", "answers_to", "superior", "opens", "ranks"}),
        ("explanation", 3, {"since"}),
        ("mechanisms", 0, {"neutral", "low", "high"}),
        ("structures", 1, {"low", "high"}),
        ("evidence", 1, {"moves_nothing"}),
        ("weights", 1, {"change_of_difference", "share_of_variance_of_difference", "worth_knowing"}),
        ("weights", 2, {"share_of_chance", "share_of_variance", "share_of_chance_at_most"}),
        ("robustness", 1, {"low", "high"}),
        ("robustness", 2, {"difference"}),
        ("sensitivity", 0, {"compared_with", "share_of_luck_at_most"}),
        ("sensitivity", 2, {"total", "share_of_luck"}),
    ],
)
def test_what_is_not_known_is_null_in_some_of_these(name: str, call: int, nulls: set[str], folder: Path) -> None:
    """So the documents above are no easy ones."""
    assert nulls <= set(_nulls(printed(folder, DOCUMENTS[name][call])))


def _nulls(found: Any) -> Iterator[str]:
    for one in found if isinstance(found, list) else found.values() if isinstance(found, dict) else ():
        yield from _nulls(one)
    if isinstance(found, dict):
        yield from (key for key, one in found.items() if one is None)


def test_a_loss_that_nobody_has_seen_and_bytes_that_differ_keep_to_their_schemas() -> None:
    nothing = RareLoss("office", "ban", 4, (0.2,), np.zeros(2), np.zeros((2, 2)), 1.0, 1.0).to_json()
    assert (nothing["spread"], nothing["gain"]) == (None, None)
    jsonschema.validate(nothing, schema("rare"))
    differing = Again("runs", 3, ("control",), "").to_json()
    jsonschema.validate(differing, schema("rerun"))
    assert refused("rerun", {**differing, "agrees": True})


def test_a_session_that_works_is_described(folder: Path) -> None:
    found = printed(folder, ("status", "runs"))
    assert [one["working"] for one in found["working"]] == [True]


MAPS = {"beside_numbers", "if_true", "chances", "values", "rest", "total", "open", "wants_out"}
"""Whose keys are names that a scenario gives."""


def records(found: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the objects of a document are whose keys are those of its schema."""
    if isinstance(found, list):
        for place, one in enumerate(found):
            yield from records(one, (*path, place))
    if isinstance(found, dict):
        named = bool(path) and (path[-1] in MAPS or path[-1] == "claims")
        if not named:
            yield path
        for key, one in found.items():
            yield from records(one, (*path, key))


def short(found: Any) -> Any:
    """A document with at most the first two of everything."""
    if isinstance(found, dict):
        return {key: short(one) for key, one in found.items()}
    return [short(one) for one in found[:2]] if isinstance(found, list) else found


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name not in ("summary", "comparison")])
def test_a_key_too_few_or_too_many_is_refused(name: str, folder: Path) -> None:
    """Of each kind of object once; what two documents of a command have is asked of both."""
    for call in DOCUMENTS[name][:2]:
        whole = short(printed(folder, call))
        assert not refused(name, whole)
        kinds = {frozenset(at(whole, path)): path for path in records(whole)}
        for keys, path in kinds.items():
            for key in sorted(keys):
                fewer = copy.deepcopy(whole)
                del at(fewer, path)[key]
                assert refused(name, fewer), (path, key)
            more = copy.deepcopy(whole)
            at(more, path)["another"] = 1
            assert refused(name, more), path


@pytest.mark.parametrize(
    ("name", "path", "wrong"),
    [
        ("validation", ("valid",), False),
        ("scenarios", ("scenarios", 0, "kind"), "novel"),
        ("mechanisms", ("mechanisms", 0, "numbers", 0, "level"), "post"),
        ("explanation", ("member", "chances", "none", "exit"), 1.5),
        ("explanation", ("member", "wants_out", "none"), -0.5),
        ("explanation", ("policies", 0, "form"), "unwritten"),
        ("replay", ("schema",), "exitban-replay/2"),
        ("structures", ("effects", 0, "mark"), "halves"),
        ("evidence", ("grades", "probabilities"), {"1": 1.1, "2": 1, "3": 1, "4": 1, "5": 1}),
        ("evidence", ("edges",), [["claim:a", "b"]]),
        ("weights", ("outcome", "name"), "voice"),
        ("weights", ("share_of_chance_at_most",), 1.5),
        ("robustness", ("conclusions", 0, "sign"), 2),
        ("sensitivity", ("methods", 0, "method"), "guessed"),
        ("status", ("done",), -1),
        ("rare", ("interval",), [0.1]),
        ("rare", ("probability",), 2),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, path: tuple[str | int, ...], wrong: Any, folder: Path) -> None:
    document = copy.deepcopy(printed(folder, DOCUMENTS[name][0]))
    at(document, path[:-1])[path[-1]] = wrong
    assert refused(name, document)


def test_no_document_leaves_with_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        show({"share": float("nan")})


def test_all_documents_leave_by_one_door() -> None:
    folder = Path(commands.__file__).parent
    assert [path.name for path in folder.glob("*.py") if "json.dump" in path.read_text(encoding="utf-8")] == [
        "showing.py"
    ]
