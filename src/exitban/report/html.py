"""The few shapes of HTML that a report is made of. Everything that comes from a file is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from exitban.scenario.addresses import url_of


class Markup(str):
    """Text that is HTML already; every other text is escaped before it enters a page."""

    __slots__ = ()


def text(value: object) -> Markup:
    """Any value as HTML; a number keeps its sign % on its line."""
    if isinstance(value, Markup):
        return value
    return Markup(escape(str(value)).replace(" %", "&nbsp;%"))


def words(value: object) -> Markup:
    """The same for what people read: what stands between backticks is code."""
    return value if isinstance(value, Markup) else Markup(CODE.sub(r"<code>\1</code>", text(value)))


CODE: Final = re.compile(r"`([^`\n]+)`")


def joined(parts: Iterable[object], between: str = "\n") -> Markup:
    """Several values as one piece of HTML; `between` is markup of ours."""
    return Markup(between.join(words(part) for part in parts))


def element(tag: str, content: object, attributes: str = "") -> Markup:
    """One element; `attributes` is markup of ours."""
    return Markup(f"<{tag}{' ' if attributes else ''}{attributes}>{words(content)}</{tag}>")


def paragraph(content: object, kind: str = "") -> Markup:
    """A paragraph, with a class where it has one."""
    return element("p", content, f'class="{kind}"' if kind else "")


def picture(svg: str, caption: object, name: str) -> Markup:
    """A drawn picture over its caption; on a narrow screen it scrolls sideways, so that its words stay readable."""
    drawn = element("div", Markup(svg), f'class="scroll" role="group" tabindex="0" aria-label="{text(name)}"')
    return element("figure", joined([drawn, element("figcaption", caption)]))


def prose(words: str) -> Markup:
    """Text of a file with its own paragraphs, which are parted by empty lines."""
    return joined(paragraph(part.strip()) for part in words.split("\n\n") if part.strip())


def bullets(entries: Iterable[object]) -> Markup:
    """An unordered list."""
    return element("ul", joined(element("li", entry) for entry in entries))


def link(address: str, words: str) -> Markup:
    """A link to follow by hand, for http and https only; any other address stays plain text."""
    url = url_of(address)
    if not url.lower().startswith(("http:", "https:")):
        return text(words if words == address else f"{words} ({address})")
    return Markup(f'<a href="{escape(url, quote=True)}" rel="noreferrer">{text(words)}</a>')


@dataclass(frozen=True)
class Section:
    """A part of the page with a heading that one can jump to."""

    name: str
    heading: str
    content: Markup

    def html(self) -> Markup:
        """The section as HTML."""
        head = element("h2", self.heading, f'id="{self.name}-heading"')
        return element(
            "section", joined([head, self.content]), f'id="{self.name}" aria-labelledby="{self.name}-heading"'
        )


def table(
    caption: object, head: Sequence[object], rows: Iterable[Sequence[object]], kinds: Sequence[str] = ()
) -> Markup:
    """A table whose first column names the rows; a row of one cell is a heading inside the table.

    `kinds` are the classes of the columns after the first.
    """
    top = joined(element("th", cell, 'scope="col"') for cell in head)
    body = joined(_row(row, len(head), kinds) for row in rows)
    inner = [element("caption", caption), element("thead", element("tr", top)), element("tbody", body)]
    return element("div", element("table", joined(inner)), 'class="scroll"')


def _row(cells: Sequence[object], width: int, kinds: Sequence[str]) -> Markup:
    if len(cells) == 1:
        return element("tr", element("th", cells[0], f'scope="rowgroup" colspan="{width}"'), 'class="group"')
    first = element("th", cells[0], 'scope="row"')
    rest = [
        element("td", cell, f'class="{kinds[column]}"' if column < len(kinds) and kinds[column] else "")
        for column, cell in enumerate(cells[1:])
    ]
    return element("tr", joined([first, *rest], ""))
