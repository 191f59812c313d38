"""A number as a file states it: plain, or a distribution, with its claims or as an assumption."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, create_model, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class Entry(BaseModel):
    """What every part of a file has in common: unknown keys and silent conversions are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False, defer_build=True)


_Real = Annotated[float, Field(strict=True)]
Two = Annotated[tuple[_Real, ...], Field(strict=False, min_length=2, max_length=2)]
Three = Annotated[tuple[_Real, ...], Field(strict=False, min_length=3, max_length=3)]
Some = Annotated[tuple[_Real, ...], Field(strict=False, min_length=1, max_length=10_000)]


class DistributionEntry(Entry):
    """Exactly one distribution of the closed list."""

    names: ClassVar[tuple[str, ...]] = ()  # what may be written for 0, 1, 2 and so on

    value: float | None = Field(None, description="the number itself")
    uniform: Two | None = Field(None, description="[lowest, highest]")
    triangular: Three | None = Field(None, description="[lowest, most likely, highest]")
    normal: Two | None = Field(None, description="[mean, standard deviation]; cut at the number's bounds")
    lognormal: Two | None = Field(None, description="[median, standard deviation of the logarithm]")
    beta: Two | None = Field(None, description="[a, b], on 0 to 1")
    gamma: Two | None = Field(None, description="[shape, scale]")
    choice: Some | None = Field(None, description="equally likely values")
    quantiles: dict[str, float] | None = Field(
        None, description="two or more judged quantiles, such as {0.05: 0.2, 0.5: 0.4, 0.95: 0.7}"
    )

    @model_validator(mode="before")
    @classmethod
    def bare_number(cls, found: Any) -> Any:
        """A bare number is its own value."""
        found = found if isinstance(found, Mapping | BaseModel) else {"value": found}
        return _with_numbers(found, cls.names) if cls.names and isinstance(found, Mapping) else found

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say in the JSON Schema, too, that a bare number will do."""
        schema = handler.resolve_ref_schema(handler(core))
        as_mapping = dict(schema)
        schema.clear()
        plain: JsonSchemaValue = {"enum": list(cls.names)} if cls.names else {"type": "number"}
        if cls.names:
            known = {name: one for name, one in as_mapping["properties"].items() if name not in KINDS}
            as_mapping["properties"] = {"value": plain, "choice": {"type": "array", "items": plain}, **known}
        schema.update({"anyOf": [plain, as_mapping], "title": as_mapping.get("title", "")})
        return schema

    def stated(self) -> dict[str, Any]:
        """The distributions that are given, by the names of their keys."""
        return {kind: found for kind in KINDS if (found := getattr(self, kind)) is not None}


def _with_numbers(found: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """A mapping in which names stand as their places; what is no name stays, to be refused."""
    one, several = found.get("value"), found.get("choice")
    given = dict(found)
    if "value" in found:
        given["value"] = _place(one, names)
    if isinstance(several, list | tuple):
        given["choice"] = [_place(each, names) for each in several]
    return given


def _place(found: Any, names: tuple[str, ...]) -> Any:
    return names.index(found) if isinstance(found, str) and found in names else found


KINDS: Final = tuple(DistributionEntry.model_fields)


class NumberEntry(DistributionEntry):
    """A distribution with what it rests on."""

    assumption: str | None = Field(None, description="why this value, where no claim speaks")
    claims: tuple[str, ...] = Field((), strict=False, description="claims that speak about the number")
    why: str | None = Field(None, description="how the claims lead to the distribution")
    if_true: dict[str, DistributionEntry] = Field(
        {}, description="by claim: the distribution if it is true; the plain one holds if it is not"
    )


@cache
def named_entry(names: tuple[str, ...]) -> type[NumberEntry]:
    """An entry in which names may stand for numbers."""
    title = "".join(part.capitalize() for name in names for part in name.split("-"))
    entry = create_model(f"One{title}", __base__=NumberEntry)
    entry.names = names
    return entry
