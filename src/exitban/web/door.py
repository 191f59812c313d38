"""Who may come in: hosts, origins, a key, and how much one may ask for."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final
from urllib.parse import urlsplit

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
"""Nothing from elsewhere, nothing inline, in nobody's frame."""


@dataclass(frozen=True)
class Door:
    """``hosts``: names under which the page may be called; ``key``: what its address must hold, empty for none.

    ``read_only``: strangers come in. They get the page and its numbers, and no report, which takes a whole run.
    """

    hosts: frozenset[str] = frozenset(LOOPBACK)
    key: str = ""
    read_only: bool = False

    def refuses(self, host: str, origin: str, site: str) -> str:
        """Why a request may not come in, by what a browser says of it; empty if it may.

        A foreign page cannot read what it may not ask for, and a name that somebody points at this machine is none of
        its own: both are turned away, which is what stops the trick of rebinding a name.
        """
        if name_of(host) not in self.hosts:
            return "This address is not known here. Open the one that `exitban explore` printed."
        if origin and (urlsplit(origin).hostname or "") not in self.hosts:
            return "Another page may not ask for this."
        if site in ("cross-site", "same-site"):
            return "Another page may not ask for this."
        return ""

    def opens_to(self, key: str) -> bool:
        """Whether the key fits."""
        return not self.key or compare_digest(self.key.encode(), key.encode())


def name_of(host: str) -> str:
    """The name in a Host header, without its port; empty for one that is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
