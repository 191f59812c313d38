"""Whoever is held may buy the way out, and the price rises with the queue of those who want it.

price = floor + rise * (share of all posts whose holders are held), in months of pay
U^E + b max(max(g + o, 0) - weight * price, 0), where leave is for sale
A member who is held meets an official with leave to sell at rate ``meets``, and pays if g + o > weight * price.

Every official who may stop others has something to sell (Shleifer & Vishny 1993), and who stands in a queue pays to
leave it (Lui 1985). Whoever could pay is less afraid to ask: b takes the wish, the market gives back what is left of it
after the price. So even with a market a ban never makes asking more attractive than no ban.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ZERO, chance
from exitban.mechanism import POSITIVE, SHARE, Code, Flag, Mean, Mechanism, Real, Record, Rule, State, number
from exitban.words import REASONS

PAID = np.int8(REASONS.index("paid"))


@dataclass(frozen=True)
class Numbers:
    """What leave costs, who sells it, and how heavily the money weighs."""

    open: float = number(
        0.0, unit="0 or 1", between=SHARE, level="policy", neutral=0, meaning="1 where leave is for sale"
    )
    floor: float = number(
        6.0, unit="months of pay", between=POSITIVE, level="policy", neutral=0, meaning="price without a queue"
    )
    rise: float = number(
        30.0,
        unit="months of pay",
        between=POSITIVE,
        level="policy",
        neutral=0,
        meaning="price added if the holders of all posts were held",
    )
    meets: float = number(
        0.1, unit="1/month", between=POSITIVE, level="institution", meaning="a member who is held meets a seller"
    )
    weight: float = number(
        0.1, unit="logit/month", between=POSITIVE, level="institution", meaning="how heavily one month of pay weighs"
    )


def price(paid_exit_open: Real, paid_exit_floor: Real, paid_exit_rise: Real, queue_for_leave: Real) -> Real:
    """What leave costs today, by the queue that everybody could see yesterday; 0 where none is for sale."""
    return paid_exit_floor + paid_exit_rise * queue_for_leave if paid_exit_open > ZERO else ZERO


def term_market(
    believed_block: Real, wish: Real, paid_exit_open: Real, leave_price: Real, paid_exit_weight: Real
) -> Real:
    """What the market gives back of the wish that the ban takes."""
    left = max(max(wish, ZERO) - paid_exit_weight * leave_price, ZERO)
    return believed_block * left if paid_exit_open > ZERO else ZERO


def pays(
    filled: Flag,
    trapped: Flag,
    proposes: Flag,
    wish: Real,
    paid_exit_open: Real,
    leave_price: Real,
    paid_exit_weight: Real,
    paid_exit_meets: Real,
    luck_meets_a_seller: Real,
    dt: Real,
) -> Flag:
    """Held, meets a seller, and the wish outweighs the price."""
    worth_it = (paid_exit_open > ZERO) & (wish > paid_exit_weight * leave_price)
    return filled & trapped & ~proposes & worth_it & (luck_meets_a_seller < chance(paid_exit_meets, dt))


def walks() -> tuple[Flag, Code, Flag]:
    """(filled, departure, left openly): the chair is empty, and everybody can see why."""
    return np.bool_(False), PAID, np.bool_(True)


def money(pays: Flag, leave_price: Real) -> Real:
    """What changes hands."""
    return leave_price if pays else ZERO


def asked_of_the_held(trapped_now: Flag, leave_price: Real) -> Real:
    """The price, for whoever is still held."""
    return leave_price if trapped_now else ZERO


MECHANISM = Mechanism(
    name="paid_exit",
    law=__doc__,
    numbers=Numbers,
    states=(State("queue_for_leave", np.float32, level="world"),),
    parts=(
        Rule("choice", "leave_price", price),
        Rule("choice", "utility_exit", term_market),
        Rule("proposal", "pays", pays),
        Rule("proposal", ("filled", "departure", "left_openly"), walks, when="pays"),
        Rule("control", "money", money),
        Rule("control", "asked_of_the_held", asked_of_the_held),
        Mean("control", "queue_for_leave", of="trapped_now"),
    ),
    records=(
        Record("bribes", of="money", kind="flow", unit="months of pay", title="paid for leave"),
        Record(
            "leave_price",
            of="asked_of_the_held",
            kind="mean_of:trapped",
            unit="months of pay",
            title="price of leave",
        ),
    ),
    literature=("Shleifer & Vishny 1993, Corruption", "Lui 1985, An equilibrium queuing model of bribery"),
    section_in_policy="leave_for_sale",
)
