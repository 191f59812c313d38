"""Reading a scenario for a command: what is remarked about it is said beside the answer, once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from exitban.cli.terminal import say

if TYPE_CHECKING:
    from exitban.scenario import Scenario
    from exitban.scenario.overrides import Overrides

MOST_SAID: Final = 20
"""More warnings than these are counted; a file with so many is told in full by `validate --json`."""


def read(source: str | Path, overrides: Overrides = ()) -> Scenario:
    """The scenario, as `exitban.read` gives it; its warnings go to standard error."""
    from exitban.scenario import read as quietly

    found = quietly(source, overrides)
    say_warnings(found)
    return found


def say_warnings(scenario: Scenario) -> None:
    """A line for each, in the order of the file."""
    for one in scenario.warnings[:MOST_SAID]:
        say(f"warning: {one}")
    rest = len(scenario.warnings) - MOST_SAID
    if rest > 0:
        say(f"warning: and {rest} more; `exitban validate --json` lists all.")
