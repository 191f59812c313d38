"""Small multiples: places side by side and their headings."""

from __future__ import annotations

from matplotlib.axes import Axes

from exitban.plots import style
from exitban.plots.labels import wrapped


def columns(number: int, gap: float = 0.05, left: float = style.LEFT, right: float = 0.97) -> list[tuple[float, float]]:
    """Left and right ends of panels side by side, as shares of the width of the figure."""
    width = (right - left - gap * (number - 1)) / max(number, 1)
    return [(left + place * (width + gap), left + place * (width + gap) + width) for place in range(number)]


def across(number: int) -> int:
    """How many panels stand in a row, so that the last row is full or nearly so."""
    return number if number <= 3 else 2 if number == 4 else 3


def fitted(axes: Axes, text: str, letter: float = 5.9) -> str:
    """A text over as many lines as the width of the axes asks for; `letter` is the width of one in points."""
    width = axes.get_position().width * style.WIDTH * 72.0
    return wrapped(text, max(12, int(width / letter)))


def heading(axes: Axes, text: str, colour: str, lift: float = 4.0, weight: str = "bold") -> None:
    """A panel's name, in the colour of its policy."""
    axes.annotate(
        text,
        (0.0, 1.0),
        xycoords="axes fraction",
        xytext=(0.0, lift),
        textcoords="offset points",
        color=colour,
        weight=weight,
        va="bottom",
    )
