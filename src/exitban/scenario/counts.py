"""Counts in words."""

from __future__ import annotations


def counted(count: float, noun: str, plural: str = "") -> str:
    """1 post, 2 posts."""
    return f"{count:,g} {noun}" if count == 1 else f"{number(count)} {plural or noun + 's'}"


def number(value: float) -> str:
    """A number with thousands apart, and no more digits than it needs."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.3g}"
