"""A date in a file, with or without a time of day: ``2022-07-05`` or ``2022-07-05T18:00``."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

A_DATE: Final = "a date such as 2022-02-24, with a time of day where it matters: 2022-02-24T18:00"
A_TIME_WITHOUT_ZONE: Final = f"{A_DATE}, told by one clock in the whole file, without a zone"

MAY_BE_NOTHING: Final = ("opens", "closes", "tightens")
"""Dates that a policy may take back with null, where the one that it is `like` has them."""

WRITTEN: Final = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)")
ZONED: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d.*(?:[Zz]|[+-]\d\d(?::?\d\d)?)")
PATTERN: Final = r"^\d{4}-\d{1,2}-\d{1,2}([Tt ]\d{2}:\d{2}(:\d{2})?)?$"


def read_moment(found: Any) -> datetime.date:
    """The date or the moment that a value of a file is. Raises what pydantic tells as an error of the value."""
    if isinstance(found, datetime.date):
        return found
    written = WRITTEN.fullmatch(found.strip()) if isinstance(found, str) else None
    try:
        if written is not None:
            return datetime.datetime.fromisoformat("T".join(written.groups()))
    except ValueError:
        pass
    zoned = isinstance(found, str) and ZONED.fullmatch(found.strip())
    raise PydanticCustomError("zoned_moment" if zoned else "moment", "no date")


Moment = Annotated[datetime.date, PlainValidator(read_moment), WithJsonSchema({"type": "string", "pattern": PATTERN})]
"""A day, which stands for its first moment, or a moment; both without a zone."""


def _several(found: Any) -> Any:
    """One date stands for a list of one."""
    return found if isinstance(found, list | tuple | dict) else [found]


OneOrMoreMoments = Annotated[
    tuple[Moment, ...],
    Field(strict=False, min_length=1, max_length=100),
    BeforeValidator(
        _several,
        json_schema_input_type=Moment | Annotated[list[Moment], Field(min_length=1, max_length=100)],
    ),
]
