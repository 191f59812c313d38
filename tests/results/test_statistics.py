"""Means and quantiles over replicates, some of which may have no value."""

from __future__ import annotations

import warnings

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from exitban.results.dataset import QUANTILES, statistics

SHARES = st.one_of(st.just(np.nan), st.floats(0, 1, width=32))
VALUES = arrays.arrays(np.float32, st.tuples(st.integers(1, 3), st.integers(1, 9)), elements=SHARES)


@given(VALUES)
def test_they_are_those_of_numpy(values: np.ndarray) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # nothing at all is no number, as it should be
        exact = values.astype(np.float64)
        expected = np.stack([np.nanmean(exact, axis=-1), *np.nanquantile(exact, QUANTILES, axis=-1)])
    np.testing.assert_allclose(statistics(values), expected, rtol=1e-6, atol=1e-7)


@given(arrays.arrays(np.float32, st.tuples(st.integers(1, 3), st.integers(1, 9)), elements=st.floats(0, 1, width=32)))
def test_rows_without_gaps_are_the_same_beside_one_with_gaps(values: np.ndarray) -> None:
    """They take a shorter way, with the same bits."""
    beside = np.concatenate([values, np.full_like(values[:1], np.nan)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        assert statistics(values).tobytes() == np.ascontiguousarray(statistics(beside)[:, :-1]).tobytes()


def test_by_hand() -> None:
    found = statistics(np.array([[4, np.nan, 0, 2]], np.float32))[:, 0]
    assert found.tolist() == np.array([2, 0.2, 1, 2, 3, 3.8], np.float32).tolist()
