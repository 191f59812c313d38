"""How every figure looks: colours, dashes, type, and files that come out the same byte by byte.

Colours keep 3:1 contrast on white and stay apart under protan, deutan and tritan vision; dash and direct
labels carry the same difference, so that grey print loses nothing. No colour is "good" or "bad".
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure

LAYS_TEXT_OUT = matplotlib.__version_info__ >= (3, 11)
"""Whether matplotlib sets words from right to left as they are read; before, it drew one letter after the other."""

warnings.filterwarnings("ignore", r"Glyph 829[67] .* missing from font")
"""Marks of direction are for whoever shows the picture; fonts have no sign for them, and none is to be seen."""

INK = "#1B1B1B"
MUTED = "#595959"
AXIS = "#767676"
PAPER = "#FFFFFF"

BAND_50 = 0.25
BAND_90 = 0.12

WIDTH = 8.6
"""Width of a figure in inches; 1 inch is 72 units of the SVG."""

LEFT = 0.075
RIGHT = 0.735
"""The part of the width that holds the data; the rest is for direct labels."""

TEXT = 9.0
SMALL = 8.0

PERCENT = "\N{NO-BREAK SPACE}%"
"""The sign with the space in front of it that never parts from its number."""

Dash = Literal["solid"] | tuple[float, tuple[float, ...]]


@dataclass(frozen=True)
class Line:
    """How one policy is drawn; `text` is its colour in writing, which needs more contrast than a line."""

    colour: str
    dash: Dash
    dark: str | None = None

    @property
    def text(self) -> str:
        """The colour of words about the policy, at least 4.5:1 on white."""
        return self.dark or self.colour


BASE = Line("#B34F00", (0.0, (7.0, 4.0)))
OTHERS = (
    Line("#0072B2", "solid"),
    Line("#1B1B1B", (0.0, (1.5, 1.8))),
    Line("#997873", (0.0, (12.0, 4.0)), "#765853"),
    Line("#0072B2", (0.0, (8.0, 2.5, 1.5, 2.5))),
    Line("#1B1B1B", (0.0, (5.0, 2.0, 1.2, 2.0, 1.2, 2.0))),
    Line("#B34F00", (0.0, (2.0, 3.5))),
)

SETTINGS: dict[str, Any] = {
    "svg.hashsalt": "exitban",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": TEXT,
    "text.color": INK,
    "axes.edgecolor": AXIS,
    "axes.labelcolor": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "xtick.color": AXIS,
    "ytick.color": AXIS,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "hatch.linewidth": 0.6,
    "axes.unicode_minus": True,
}


INSIDE: ContextVar[bool] = ContextVar("inside", default=False)
"""Whether our settings hold already, in this thread."""
ONE_AT_A_TIME = Lock()


def line(position: int) -> Line:
    """The line of the policy at this position of the result; the first is the base."""
    return BASE if position == 0 else OTHERS[(position - 1) % len(OTHERS)]


@contextmanager
def settings() -> Iterator[None]:
    """Our settings over matplotlib's own defaults, whatever the user configured; put back at the end.

    Within them nothing is set again: a page of pictures needs it once. Settings are the whole process's, so one thread
    draws at a time.
    """
    if INSIDE.get():
        yield
        return
    token = INSIDE.set(True)
    try:
        with ONE_AT_A_TIME, matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(SETTINGS)  # type: ignore[arg-type]
            yield
    finally:
        INSIDE.reset(token)


def blank(height: float, title: str, subtitle: str) -> Figure:
    """An empty figure, `height` inches high, with its finding as a title and what is drawn under it."""
    figure = Figure(figsize=(WIDTH, height), facecolor=PAPER)
    figure.text(0.012, 1 - 0.10 / height, title, size=11.5, weight="bold", va="top")
    figure.text(0.012, 1 - 0.36 / height, subtitle, size=TEXT, color=MUTED, va="top")
    return figure


def panel(figure: Figure, box: tuple[float, float, float, float], **options: Any) -> Axes:
    """Axes in a box (left, right: shares of the width; bottom, top: inches from the lower edge)."""
    left, right, bottom, top = box
    height = figure.get_figheight()
    return figure.add_axes((left, bottom / height, right - left, (top - bottom) / height), **options)
