"""Who comes first when not all can be served: against a plain sort."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from exitban.kernels.select import select
from exitban.maths.philox import philox

POSTS, REPLICATES, POLICIES = 9, 3, 3


def key(tick: int, post: int, replicate: int, place: int) -> int:
    """The key of a post: its address is its own number here."""
    words = philox(*(np.uint64(one) for one in (tick, post, 7, replicate // 2, 5, 2)))
    return int(words[2 * (replicate % 2) + place])


def flags(posts: int = POSTS) -> st.SearchStrategy[list[list[bool]]]:
    return st.lists(st.lists(st.booleans(), min_size=REPLICATES, max_size=REPLICATES), min_size=posts, max_size=posts)


def counts(rows: int, most: int) -> st.SearchStrategy[list[list[int]]]:
    one = st.lists(st.integers(0, most), min_size=REPLICATES, max_size=REPLICATES)
    return st.lists(one, min_size=rows, max_size=rows)


@given(
    among=flags(),
    since=counts(POSTS, 2),
    governing=counts(2, POLICIES - 1),
    room=counts(POLICIES, 5),
    tick=st.integers(0, 50),
    place=st.integers(0, 1),
)
def test_the_first_in_line_are_chosen(
    among: list[list[bool]],
    since: list[list[int]],
    governing: list[list[int]],
    room: list[list[int]],
    tick: int,
    place: int,
) -> None:
    grade = np.array([0, 0, 0, 1, 1, 1, 1, 0, 0], np.int32)
    chosen, made = np.zeros((POSTS, REPLICATES), np.bool_), np.zeros((POLICIES, REPLICATES), np.int32)
    select(
        (np.uint64(tick), np.uint64(2), np.uint64(5), place),
        (np.arange(POSTS, dtype=np.uint64), np.full(POSTS, 7, np.uint64), grade, np.array(governing, np.int32)),
        np.array(among),
        np.array(since, np.int32),
        np.arange(REPLICATES, dtype=np.uint64),
        np.array(room, np.int32),
        (chosen, made, np.zeros(POSTS, np.int32), np.zeros(POSTS, np.int64)),
    )
    for r in range(REPLICATES):
        for policy in range(POLICIES):
            line = [i for i in range(POSTS) if among[i][r] and governing[grade[i]][r] == policy]
            line.sort(key=lambda i: (since[i][r], key(tick, i, r, place), i))
            under = [i for i in range(POSTS) if governing[grade[i]][r] == policy]
            assert {i for i in under if chosen[i, r]} == set(line[: room[policy][r]])
            assert made[policy, r] == min(len(line), room[policy][r])
