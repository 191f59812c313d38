"""Paths that a caller gives: whether the system can take them at all, asked before anything is read or written."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

from exitban.errors import CallError, as_given

NOT_THERE: Final = (errno.ENOENT, errno.ENOTDIR)
"""What the system says of a path that nothing lies at; whoever needs something there says so in words of its own."""


def path_of(what: str, given: object) -> Path:
    """A path as the system takes it. Raises `CallError`; ``what`` is the name of the argument."""
    if not isinstance(given, str | os.PathLike):
        raise CallError(f"{what}: found {as_given(given)}; allowed: a path, as a text or a pathlib.Path.")
    try:
        path = Path(given)
        path.lstat()
    except TypeError as error:  # a path of bytes
        raise CallError(f"{what}: found {as_given(given)}; allowed: a path of text, not of bytes.") from error
    except OSError as error:
        if error.errno not in NOT_THERE:
            raise CallError(f"{what}: {as_given(str(path))} cannot be used: {error.strerror or error}.") from error
    except ValueError as error:  # a null character, or half of a surrogate pair
        raise CallError(
            f"{what}: found {as_given(str(given))}; allowed: a path without characters that no name of a file holds."
        ) from error
    return path
