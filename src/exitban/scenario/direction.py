"""Names that are written from right to left, set apart so that the numbers beside them stay where they belong."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

OPEN: Final = "\N{FIRST STRONG ISOLATE}"
CLOSE: Final = "\N{POP DIRECTIONAL ISOLATE}"
RIGHT_TO_LEFT: Final = ("R", "AL")
"""Classes of letters, as the bidirectional algorithm of Unicode (UAX 9) calls them."""


def isolated(name: str) -> str:
    """A name in invisible marks that keep its direction to itself; without such letters just as it is."""
    turns = not name.isascii() and any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in name)
    return f"{OPEN}{name}{CLOSE}" if turns else name


def unmarked(text: str) -> str:
    """A text without the marks, for what draws letters one by one."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def marked_by_line(lines: Iterable[str]) -> Iterator[str]:
    """Lines of one text, with the marks of each in pairs: a mark does not reach over the end of a line."""
    is_open = False
    for line in lines:
        text = f"{OPEN}{line}" if is_open else line
        is_open = text.count(OPEN) > text.count(CLOSE)
        yield f"{text}{CLOSE}" if is_open else text
