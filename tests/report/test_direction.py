"""A name that is written from right to left does not move the numbers beside it."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest
from matplotlib.text import Text

import exitban
from exitban.cli.showing import draw, show
from exitban.plots import style
from exitban.plots.replay import replay as drawn
from tests.scenario.files import office, written

NAME = "\u05d0\u05d9\u05e1\u05d5\u05e8"


def test_it_is_set_apart_wherever_a_number_stands_with_it(tmp_path: Path) -> None:
    text = office("    strength: 0.8", f"    strength: 0.8\n    title: {NAME}")
    result = exitban.run(exitban.read(written(tmp_path, text)), replicates=12, launcher="python")
    summary = exitban.summarise(result)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.filterwarnings("ignore", r"Glyph 829[67] .* missing from font")
        page = exitban.report(result, tmp_path / "page.html").read_text(encoding="utf-8")
    for words in (summary.answer(), *re.split(r"<[^>]*>", page)):
        rest = words.replace(f"\u2068{NAME}\u2069", "")
        assert NAME not in rest or not re.search(r"\d", rest), words
    assert f"\u2068{NAME}\u2069" in page
    assert f"\u201c\u2068{NAME}\u2069\u201d" in summary.answer()


def test_a_line_that_ends_within_it_keeps_it_apart_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    show(f"under \u2068{NAME}\n{NAME}\u2069 45 % and 7")
    assert capsys.readouterr().out == f"under \u2068{NAME}\u2069\n\u2068{NAME}\u2069 45 % and 7\n"


@pytest.mark.parametrize("lays_out", [False, True])
def test_a_picture_whose_letters_are_drawn_one_by_one_shows_no_marks(
    lays_out: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = office("    strength: 0.8", f"    strength: 0.8\n    title: {NAME}")
    figure = drawn(exitban.replay(exitban.read(written(tmp_path, text)), 0))
    monkeypatch.setattr(style, "LAYS_TEXT_OUT", lays_out)
    draw(figure, tmp_path / "story.png")
    names = [one.get_text() for one in figure.findobj(Text) if isinstance(one, Text) and NAME in one.get_text()]
    assert names
    assert all(("\u2068" in name) == lays_out for name in names)
