"""The scenario that the explorer was started with, and the last few that came in through the page."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from exitban.errors import CallError
from exitban.estimate import estimate, refuse_too_large
from exitban.explore.opened import opened
from exitban.explore.studio import Studio

KEPT: Final = 3
LETTERS: Final = 16


class Shelf:
    """Studios by the first letters of their scenario's hash; the first one stays."""

    def __init__(self, first: Studio) -> None:
        self.first = first
        self._others: OrderedDict[str, Studio] = OrderedDict()

    def studio(self, mark: str) -> Studio:
        """The studio of a scenario; the first one where none is named. Raises `CallError` for one not open here."""
        if not mark or mark == mark_of(self.first):
            return self.first
        if mark not in self._others:
            raise CallError("That scenario is not open here, or not any more. Open its file again.")
        self._others.move_to_end(mark)
        return self._others[mark]

    def open(self, content: bytes) -> str:
        """Take a scenario in, and say under what mark. Raises `ScenarioError`, `CallError`, `TooLargeError`."""
        scenario = opened(content)
        refuse_too_large(estimate(scenario, self.first.most, scenario.compare[:2], self.first.threads))
        studio = Studio(scenario, threads=self.first.threads, launcher=self.first.launcher, most=self.first.most)
        self._others[mark_of(studio)] = studio
        while len(self._others) > KEPT:
            self._others.popitem(last=False)[1].close()
        return mark_of(studio)


def mark_of(studio: Studio) -> str:
    """What an address calls the scenario."""
    return studio.scenario.hash[:LETTERS]
