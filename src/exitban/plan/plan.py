"""What a launcher needs for a policy and a block of replicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.plan.at_start import values_at_start
from exitban.plan.columns import NO_POLICY, Columns
from exitban.plan.posts import PostTable, post_table
from exitban.scenario import Scenario
from exitban.words import AT_START

BY_REPLICATE = ("formal", "due_from", "tightens", "event_size", "event_decay", "replicates")


@dataclass(frozen=True)
class Plan:
    """A scenario for some replicates under one seed.

    ``drawn``: every number by path, (replicates,); ``truths``: which claims hold, (replicates,). Both depend on the
    seed and the replicate alone, so policies are compared on the same draws. ``given``: columns that the
    caller has given in place of draws; they are among ``drawn``. ``lanes`` (lanes,): the
    replicate of every lane, where lanes are not simply the replicates one after the other.
    """

    scenario: Scenario
    seed: int
    replicates: range
    drawn: dict[str, NDArray[np.float64]]
    truths: dict[str, NDArray[np.bool_]]
    given: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    lanes: NDArray[np.uint64] | None = None

    @cached_property
    def institutions(self) -> tuple[str, ...]:
        """Names of institutions, sorted: the order of a file changes nothing."""
        return tuple(sorted(self.scenario.institutions))

    @cached_property
    def posts(self) -> PostTable:
        """The posts in their order."""
        counted = self.columns.column(self.scenario.quantity("exposure", "counted"))
        return post_table(self.scenario.organisation(), self.institutions, bool(counted[0] > 0))

    @cached_property
    def columns(self) -> Columns:
        """The numbers."""
        return Columns(self.scenario, self.institutions, self.drawn, len(self.replicates), self.given)

    @cached_property
    def shared(self) -> dict[str, NDArray[Any]]:
        """What is the same for all policies and replicates."""
        weights = np.array([self.scenario.institutions[name].weight for name in self.institutions], np.float64)
        return {**self.posts.arrays, "weight": weights / weights.sum()}

    def policies_in_force(self, policy: str) -> list[str]:
        """Row 0 is "no policy"; then the policy that is run and those in force beside it, by name."""
        beside = self.scenario.policies[policy].together_with
        return [NO_POLICY, *sorted({policy, *beside} - {NO_POLICY})]

    def under(self, policy: str) -> dict[str, NDArray[Any]]:
        """All that a run under a policy is given, for all replicates."""
        rows = self.policies_in_force(policy)
        return {
            **self.shared,
            **self.columns.numbers(rows),
            **self.columns.policies(rows, self.posts.grades),
            **self.columns.events(),
            "replicates": np.asarray(self.replicates if self.lanes is None else self.lanes, dtype=np.uint64),
        }

    def block(self, given: dict[str, NDArray[Any]], lanes: slice) -> dict[str, NDArray[Any]]:
        """The same for some of the replicates."""
        wired = {f"{m.name}_{name}" for m in self.scenario.mechanisms for name in m.facts()}
        varies = wired | set(BY_REPLICATE)
        block = {n: np.ascontiguousarray(a[..., lanes]) if n in varies else a for n, a in given.items()}
        return {**block, **self.at_start(block["replicates"])}

    def at_start(self, replicates: NDArray[np.uint64]) -> dict[str, NDArray[np.float32]]:
        """The states of first members that the scenario states, (posts, replicates) by state; NaN: not stated."""
        found: dict[str, NDArray[np.float32]] = {}
        place = {post: i for i, post in enumerate(self.posts.ids)} if self.scenario.at_start else {}
        for one in self.scenario.at_start:
            empty = np.full((len(place), len(replicates)), np.nan, np.float32)
            there = [i for i, post in enumerate(one.posts) if post in place]
            rows = [place[one.posts[i]] for i in there]
            values = values_at_start(one, self.seed, replicates)
            found.setdefault(f"{AT_START}{one.state}", empty)[rows] = values[there]
        return found


def plan_for(
    scenario: Scenario, seed: int, replicates: range, columns: Mapping[str, NDArray[np.float64]] | None = None
) -> Plan:
    """Draw the numbers of a scenario, and lay it out; ``columns`` (from `given_columns`) stand in place of draws."""
    drawn, truths = scenario.draws(seed, replicates)
    given = columns or {}
    return Plan(scenario, seed, replicates, {**drawn, **given}, truths, given)


def plan_of_cells(like: Plan, replicates: NDArray[np.uint64], columns: Mapping[str, NDArray[np.float64]]) -> Plan:
    """The organisation of a plan with lanes of their own: any replicates in any order, also the same one many times.

    ``replicates`` and every one of ``columns`` are (lanes,). Lanes of one replicate share luck and draws and differ by
    their columns alone, so that many small design points fill one block.
    """
    first, last = int(replicates.min()), int(replicates.max())
    drawn, truths = like.scenario.draws(like.seed, range(first, last + 1))
    lane = (replicates - np.uint64(first)).astype(np.int64)
    numbers = {**{path: values[lane] for path, values in drawn.items()}, **columns}
    true = {claim: values[lane] for claim, values in truths.items()}
    plan = Plan(like.scenario, like.seed, range(len(replicates)), numbers, true, columns, replicates)
    # What only depends on the organisation is worked out once; a large one takes longer than its simulation.
    vars(plan).update(institutions=like.institutions, posts=like.posts, shared=like.shared)
    return plan
