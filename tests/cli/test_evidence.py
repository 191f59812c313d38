"""`exitban evidence` from a person's side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from exitban.cli.app import app

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
