"""Posts in bulk are what they are one by one: their order, their addresses, whom they watch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitban.errors import ExitbanError
from exitban.maths.luck import address_of
from exitban.plan.posts import PostTable, addresses
from exitban.scenario import Organisation
from exitban.scenario.luck import addresses_of
from exitban.scenario.organisation import distinct


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Up to a dozen posts in two institutions, superiors before their subordinates, names in any order."""
    ids = draw(st.lists(st.text("ab0é/", min_size=1, max_size=3), min_size=1, max_size=12, unique=True))
    posts = len(ids)
    superior = [draw(st.integers(-1, i - 1)) for i in range(posts)]
    institution = draw(st.lists(st.sampled_from(["one", "two"]), min_size=posts, max_size=posts))
    rank = draw(st.lists(st.integers(0, 2), min_size=posts, max_size=posts))
    pairs = draw(st.lists(st.tuples(st.integers(0, posts - 1), st.integers(0, posts - 1)), max_size=30))
    watches = distinct([np.array(pairs, np.int32).reshape(-1, 2)], posts)
    return Organisation(ids, institution, rank, superior, [-1] * posts, watches)


def depth(whole: Organisation, post: int) -> int:
    above = whole.superior[post]
    return 0 if above < 0 else 1 + depth(whole, above)


@given(organisations())
def test_superiors_come_first_and_then_names_decide(whole: Organisation) -> None:
    expected = sorted(range(len(whole)), key=lambda post: (depth(whole, post), whole.ids[post]))
    table = PostTable(whole, ("one", "two"))
    assert table.order.tolist() == expected
    assert table.ids == [whole.ids[post] for post in expected]
    assert table.grade_of == [(whole.institution[post], whole.rank[post]) for post in expected]
    superiors = [expected.index(whole.superior[post]) if whole.superior[post] >= 0 else -1 for post in expected]
    assert table.arrays["superior"].tolist() == superiors


@given(organisations())
def test_each_row_holds_those_watched_with_equal_weights(whole: Organisation) -> None:
    table = PostTable(whole, ("one", "two"))
    found = table.watching()
    for post, name in enumerate(table.ids):
        row = slice(found["watch_start"][post], found["watch_start"][post + 1])
        watched = {whole.ids[b] for a, b in whole.watches.tolist() if whole.ids[a] == name}
        assert {table.ids[other] for other in found["watched"][row]} == watched
        assert found["watch_share"][post] == np.float32(1 / max(len(watched), 1))
        row = slice(found["watcher_start"][post], found["watcher_start"][post + 1])
        watchers = {whole.ids[a] for a, b in whole.watches.tolist() if whole.ids[b] == name}
        assert {table.ids[other] for other in found["watchers"][row]} == watchers


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=40))
def test_pairs_stand_once_and_rise_and_nobody_watches_themselves(pairs: list[tuple[int, int]]) -> None:
    parts = [np.array(pairs[:20], np.int32).reshape(-1, 2), np.array(pairs[20:], np.int32).reshape(-1, 2)]
    assert distinct(parts, 7).tolist() == [list(one) for one in sorted(set(pairs)) if one[0] != one[1]]


@given(st.lists(st.text(max_size=200), max_size=5))
def test_addresses_in_bulk_are_those_of_each_name(names: list[str]) -> None:
    assert addresses_of(names).tolist() == [list(address_of(name)) for name in names]


def test_two_posts_of_one_address_are_refused() -> None:
    with pytest.raises(ExitbanError, match="share a 64-bit address"):
        addresses(["a", "b", "a"])
