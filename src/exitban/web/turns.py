"""Who may let the engine work: one at a time, previews first, what nobody has asked for yet last."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum
from typing import Final

MOST_WAITING: Final = 40
FEW_WAITING: Final = 2
"""A page may ask for one more thing itself, such as the world that it shows; where more wait nothing is done ahead."""


class Urgency(IntEnum):
    """How soon a turn is needed: for what is waited for, for more worlds of it, for what may be asked for next."""

    PREVIEW = 0
    REFINEMENT = 1
    AHEAD = 2


class Busy(Exception):
    """Too many are waiting."""


class Turns:
    """A turn is one chunk of work, so that who moves a slider never waits longer than for one."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self.most_waiting = most_waiting
        self._count = itertools.count()
        self._waiting: list[tuple[Urgency, int, asyncio.Future[None]]] = []
        self._taken = False

    @asynccontextmanager
    async def turn(self, urgency: Urgency) -> AsyncIterator[None]:
        """Wait for a turn; the most urgent come first, then whoever came first.

        Raises `Busy` where too many wait; for what nobody has asked for yet two are too many.
        """
        if self._taken:
            await self._wait(urgency)
        self._taken = True
        try:
            yield
        finally:
            self._next()

    async def _wait(self, urgency: Urgency) -> None:
        if len(self._waiting) >= (FEW_WAITING if urgency == Urgency.AHEAD else self.most_waiting):
            raise Busy
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (urgency, next(self._count), called))
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():
                self._next()
            raise

    def _next(self) -> None:
        """Call the next one; the engine stays taken on the way, so that nobody slips in between."""
        while self._waiting:
            called = heapq.heappop(self._waiting)[2]
            if not called.done():
                called.set_result(None)
                return
        self._taken = False
