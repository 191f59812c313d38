"""A single tick has no extent in time, and is drawn all the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from exitban import plots
from exitban.analysis import Summary, summarise
from tests.analysis.synthetic import FakeResult, dataset, scenario


@pytest.fixture
def summary() -> Summary:
    """Four worlds that end at 0.2, 0.4, 0.6 and 0.8 after their only tick, under both policies."""
    data = dataset(["none", "ban"], replicates=4, ticks=1)
    data["control"].values[:, :, 0] = [0.2, 0.4, 0.6, 0.8]
    data["quiet_content"].values[:], data["quiet_wants_out"].values[:] = 6, 4
    asked = SimpleNamespace(**{**vars(scenario(["none", "ban"])), "headline": ("control",)})
    return summarise(FakeResult(data, asked))


def _seen(artist: Artist) -> bool:
    """Whether ink is put on paper over more than a hairline."""
    if isinstance(artist, Line2D):
        alone = len(artist.get_xdata()) == 1  # type: ignore[arg-type]
        return artist.get_marker() not in ("None", None, "") if alone else artist.get_linestyle() != "None"
    box = artist.get_window_extent()
    return box.width > 2.0 and box.height > 2.0


def _drawn(figure: Figure) -> list[bool]:
    """What stands on the axes besides grids and lines across all of them."""
    figure.draw_without_rendering()
    found = []
    for axes in figure.axes:
        inside = [one for one in axes.get_children() if isinstance(one, Line2D | Collection)]
        data = [one for one in inside if one.get_transform().contains_branch_seperately(axes.transData) == (True, True)]
        assert data, "bare axes"
        found.append(any(_seen(one) for one in data))
    return found


@pytest.mark.parametrize(
    "draw",
    [plots.headline_over_time, plots.control_over_time, plots.paired_difference, plots.public_face_private_wish],
)
def test_every_panel_shows_something(draw: Callable[[Summary], Figure], summary: Summary) -> None:
    assert all(_drawn(draw(summary)))


def test_the_bars_reach_over_the_middle_50_and_90_percent_of_worlds(summary: Summary) -> None:
    """Quantiles of 0.2, 0.4, 0.6, 0.8 between order statistics: 0.23, 0.35, 0.5, 0.65, 0.77."""
    alone = dataclasses.replace(summary, policies=summary.policies[:1])
    (axes,) = plots.headline_over_time(alone).axes
    heights = [[round(float(height), 6) for height in line.get_ydata()] for line in axes.lines]  # type: ignore[union-attr]
    assert heights[:3] == [[0.23, 0.77], [0.35, 0.65], [0.5]]
    assert "Dot: median world" in plots.raw_svg(plots.headline_over_time(alone))
