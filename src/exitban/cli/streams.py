"""Where words go: a stream whose reader leaves, fills up or lacks a letter does not take the work with it."""

from __future__ import annotations

import codecs
import io
import os
import sys
import unicodedata
from typing import Final, TextIO

READABLE: Final = "exitban.readable"
"""How letters are treated that an encoding lacks, as `codecs` knows it."""

STRICT: Final = ("strict", "backslashreplace")
"""What Python does with them unless somebody said otherwise."""

SUBSTITUTES: Final = str.maketrans(
    {
        "\N{LEFT DOUBLE QUOTATION MARK}": '"',
        "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
        "\N{LEFT SINGLE QUOTATION MARK}": "'",
        "\N{RIGHT SINGLE QUOTATION MARK}": "'",
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{RIGHTWARDS ARROW}": "->",
        "\N{LESS-THAN OR EQUAL TO}": "<=",
        "\N{GREATER-THAN OR EQUAL TO}": ">=",
        "\N{FIRST STRONG ISOLATE}": "",
        "\N{POP DIRECTIONAL ISOLATE}": "",
    }
)


class Outlet(io.TextIOWrapper):
    """A stream of words that says once that it cannot be used, or never, and then lets them go.

    ``forgiven``: the errors that nobody is told of.
    """

    def __init__(self, stream: TextIO, name: str, forgiven: type[OSError]) -> None:
        encoding = codecs.lookup(stream.encoding or "utf-8").name
        super().__init__(
            stream.buffer,
            # typer writes UTF-8 where a system claims to know nothing but ASCII
            encoding="utf-8" if encoding == "ascii" else encoding,
            errors=READABLE if stream.errors in STRICT else stream.errors,
            line_buffering=getattr(stream, "line_buffering", False),
            write_through=getattr(stream, "write_through", False),
        )
        self.stream = stream  # which would close what it shares with this one if it went
        self.called = name
        self.forgiven = forgiven
        self.lost = False

    def write(self, text: str) -> int:
        """Write, or let it go. Whoever writes nothing only asks what kind of stream this is."""
        if text != "" and not self.lost:
            try:
                super().write(text)
            except OSError as error:
                self._lose(error)
        return len(text)

    def flush(self) -> None:
        """Hand on what waits, or let it go."""
        if not (self.lost or self.closed):
            try:
                super().flush()
            except OSError as error:
                self._lose(error)

    def _lose(self, error: OSError) -> None:
        self.lost = True
        if not isinstance(error, self.forgiven):
            error.filename = self.called
            raise error


def readable(error: UnicodeError) -> tuple[str, int]:
    """What stands for letters that an encoding lacks: plain signs, bare letters, or question marks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(letter: str) -> str:
    found = letter.translate(SUBSTITUTES)
    bare = "".join(one for one in unicodedata.normalize("NFKD", found) if one.isascii())
    return bare if bare or not found else "?"


def prepare() -> None:
    """Put outlets in the place of this process's streams; a closed one becomes a place where all is let go.

    A reader of the answer may leave when he has seen enough, which is no error; that an answer could not be written is
    one. Words to people are never worth the work.
    """
    codecs.register_error(READABLE, readable)
    for name in ("stdin", "stdout", "stderr"):  # in the order of their numbers, which the system gives out again
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout = Outlet(sys.stdout, "Standard output", BrokenPipeError)
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = Outlet(sys.stderr, "Standard error", OSError)
