"""As much of an organisation as one member can see: small enough to run as plain Python."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np

from exitban.scenario import Organisation, Scenario


def cut(scenario: Scenario, post: str) -> Scenario:
    """The scenario with the post, those whom its holder watches, one post of each institution, and their superiors."""
    whole = scenario.organisation()
    place = whole.ids.index(post)
    watched = whole.watches[whole.watches[:, 0] == place, 1]
    examples = [whole.institution.index(name) for name in scenario.institutions]
    kept = sorted(with_superiors(whole, [place, *watched.tolist(), *examples]))
    return dataclasses.replace(scenario, _organisation=part_of(whole, kept))


def with_superiors(organisation: Organisation, places: Iterable[int]) -> set[int]:
    """Places, and all above them."""
    found: set[int] = set()
    waiting = list(places)
    while waiting:
        place = waiting.pop()
        if place >= 0 and place not in found:
            found.add(place)
            waiting += (organisation.superior[place], organisation.second_superior[place])
    return found


def part_of(organisation: Organisation, kept: list[int]) -> Organisation:
    """The posts at some places, which hold all their superiors."""
    new = np.full(len(organisation) + 1, -1, dtype=np.int32)
    new[kept] = np.arange(len(kept), dtype=np.int32)
    watches = new[organisation.watches]
    return Organisation(
        ids=[organisation.ids[i] for i in kept],
        institution=[organisation.institution[i] for i in kept],
        rank=[organisation.rank[i] for i in kept],
        superior=[int(new[organisation.superior[i]]) for i in kept],
        second_superior=[int(new[organisation.second_superior[i]]) for i in kept],
        watches=watches[(watches >= 0).all(axis=1)],
    )
