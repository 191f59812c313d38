"""Tell it in words, with numbers asked from the kernel."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from exitban.explain.facts import facts_of
from exitban.explain.shelf import explain_mechanisms as explain_mechanisms
from exitban.explain.shelf import listed_mechanisms as listed_mechanisms
from exitban.explain.shelf import mechanisms_as_data as mechanisms_as_data
from exitban.explain.telling import told
from exitban.scenario import Scenario, read


def explain(scenario: Scenario | str | Path) -> str:
    """A scenario in words, at most 100 columns wide; ``scenario`` may be a file or the name of a bundled one.

    What is asked; who commands whom; each policy, event and number with its unit, meaning and evidence; and one
    member's utilities term by term, asked from the kernel: the real rules, run for one tick under each compared policy.
    """
    return told(facts_of(_read(scenario)))


def explained(scenario: Scenario | str | Path) -> dict[str, Any]:
    """The same as one JSON-able document: the facts, and under ``explanation`` the words.

    A law of one's own may give what is no finite number; JSON knows none of these, so that None stands there.
    """
    facts = facts_of(_read(scenario))
    return {"schema": "exitban-explanation/1", **_finite(facts), "explanation": told(facts)}


def _read(scenario: Scenario | str | Path) -> Scenario:
    """Raises `ScenarioError` for what is none."""
    return scenario if isinstance(scenario, Scenario) else read(scenario)


def _finite(found: Any) -> Any:
    if isinstance(found, dict):
        return {key: _finite(one) for key, one in found.items()}
    if isinstance(found, list):
        return [_finite(one) for one in found]
    return None if isinstance(found, float) and not math.isfinite(found) else found
