"""When control is lost (equation 15), by hand: months of one tick."""

from __future__ import annotations

import numpy as np
import pytest

from exitban.results.loss import lost_at


@pytest.mark.parametrize(
    ("control", "hold", "months"),
    [
        ([0.4, 0.4, 0.4], 1.0, 2.0),
        ([0.5, 0.5, 0.5], 1.0, np.nan),
        ([0.5, 0.4, 0.4], 1.0, 3.0),
        ([0.4, 0.5, 0.4], 1.0, np.nan),
        ([0.4, 0.6, 0.6], 0.0, 1.0),
        ([0.4, 0.4, 0.4], 1.5, 3.0),
        ([0.4, 0.4, 0.4], 2.5, np.nan),
    ],
)
def test_control_is_lost_once_it_has_been_below_its_threshold_and_not_at_it(
    control: list[float], hold: float, months: float
) -> None:
    """A threshold of .5. It begins to be below at the end of a month, and the hold is counted from there on."""
    found = lost_at(np.array(control, np.float32)[:, None], np.array([0.5]), np.array([hold]), 1.0)
    assert found == pytest.approx([months], nan_ok=True)
