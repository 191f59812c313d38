"""The ledger as a picture: outlets, roots, claims, numbers, and who has what from whom."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, PathPatch
from matplotlib.path import Path

from exitban.analysis.ledger import Edge, Ledger
from exitban.plots import style

LAYERS: Final = ("outlet", "root", "claim", "number")
HEADS: Final = {
    "outlet": "Outlets, by whom it reached us",
    "root": "Roots, one draw of truth each",
    "claim": "Claims (grade, probability)",
    "number": "Numbers of the scenario",
}
LEFT: Final = {"outlet": 0.4, "root": 3.7, "claim": 7.0, "number": 10.0}
WIDTH: Final = 14.0
ROW, TOP, BOTTOM = 0.185, 0.98, 0.2
LETTER: Final = 0.062
"""Mean width of a letter of the labels, inches."""

MOST_LETTERS: Final = 48
BEHIND: Final = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8}


def ledger(found: Ledger) -> Figure:
    """Four columns; a full line moves a number, a light one only speaks about it, a dashed one contradicts."""
    edges = list(found.edges())
    layers = ordered(edges)
    height = TOP + BOTTOM + ROW * max(2, *(len(layer) for layer in layers.values()))
    with style.settings():
        figure = Figure(figsize=(WIDTH, height), facecolor=style.PAPER)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0), xlim=(0.0, WIDTH), ylim=(0.0, height))
        axes.set_axis_off()
        places = {node: y for layer in layers.values() for node, y in _spread(layer, height - TOP).items()}
        _head(axes, found, height)
        for edge in edges:
            _edge(axes, found, edge, places)
        _against(axes, found, places)
        for node, y in places.items():
            axes.text(LEFT[_layer(node)], y, label(found, node), size=style.SMALL, va="center", bbox=BEHIND)
        return figure


def ordered(edges: Sequence[Edge]) -> dict[str, list[str]]:
    """The nodes of each layer; the claims in the order of the file, all others near to what they hang on."""
    nodes = dict.fromkeys(end for edge in edges for end in edge)
    found = {layer: [node for node in nodes if _layer(node) == layer] for layer in LAYERS}
    for layer, beside in (("root", "claim"), ("outlet", "root"), ("number", "claim")):
        at = {node: place / len(found[beside]) for place, node in enumerate(found[beside])}
        found[layer].sort(key=lambda node: _middle(node, edges, at))
    return found


def _middle(node: str, edges: Sequence[Edge], at: dict[str, float]) -> float:
    near = [at[other] for a, b in edges for other in (a, b) if node in (a, b) and other in at]
    return fmean(near) if near else 0.0


def _layer(node: str) -> str:
    return node.partition(":")[0]


def _spread(nodes: Sequence[str], height: float) -> dict[str, float]:
    """Evenly from top to bottom."""
    step = (height - BOTTOM) / max(len(nodes), 1)
    return {node: height - (place + 0.5) * step for place, node in enumerate(nodes)}


def label(found: Ledger, node: str) -> str:
    """What stands at a node; long names are cut."""
    layer, _, name = node.partition(":")
    if layer == "claim":
        one = found.claims[name]
        said = f"{name} ({one.grade}, {'none' if one.p_true is None else f'{one.p_true:.2f}'})"
        return f"{said}: moves nothing" if one.moves_nothing else said
    name = name.removeprefix("institutions.") if layer == "number" else name
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}\N{HORIZONTAL ELLIPSIS}"


def _head(axes: Axes, found: Ledger, height: float) -> None:
    axes.text(0.15, height - 0.12, f"What {found.scenario.name} rests on", size=11.5, weight="bold", va="top")
    note = "Full line: the number is drawn otherwise if the claim is false. Light line: the claim only speaks about it."
    dashed = " Dashed: at most one of the two is true in a world."
    axes.text(0.15, height - 0.4, note + dashed, size=style.TEXT, color=style.MUTED, va="top")
    for layer, left in LEFT.items():
        axes.text(left, height - 0.82, HEADS[layer], size=style.TEXT, color=style.MUTED, weight="bold")


def _edge(axes: Axes, found: Ledger, edge: Edge, places: dict[str, float]) -> None:
    start, end = edge
    if _layer(start) == _layer(end):
        _arc(axes, edge, places, style.AXIS, "solid")
        return
    light = _layer(end) == "number" and end.removeprefix("number:") in found.speaks(start.removeprefix("claim:"))
    right = LEFT[_layer(start)] + LETTER * len(label(found, start)) + 0.06
    left = LEFT[_layer(end)] - 0.05
    bend = (min(right, left - 0.2) + left) / 2
    points = [(min(right, left - 0.2), places[start]), (bend, places[start]), (bend, places[end]), (left, places[end])]
    curve = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    colour = style.AXIS if light else style.OTHERS[0].colour
    axes.add_patch(PathPatch(curve, fill=False, edgecolor=colour, linewidth=0.5 if light else 1.1, zorder=0))


def _against(axes: Axes, found: Ledger, places: dict[str, float]) -> None:
    for a, b in found.contradictions:
        _arc(axes, (f"claim:{a}", f"claim:{b}"), places, style.BASE.colour, "dashed")


def _arc(axes: Axes, edge: Edge, places: dict[str, float], colour: str, dash: str) -> None:
    """A bow at the left of a column, between two nodes of it."""
    (start, end), left = edge, LEFT[_layer(edge[0])] - 0.04
    upper, lower = sorted((places[start], places[end]), reverse=True)
    bow = f"arc3,rad={min(0.4, 0.5 / max(upper - lower, 0.2)):.3f}"
    line = FancyArrowPatch((left, upper), (left, lower), connectionstyle=bow, arrowstyle="-", linestyle=dash)
    line.set(color=colour, linewidth=1.0)
    axes.add_patch(line)
