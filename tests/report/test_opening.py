"""What stands first in a report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exitban.analysis import summarise
from exitban.analysis.findings import CAUTION
from exitban.report.opening import glance
from tests.analysis.synthetic import by_hand, plausible


@pytest.mark.parametrize(("kind", "cautioned"), [("report", True), ("reference", False)])
def test_the_policies_stand_side_by_side_with_what_they_are_not(kind: str, cautioned: bool) -> None:
    """Under a reference model nothing real could fall."""
    found = glance(replace(summarise(by_hand()), kind=kind))
    assert found is not None
    assert (CAUTION in found.content) == cautioned
    assert found.content.index("First, do the assumptions") < found.content.index("Worlds that lose control,&nbsp;%")


def test_with_one_policy_there_is_nothing_to_glance_at() -> None:
    assert glance(summarise(plausible(8, ("ban",)))) is None
