"""The bundled reference models: what each says must come out does, and every command that it names can be run."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys

import pytest

from exitban.analysis import summarise
from exitban.run import run
from exitban.scenario import bundled, read

REFERENCES = [one.name for one in bundled() if one.kind == "reference"]
PRECISE = 0.03
"""Three standard errors and more of what a few replicates give."""


def headline(name: str, *changes: str, replicates: int = 64) -> list[float]:
    """The headline numbers of a run."""
    result = run(read(name, changes), replicates=replicates)
    return [found.end.value for found in summarise(result).base.headlines]


def test_there_are_six_and_the_report_comes_first() -> None:
    assert REFERENCES == [
        "brock-durlauf-2001",
        "command-tree",
        "competing-risks",
        "granovetter-1978",
        "kuran-1989",
        "watts-2002",
    ]
    assert next(one.kind for one in bundled()) == "report"


def test_everything_is_switched_off_that_the_file_does_not_speak_of() -> None:
    """Nobody is killed, dismissed, trapped, sanctioned or replaced where nothing is said about it."""
    for name in sorted({*REFERENCES} - {"competing-risks"}):
        result = run(read(name), replicates=4)
        for flow in ("exits_killed", "exits_natural", "exits_open", "arrests", "sanctions", "leaks", "arrivals"):
            assert not result.data[flow].any(), (name, flow)


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("granovetter-1978", (), [1.0]),
        ("granovetter-1978", ("institutions.crowd.at_start.threshold.1=2",), [0.01]),
        ("kuran-1989", (), [0.1]),
        ("kuran-1989", ("institutions.society.at_start.threshold.values.1=10",), [0.9]),
        ("brock-durlauf-2001", (), [0.0707]),
        ("brock-durlauf-2001", ("institutions.crowd.at_start.speaking=1",), [0.9293]),
        ("competing-risks", (), [0.1653, 0.5565, 0.2226, 0.0556]),
        ("competing-risks", ("time.ticks_per_month=4",), [0.1653, 0.5565, 0.2226, 0.0556]),
    ],
)
def test_what_must_come_out_does(name: str, changes: tuple[str, ...], expected: list[float]) -> None:
    assert headline(name, *changes) == pytest.approx(expected, abs=0 if expected in ([1.0], [0.01]) else PRECISE)


@pytest.mark.parametrize(("changes", "expected"), [((), 0.62343), (("control.kept=0.8",), 0.6357)])
def test_the_tree_of_command(changes: tuple[str, ...], expected: float) -> None:
    """4,000 worlds; the spread between them is .25."""
    assert headline("command-tree", *changes, replicates=4000)[0] == pytest.approx(expected, abs=4 * 0.26 / 4000**0.5)


def commands(name: str) -> list[list[str]]:
    """Every command that the text of a scenario names, and every option that it says to try."""
    about = re.sub(r"\s+", " ", read(name).about)
    whole = [shlex.split(one) for one in re.findall(r"exitban run (\S+(?: --set (?:\"[^\"]*\"|\S+))+)", about)]
    alone = [[name, *shlex.split(one)] for one in re.findall(r"(?<!\w )(--set (?:\"[^\"]*\"|\S+[^\s,.:)]))", about)]
    return [*whole, *alone]


@pytest.mark.parametrize("name", REFERENCES)
def test_every_command_that_it_names_can_be_run(name: str) -> None:
    found = commands(name)
    assert found
    for asked, *options in found:
        assert read(asked, [value for flag, value in zip(options[::2], options[1::2], strict=True) if flag == "--set"])


def test_the_list_of_scenarios_has_them_apart() -> None:
    shown = subprocess.run([sys.executable, "-m", "exitban", "scenarios"], capture_output=True, text=True, check=True)
    assert (
        shown.stdout.index("resignation-ban-2023")
        < shown.stdout.index("Reference models")
        < shown.stdout.index("kuran")
    )
    told = subprocess.run(
        [sys.executable, "-m", "exitban", "scenarios", "--json"], capture_output=True, text=True, check=True
    )
    assert {one["kind"] for one in json.loads(told.stdout)["scenarios"]} >= {"report", "reference"}
