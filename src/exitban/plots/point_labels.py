"""Numbers beside dots: every dot gets its own, as near as free room allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes

from exitban.plots import style

Place = tuple[float, float]
Box = tuple[float, float, float, float]

DOT = 4.0
"""Half the width of a dot with its rim, in points."""

NEAR = 6.0
LETTER, HIGH = 0.6 * style.SMALL, 1.1 * style.SMALL
"""Width of a letter and height of a line, in points."""


def label_points(axes: Axes, places: Sequence[Place], texts: Sequence[str]) -> None:
    """Write a text beside each place (data units), over no dot and over no other text where there is room for that."""
    points = [_in_points(axes, place) for place in places]
    taken = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in points]
    width, height = _size(axes)
    for place, point, text in zip(places, points, texts, strict=True):
        size = (LETTER * len(text), HIGH)
        inside = [box for box in _around(point, size) if _within(box, width, height)]
        best = min(inside or list(_around(point, size)), key=lambda box: sum(_shared(box, other) for other in taken))
        taken.append(best)
        aside = ((best[0] + best[2]) / 2.0 - point[0], (best[1] + best[3]) / 2.0 - point[1])
        axes.annotate(text, place, xytext=aside, textcoords="offset points", size=style.SMALL, ha="center", va="center")


def _size(axes: Axes) -> Place:
    box, figure = axes.get_position(), axes.figure
    return box.width * figure.get_figwidth() * 72.0, box.height * figure.get_figheight() * 72.0  # type: ignore[union-attr]


def _in_points(axes: Axes, place: Place) -> Place:
    """Where a place lies, in points from the lower left corner of the axes."""
    (left, right), (low, high), (width, height) = axes.get_xlim(), axes.get_ylim(), _size(axes)
    return (place[0] - left) / (right - left) * width, (place[1] - low) / (high - low) * height


def _around(point: Place, size: Place) -> Iterator[Box]:
    """Boxes around a dot, the most welcome first: above, below, at the sides, then farther up and down."""
    across, up = size[0] / 2.0 + NEAR, size[1] / 2.0 + NEAR
    for times in (1.0, 2.0):
        for right, over in ((0, 1), (0, -1), (-1, 0.6), (1, 0.6), (-1, -0.6), (1, -0.6), (-1, 0), (1, 0)):
            x, y = point[0] + right * across, point[1] + over * times * up
            yield x - size[0] / 2.0, y - size[1] / 2.0, x + size[0] / 2.0, y + size[1] / 2.0


def _within(box: Box, width: float, height: float) -> bool:
    return box[0] >= 0.0 and box[1] >= 0.0 and box[2] <= width and box[3] <= height


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, up)
