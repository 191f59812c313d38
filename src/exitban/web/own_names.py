"""What other machines call this one."""

from __future__ import annotations

import socket
from typing import Final

ELSEWHERE: Final = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses that belong to nobody: they stand in documents only."""


def own_names() -> tuple[str, ...]:
    """The names that the machine gives itself: the short one, and the whole one where it knows it."""
    return tuple(dict.fromkeys(name.lower() for name in (socket.gethostname(), socket.getfqdn()) if name))


def outward_address(host: str) -> str:
    """The machine's own address of the kind of ``host`` on the way out; empty where none leads there.

    A datagram socket that is told where it would send learns from which address; nothing is sent.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as asked:
            asked.connect((ELSEWHERE[family], 9))
            return str(asked.getsockname()[0])
    except OSError:
        return ""
