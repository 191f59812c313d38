"""Names and texts as a file states them."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=80)]
"""Names stand in paths such as ``policies.ban.strength`` and in the ids of posts."""


def _text(found: Any) -> Any:
    """A date, a year or a number where text is meant: the text of it."""
    if isinstance(found, datetime.date):
        return found.isoformat()
    return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else found


def _several(found: Any) -> Any:
    """One name stands for a list of one."""
    return [found] if isinstance(found, str) else found


Loose = Annotated[str, BeforeValidator(_text, json_schema_input_type=str | int | float)]
OneOrMore = Annotated[
    tuple[str, ...], Field(strict=False), BeforeValidator(_several, json_schema_input_type=str | list[str])
]
Names = Annotated[tuple[str, ...], Field(strict=False)]
