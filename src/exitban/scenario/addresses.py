"""Where a source can be read: any words will do for people, and only a URL for programs that follow it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

WITH_A_HOST: Final = ("http", "https")
WITHOUT_A_HOST: Final = ("doi", "urn")
CHARACTERS: Final = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
"""What RFC 3986 allows; a letter beyond ASCII is written by its bytes first."""
BRACKETS: Final = re.compile(r"[\[\]]")


def url_of(address: str) -> str:
    """An address as a URL by RFC 3986, by http, https, doi or urn; empty for all others, which are words.

    Letters beyond ASCII are kept as their bytes, as browsers send them.
    """
    try:
        found = urlsplit(address)
        host = (found.hostname or "").encode("idna").decode("ascii")
        port = found.port
    except (ValueError, UnicodeError):
        return ""
    if found.scheme in WITHOUT_A_HOST:
        return _spelt(address) if found.path and not found.netloc and not BRACKETS.search(address) else ""
    if found.scheme not in WITH_A_HOST or not host or BRACKETS.search(found.path + found.query + found.fragment):
        return ""
    if host.isascii() and found.netloc.isascii():
        return _spelt(address)
    return _spelt(found._replace(netloc=host if port is None else f"{host}:{port}").geturl())


def _spelt(address: str) -> str:
    """With letters beyond ASCII as their bytes; empty where a character remains that no URL holds."""
    written = "".join(one if one.isascii() else quote(one) for one in address)
    return written if CHARACTERS.fullmatch(written) and written.count("#") < 2 else ""
