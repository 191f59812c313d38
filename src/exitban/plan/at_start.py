"""The state of the first members as arrays: what the file states, and the flags that are drawn for every replicate."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from exitban.maths.luck import BEFORE_THE_START, ODD, PAIR, own_row, share
from exitban.maths.philox import philox
from exitban.scenario import AtStart
from exitban.scenario.luck import addresses_of

Reals = NDArray[np.float32]


def values_at_start(stated: AtStart, seed: int, replicates: NDArray[np.uint64]) -> Reals:
    """(posts, replicates), or (posts, 1) where all replicates are alike; NaN: not stated."""
    if stated.values is not None:
        return stated.values.astype(np.float32)[:, None]
    words = drawn_words(stated, seed, replicates)
    if stated.drawn == "share":
        return np.asarray(shares(words) < np.float32(stated.amount), np.float32)
    held = np.zeros(words.shape, np.float32)
    first = np.argsort(words, axis=0, kind="stable")[: int(stated.amount)]
    np.put_along_axis(held, first, np.float32(1.0), axis=0)
    return held


def drawn_words(stated: AtStart, seed: int, replicates: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One word of luck per post and replicate (posts, replicates), addressed by the name of the post."""
    low, high = addresses_of(stated.posts).T[:, :, None]
    purpose = np.uint64(own_row(stated.state, "at_start"))
    tick, key, each = (np.uint64(BEFORE_THE_START), np.uint64(seed), replicates[None, :])
    words: Any = philox(tick, low, high, each >> PAIR, key, purpose)  # type: ignore[arg-type]
    return np.asarray(np.where(each & ODD, words[2], words[0]), np.uint64)


def shares(words: NDArray[np.uint64]) -> Reals:
    """Numbers strictly between 0 and 1 from words: `exitban.maths.luck.share` of many at once."""
    return np.asarray(share(words), np.float32)  # type: ignore[arg-type]
