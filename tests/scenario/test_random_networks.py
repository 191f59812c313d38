"""A watch network drawn at random: whom it may hold, how many, and that it is always the same one."""

from __future__ import annotations

from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from exitban.scenario import Organisation
from exitban.scenario.random_networks import independent_pairs, pairs_of, random_edges
from exitban.scenario.types import RandomWatchEntry
from tests.scenario.files import office, scenario, the_problem


def drawn(posts: int, mean_degree: float, kind: str = "poisson", seed: int = 1) -> np.ndarray:
    return random_edges(posts, RandomWatchEntry(mean_degree=mean_degree, kind=kind, seed=seed))  # type: ignore[arg-type]


@given(st.integers(2, 60), st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_whoever_watches_is_watched_and_nobody_watches_themselves(posts: int, share: float, seed: int) -> None:
    edges = drawn(posts, share * (posts - 1), seed=seed)
    found = {(int(a), int(b)) for a, b in edges}
    assert len(found) == len(edges), "no pair stands twice"
    assert found == {(b, a) for a, b in found}
    assert all(a != b and 0 <= a < posts for a, b in found)


@given(st.integers(0, 10**9))
def test_every_number_is_a_pair(number: int) -> None:
    for one in (number, number**2 // 2):
        ((i, j),) = pairs_of(np.array([one])).tolist()
        assert 0 <= i < j
        assert j * (j - 1) // 2 + i == one


def test_all_pairs_and_none() -> None:
    assert len(drawn(7, 6)) == 7 * 6
    assert len(drawn(7, 0)) == 0
    assert len(drawn(1, 0)) == 0


def test_every_pair_is_as_likely_as_any_other_and_independent() -> None:
    """4,000 graphs of five posts: each of ten pairs in 30 % of them, and the number of pairs is binomial."""
    graphs = np.zeros((4000, 5, 5), bool)
    for seed in range(4000):
        i, j = independent_pairs(5, 0.3, seed).T
        graphs[seed, i, j] = True
    rows, columns = np.triu_indices(5, 1)
    held = graphs[:, rows, columns]
    assert held.sum() == graphs.sum()
    assert np.abs((held.mean(axis=0) - 0.3) / np.sqrt(0.3 * 0.7 / 4000)).max() < 4
    counts = np.bincount(held.sum(axis=1), minlength=11)
    expected = 4000 * stats.binom.pmf(np.arange(11), 10, 0.3)
    tail = [counts[7:].sum()], [expected[7:].sum()]
    result = stats.chisquare(np.concatenate([counts[:7], tail[0]]), np.concatenate([expected[:7], tail[1]]))
    assert result.pvalue > 1e-4


def test_degrees_are_poisson() -> None:
    """10,000 posts, mean degree 4: number of edges within 4 standard errors, degrees by a chi-squared test."""
    posts = 10_000
    degree = np.bincount(drawn(posts, 4)[:, 0], minlength=posts)
    pairs, chance = comb(posts, 2), 4 / (posts - 1)
    assert abs(degree.sum() / 2 - pairs * chance) < 4 * np.sqrt(pairs * chance)
    counts = np.bincount(np.minimum(degree, 12), minlength=13)
    law = stats.poisson(4)
    expected = posts * np.append(law.pmf(np.arange(12)), law.sf(11))
    assert stats.chisquare(counts, expected).pvalue > 1e-4


@pytest.mark.parametrize(("posts", "degree"), [(4, 3), (10, 3), (11, 4), (1000, 5), (6, 0)])
def test_a_regular_network_gives_everybody_the_same_number(posts: int, degree: int) -> None:
    edges = drawn(posts, degree, "regular", seed=3)
    assert (np.bincount(edges[:, 0], minlength=posts) == degree).all()
    assert len({tuple(one) for one in edges.tolist()}) == posts * degree
    assert (edges[:, 0] != edges[:, 1]).all()


def test_regular_networks_on_four_posts_are_equally_likely() -> None:
    """With two neighbours each there are three: the ways to leave out one perfect matching."""
    seen: dict[str, int] = {}
    for seed in range(600):
        name = str(sorted(map(tuple, drawn(4, 2, "regular", seed).tolist())))
        seen[name] = seen.get(name, 0) + 1
    assert len(seen) == 3
    assert max(abs(count / 600 - 1 / 3) for count in seen.values()) < 4 * np.sqrt(2 / 9 / 600)


RANDOM = "watch: {random: {mean_degree: 2, seed: 5}}\npolicies:"


def pairs(whole: Organisation) -> set[tuple[str, str]]:
    return {(whole.ids[a], whole.ids[b]) for a, b in whole.watches.tolist()}


def test_nobody_else_is_watched_unless_said(tmp_path: Path) -> None:
    whole = scenario(tmp_path, office("policies:", RANDOM).replace("[3]", "[30]")).organisation()
    assert len(whole.watches) < 31 * 30 / 2
    also = office("policies:", RANDOM.replace("seed: 5}", "seed: 5}, superior: true")).replace("[3]", "[30]")
    added = pairs(scenario(tmp_path, also).organisation()) - pairs(whole)
    assert {above for _, above in added} == {"office/0"}


def test_the_same_seed_gives_the_same_network_whatever_the_order_of_the_file(tmp_path: Path) -> None:
    two = "  guards:\n    posts: {roots: 20}\n"
    text = office("policies:", RANDOM).replace("institutions:\n", f"institutions:\n{two}")
    turned = office("policies:", f"{two}{RANDOM}")
    assert pairs(scenario(tmp_path, text).organisation()) == pairs(scenario(tmp_path, turned).organisation())


def test_the_seed_can_be_set_on_the_command_line(tmp_path: Path) -> None:
    text = office("policies:", RANDOM).replace("[3]", "[30]")
    one, other, same = (
        pairs(scenario(tmp_path, text, (f"watch.random.seed={seed}",)).organisation()) for seed in (5, 6, 5)
    )
    assert one == same != other


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("mean_degree: ¦30", "4 posts can watch 3 others at most"),
        ("mean_degree: ¦2.5, kind: regular", "a whole number, even in all"),
        ("mean_degree: ¦-1", "allowed: 0 or more"),
        ("mean_degree: 1, seed: ¦-1", "allowed: 0 or more"),
        ("mean_degree: 1, kind: ¦poison", "Did you mean 'poisson'"),
    ],
)
def test_what_cannot_be_drawn_is_told(tmp_path: Path, asked: str, told: str) -> None:
    text = office("policies:", f"watch: {{random: {{{asked}}}}}\npolicies:")
    assert told in the_problem(tmp_path, text).message
