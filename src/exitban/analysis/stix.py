"""The ledger of evidence as a bundle of STIX 2.1, for the tools of those who share intelligence.

A source is an identity, a claim a note about its roots with a confidence from 0 to 100, a contradiction an opinion that
strongly disagrees, and who has it from whom a relationship. Grades stand in labels.

Times are those of the scenario, so the same ledger gives the same bytes. A file knows no versions of itself, and
STIX wants a later `modified` wherever the content of an object changes. So an id is a hash of all that its object
says: an object with other content is another object, and an id that is met again has the same content.
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

from exitban.analysis.ledger import Ledger, outlets_of
from exitban.errors import CallError
from exitban.scenario import Claim
from exitban.scenario.evidence import Source
from exitban.scenario.horizon import day_of

INSTALL: Final = "STIX needs a package more: pip install 'exitban[stix]' (stix2)."
SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://docs.oasis-open.org/cti/stix/v2.1/exitban")

EARLIEST: Final = datetime.date(1000, 1, 1)
"""The library writes earlier years without their zeros, which is no timestamp."""


def stix(found: Ledger) -> str:
    """The bundle as JSON text. Raises `CallError` where the library is missing or there are no claims."""
    try:
        import stix2
    except ImportError as error:
        raise CallError(INSTALL) from error
    if not found.claims:
        raise CallError(f"{found.scenario.name} has no claims to export.")
    objects = _Maker(found, stix2).objects()
    return str(
        stix2.Bundle(*objects, id=_id("bundle", {"objects": [one.id for one in objects]})).serialize(pretty=True)
    )


class _Maker:
    """Makes the objects of one ledger."""

    def __init__(self, found: Ledger, library: Any) -> None:
        self.found, self.library = found, library
        time = found.scenario.time
        self.day = max(day_of(time.report_date or time.start), EARLIEST)
        claims = found.claims.values()
        names = dict.fromkeys(name for one in claims for name in (*outlets_of(one), *one.roots))
        self.identities = {name: self.identity(name) for name in names}
        self.notes = {one.name: self.note(one) for one in claims}

    def object(self, kind: str, day: datetime.date | None = None, **says: Any) -> Any:
        """An object that says something, dated by a day or by the scenario."""
        moment = datetime.datetime.combine(day or self.day, datetime.time(), datetime.UTC)
        name = _id(kind.lower(), {"moment": moment.isoformat(), **says})
        return getattr(self.library, kind)(id=name, created=moment, modified=moment, **says)

    def objects(self) -> list[Any]:
        """Identities, notes, relationships, opinions, and all of them under the name of the scenario."""
        claims = self.found.claims.values()
        ways = dict.fromkeys(way for one in claims for way in _ways(one))
        opinions = [self.opinion(one, other) for one in claims for other in one.contradicts]
        relationships = [self.relationship(near, far) for near, far in ways]
        made = [*self.identities.values(), *self.notes.values(), *relationships, *opinions]
        return [*made, self.grouping([one.id for one in made])]

    def identity(self, name: str) -> Any:
        """A source."""
        return self.object("Identity", name=name, identity_class="unknown")

    def note(self, one: Claim) -> Any:
        """A claim, about its roots."""
        confidence = {} if one.p_true is None else {"confidence": round(100 * one.p_true)}
        return self.object(
            "Note",
            _day(one.date),
            abstract=one.name,
            content=one.text,
            authors=[outlets_of(one)[0]],
            object_refs=[self.identities[root].id for root in one.roots],
            labels=self.labels(one),
            external_references=[_reference(hop) for hop in one.chain],
            **confidence,
        )

    def labels(self, one: Claim) -> list[str]:
        """The grades, and the numbers that it moves or speaks about."""
        moved = [f"exitban:moves={path}" for path in self.found.moves(one.name)]
        spoken = [f"exitban:speaks-about={path}" for path in self.found.speaks(one.name)]
        reliability = f"admiralty-scale:source-reliability={one.reliability.lower()}"
        return [reliability, f"admiralty-scale:information-credibility={one.credibility}", *moved, *spoken]

    def relationship(self, near: str, far: str) -> Any:
        """Who has it from whom."""
        ends = {"source_ref": self.identities[near].id, "target_ref": self.identities[far].id}
        return self.object("Relationship", relationship_type="derived-from", **ends)

    def opinion(self, one: Claim, other: str) -> Any:
        """A claim against another."""
        return self.object(
            "Opinion",
            _day(one.date),
            opinion="strongly-disagree",
            explanation=f"{one.name}: {one.text}",
            object_refs=[self.notes[other].id],
        )

    def grouping(self, ids: list[str]) -> Any:
        """All of it under the name of the scenario."""
        return self.object("Grouping", name=self.found.scenario.title, context="unspecified", object_refs=ids)


def _id(kind: str, says: Mapping[str, Any]) -> str:
    """The id of an object: of all that it says, and of nothing else."""
    return f"{kind}--{uuid.uuid5(SPACE, f'{kind}/{json.dumps(says, sort_keys=True)}')}"


def _ways(one: Claim) -> list[tuple[str, str]]:
    hops = outlets_of(one)
    last = [(hops[-1], root) for root in one.roots if root != hops[-1]]
    return [*pairwise(hops), *last]


def _reference(hop: Source) -> dict[str, str]:
    """A hop; an address that is no URL stands in words."""
    elsewhere = hop.address if not hop.url else ""
    words = " ".join(filter(None, (hop.how, hop.date, elsewhere and f"at: {elsewhere}")))
    told = {"source_name": hop.title, "url": hop.url, "description": words}
    found = {key: value for key, value in told.items() if value}
    return found if len(found) > 1 else {**found, "description": "named in the chain of sources"}


def _day(text: str) -> datetime.date | None:
    """The day of a claim, where it is one that a timestamp can hold."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= EARLIEST else None
