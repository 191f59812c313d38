"""Control of worlds that are mixed from two: who is in post from one, what the holder is worth from the other.

Equation 14 makes control of four things and no others: which posts are filled (F), who holds them (competence c), what
they give (effort e), who is covert (D). Each of these is a switch: on, it is taken from the world under the policy,
off, from the base; post by post and tick by tick, on the same luck.

- retention: F. Off, a post is filled where the base world fills it.
- composition: c. Off, a holder is as able as the holder in the base world; where that post stands vacant, as its last
  holder was. So one who is stopped from leaving counts as retained, and as nothing else, until the base world finds a
  successor: from then on the difference to the successor is composition.
- effort: e. Off, a holder gives what the holder in the base world gives. A vacant post has the effort to which its last
  holder, set free, would have returned.
- covert: D. Off, a holder has a covert tie where the holder in the base world has one.

With all off this is the base world's control and with all on the policy's, bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from exitban.analysis.shapley import On, combinations
from exitban.kernels.launch import Arrays

Reals = NDArray[np.float32]
Flags = NDArray[np.bool_]

SWITCHES: Final = ("retention", "composition", "effort", "covert")
ONE, ZERO = np.float32(1), np.float32(0)


@dataclass(frozen=True)
class Ranks:
    """The command graph of a block, for whole ranks at once: superiors come before subordinates.

    ``superior`` and ``second`` (posts,), -1 for none; ``kept`` (posts, replicates); ``full`` (replicates,): what
    control is measured against; ``weight`` and ``population`` (institutions,); ``institution`` (posts,).
    """

    superior: NDArray[np.int64]
    second: NDArray[np.int64]
    root: Flags
    kept: Reals
    full: Reals
    institution: NDArray[np.int64]
    weight: NDArray[np.float64]
    population: NDArray[np.float64]

    @classmethod
    def of(cls, arrays: Arrays) -> Ranks:
        """Those of a block that has begun."""
        institution = arrays["institution"].astype(np.int64)
        return cls(
            superior=arrays["superior"].astype(np.int64),
            second=arrays["second"].astype(np.int64),
            root=arrays["root"],
            kept=arrays["control_kept"][institution],
            full=arrays["raw_full"].copy(),
            institution=institution,
            weight=arrays["weight"],
            population=arrays["population"],
        )

    @cached_property
    def levels(self) -> list[NDArray[np.int64]]:
        """Posts by their depth, from the roots down."""
        depth = np.zeros(len(self.superior), np.int64)
        for post, above in enumerate(zip(self.superior, self.second, strict=True)):
            depth[post] = max((depth[one] + 1 for one in above if one >= 0), default=0)
        return [np.flatnonzero(depth == level) for level in range(int(depth.max(initial=0)) + 1)]

    def reach(self, filled: Flags, covert: Flags) -> Reals:
        """The share of an order that each post carries out, (posts, replicates)."""
        found = np.zeros(filled.shape, np.float32)
        for posts in self.levels:
            passed = np.where(self.root[posts, None], ONE, self.kept[posts] * self.above(found, posts))
            found[posts] = np.where(filled[posts] & ~covert[posts], passed, ZERO)
        return found

    def above(self, reach: Reals, posts: NDArray[np.int64]) -> Reals:
        """The largest reach among the superiors; 1 where there is none."""
        first, second = self.superior[posts], self.second[posts]
        most = np.where(first[:, None] >= 0, reach[first], ONE)
        return np.where(second[:, None] >= 0, np.maximum(most, reach[second]), most)

    def control(self, output: Reals) -> Reals:
        """C of an output (posts, replicates); sums in 64 bits and in the order of the posts, as in the kernel."""
        total = np.zeros(output.shape[1])
        for number, weight in enumerate(self.weight):
            here = output[self.institution == number].astype(np.float64)
            total = total + weight * (np.add.accumulate(here, axis=0)[-1] / self.population[number])
        raw = total.astype(np.float32)
        return np.divide(raw, self.full, out=np.zeros_like(raw), where=self.full > ZERO)


def ingredients(arrays: Arrays) -> dict[str, NDArray[Any]]:
    """What a block's control is made of at the end of a tick, by switch; who has left is covert no more."""
    return {
        "retention": arrays["filled"],
        "composition": arrays["competence"],
        "effort": arrays["effort"],
        "covert": arrays["filled"] & arrays["covert"],
    }


def mixed_control(ranks: Ranks, base: Arrays, policy: Arrays) -> dict[On, Reals]:
    """Control at the end of a tick, (replicates,), for every combination of switches."""
    off, on = ingredients(base), ingredients(policy)
    reaches = {
        some: ranks.reach(one["retention"], one["covert"])
        for some in combinations(("retention", "covert"))
        for one in [chosen(off, on, some)]
    }
    found: dict[On, Reals] = {}
    for some in combinations(SWITCHES):
        one = chosen(off, on, some)
        reach = reaches[some & {"retention", "covert"}]
        found[some] = ranks.control(reach * one["composition"] * one["effort"])
    return found


def chosen(off: Mapping[str, Any], on: Mapping[str, Any], some: On) -> dict[str, Any]:
    """Each ingredient from the world that its switch says."""
    return {name: on[name] if name in some else off[name] for name in SWITCHES}
