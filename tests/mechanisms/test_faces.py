"""The public face against the private wish: four kinds of members."""

from __future__ import annotations

import numpy as np

from tests.office import Days, office

OFFICE = """
    chief
      anna
      ben
      carl
        dora

    3 months
    nobody reconsiders
"""
FACES = ("quiet_content", "quiet_wants_out", "open_content", "open_wants_out")


def faces(days: Days, month: int) -> dict[str, int]:
    return {face: int(days.recorded(face)[month, 0]) for face in FACES}


def test_each_member_has_one_face_and_one_wish() -> None:
    """Anna wants out and says nothing; Ben wants out and speaks; Carl was exposed, and would stay; Dora is gone."""
    days = Days(office(OFFICE)).step().let("anna", "ben", grievance=1).let("ben", speaking=1)
    days.let("carl", exposed=1).let("dora", filled=0, speaking=1, grievance=5).step()
    assert faces(days, 0) == {"quiet_content": 5, "quiet_wants_out": 0, "open_content": 0, "open_wants_out": 0}
    assert faces(days, 1) == {"quiet_content": 1, "quiet_wants_out": 1, "open_content": 1, "open_wants_out": 1}


def test_the_wish_is_private_whatever_is_forbidden() -> None:
    """g + o counts: a grievance of -2 with an offer worth 2.5, in a storm of .4 or under a ban."""
    lines = "members: grievance_mean -2, outside_option_mean 1.9\npolicy ban: strength 1, asking_price 9, formal"
    calm = office(OFFICE, lines)
    storm = office(OFFICE, lines, "event storm: month 1, size 0.2, decays_over 1e6")
    for policy in ("none", "ban"):
        assert faces(Days(calm, policy).step(), 0)["quiet_content"] == 5
        assert faces(Days(storm, policy).step(), 0)["quiet_wants_out"] == 5


def test_the_four_add_up_to_everybody_in_post() -> None:
    drawing = """
        spans 7 3

        24 months
        members: grievance_mean 0, grievance_spread 2
        choice: reconsider 0.5
        everybody may speak
        hazards: natural 0.05
        refill: rate 0.2
        secrets: leak_rate 0.2
        policy ban: strength 0.7
    """
    days = Days(office(drawing), "ban", replicates=20, launcher="cpu").to_the_end()
    total = sum(days.recorded(face) for face in FACES)
    assert np.array_equal(total, days.recorded("filled"))
    assert all(days.recorded(face).any() for face in FACES)
