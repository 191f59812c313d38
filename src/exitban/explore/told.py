"""What is seen, as plain numbers and words for a page: nothing in here computes."""

from __future__ import annotations

import math
from typing import Any

from exitban.analysis.bands import Bands
from exitban.analysis.contrasts import Contrast
from exitban.analysis.glance import Glance, Seen
from exitban.analysis.glance_words import answer, doubts, headings, sentences, short
from exitban.analysis.intervals import Floats, Interval
from exitban.analysis.root_weights import Effect, RootWeight
from exitban.analysis.weigh import Weights
from exitban.analysis.weigh_tables import change_cells, holds_in
from exitban.analysis.weigh_told import by_luck_of_changes, changes, introduction_of_change, untold
from exitban.analysis.wording import worlds

DIGITS = 5
"""Digits after the point: a hundredth of a point of control."""


def told(seen: Glance, weights: Weights | None, assumptions: bool) -> dict[str, Any]:
    """A glance as a document; whether the page has ``assumptions`` to open."""
    return {
        "replicates": seen.replicates,
        "answer": answer(seen),
        "short": short(seen),
        "doubts": doubts(assumptions),
        "headings": headings(seen),
        "sentences": sentences(seen),
        "base": policy(seen, seen.base),
        "chosen": policy(seen, seen.chosen),
        "weight": None if weights is None else weight(weights),
    }


def policy(seen: Glance, one: Seen) -> dict[str, Any]:
    """One policy of a glance."""
    return {
        "name": one.name,
        "title": one.title,
        "end": seen.measure.said(float(one.control.q50[-1])),
        "bands": bands(one.control),
        **lasting(seen, one),
        "kept": {name: interval(found) for name, found in one.kept.items()},
        "against": against(seen, one),
    }


def lasting(seen: Glance, one: Seen) -> dict[str, Any]:
    """How long control lasts, with the interval of the share; nothing where another measure is looked at."""
    if not seen.measure.is_control:
        return dict.fromkeys(("survival", "survival_low", "survival_high", "at_risk", "lost"))
    share = one.survival.share
    return {
        "survival": numbers(share.value),
        "survival_low": numbers(share.low),
        "survival_high": numbers(share.high),
        "at_risk": one.survival.at_risk.tolist(),
        "lost": worlds(one.survival.lost, seen.replicates),
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


def weight(found: Weights) -> dict[str, Any]:
    """What the policy changes by root: the words of the report's table, and the numbers of its picture."""
    return {
        "introduction": introduction_of_change(found) if found.by_change else "",
        "words": " ".join(part for part in (changes(found), by_luck_of_changes(found), untold(found)) if part),
        "roots": [root(found, one) for one in found.by_change],
    }


def root(found: Weights, one: RootWeight) -> dict[str, Any]:
    """A root with its claims; one that stands in several rows of the report does so here."""
    return {
        "root": one.root,
        "holds_in": holds_in(found, one.worlds_true),
        **effect(found, one.changed(found.focus)),
        "claims": [
            {
                "names": [each.name, *each.reprints],
                "holds_in": holds_in(found, each.worlds_true),
                **effect(found, each.change),
            }
            for each in one.claims
        ],
    }


def effect(found: Weights, change: Effect | None) -> dict[str, Any]:
    """A difference where something holds and where it does not, in numbers and as the report's cells."""
    if change is None:
        return {"cells": []}
    return {
        "if_true": interval(change.true),
        "if_false": interval(change.false),
        "apart": interval(change.difference),
        "clear": change.clear,
        "cells": change_cells(found, change),
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
