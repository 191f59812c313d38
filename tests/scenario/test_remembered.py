"""A long file that was parsed once is not parsed again, and nothing else is ever taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exitban.scenario import remembered
from exitban.scenario.positions import Tree
from exitban.scenario.yaml_tree import parse

SHORT = "schema_version: 1\nname: an-office\ntime: {start: 2023-01-01, months: 1}\n"
LONG = f"{SHORT}about: {'words ' * (remembered.LONG // 6)}\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("EXITBAN_CACHE", str(folder))
    return folder


def trees(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.tree"))


def test_a_kept_tree_is_the_tree_of_its_text(cache: Path) -> None:
    parsed = [remembered.parsed(LONG, "office.yaml") for _ in range(2)]
    assert len(trees(cache)) == 1
    assert parsed[0] == parsed[1] == parse(LONG, "office.yaml")


def test_what_is_kept_is_what_is_answered() -> None:
    """So the second start does not parse: this tree is in no text."""
    other = Tree("office.yaml", {"name": "from the cache"})
    remembered._keep(other, remembered._made_from(LONG, "office.yaml"))
    assert remembered.parsed(LONG, "office.yaml") == (other, [])
    assert remembered.parsed(f"{LONG}# changed\n", "office.yaml")[0].data["name"] == "an-office"


def test_a_changed_text_takes_the_place_of_the_old_one(cache: Path) -> None:
    remembered.parsed(LONG, "office.yaml")
    changed = LONG.replace("an-office", "another")
    assert [remembered.parsed(changed, "office.yaml")[0].data["name"] for _ in range(2)] == ["another", "another"]
    assert len(trees(cache)) == 1


@pytest.mark.parametrize(
    "damage", [lambda kept: kept[:-1], lambda kept: kept + b"0", lambda kept: b"", lambda kept: b"0"]
)
def test_a_damaged_tree_is_parsed_anew(cache: Path, damage: object) -> None:
    assert callable(damage)
    first = remembered.parsed(LONG, "office.yaml")
    (kept,) = trees(cache)
    kept.write_bytes(damage(kept.read_bytes()))
    assert remembered.parsed(LONG, "office.yaml") == first


def test_neither_a_short_text_nor_one_with_a_fault_is_kept(cache: Path) -> None:
    remembered.parsed(SHORT, "office.yaml")
    faulty = f"{LONG}name: twice\n"
    told = [remembered.parsed(faulty, "office.yaml")[1] for _ in range(2)]
    assert told[0] == told[1] != []
    assert trees(cache) == []


def test_no_more_than_a_few_are_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST", 2)
    for number in range(3):
        remembered.parsed(LONG, f"office-{number}.yaml")
    assert len(trees(cache)) == 2


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(cache: Path) -> None:
    cache.write_text("a file, where a folder is wanted")
    assert remembered.parsed(LONG, "office.yaml") == parse(LONG, "office.yaml")
