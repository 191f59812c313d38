"""The command line: a door with no logic of its own.

Standard output carries the answer and nothing else; words to people, warnings and progress go to standard
error. Whatever takes long to import (pydantic, numba, xarray, matplotlib) is imported inside the command that
needs it, so that ``exitban --help`` answers at once.
"""

from __future__ import annotations

import sys

STOPPED = 130
"""The exit status where the user has stopped it."""
STOPPED_WORDS = "Stopped. Nothing half-written is left behind."


def main() -> None:
    """The console script ``exitban``; a Ctrl-C while the program is loaded ends as quietly as one inside a command."""
    try:
        from exitban.cli.app import main as enter

        enter()
    except KeyboardInterrupt:
        if sys.stderr is not None:
            sys.stderr.write(f"\n{STOPPED_WORDS}\n")
        sys.exit(STOPPED)
