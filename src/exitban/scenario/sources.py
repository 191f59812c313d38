"""Where a scenario comes from: a bundled one by its name, or a file by its path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Final

from exitban.errors import CallError, Problem, ScenarioError, did_you_mean
from exitban.scenario.types import KINDS_OF_SCENARIO

BUNDLED: Final = Path(__file__).parent / "bundled"
ENDINGS: Final = (".yaml", ".yml")
LARGEST: Final = 50_000_000


@dataclass(frozen=True)
class Bundled:
    """A scenario that comes with the program; ``kind``: what it rests on."""

    name: str
    title: str
    path: Path
    kind: str


def bundled() -> list[Bundled]:
    """All bundled scenarios: those that rest on a report, cases with a known end, reference models; by name within."""
    found = [Bundled(path.stem, _said("title", path), path, _said("kind", path)) for path in BUNDLED.glob("*.yaml")]
    return sorted(found, key=lambda one: (KINDS_OF_SCENARIO.index(one.kind), one.name))


@cache
def _said(key: str, path: Path) -> str:
    """A line of text at the top of a file, read without parsing the whole of it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    said = next(line for line in lines if line.startswith(f"{key}:"))
    return said.removeprefix(f"{key}:").strip().strip("\"'")


def located(source: str | Path) -> Path:
    """The file that a name or a path stands for. Raises `ScenarioError`, and `CallError` for what is neither."""
    if not isinstance(source, str | PathLike):
        raise CallError(f"scenario: found {source!r}; allowed: a scenario, a path, or a name from `exitban scenarios`.")
    if not str(source).strip():
        raise ScenarioError(
            [Problem("scenario", 0, 0, "", "found no name; allowed: a path, or a name from `exitban scenarios`.")]
        )
    refuse_streams(str(source))
    path = at_home(Path(source))
    named = BUNDLED / f"{source}.yaml"
    looks_like_a_path = path.suffix.lower() in ENDINGS or len(path.parts) > 1
    if not looks_like_a_path and not is_there(path) and is_there(named):
        return named
    try:
        if path.is_dir():
            raise _unusable(path, "this is a folder; name the scenario file in it.")
        if not path.exists():
            names = [*(one.name for one in bundled()), *(one.name for one in _beside(path))]
            raise _unusable(
                path, f"no such file, and no bundled scenario of this name.{did_you_mean(str(source), names)}"
            )
    except (OSError, ValueError) as error:
        raise _unusable(path, f"cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    return path


def at_home(path: Path) -> Path:
    """The path with the folder of a user (~) written out. Raises `ScenarioError` where nobody is called so."""
    try:
        return path.expanduser()
    except RuntimeError as error:
        told = f"found {path.parts[0]!r}, which is the folder of no user here; write the path out."
        raise _unusable(path, told) from error


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder. A name that is too long for one is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether there is such a file."""
    return is_there(path) and path.is_file()


def refuse_streams(source: str) -> None:
    """Raise `ScenarioError` for addresses and for standard input: neither is read."""
    if "://" in source:
        told = "addresses are not read, since they may change. Download it first, with the files that it names."
    elif source == "-":
        told = "standard input is not read, since errors name a file. Write it into a file first."
    else:
        return
    raise ScenarioError([Problem(source, 0, 0, "", told)])


def _beside(path: Path) -> list[Path]:
    """Scenario files in the folder where one was looked for."""
    folder = path.parent
    return sorted(one for one in folder.iterdir() if one.suffix in ENDINGS) if folder.is_dir() else []


def source_of(path: Path) -> str:
    """What to type for a file: the name of a bundled scenario, the path as it was given; of a full path the name alone.

    What is shown to others says nothing of the folders of this machine.
    """
    if path.parent == BUNDLED:
        return path.stem
    return path.name if path.is_absolute() else str(path)


def content(path: Path) -> str:
    """The text of a scenario file. Raises `ScenarioError`."""
    try:
        with path.open("rb") as file:
            found = file.read(LARGEST + 1)  # a device may have no end, and tells no size
        if len(found) > LARGEST:
            raise _unusable(path, "larger than 50 MB: no scenario. Posts and networks lie in CSV files beside it.")
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        told = f"not a text file in UTF-8: byte {error.start + 1} fits no character. Save it as UTF-8."
        raise ScenarioError([Problem(str(path), line, column, "", told)]) from error
    except OSError as error:
        raise _unusable(path, f"cannot be read: {error.strerror}.") from error


def _unusable(path: Path, message: str) -> ScenarioError:
    return ScenarioError([Problem(str(path), 0, 0, "", message)])
