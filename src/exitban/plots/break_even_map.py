"""Control with a ban over control without it, as colour and as named lines, with words in the regions on both sides."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.contour import ContourSet
from matplotlib.lines import Line2D
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from exitban.analysis.intervals import Floats
from exitban.plots import style

MAP = LinearSegmentedColormap.from_list("change", ["#D9A67F", "#FFFFFF", "#73B3D6"])
REACH = float(np.log(1.6))
"""Changes beyond this factor all have the full colour."""
LINES = (0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.25, 1.5, 2.0)
FIRST = (1.0, 2.0, 0.7, 1.5, 0.8, 1.25, 0.9, 1.1, 0.95, 1.05)
"""Lines in the order in which they get their names, as far as there is room: those between them can be told."""
SAME = 1e-9
"""So near to 1 a ratio is neither: nobody leaves, say."""
TIMES = "\N{MULTIPLICATION SIGN}"
NAME = 7.0
"""Size of the names of lines."""
LETTER = 0.56
"""Width of a letter, as a rule, in sizes of its font."""
EDGE = 0.01
"""So near to an edge, in points, a line has reached it."""
AIR = 3.0
"""Room between two names, and around words, in points."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top: in points from the lower left corner of the axes."""
Place = tuple[float, float]
Masks = NDArray[np.bool_]


def drawn(axes: Axes, x: Floats, y: Floats, ratios: Floats) -> None:
    """The map of ``ratios`` (y, x), whose places lie evenly over the axes, under what is drawn there already."""
    steps = np.linspace(-REACH, REACH, 25)
    logs = np.log(np.maximum(ratios, 1e-9))
    axes.contourf(x, y, logs, levels=steps, cmap=MAP, extend="both", zorder=0)
    lines = [one for one in LINES if ratios.min() < one < ratios.max()]
    names: list[Box] = []
    if lines:
        widths = [1.8 if one == 1.0 else 0.5 for one in lines]
        found = axes.contour(x, y, ratios, levels=lines, colors=style.INK, linewidths=widths, zorder=1)
        names = _named(axes, found, lines)
    taken = [*names, *(box for line in axes.lines for box in _marks(axes, line))]
    busy = _covered(axes, ratios.shape, taken)
    band = np.digitize(ratios, LINES)
    _said(axes, "raises control", ratios > 1.0 + SAME, band, busy, (0.0, 1.0))
    _said(axes, "lowers control", ratios < 1.0 - SAME, band, busy, (1.0, 0.0))


def _size(axes: Axes) -> tuple[float, float]:
    box, figure = axes.get_position(), axes.figure
    return box.width * figure.get_figwidth() * 72.0, box.height * figure.get_figheight() * 72.0  # type: ignore[union-attr]


def _in_points(axes: Axes, places: Floats) -> Floats:
    """(places, 2) of the data in points from the lower left corner of the axes."""
    shares = (axes.transData + axes.transAxes.inverted()).transform(places)
    return np.asarray(shares * _size(axes), np.float64)


def _named(axes: Axes, found: ContourSet, lines: list[float]) -> list[Box]:
    """Lines have their names at the edge that they reach, outside where there is room; no name lies over another."""
    taken: list[Box] = []
    paths = dict(zip(lines, found.get_paths(), strict=True))
    for level in (one for one in FIRST if one in paths):
        name = f"{TIMES}{level:g}"
        box = _at_its_end(axes, np.asarray(paths[level].vertices, np.float64), LETTER * NAME * len(name))
        if box is not None and not any(_meet(box, other) for other in taken):
            taken.append(box)
            look: dict[str, Any] = {"textcoords": "offset points", "size": NAME, "color": style.MUTED}
            axes.annotate(name, (0.0, 0.0), xycoords="axes fraction", xytext=box[:2], va="bottom", **look)
    return taken


def _at_its_end(axes: Axes, line: Floats, width: float) -> Box | None:
    """Where the name of a line stands: above the axes, or right of them, or inside at the bottom."""
    across, up = _size(axes)
    x, y = _in_points(axes, line).T
    for reached, left, bottom in (
        (y >= up - EDGE, x - width / 2.0, y + 2.0),
        (x >= across - EDGE, x + 3.0, y - NAME / 2.0),
        (y <= EDGE, x + 2.0, y + 2.0),
    ):
        if reached.any():
            place = float(left[reached][0]), float(bottom[reached][0])
            return *place, place[0] + width, place[1] + NAME
    return None


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes are nearer than they may be, side by side or above each other."""
    beside = min(one[2], other[2]) - max(one[0], other[0])
    above = min(one[3], other[3]) - max(one[1], other[1])
    return beside > -AIR and above > -0.5


def _marks(axes: Axes, line: Line2D) -> list[Box]:
    """The marks of a line as boxes."""
    half = float(line.get_markersize()) / 2.0
    centres = _in_points(axes, np.column_stack([line.get_xdata(), line.get_ydata()]))
    return [(x - half, y - half, x + half, y + half) for x, y in centres.tolist()]


def _covered(axes: Axes, shape: tuple[int, ...], taken: list[Box]) -> Masks:
    """Which places of the map lie under one of the boxes."""
    across, up = _size(axes)
    x, y = np.linspace(0.0, across, shape[1]), np.linspace(0.0, up, shape[0])
    covered = np.zeros(shape, np.bool_)
    for left, bottom, right, top in taken:
        covered |= ((y >= bottom) & (y <= top))[:, None] & ((x >= left) & (x <= right))[None, :]
    return covered


def _said(axes: Axes, words: str, fits: Masks, band: NDArray[np.intp], busy: Masks, corner: Place) -> None:
    """Words inside their region, if it has room for them."""
    across, up = _size(axes)
    rows, columns = (places - 1 for places in fits.shape)
    width, height = LETTER * style.SMALL * len(words) + 2.0 * AIR, 1.2 * style.SMALL + 2.0 * AIR
    window = int(np.ceil(height / up * rows)) + 1, int(np.ceil(width / across * columns)) + 1
    found = _roomiest(window, fits, band, busy, corner)
    if found is None:
        return
    place = (found[1] + (window[1] - 1) / 2.0) / columns, (found[0] + (window[0] - 1) / 2.0) / rows
    look: dict[str, Any] = {"ha": "center", "va": "center", "size": style.SMALL, "style": "italic", "zorder": 6}
    axes.text(*place, words, transform=axes.transAxes, **look)


def _roomiest(
    window: tuple[int, int], fits: Masks, band: NDArray[np.intp], busy: Masks, corner: Place
) -> tuple[int, int] | None:
    """Row and column at which a window lies where all of it fits, with little drawn in it, near to a corner."""
    if window[0] > fits.shape[0] or window[1] > fits.shape[1]:
        return None
    inside, bands, covered = (sliding_window_view(each, window) for each in (fits, band, busy))
    all_fits = inside.all(axis=(2, 3))
    if not all_fits.any():
        return None
    crossed = bands.max(axis=(2, 3)) > bands.min(axis=(2, 3))
    row, column = np.indices(all_fits.shape)
    middle = (column + window[1] / 2.0) / fits.shape[1], (row + window[0] / 2.0) / fits.shape[0]
    far = np.hypot(middle[0] - corner[0], middle[1] - corner[1])
    cost = np.where(all_fits, far + 0.5 * crossed + covered.sum(axis=(2, 3)), np.inf)
    found = np.unravel_index(int(cost.argmin()), cost.shape)
    return int(found[0]), int(found[1])
