"""One world under two policies, as a story."""

from __future__ import annotations

from collections import Counter
from typing import Any

import jsonschema
import numpy as np
import pytest

from exitban.analysis.happenings import Happening
from exitban.analysis.replay import Replay, replay
from exitban.errors import CallError
from exitban.run import run
from exitban.schemas import schema
from tests.office import EVERYTHING, office

HELD = """
    chief
      anna
      ben

    3 months
    nobody wants to stay
    policy ban: strength 1
"""


@pytest.fixture(scope="module")
def everything() -> Replay:
    return replay(office(EVERYTHING), 2, policies=["none", "ban"])


def test_by_hand() -> None:
    """All ask in the first month: free they go, bound they are stopped, and ask again each month."""
    found = replay(office(HELD), 0, policies=["none", "ban"], launcher="python")
    posts = ("office/anna", "office/ben", "office/chief")
    free, bound = found.worlds
    assert free.happenings == tuple(Happening(0, post, "left", "open") for post in posts)
    assert bound.happenings == tuple(Happening(tick, post, "stopped") for tick in range(3) for post in posts)
    assert (free.lost_at, bound.lost_at) == (2.0, None)
    assert found.apart == 0
    story = found.answer()
    assert "stopped when asking to leave: office/anna, office/ben and office/chief" in " ".join(story.split())
    assert "Control is lost under “Nothing is forbidden”." in story
    last = f"control is lost after 2 months and stands at {100 * free.control[-1]:.0f} % at the end;"
    assert last in " ".join(story.split())


@pytest.mark.parametrize("policy", ["none", "ban"])
def test_the_story_is_the_world_of_the_run(everything: Replay, policy: str) -> None:
    data = run(office(EVERYTHING), replicates=range(2, 3), policies=["none", "ban"]).data.sel(policy=policy)
    world = next(one for one in everything.worlds if one.policy == policy)
    counted = Counter(one.kind for one in world.happenings)
    for kind, name in (("stopped", "blocked"), ("sanctioned", "sanctions"), ("arrived", "arrivals")):
        assert counted[kind] == float(data[name].sum()), kind
    assert counted["promoted"] == float(data["promotions"].sum())
    assert counted["left"] == sum(
        float(data[f"exits_{reason}"].sum()) for reason in ("open", "unblocked", "health", "paid", "tolerated")
    )
    assert np.array_equal(world.control, data["control"].values[0].astype(np.float64))
    lost = float(data["lost_at"].values[0])
    assert world.lost_at == (None if np.isnan(lost) else lost)


def test_what_a_new_holder_brings_along_has_not_begun_in_that_tick(everything: Replay) -> None:
    """A state begins in the member who was there before; whoever has just come has none that could have begun."""
    for world in everything.worlds:
        new = {(one.tick, one.post) for one in world.happenings if one.kind in ("arrived", "promoted")}
        began = {(one.tick, one.post) for one in world.happenings if one.kind in ("spoke", "deal", "deal_refused")}
        assert new
        assert began
        assert not new & began


def test_document(everything: Replay) -> None:
    document = everything.to_json()
    jsonschema.validate(document, schema("replay"))
    assert document["first_difference"] == everything.dates[everything.apart or 0].isoformat()
    assert max(map(len, everything.answer().splitlines())) <= 110


def test_worlds_that_never_part_say_so() -> None:
    found = replay(
        office("alone", "2 months", "policy ban: strength 1"), 0, policies=["none", "ban"], launcher="python"
    )
    assert found.apart is None
    assert "They never part" in found.answer()


@pytest.mark.parametrize(
    ("number", "policies", "told"),
    [
        (0, ["ban"], r"here is ban. Name two with --policy"),
        (0, "ban", r"here is ban. Name two with --policy"),
        (-1, ["none", "ban"], "replicate: -1 was given"),
        (1.5, ["none", "ban"], "replicate: 1.5 was given; allowed: whole numbers from 0"),
        (99_999_999_999, ["none", "ban"], "replicate: 99999999999 was given; allowed: whole numbers from 0 to 4,294"),
        (0, ["none", "bann"], "Did you mean 'ban'"),
    ],
)
def test_what_cannot_be_told(number: Any, policies: Any, told: str) -> None:
    with pytest.raises(CallError, match=told):
        replay(office(HELD), number, policies=policies, launcher="python")


def test_an_unknown_launcher_is_refused() -> None:
    unknown: Any = "gpu"
    with pytest.raises(CallError, match="launcher: found 'gpu'"):
        replay(office(HELD), 0, policies=["none", "ban"], launcher=unknown)
