"""What came after, as a file states it: observed values, where they come from, and what speaks against them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from exitban.scenario.moments import Moment
from exitban.scenario.numbers import Entry
from exitban.scenario.texts import Names, When

Unit = Literal[
    "posts",
    "people",
    "share of posts",
    "posts per year",
    "people per year",
    "share of posts per year",
    "share of the whole",
    "as simulated",
]


class ValueEntry(Entry):
    """One observed value."""

    date: Moment = Field(description="when it was so; for a flow, until when it is counted")
    since: Moment | None = Field(
        None, description="from when on a flow is counted (the start unless said), or a stock is averaged"
    )
    value: float = Field(description="what was observed")


class WhereEntry(Entry):
    """A source of observed values."""

    title: str = Field(description="outlet, person or document")
    address: str | None = Field(None, description="where it can be read")
    date: When | None = Field(None, description="when it said so")


class AgainstEntry(Entry):
    """Something that speaks against the reading; a bare text will do."""

    text: str = Field(description="what speaks against it, in one's own words")
    claims: Names = Field((), description="claims that say so")

    @model_validator(mode="before")
    @classmethod
    def bare_text(cls, found: Any) -> Any:
        """A bare text stands for itself."""
        return {"text": found} if not isinstance(found, Mapping | BaseModel) else found

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say in the JSON Schema, too, that a bare text will do."""
        schema = handler.resolve_ref_schema(handler(core))
        as_mapping = dict(schema)
        schema.clear()
        schema.update({"anyOf": [{"type": "string"}, as_mapping], "title": as_mapping.get("title", "")})
        return schema


class ObservedEntry(Entry):
    """A series of observed values, to be laid beside a simulated quantity. It never enters the simulation."""

    title: str = Field(description="what was counted")
    quantity: str = Field(description="the simulated quantity beside which it is laid, such as exits_voluntary")
    unit: Unit = Field("posts", description="what the values count; a flow is summed up, or told per year")
    policy: str | None = Field(None, description="the policy that was in force; none if the file has no policies")
    institutions: Names | None = Field(None, min_length=1, description="where it was counted; everywhere unless said")
    values: tuple[ValueEntry, ...] = Field(strict=False, min_length=1, description="observed values by date")
    sources: tuple[WhereEntry, ...] = Field(strict=False, min_length=1, description="where the values come from")
    uncertainty: str = Field(description="how far the values can be trusted")
    contrary: tuple[AgainstEntry, ...] = Field(
        strict=False, min_length=1, description="what speaks against the reading, as texts or with claims"
    )
