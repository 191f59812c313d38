"""Where arrays lie: at a line of the cache, and not all at the same place of a page."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from exitban.kernels import placing
from tests.office import EVERYTHING, Days, office


def place(array: np.ndarray) -> int:
    return int(array.ctypes.data)


def test_every_array_begins_at_a_line_and_holds_its_value() -> None:
    for turn, (shape, kind) in enumerate([((3, 5), np.float32), ((700, 64), np.int8), ((2, 2), np.bool_)]):
        made = placing.full((shape, kind), 1.0, turn)
        assert (made.shape, made.dtype, place(made) % placing.LINE) == (shape, np.dtype(kind), 0)
        assert (made == 1).all()
    assert placing.full(((0, 4), np.int32), 1.0, 3).shape == (0, 4), "there may be no policy"


def test_large_arrays_begin_a_line_apart_in_their_pages() -> None:
    starts = [place(placing.full(((2000, 8), np.float32), 0.0, turn)) % placing.PAGE for turn in range(70)]
    assert starts == [turn * placing.LINE % placing.PAGE for turn in range(70)]


def test_a_copy_is_one() -> None:
    one = np.arange(12.0).reshape(3, 4)
    (copy,) = placing.copies({"one": one[:, ::2]}).values()
    copy[0, 0] = 5
    assert (one[0, 0], copy.tolist()) == (0, [[5, 2], [4, 6], [8, 10]])


def test_the_arrays_of_a_block_do_not_overlap() -> None:
    """What was asked of the compiler to take for granted."""
    arrays = Days(office(EVERYTHING), "ban", replicates=5).arrays
    ends = sorted((place(one), place(one) + one.nbytes) for one in arrays.values() if one.nbytes)
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))
