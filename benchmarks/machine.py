"""What this machine can do at best, on one core: `python -m benchmarks.machine` prints it as a line of JSON.

Bytes read a second from arrays of growing size (so the levels of the cache show), and words of luck a second: Philox
4x32 with 10 rounds in a compiled loop over lanes, all four words of each call used.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numba
import numpy as np

from exitban.kernels.compiling import compiled
from exitban.maths.philox import philox

SIZES = tuple(2**power for power in range(14, 29, 2))
AT_ONCE = 2**24
"""Bytes that a call reads at least, so that the call itself does not count."""
LANES = 4096
LONG = 0.15
"""Seconds that a measurement takes at least."""


def draw(low: Any, out: Any, tick: Any, seed: Any) -> None:
    """Four words for every lane, summed so that none is left out."""
    for r in range(low.shape[0]):
        words = philox(tick, low[r], low[r], np.uint64(1), seed, low[r])
        out[r] += words[0] ^ words[1] ^ words[2] ^ words[3]


@numba.njit(fastmath=True)
def add_up(words: Any, times: int) -> int:
    """Read everything so many times; each time differs, or a compiler would read it once."""
    total = np.uint64(0)
    for time_ in range(times):
        for i in range(words.shape[0]):
            total += words[i] ^ np.uint64(time_)
    return int(total)


def a_second(work: Callable[[], object], amount: float) -> float:
    """How much is done in a second of the processor: the median of five measurements."""
    work()
    found = []
    for _ in range(5):
        began, times = time.process_time(), 0
        while time.process_time() - began < LONG:
            work()
            times += 1
        found.append(times * amount / (time.process_time() - began))
    return statistics.median(found)


def main() -> None:
    """Measure and print."""
    arrays = {size: np.arange(size // 8, dtype=np.uint64) for size in SIZES}
    times = {size: max(1, AT_ONCE // size) for size in SIZES}
    read = {size: a_second(partial(add_up, words, times[size]), size * times[size]) for size, words in arrays.items()}
    lanes, out, loop = np.arange(LANES, dtype=np.uint64), np.zeros(LANES, np.uint64), compiled(draw)
    words = a_second(lambda: loop(lanes, out, np.uint64(3), np.uint64(5)), 4 * LANES)
    print(json.dumps({"read": read, "words": words}))


if __name__ == "__main__":
    main()
