"""One world, post by post: the same staff and the same luck under two policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from exitban.explore.setting import Setting
from exitban.explore.studio import Studio
from exitban.plan.posts import PostTable

VACANT, FILLED, HELD, SPEAKING, COVERT = range(5)
"""What a post shows, the last that applies: filled, its holder was stopped, speaks out, deals in secret."""

MOST_DRAWN: Final = 3000
"""More posts than this are no picture; the highest are drawn."""

Codes = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Twins:
    """``codes`` by policy (ticks, posts); the posts stand in the order of the plan, highest first."""

    world: int
    posts: PostTable
    codes: dict[str, Codes]
    control: dict[str, NDArray[np.float32]]


def twins(studio: Studio, setting: Setting, world: int) -> Twins:
    """Run one world under both policies, and look at every post at the end of every tick."""
    found: dict[str, Codes] = {}
    control: dict[str, NDArray[np.float32]] = {}
    for policy in setting.policies:
        found[policy], control[policy] = _followed(studio, setting, policy, world)
    return Twins(world, studio.work(setting.seed, setting.claims).plan.posts, found, control)


def _followed(studio: Studio, setting: Setting, policy: str, world: int) -> tuple[Codes, NDArray[np.float32]]:
    ensemble = studio.ensemble(policy, setting)
    work, ticks = ensemble.work, ensemble.work.plan.scenario.time.ticks
    block = work.in_memory(work.plan.block(dict(ensemble.given), slice(world, world + 1)))
    codes = np.zeros((ticks, len(work.plan.posts.ids)), np.int8)
    for tick in range(ticks):
        block.go(tick, tick + 1)
        codes[tick] = _codes(block.arrays)
    control = block.arrays["recorded_world"][work.engine.world_rows.index("control")]
    return codes, control[:, 0].copy()


def _codes(arrays: dict[str, Any]) -> Codes:
    """What each post shows now, (posts,)."""
    shown = np.zeros(len(arrays["filled"]), np.int8)
    for code, name in ((FILLED, "filled"), (HELD, "trapped"), (SPEAKING, "speaking"), (COVERT, "covert")):
        if name in arrays:
            shown[arrays[name][:, 0] & arrays["filled"][:, 0]] = code
    return shown


def median_world(studio: Studio, setting: Setting) -> int:
    """The world, among those shown first, whose difference at the end is nearest to their median: no dramatic one."""
    base, chosen = (one.worlds(studio.first) for one in studio.pair(setting))
    difference = (chosen.measured - base.measured)[:, -1]
    return int(np.abs(difference - np.median(difference)).argmin())


def told_twins(studio: Studio, seen: Twins) -> dict[str, Any]:
    """The same as plain data: where posts stand, how they begin, and what changes when."""
    drawn = min(len(seen.posts.ids), MOST_DRAWN)
    return {
        "world": seen.world,
        "posts": len(seen.posts.ids),
        "drawn": drawn,
        "institutions": [studio.scenario.institutions[name].title for name in seen.posts.institutions],
        **_places(seen.posts, drawn),
        "policies": {name: _changes(codes[:, :drawn]) for name, codes in seen.codes.items()},
        "control": {name: [round(float(one), 4) for one in values] for name, values in seen.control.items()},
    }


def _changes(codes: Codes) -> dict[str, Any]:
    """The first tick in full, then triples of tick, post and what it shows from then on."""
    ticks, posts = np.nonzero(np.diff(codes, axis=0))
    after = np.stack([ticks + 1, posts, codes[ticks + 1, posts]], axis=1)
    return {"first": codes[0].tolist(), "changes": after.ravel().tolist()}


def _places(posts: PostTable, drawn: int) -> dict[str, Any]:
    """Institution, depth within it and place from left to right (0 to 1) of every post, and its superior there."""
    arrays = posts.arrays
    institution, superior = arrays["institution"][:drawn], arrays["superior"][:drawn]
    inside = (superior >= 0) & (institution[superior] == institution)
    own = np.where(inside, superior, -1).astype(np.int64)
    depth = np.zeros(drawn, np.int64)
    for post in range(drawn):
        depth[post] = depth[own[post]] + 1 if own[post] >= 0 else 0
    return {
        "institution": institution.tolist(),
        "depth": depth.tolist(),
        "superior": own.tolist(),
        "across": [round(float(one), 4) for one in _across(institution, own)],
    }


def _across(institution: NDArray[np.int32], own: NDArray[np.int64]) -> NDArray[np.float64]:
    """Leaves side by side, each superior over the middle of those below: a tree as people draw it."""
    below: dict[int, list[int]] = {}
    for post, above in enumerate(own.tolist()):
        below.setdefault(above, []).append(post)
    across = np.zeros(len(own))
    for k in np.unique(institution):
        leaves = _leaves([post for post in below.get(-1, []) if institution[post] == k], below)
        across[leaves] = (np.arange(len(leaves)) + 0.5) / len(leaves)
    for post in range(len(own) - 1, -1, -1):
        if post in below:
            across[post] = across[below[post]].mean()
    return across


def _leaves(roots: list[int], below: dict[int, list[int]]) -> list[int]:
    """Posts without subordinates, from left to right."""
    found: list[int] = []
    waiting = roots[::-1]
    while waiting:
        post = waiting.pop()
        waiting += below.get(post, [])[::-1]
        if post not in below:
            found.append(post)
    return found
