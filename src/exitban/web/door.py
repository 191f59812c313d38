"""Who may come in: hosts, origins, a key, and how much one may ask for."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from hmac import compare_digest
from typing import Final
from urllib.parse import urlsplit

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
STRANGE_NAME: Final = (
    "This address is not known here. Open the one that `exitban explore` printed. "
    "Whoever started it lets another name in with --allow-host NAME."
)

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
    ``everywhere``: it stands open at all addresses of the machine, each of which is then a name of its own.
    """

    hosts: frozenset[str] = frozenset(LOOPBACK)
    key: str = ""
    read_only: bool = False
    everywhere: bool = False

    def refuses(self, host: str, origin: str, site: str, reached: str = "") -> str:
        """Why a request may not come in, by what a browser says of it; empty if it may.

        A foreign page cannot read what it may not ask for, and a name that somebody points at this machine is none of
        its own: both are turned away, which is what stops the trick of rebinding a name. ``reached``: the address of
        this machine at which the request came in. The system says so, not the browser, and no name can pretend to it.
        """
        known = self.hosts | {plain_address(reached)} if self.everywhere and reached else self.hosts
        if plain_address(name_of(f"//{host}")) not in known:
            return STRANGE_NAME
        if origin and plain_address(name_of(origin)) not in known:
            return "Another page may not ask for this."
        if site in ("cross-site", "same-site"):
            return "Another page may not ask for this."
        return ""

    def opens_to(self, key: str) -> bool:
        """Whether the key fits."""
        return not self.key or compare_digest(self.key.encode(), key.encode())


def name_of(address: str) -> str:
    """The host that an address names, without its port; empty for what is no address."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def plain_address(host: str) -> str:
    """An address of a machine in its one spelling, without the interface; a name as it is."""
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    return str(getattr(found, "ipv4_mapped", None) or found)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_everywhere(host: str) -> bool:
    """Whether it means all addresses of the machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host in ("", "0")
