"""What is seen, as plain numbers and words for a page: nothing in here computes."""

from __future__ import annotations

import math
from typing import Any

from exitban.analysis.bands import Bands
from exitban.analysis.by_claim import ByClaim
from exitban.analysis.contrasts import Contrast
from exitban.analysis.glance import Glance, Seen
from exitban.analysis.glance_words import DOUBTS, answer, headings, sentences, short
from exitban.analysis.intervals import Floats, Interval
from exitban.analysis.wording import worlds

DIGITS = 5
"""Digits after the point: a hundredth of a point of control."""


def told(seen: Glance, claims: list[ByClaim]) -> dict[str, Any]:
    """A glance as a document."""
    return {
        "replicates": seen.replicates,
        "answer": answer(seen),
        "short": short(seen),
        "doubts": DOUBTS,
        "headings": headings(seen),
        "sentences": sentences(seen),
        "base": policy(seen, seen.base),
        "chosen": policy(seen, seen.chosen),
        "claims": [claim(one) for one in claims],
    }


def policy(seen: Glance, one: Seen) -> dict[str, Any]:
    """One policy of a glance."""
    return {
        "name": one.name,
        "title": one.title,
        "end": seen.measure.said(float(one.control.q50[-1])),
        "bands": bands(one.control),
        "survival": numbers(one.survival.share.value) if seen.measure.is_control else None,
        "at_risk": one.survival.at_risk.tolist() if seen.measure.is_control else None,
        "lost": worlds(one.survival.lost, seen.replicates) if seen.measure.is_control else None,
        "kept": {name: interval(found) for name, found in one.kept.items()},
        "against": against(seen, one),
    }


def against(seen: Glance, one: Seen) -> dict[str, Any] | None:
    """The comparison with the other policy."""
    if one.against is None:
        return None
    return {
        "bands": bands(one.against.control),
        "outcomes": numbers(one.against.outcomes),
        "end": seen.measure.said_change(float(one.against.control.q50[-1])),
        "contrasts": {found.measure: contrast(found) for found in one.against.contrasts},
    }


def contrast(found: Contrast) -> dict[str, Any]:
    """A matched difference with its counts of worlds."""
    return {
        "unit": found.unit,
        **interval(found.difference),
        "higher": found.helped,
        "lower": found.harmed,
        "alike": found.unchanged,
    }


def claim(one: ByClaim) -> dict[str, Any]:
    """What the policy changes where a claim is true, and where it is not."""
    return {
        "name": one.name,
        "if_true": interval(one.if_true),
        "if_false": interval(one.if_false),
        "true": one.true,
        "false": one.false,
        "clear": one.clear,
        "could_flip": one.could_flip,
    }


def bands(found: Bands) -> dict[str, list[float | None]]:
    """The five quantiles along time."""
    return {name: numbers(values) for name, values in vars(found).items()}


def interval(found: Interval) -> dict[str, float | None]:
    """A value with the ends of its interval."""
    return {"value": number(found.value), "low": number(found.low), "high": number(found.high)}


def numbers(values: Floats) -> list[float | None]:
    """Values as JSON has them."""
    return [number(value) for value in values.tolist()]


def number(value: float) -> float | None:
    """A finite number, or nothing: JSON knows no NaN."""
    return round(float(value), DIGITS) if math.isfinite(value) else None
