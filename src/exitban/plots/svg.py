"""A figure as SVG text, for a page or a file: same bytes every time, readable by a screen reader."""

from __future__ import annotations

import io
import re
from html import escape

from matplotlib.figure import Figure

from exitban.plots import style, ticks

_HEAD = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_OPENING = re.compile(r"<svg[^>]*viewBox=\"(?P<box>[^\"]*)\"[^>]*>")
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)


def raw_svg(figure: Figure) -> str:
    """What matplotlib writes, without date and maker."""
    buffer = io.StringIO()
    with style.settings():
        ticks.together(figure)
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def inline_svg(figure: Figure, name: str, title: str, description: str) -> str:
    """The figure as one SVG element that may stand beside others in a page.

    Its ids begin with `name`, so that two figures on one page do not share any; its style reaches no further
    than itself; `title` and `description` are what a screen reader says.
    """
    text = _METADATA.sub("", _HEAD.sub("", raw_svg(figure)))
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'(xlink:href|href)="#', f'href="#{name}-', text)
    text = text.replace("url(#", f"url(#{name}-")
    text = re.sub(r'<style type="text/css">\*\{', f"<style>#{name} *{{", text)
    head = (
        f'<svg id="{name}" viewBox="\\g<box>" role="img" aria-labelledby="{name}-title {name}-description">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>'
    )
    return _OPENING.sub(head.replace("\\g<box>", "\x00"), text, count=1).replace("\x00", _box(text))


def _box(text: str) -> str:
    found = _OPENING.search(text)
    assert found is not None, "matplotlib writes a viewBox"
    return found["box"]
