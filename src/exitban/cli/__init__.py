"""The command line: a door with no logic of its own.

Standard output carries the answer and nothing else; words to people, warnings and progress go to standard
error. Whatever takes long to import (pydantic, numba, xarray, matplotlib) is imported inside the command that
needs it, so that ``exitban --help`` answers at once.
"""

from exitban.cli.app import main as main
