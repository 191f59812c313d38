"""What is told by institution and rank."""

from __future__ import annotations

import numpy as np
import pytest

import exitban
from exitban.results import Result
from tests.office import office

SHOP = """
chief
  clerk
  porter

4 months
hazards: killed 0.2
refill: rate 0.3
"""


@pytest.fixture(scope="module")
def result() -> Result:
    return exitban.run(office(SHOP), replicates=40, launcher="python", keep="everything")


def test_ranks_add_up_to_their_institution(result: Result) -> None:
    """Counts of all ranks of an institution are the mean over replicates of the count of that institution."""
    data = result.data
    assert data["grade_rank"].values.tolist() == [0, 1]
    for name in ("filled", "exits_killed", "arrivals"):
        whole = data[name].mean("replicate")
        assert whole.values.any(), f"{name} never happens here, so nothing is tested"
        np.testing.assert_allclose(data[f"rank_{name}"].sum("grade"), whole, rtol=1e-6)


def test_a_rank_is_counted_by_itself(result: Result) -> None:
    """The chief's chair and the two others: at most one and at most two are filled."""
    filled = result.data["rank_filled"].isel(policy=0)
    assert (filled.sel(grade="office/0") <= 1).all()
    assert (filled.sel(grade="office/1") > 1).any()


def test_a_mean_by_rank_is_over_the_members_of_all_worlds() -> None:
    """Nobody leaves and effort is whole: 1 in every rank, however many worlds there are."""
    data = exitban.run(office("chief\n  clerk\n  porter\n\n2 months"), replicates=3, launcher="python").data
    assert data["rank_effort"].values == pytest.approx(1.0)
