"""A port, a server, and the address that a person opens."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette

from exitban.errors import CallError
from exitban.web.door import LOOPBACK, Door
from exitban.web.own_names import outward_address, own_names

IDLE_SECONDS = 20
MOST_CONNECTIONS = 200
SECONDS_TO_FINISH = 2
BACKLOG = 512


@dataclass(frozen=True)
class Place:
    """Where the page is to be had; port 0: any that is free."""

    host: str
    port: int

    def taken(self) -> socket.socket:
        """A socket that has the port. Raises `CallError`."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        found = socket.socket(family, socket.SOCK_STREAM)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind((self.host, self.port))
        except (OSError, OverflowError) as error:
            found.close()
            why = getattr(error, "strerror", None) or error
            raise CallError(
                f"{self.host}, port {self.port}: {why}. Choose another with --host or --port, or 0 for any port."
            ) from error
        return found


def addresses(place: Place, port: int, door: Door) -> list[str]:
    """What a person opens: first the address for this machine, then those for others if it stands open to all."""
    if not door.everywhere:
        return [whole_address(place.host, port, door)]
    here = "::1" if ":" in place.host else "127.0.0.1"
    others = (*own_names(), outward_address(place.host))
    return [whole_address(one, port, door) for one in (here, *others) if one and (one == here or one not in LOOPBACK)]


def whole_address(host: str, port: int, door: Door) -> str:
    """With the port, and with the key where one is asked for."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/{f'?key={quote(door.key)}' if door.key else ''}"


def serve(app: Starlette, port: socket.socket, door: Door, opened: Callable[[int], None]) -> None:
    """Serve at a port that has been taken, until stopped; ``opened`` is told its number once it listens."""
    port.listen(BACKLOG)
    opened(port.getsockname()[1])
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        lifespan="off",
    )
    logging.getLogger("uvicorn.error").addFilter(is_no_farewell)
    uvicorn.Server(config).run(sockets=[port])


def is_no_farewell(record: logging.LogRecord) -> bool:
    """Whoever stops the server need not read that refinement was given up."""
    return not str(record.msg).startswith("Cancel ")
