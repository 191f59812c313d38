"""Where arrays lie: at a line of the cache, and not all at the same place of a page."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from exitban.kernels import placing
from tests.office import EVERYTHING, Days, office


def place(array: np.ndarray) -> int:
    return int(array.ctypes.data)


def filled(*rooms: placing.Room) -> list[np.ndarray]:
    return list(placing.block({}, {str(turn): (room, 1.0) for turn, room in enumerate(rooms)}).values())


def test_every_array_begins_at_a_line_and_holds_its_value() -> None:
    rooms: list[placing.Room] = [((3, 5), np.float32), ((700, 64), np.int8), ((2, 2), np.bool_)]
    for made, (shape, kind) in zip(filled(*rooms), rooms, strict=True):
        assert (made.shape, made.dtype, place(made) % placing.LINE) == (shape, np.dtype(kind), 0)
        assert (made == 1).all()
    assert filled(((0, 4), np.int32))[0].shape == (0, 4), "there may be no policy"


def test_large_arrays_begin_a_line_apart_in_their_pages() -> None:
    starts = [place(one) % placing.PAGE for one in filled(*[((2000, 8), np.float32)] * 70)]
    assert starts == [turn * placing.LINE % placing.PAGE for turn in range(70)]


def test_the_arrays_of_a_block_lie_in_one_piece() -> None:
    """Large pages are given to large pieces only."""
    made = filled(((500, 64), np.float32), ((3, 64), np.int8), ((500, 64), np.bool_))
    taken = max(place(one) + one.nbytes for one in made) - place(made[0])
    assert sum(one.nbytes for one in made) <= taken <= sum(one.nbytes for one in made) + len(made) * placing.PAGE


def test_records_do_not_keep_the_rest_of_their_block() -> None:
    arrays = Days(office(EVERYTHING), "ban", replicates=5).arrays
    assert whole(arrays["recorded"]) is not whole(arrays["filled"])


def whole(array: np.ndarray) -> object:
    """The piece of memory in which an array lies."""
    return array if array.base is None else whole(array.base)


def test_a_copy_is_one() -> None:
    one = np.arange(12.0).reshape(3, 4)
    (copy,) = placing.block({"one": one[:, ::2]}, {}).values()
    copy[0, 0] = 5
    assert (one[0, 0], copy.tolist()) == (0, [[5, 2], [4, 6], [8, 10]])


def test_the_arrays_of_a_block_do_not_overlap() -> None:
    """What was asked of the compiler to take for granted."""
    arrays = Days(office(EVERYTHING), "ban", replicates=5).arrays
    ends = sorted((place(one), place(one) + one.nbytes) for one in arrays.values() if one.nbytes)
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))
