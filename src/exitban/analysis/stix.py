"""The ledger of evidence as a bundle of STIX 2.1, for the tools of those who share intelligence.

A source is an identity, a claim a note about its roots with a confidence from 0 to 100, a contradiction an opinion that
strongly disagrees, and who has it from whom a relationship. Grades stand in labels. Ids and times depend on the
scenario alone, so the same ledger gives the same bytes.
"""

from __future__ import annotations

import datetime
import uuid
from itertools import pairwise
from typing import Any, Final

from exitban.analysis.ledger import Ledger, outlets_of
from exitban.errors import CallError
from exitban.scenario import Claim
from exitban.scenario.horizon import day_of

INSTALL: Final = "STIX needs a package more: pip install 'exitban[stix]' (stix2)."
SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://docs.oasis-open.org/cti/stix/v2.1/exitban")


def stix(found: Ledger) -> str:
    """The bundle as JSON text. Raises `CallError` where the library is missing or there are no claims."""
    try:
        import stix2
    except ImportError as error:
        raise CallError(INSTALL) from error
    if not found.claims:
        raise CallError(f"{found.scenario.name} has no claims to export.")
    made = _Maker(found, stix2)
    objects = made.objects()
    grouping = made.grouping([one.id for one in objects])
    return str(stix2.Bundle(*objects, grouping, id=made.id("bundle", "ledger")).serialize(pretty=True))


class _Maker:
    """Makes the objects of one ledger."""

    def __init__(self, found: Ledger, library: Any) -> None:
        self.found, self.library = found, library
        time = found.scenario.time
        self.day = day_of(time.report_date or time.start)

    def id(self, kind: str, name: str) -> str:
        """The id of an object: of this scenario, kind and name, and of nothing else."""
        return f"{kind}--{uuid.uuid5(SPACE, f'{self.found.scenario.name}/{kind}/{name}')}"

    def common(self, kind: str, name: str, day: datetime.date | None = None) -> dict[str, Any]:
        """What every object has."""
        moment = datetime.datetime.combine(day or self.day, datetime.time(), datetime.UTC)
        return {"id": self.id(kind, name), "created": moment, "modified": moment}

    def objects(self) -> list[Any]:
        """Identities, notes, relationships, opinions."""
        claims = self.found.claims.values()
        names = dict.fromkeys(name for one in claims for name in (*outlets_of(one), *one.roots))
        ways = dict.fromkeys(way for one in claims for way in _ways(one))
        notes = [self.note(one) for one in claims]
        opinions = [self.opinion(one, other) for one in claims for other in one.contradicts]
        return [*map(self.identity, names), *notes, *(self.relationship(a, b) for a, b in ways), *opinions]

    def identity(self, name: str) -> Any:
        """A source."""
        return self.library.Identity(name=name, identity_class="unknown", **self.common("identity", name))

    def note(self, one: Claim) -> Any:
        """A claim, about its roots."""
        confidence = {} if one.p_true is None else {"confidence": round(100 * one.p_true)}
        return self.library.Note(
            abstract=one.name,
            content=one.text,
            authors=[outlets_of(one)[0]],
            object_refs=[self.id("identity", root) for root in one.roots],
            labels=self.labels(one),
            external_references=[_reference(hop) for hop in one.chain],
            **confidence,
            **self.common("note", one.name, _day(one.date)),
        )

    def labels(self, one: Claim) -> list[str]:
        """The grades, and the numbers that it moves or speaks about."""
        moved = [f"exitban:moves={path}" for path in self.found.moves(one.name)]
        spoken = [f"exitban:speaks-about={path}" for path in self.found.speaks(one.name)]
        reliability = f"admiralty-scale:source-reliability={one.reliability.lower()}"
        return [reliability, f"admiralty-scale:information-credibility={one.credibility}", *moved, *spoken]

    def relationship(self, near: str, far: str) -> Any:
        """Who has it from whom."""
        ends = {"source_ref": self.id("identity", near), "target_ref": self.id("identity", far)}
        common = self.common("relationship", f"{near}/{far}")
        return self.library.Relationship(relationship_type="derived-from", **ends, **common)

    def opinion(self, one: Claim, other: str) -> Any:
        """A claim against another."""
        return self.library.Opinion(
            opinion="strongly-disagree",
            explanation=f"{one.name}: {one.text}",
            object_refs=[self.id("note", other)],
            **self.common("opinion", f"{one.name}/{other}", _day(one.date)),
        )

    def grouping(self, ids: list[str]) -> Any:
        """All of it under the name of the scenario."""
        title, common = self.found.scenario.title, self.common("grouping", "ledger")
        return self.library.Grouping(name=title, context="unspecified", object_refs=ids, **common)


def _ways(one: Claim) -> list[tuple[str, str]]:
    hops = outlets_of(one)
    last = [(hops[-1], root) for root in one.roots if root != hops[-1]]
    return [*pairwise(hops), *last]


def _reference(hop: Any) -> dict[str, str]:
    told = {"source_name": hop.title, "url": hop.address, "description": f"{hop.how} {hop.date}".strip()}
    found = {key: value for key, value in told.items() if value}
    return found if len(found) > 1 else {**found, "description": "named in the chain of sources"}


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
