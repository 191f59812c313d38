"""What papers find in the world, as signs: on the same luck, in many simulated worlds.

Sellars 2019; Zakharov 2016; Reuter & Szakonyi 2019; Egorov & Sonin 2011; Rozenas, Talibova & Zhukov 2024; Naidu &
Yuchtman 2013; Kragh. A sign that holds here shows that the model can say what they found, and nothing more.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.office import Days, office

WORLD = """
    spans 6 5

    24 months of 4 ticks
    members: grievance_mean -1.5, grievance_spread 1, outside_option_spread 1, vulnerability_spread 0.5
    choice: reconsider 1
    everybody may speak
    voice: gain 0.5, cost 1.5, believed_punishment 0.3
    control: kept 0.95
    effort: decay 0.1, recovery 0.1
    refill: rate 0.2
    ban: notice 0.5, window 12
    policy ban: strength 0.9, threat 1, asking_price 0.3, sanctions.per_month 100, sanctions.share 0.5
"""
REPLICATES = 200


def world(*more: str, under: str = "ban") -> Days:
    return Days(office(WORLD, *more), under, replicates=REPLICATES, launcher="cpu").to_the_end()


def paired(one: np.ndarray, other: np.ndarray) -> float:
    """z of the mean difference other - one over replicates with the same luck."""
    difference = other.astype(float) - one
    return float(difference.mean() / (difference.std(ddof=1) / np.sqrt(difference.size)))


def total(days: Days, name: str) -> np.ndarray:
    return days.recorded(name).sum(axis=0)


def mean(days: Days, name: str, of: str = "filled") -> np.ndarray:
    """The mean of a record per member, over all ticks."""
    return total(days, name) / total(days, of)


@pytest.mark.parametrize("under", ["none", "ban"])
def test_zakharov_2016_the_better_the_offers_outside_the_less_loyal(under: str) -> None:
    poor, rich = (world(f"members: outside_option_mean {offer}", under=under) for offer in (0, 0.7))
    assert paired(mean(poor, "want_out", "present"), mean(rich, "want_out", "present")) > 10
    assert paired(total(poor, "attempts"), total(rich, "attempts")) > 4


def test_egorov_sonin_2011_a_threat_deters_less_when_the_ruler_may_fall() -> None:
    """Belief in survival s = C / (C + C*) instead of certainty: the same threat keeps fewer from asking."""
    sure, doubted = (world(f"control: belief_in_survival {one}", "policy ban: threat 3") for one in (0, 1))
    assert paired(total(sure, "attempts"), total(doubted, "attempts")) > 4


def test_rozenas_2024_harsher_threats_buy_fewer_attempts() -> None:
    mild, harsh = (world(f"policy ban: threat {threat}") for threat in (0.5, 4))
    assert paired(total(mild, "attempts"), total(harsh, "attempts")) < -10


def test_rozenas_2024_those_who_are_kept_give_less() -> None:
    """A ban keeps them in post at lower effort: the staff is larger, and each of them does less."""
    free, banned = world(under="none"), world(under="ban")
    assert paired(mean(free, "effort"), mean(banned, "effort")) < -10
    assert paired(total(free, "filled"), total(banned, "filled")) > 4


def test_naidu_yuchtman_2013_better_offers_mean_more_sanctions_under_a_ban() -> None:
    """Prosecutions for breach of contract rose with labour demand."""
    poor, rich = (world(f"members: outside_option_mean {offer}") for offer in (0, 0.7))
    assert paired(total(poor, "sanctions"), total(rich, "sanctions")) > 4


def test_kragh_a_ban_fails_when_more_ask_than_can_be_stopped() -> None:
    """With room for one block in four months the ban loses almost as many as there were without it."""
    ample, scarce = (world(f"policy ban: strength 1, capacity {one}") for one in (1e6, 0.25))
    lost = {name: total(days, "exits_unblocked") for name, days in (("ample", ample), ("scarce", scarce))}
    assert lost["ample"].sum() == 0
    assert paired(lost["ample"], lost["scarce"]) > 10
    asked = total(scarce, "attempts").sum()
    assert lost["scarce"].sum() > 0.5 * asked


def test_kragh_the_more_ask_at_once_the_likelier_each_gets_away() -> None:
    """Congestion: under the same capacity the share of attempts that succeed grows with their number."""
    few, many = (world("policy ban: strength 1, capacity 1", f"members: grievance_mean {g}") for g in (-2.5, 0.5))
    success = [total(days, "exits_unblocked").sum() / total(days, "attempts").sum() for days in (few, many)]
    assert success[0] + 0.1 < success[1]


def test_sellars_2019_where_exits_are_no_signal_easier_exit_lowers_voice() -> None:
    """J_VE = 0: those who would have spoken leave instead. Exit is made easier by a lower price of asking."""
    silent = "voice: informed_by_exit 0"
    hard, easy = (world(f"policy ban: strength 0, asking_price {price}", silent, "refill: rate 0") for price in (6, 0))
    assert paired(total(hard, "voice"), total(easy, "voice")) < -10
