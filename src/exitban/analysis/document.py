"""The document of `exitban run --json`: plain lists and numbers, null where a number has no meaning."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

from exitban.analysis.answer import answer
from exitban.analysis.bands import Bands
from exitban.analysis.break_even import BreakEven, Ingredients
from exitban.analysis.break_even_worlds import NEAR, Worlds
from exitban.analysis.contrasts import Contrast
from exitban.analysis.findings import CAUTION, Addition, Against, Findings, PolicySummary
from exitban.analysis.headline import Headline
from exitban.analysis.identified import STRENGTHS, Identified
from exitban.analysis.intervals import LEVEL, Curve, Floats, Interval
from exitban.analysis.judgement_told import document as judged
from exitban.analysis.looking_back import Beside, LookingBack
from exitban.analysis.looking_back_words import series_sentence
from exitban.analysis.over_time import Total
from exitban.analysis.prior_predictive import PriorPredictive
from exitban.analysis.stored import StoredExits

VERSION = "exitban-summary/1"
DIGITS = 6

OF_THE_MOMENT = ("started", "machine", "command")
"""How and when it was called is left out: the same seed gives the same document, byte for byte."""


def number(value: float) -> float | None:
    """A finite number to six digits after the point, else null: JSON knows no NaN."""
    return round(float(value), DIGITS) if math.isfinite(value) else None


def numbers(values: Floats) -> list[float | None]:
    """The same for a whole array."""
    return [number(value) for value in values.tolist()]


def interval(found: Interval) -> dict[str, float | None]:
    """A value with its ends."""
    return {"value": number(found.value), "low": number(found.low), "high": number(found.high)}


def curve(found: Curve) -> dict[str, list[float | None]]:
    """Values with their ends, along an axis."""
    return {"value": numbers(found.value), "low": numbers(found.low), "high": numbers(found.high)}


def bands(found: Bands) -> dict[str, list[float | None]]:
    """Quantiles between worlds, along an axis."""
    return {field.name: numbers(getattr(found, field.name)) for field in dataclasses.fields(found)}


def _contrast(found: Contrast) -> dict[str, Any]:
    ratio = found.error_ratio
    return {
        "unit": found.unit,
        "difference": interval(found.difference),
        "helped": found.helped,
        "harmed": found.harmed,
        "unchanged": found.unchanged,
        "unmatched_to_matched_error": None if ratio is None else number(ratio),
    }


def _against(found: Against | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        **{entry.measure: _contrast(entry) for entry in found.contrasts},
        "control_over_time": bands(found.control),
        "equally_likely_at_end": numbers(found.outcomes),
    }


def _adds(found: Addition) -> dict[str, Any]:
    return {"to": found.policy, **{entry.measure: _contrast(entry) for entry in found.contrasts}}


def _total(found: Total) -> dict[str, Any]:
    return {"title": found.title, "unit": found.unit, "mean": interval(found.total)}


def _policy(found: PolicySummary) -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.title,
        "control_lost": {"worlds": found.survival.lost, "share": interval(found.lost)},
        "survival": {
            "months": numbers(found.survival.months),
            "share": curve(found.survival.share),
            "at_risk": found.survival.at_risk.tolist(),
        },
        "min_control_below": {
            "c": numbers(found.thresholds.lines),
            "share": curve(found.thresholds.share),
        },
        "control_spread": bands(found.control),
        "over_time": {
            entry.name: {"title": entry.title, "unit": entry.unit, "mean": curve(entry.mean)} for entry in found.series
        },
        "within_horizon": {entry.name: _total(entry) for entry in found.totals},
        "against_first": _against(found.against),
        "adds": None if found.adds is None else _adds(found.adds),
        "headline": [_headline(entry) for entry in found.headlines],
        "stored_exits": [_stored(entry) for entry in found.stored],
        "break_even": [_break_even(entry) for entry in found.break_even],
    }


def _break_even(found: BreakEven) -> dict[str, Any]:
    return {
        "institution": found.institution or None,
        **{field.name: number(getattr(found.ingredients, field.name)) for field in dataclasses.fields(Ingredients)},
        "effort_kept": number(found.ingredients.effort_kept),
        "chain_kept": number(found.ingredients.chain_kept),
        "closed_form_ratio": number(found.ingredients.ratio),
        "summed_ratio": number(found.summed),
        "simulated_ratio": interval(found.ratio),
        "simulated_difference": interval(found.difference),
        "agrees": found.agrees,
        "summed_agrees": found.summed_agrees,
        "matched_worlds": None if found.worlds is None else _by_world(found.worlds),
    }


def _by_world(found: Worlds) -> dict[str, Any]:
    groups = {"all": found.everywhere, "within_band": found.within_band, "outside_band": found.outside_band}
    told = {name: {"agree": one.worlds, "of": one.of, "share": interval(one.share)} for name, one in groups.items()}
    return {"band": NEAR, **told}


def _headline(found: Headline) -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.title,
        "unit": found.unit,
        "posts": found.posts,
        "at_end": interval(found.end),
        "spread": bands(found.spread),
        "worlds_over_half": found.over_half if found.of_shares else None,
        "mean_of_those": number(found.there),
        "against_first": None if found.against is None else _contrast(found.against),
    }


def _stored(found: StoredExits) -> dict[str, Any]:
    spread = found.spread
    return {
        "lifted_on": found.date.isoformat(),
        "within_months": found.months,
        "stored": interval(found.stored),
        "if_lifted": interval(found.if_lifted),
        "if_kept": interval(found.if_kept),
        "spread": {"median": number(spread.value), "q05": number(spread.low), "q95": number(spread.high)},
        "by_institution": {name: number(value) for name, value in found.institutions.items()},
    }


def _prior_predictive(found: PriorPredictive | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "institution": found.institution,
        "by": found.by.isoformat(),
        "policy": found.policy,
        "at_least": found.at_least,
        "number": found.number,
        "draws": found.draws,
        "share": interval(found.share),
        "draws_by_known_blocked": {str(count): number for count, number in found.seen.items()},
        "identified": None if found.identified is None else _identified(found.identified),
        "adjusted": found.adjusted,
    }


def _identified(found: Identified) -> dict[str, Any]:
    return {
        "cases": found.cases,
        "posts": found.posts,
        "months": number(found.months),
        "blocked_per_post_and_month": interval(found.blocked),
        "attempts_by_strength": [
            {"strength": strength, "per_post_and_month": interval(found.attempts(strength))} for strength in STRENGTHS
        ],
    }


def _looking_back(found: LookingBack) -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.title,
        "quantity": found.quantity,
        "unit": found.unit,
        "in_force": found.in_force,
        "where": list(found.where),
        "sentence": series_sentence(found),
        "uncertainty": found.uncertainty,
        "contrary": [{"text": one.text, "claims": list(one.claims)} for one in found.contrary],
        "sources": [{"title": one.title, "address": one.address, "date": one.date} for one in found.sources],
        "beside": [
            {
                "policy": under.policy,
                "inside": under.inside,
                "near": under.near,
                "near_at_once": int(under.at_once.sum()),
                "values": [_beside(one) for one in under.values],
            }
            for under in found.under
        ],
    }


def _beside(found: Beside) -> dict[str, Any]:
    return {
        "date": found.date.isoformat(),
        "since": None if found.since is None else found.since.isoformat(),
        "observed": number(found.observed),
        "simulated": dict(zip(("q05", "q25", "q50", "q75", "q95"), map(number, found.spread), strict=True)),
        "at_least": interval(found.at_least),
        "at_most": interval(found.at_most),
        "worlds": found.worlds,
        "inside": found.inside,
        "near": found.near,
    }


def plain(value: Any) -> Any:
    """Provenance as JSON can hold it: NaN to null, anything unusual to its text."""
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


def document(summary: Findings) -> dict[str, Any]:
    """The whole document; its schema is `summary` of `exitban.schemas`."""
    return {
        "schema": VERSION,
        "caution": CAUTION,
        "answer": answer(summary),
        "scenario": summary.scenario,
        "kind": summary.kind,
        "title": summary.title,
        "question": summary.question,
        "start": summary.start.isoformat(),
        "horizon_months": number(summary.horizon),
        "months": numbers(summary.months),
        "dates": [date.isoformat() for date in summary.dates],
        "replicates": summary.replicates,
        "interval_level": LEVEL,
        "spread_holds": ["luck", "priors"],
        "control_threshold": {
            "median": number(summary.control_threshold.value),
            "q05": number(summary.control_threshold.low),
            "q95": number(summary.control_threshold.high),
        },
        "judgement": None if summary.judgement is None else judged(summary.judgement, summary.span),
        "prior_predictive": _prior_predictive(summary.prior_predictive),
        "observed": [_looking_back(entry) for entry in summary.observed],
        "first_policy": summary.base.name,
        "policies": [_policy(entry) for entry in summary.policies],
        "pivotal_posts": [
            {**one._asdict(), "largest": number(one.largest), "mean": number(one.mean)} for one in summary.pivotal
        ],
        "provenance": plain({name: made for name, made in summary.provenance.items() if name not in OF_THE_MOMENT}),
    }
