"""A small office to explore: four posts, twelve months, two claims that contradict each other."""

from __future__ import annotations

from pathlib import Path

from exitban.explore import Setting, Studio, read_setting
from exitban.scenario import Scenario, read
from tests.scenario.files import OFFICE

REPLICATES = 20

TEXT = (
    OFFICE.replace("time: {start: 2024-01-01, months: 12}", "time: {start: 2024-01-01, months: 6, ticks_per_month: 1}")
    + """\
  decree:
    form: formal
    scope: {institutions: [office]}
    strength: 0.5
compare: [none, ban, decree]
hazards:
  natural:
    uniform: [0.0, 0.1]
    if_true: {sickness: {uniform: [0.1, 0.3]}}
    why: A winter that makes people ill.
    claims: [sickness]
exit: {contagion: {triangular: [0, 1, 4]}}
choice: {reconsider: 0.5}
events:
  - name: storm
    title: A storm
    date: 2024-03-01
    raises: stress
    size: {uniform: [0.5, 1.5]}
evidence:
  claims:
    sickness:
      text: Many are ill.
      chain: [{title: A doctor, address: "https://example.org/doctor", how: claimed}]
      reliability: B
      credibility: 3
      contradicts: [health]
    health:
      text: Nobody is ill.
      chain: [{title: A minister, address: "javascript:alert(1)", how: claimed}]
      reliability: D
      credibility: 4
"""
)


def scenario(folder: Path, text: str = TEXT) -> Scenario:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def studio(folder: Path, text: str = TEXT, most: int = REPLICATES, threads: int = 2) -> Studio:
    return Studio(scenario(folder, text), launcher="python", most=most, threads=threads)


def setting(studio: Studio, **chosen: str) -> Setting:
    """A setting; two underscores stand for a point: ``set__policies__ban__strength="0.5"``."""
    pairs = [(key.replace("__", "."), text) for key, text in chosen.items()]
    return read_setting(studio.scenario, studio.controls, pairs)


def grown(studio: Studio, setting: Setting, wanted: int) -> int:
    while (have := studio.grow(setting, wanted)) < wanted:
        pass
    return have
