"""The ledger of evidence: which outlet has it from whom, what is claimed, and which numbers rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any, Final

from exitban.scenario import Claim, Quantity, Scenario
from exitban.scenario.quantities import DEFAULT
from exitban.scenario.truth import exclusive_groups, intervals

VERSION: Final = "exitban-evidence/1"

Edge = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Ledger:
    """The evidence of a scenario as a graph of four layers: outlets, roots, claims, numbers.

    A claim *moves* a number that has a distribution for the case that it is true; about others it only *speaks*:
    whether it is true or false, the program draws the same.
    """

    scenario: Scenario

    @property
    def claims(self) -> dict[str, Claim]:
        """The claims by name."""
        return dict(self.scenario.evidence.claims)

    @cached_property
    def numbers(self) -> dict[str, Quantity]:
        """The numbers that claims speak about, by path."""
        return {path: one for path, one in self.scenario.quantities.items() if one.claims}

    @cached_property
    def assumptions(self) -> dict[str, Quantity]:
        """The numbers that the file states and no claim speaks about."""
        return {path: one for path, one in self.scenario.quantities.items() if one.is_assumption and one.stated}

    @cached_property
    def defaults(self) -> dict[str, Quantity]:
        """The numbers that the file leaves to the program: assumptions as well."""
        found = self.scenario.quantities.items()
        return {path: one for path, one in found if not one.stated and one.assumption == DEFAULT}

    def moves(self, claim: str) -> tuple[str, ...]:
        """Paths of the numbers that have a distribution for the case that a claim is true, if it informs any."""
        if not self.claims[claim].informs:
            return ()
        return tuple(path for path, one in self.numbers.items() if claim in one.if_true)

    def speaks(self, claim: str) -> tuple[str, ...]:
        """Paths of the numbers that it speaks about and does not move."""
        moved = self.moves(claim)
        return tuple(path for path in self.scenario.spoken_about(claim) if path not in moved)

    @cached_property
    def silent(self) -> dict[str, str]:
        """Claims that change no number, with the reason; empty where nothing tells one."""
        return {name: _why_silent(one) for name, one in self.claims.items() if not self.moves(name)}

    @cached_property
    def contradictions(self) -> tuple[Edge, ...]:
        """Pairs of claims of which at most one is true in a world, directly or through others."""
        groups = exclusive_groups({name: one for name, one in self.claims.items() if one.informs})
        silent = [
            (name, other)
            for name, one in self.claims.items()
            for other in one.contradicts
            if not (one.informs and self.claims[other].informs)
        ]
        return (*(pair for group in groups for pair in combinations(group, 2)), *silent)

    @cached_property
    def shared_draws(self) -> dict[str, str]:
        """By root, the name of its draw of truth; roots of claims that contradict each other share one."""
        return {self.claims[name].root: one.draw for name, one in intervals(self.scenario.evidence).items()}

    def edges(self) -> Iterator[Edge]:
        """From outlet to outlet to root to claim to number; each end is marked by its layer: ``claim:denial``."""
        found = {edge: None for one in self.claims.values() for edge in _way_of(one)}
        for name in self.claims:
            for path in (*self.moves(name), *self.speaks(name)):
                found[f"claim:{name}", f"number:{path}"] = None
        yield from found


def ledger(scenario: Scenario) -> Ledger:
    """The ledger of a scenario."""
    return Ledger(scenario)


def _why_silent(claim: Claim) -> str:
    return claim.moves_nothing or ("" if claim.informs else "It has no probability of being true.")


def outlets_of(claim: Claim) -> tuple[str, ...]:
    """The hops between us and the root, nearest first; a claim with one hop is read at its root itself."""
    return tuple(hop.title for hop in claim.chain[:-1]) or (claim.chain[0].title,)


def _way_of(claim: Claim) -> list[Edge]:
    hops = [f"outlet:{title}" for title in outlets_of(claim)]
    roots = [f"root:{root}" for root in claim.roots]
    ways = list(pairwise(hops))
    return [*ways, *((hops[-1], root) for root in roots), *((root, f"claim:{claim.name}") for root in roots)]


def document(found: Ledger) -> dict[str, Any]:
    """The document of `exitban evidence --json`."""
    evidence = found.scenario.evidence
    table = evidence.table
    return {
        "schema": VERSION,
        "scenario": found.scenario.name,
        "scenario_hash": found.scenario.hash,
        "grades": {
            "table": table.name,
            "version": table.version,
            "source": table.source,
            "probabilities": {str(grade): p for grade, p in table.probabilities.items()},
        },
        "claims": [_claim(found, one) for one in found.claims.values()],
        "roots": [
            {"root": root, "claims": list(names), "draw": found.shared_draws.get(root)}
            for root, names in evidence.roots.items()
        ],
        "contradictions": [list(pair) for pair in found.contradictions],
        "numbers": [_number(one) for one in found.numbers.values()],
        "assumptions": [_number(one) for one in found.assumptions.values()],
        "defaults": list(found.defaults),
        "edges": [list(edge) for edge in found.edges()],
    }


def _claim(found: Ledger, one: Claim) -> dict[str, Any]:
    chain = [{"title": hop.title, "address": hop.address, "date": hop.date, "how": hop.how} for hop in one.chain]
    return {
        "name": one.name,
        "text": one.text,
        "date": one.date,
        "chain": chain,
        "roots": list(one.roots),
        "reliability": one.reliability,
        "credibility": one.credibility,
        "p_true": one.p_true,
        "p_true_stated": one.p_true_stated,
        "graded": {"by": one.graded_by, "date": one.graded_on, "why": one.graded_why},
        "contradicts": list(one.contradicts),
        "moves": list(found.moves(one.name)),
        "speaks_about": list(found.speaks(one.name)),
        "moves_nothing": found.silent.get(one.name),
    }


def _number(one: Quantity) -> dict[str, Any]:
    return {
        "path": one.path,
        "unit": one.unit,
        "meaning": one.meaning,
        "reference_prior": one.prior.words(),
        "if_true": {claim: prior.words() for claim, prior in one.if_true.items()},
        "claims": list(one.claims),
        "why": one.why,
        "assumption": one.assumption,
        "fixed": one.is_fixed,
    }
