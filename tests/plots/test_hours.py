"""Short times are told in hours, and the first hour with its day on a second line."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

from exitban import plots
from exitban.analysis import Summary, summarise
from exitban.plots import ticks
from tests.analysis.synthetic import FakeResult, dataset, scenario

HOUR = 1.0 / (30.4375 * 24)


def hours(number: int) -> Summary:
    """So many hours from noon on."""
    data = dataset(["none", "ban"], replicates=4, ticks=number, months_per_tick=HOUR)
    noon = np.datetime64("2022-07-05T12:00")
    data = data.assign_coords(time=(noon + np.arange(1, number + 1).astype("m8[h]")).astype("datetime64[ns]"))
    data.attrs["start"] = "2022-07-05T12:00"
    return summarise(FakeResult(data, scenario(["none", "ban"])))


def texts(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def test_the_table_under_the_axis_stands_below_the_day() -> None:
    figure = plots.survival(hours(49))
    ticks.together(figure)
    figure.draw_without_rendering()
    found = {text.get_text(): text.get_window_extent() for text in texts(figure)}
    first, caption = found["12:00\n5 Jul"], found["worlds that still have control"]
    assert caption.y1 < first.y0
    assert min(box.y0 for box in found.values()) > 0.0


def test_nothing_is_said_of_letters_that_no_font_has() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plots.raw_svg(plots.survival(hours(49)))


@pytest.mark.parametrize(("name", "as_wide_as"), [("12:00\n5 Jul", "12:00"), ("9:00\n15 July", "15 July")])
def test_a_name_of_two_lines_is_as_wide_as_the_wider_one(name: str, as_wide_as: str) -> None:
    font = FontProperties(size=10.0)
    width, height = ticks._size(name, font)
    assert (width, height) == (ticks._size(as_wide_as, font)[0], ticks._size(name.split("\n")[1], font)[1] + 12.0)


def test_a_title_says_once_what_holds_for_all() -> None:
    (title, *_) = [text.get_text() for text in plots.survival(hours(49)).texts]
    assert title == "Control lasts all 49 hours in all 4 worlds under every policy"
