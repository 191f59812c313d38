"""A stored result as an RO-Crate: read back by the library, and still the same result."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate

from exitban.errors import ResultError
from exitban.results.crate import METADATA, crate
from exitban.results.storage import load
from exitban.run import run
from exitban.scenario import read
from tests.analysis.test_ledger import EVIDENCE
from tests.scenario.files import office, written

CITED = EVIDENCE.replace(
    "{title: Gazette}, {title: Courier}", "{title: Gazette, address: 'https://example.org/a'}"
).replace("{title: the chief}", "{title: the chief, address: 'not a url at all [x]'}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("kept")
    scenario = read(written(place, office("months: 12", "months: 2", CITED)))
    run(scenario, replicates=2, policies=("none", "ban"), threads=1).save(place / "result")
    assert crate(place / "result") == place / "result" / METADATA
    return place / "result"


def test_the_library_finds_every_file(folder: Path) -> None:
    found = ROCrate(folder)
    files = {one.id for one in found.data_entities}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == there - {METADATA}
    assert "2 simulated worlds" in found.name


def test_the_run_is_an_action_with_program_input_and_output(folder: Path) -> None:
    graph = {one["@id"]: one for one in json.loads((folder / METADATA).read_text())["@graph"]}
    action = graph["#run"]
    assert action["instrument"] == {"@id": "#exitban"}
    assert {"@id": "scenario/scenario.yaml"} in action["object"]
    assert {"@id": "manifest.json"} in action["result"]
    assert graph["https://example.org/a"]["name"] == "Gazette"
    assert graph["ro-crate-metadata.json"]["conformsTo"]["@id"].startswith("https://w3id.org/ro/crate/")


def test_a_source_without_a_url_is_cited_by_a_name_within_the_crate(folder: Path) -> None:
    graph = {one["@id"]: one for one in json.loads((folder / METADATA).read_text())["@graph"]}
    (chief,) = [one for one in graph.values() if one.get("name") == "the chief"]
    assert chief["@id"] == "#source-not%20a%20url%20at%20all%20%5Bx%5D"
    assert chief["description"] == "It can be read at: not a url at all [x]"
    assert {"@id": chief["@id"]} in graph["./"]["citation"]


def test_it_is_still_a_result_and_can_be_described_again(folder: Path) -> None:
    before = (folder / METADATA).read_bytes()
    assert load(folder).scenario.name == "office"
    crate(folder)
    assert (folder / METADATA).read_bytes() == before
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_folder_without_a_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="holds no result"):
        crate(tmp_path)
