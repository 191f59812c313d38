"""Names and texts as a file states them."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=80)]
"""Names stand in paths such as ``policies.ban.strength`` and in the ids of posts."""


Title = Annotated[str, StringConstraints(max_length=200)]
"""What people call a thing: it stands as a heading, in sentences and beside lines."""


def _text(found: Any) -> Any:
    """A date, a year or a number where text is meant: the text of it."""
    if isinstance(found, datetime.date):
        return found.isoformat()
    return str(found) if isinstance(found, int | float) and not isinstance(found, bool) else found


def _when(found: Any) -> Any:
    """When something was said, in whatever words; what is written as a calendar date must be one."""
    text = _text(found)
    written = CALENDAR.match(text.strip()) if isinstance(text, str) else None
    if written is not None:
        year, month, day = (int(part or 1) for part in written.groups())
        try:
            datetime.date(year, month, day)
        except ValueError:
            raise PydanticCustomError("calendar", "no date") from None
    return text


def _several(found: Any) -> Any:
    """One name stands for a list of one."""
    return [found] if isinstance(found, str) else found


CALENDAR: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[Tt ].*)?$")
SOME_TIME: Final = "a day, month or year of the calendar (2023-05-15, 2023-05, 2023), or words (about 2018)"

Loose = Annotated[str, BeforeValidator(_text, json_schema_input_type=str | int | float)]
When = Annotated[str, BeforeValidator(_when, json_schema_input_type=str | int | float)]
OneOrMore = Annotated[
    tuple[str, ...], Field(strict=False), BeforeValidator(_several, json_schema_input_type=str | list[str])
]
Names = Annotated[tuple[str, ...], Field(strict=False)]
