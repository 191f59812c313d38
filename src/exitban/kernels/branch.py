"""A copy of a world that goes on in another way, on the same luck."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from exitban.kernels import placing
from exitban.kernels.launch import Arrays
from exitban.kernels.placing import RECORDS


def without_policies(arrays: Arrays, given: Collection[str], rows: Sequence[int], tick: int) -> Arrays:
    """A copy of a block in which some policies (rows) end at a tick, the next one to be run.

    What was ``given`` is read only and shared. Records are shared too: a tick writes down its own line, and the world
    itself, when it comes to that tick, writes it anew; take from them what is wanted before it does.
    """
    shared = {*given, *RECORDS}
    own = placing.block({name: array for name, array in arrays.items() if name not in shared}, {})
    closes = arrays["closes"].copy()
    closes[list(rows)] = np.minimum(closes[list(rows)], tick)
    return {**arrays, **own, "closes": closes}
