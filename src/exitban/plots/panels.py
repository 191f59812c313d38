"""Small multiples: places side by side and their headings."""

from __future__ import annotations

from matplotlib.axes import Axes

from exitban.plots import style


def columns(number: int, gap: float = 0.05, left: float = style.LEFT, right: float = 0.97) -> list[tuple[float, float]]:
    """Left and right ends of panels side by side, as shares of the width of the figure."""
    width = (right - left - gap * (number - 1)) / max(number, 1)
    return [(left + place * (width + gap), left + place * (width + gap) + width) for place in range(number)]


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
