"""Steps of which each is worth its own: one that fails does not prevent the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from exitban.errors import CallError, ExitbanError


class Steps:
    """What failed is told together, after the last of them."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        """Take one step."""
        try:
            yield
        except ExitbanError as error:
            self.failed.append(str(error))
        except OSError as error:
            self.failed.append(unusable(error))

    def end(self) -> None:
        """Raise `CallError` with all that failed."""
        if self.failed:
            raise CallError("\n".join(self.failed))


def unusable(error: OSError) -> str:
    """What the system refused, in words."""
    return f"{error.filename or 'What it prints to, or a file,'} cannot be used: {error.strerror or error}"
