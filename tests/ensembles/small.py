"""Ensembles that are filled in a second: one office, few ticks, rules in plain Python, and poison on request."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from exitban.ensembles import Design, Runs
from exitban.scenario import Scenario, read

OFFICE = """\
schema_version: 1
name: office
title: An office
time: {start: 2024-01-01, months: 2, ticks_per_month: 2}
institutions:
  office:
    posts: {roots: 1, spans: [2]}
policies:
  ban:
    form: informal
    scope: {institutions: [office]}
    strength: {uniform: [0.2, 0.9]}
    threat: 0.3
choice: {reconsider: 2}
hazards: {natural: 0.1}
mechanisms: [poison.py]
"""
POISON = '''
"""What no model should do."""
import os
from dataclasses import dataclass
import numpy as np
from exitban.mechanism import Mechanism, Real, Rule, number

@dataclass(frozen=True)
class Numbers:
    dose: float = number(0.0, unit="1", between=(0, 9), meaning="1: an error, 2: the end of the process")

def swallow(poison_dose: Real) -> Real:
    if poison_dose == 1:
        raise ValueError("poisoned")
    if poison_dose == 2:
        os._exit(9)
    return np.float32(poison_dose)

MECHANISM = Mechanism("poison", __doc__, Numbers, (Rule("closing", "swallowed", swallow, level="world"),))
'''
STRENGTH, DOSE = "policies.ban.strength", "poison.dose"


def office(folder: Path, text: str = OFFICE) -> Scenario:
    """The office as a file in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "poison.py").write_text(POISON, encoding="utf-8")
    (folder / "office.yaml").write_text(text, encoding="utf-8")
    return read(folder / "office.yaml")


def design(folder: Path, **changes: Any) -> Design:
    """Three design points, two policies, some replicates."""
    plain = {"points": {STRENGTH: [0.1, 0.5, 0.9]}, "replicates": 40, "launcher": "python"}
    return Design(office(folder / "scenario"), **{**plain, **changes})


def parts(runs: Runs) -> dict[str, str]:
    """The fingerprints of all parts by their names."""
    root = runs.folder.path
    return {
        f"{kind}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
        for kind in runs.folder.kinds
        for path in sorted((root / kind).glob("part-*.parquet"))
    }
