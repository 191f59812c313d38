"""Little 1961, A proof for the queuing formula L = lambda W: trapped stock = inflow x mean time trapped.

Free members ask with chance a per tick and are stopped; everybody dies with chance p, before the choice; a vacant post
is filled with chance q, never in the tick in which it fell vacant. In the long run F + T = q / (p + q),
T p = F (1 - p) a, and a trapped member stays trapped for 1 / p ticks.
"""

from __future__ import annotations

import numpy as np

from tests.office import Days, office
from verification.measures import mean
from verification.target import Number, Outcome, Target

POSTS = 32
WARM_UP, WATCHED = 300, 100
"""Who has been trapped for long is rare, and comes last into balance: exp(-.03 * 300) = .0001 is missing."""
OFFICE = f"""
    spans {POSTS - 1}

    {WARM_UP + WATCHED} months
    nobody wants to stay
    choice: reconsider 0.05
    hazards: natural 0.03
    refill: rate 0.2
    ban: prior_blocked 1e-6, prior_granted 1e6
    policy ban: strength 1
"""
ASKS, DIES, FILLED = (float(-np.expm1(-rate)) for rate in (0.05, 0.03, 0.2))
STOCK = POSTS * FILLED / (DIES + FILLED) * (1 - DIES) * ASKS / (DIES + (1 - DIES) * ASKS)


def simulated(replicates: int) -> Outcome:
    """Stock, inflow and their difference by Little's law, over a hundred months in the steady state."""
    days = Days(office(OFFICE), "ban", replicates=replicates, launcher="cpu").step(WARM_UP)
    stock, inflow, months, before = [], [], [], days["trapped"] & days["filled"]
    for _ in range(WATCHED):
        days.step()
        now = days["trapped"] & days["filled"]
        stock.append(now.sum(axis=0))
        inflow.append((now & ~before).sum(axis=0))
        months.append(days["trapped_months"].sum(axis=0, where=now))
        before = now
    trapped, entered = np.mean(stock, axis=0), np.mean(inflow, axis=0)
    return Outcome(
        {
            "trapped stock, members": mean(trapped),
            "inflow per month": mean(entered),
            "stock - inflow x time trapped": mean(trapped - entered / DIES),
            "months trapped so far, summed over the stock": mean(np.mean(months, axis=0)),
        }
    )


TARGETS = (
    Target(
        name="littles-law-of-the-trapped",
        paper="Little 1961, A proof for the queuing formula L = lambda W",
        level="L1",
        says="Trapped stock = inflow x mean time trapped, in an office with deaths and arrivals.",
        expected={
            "trapped stock, members": Number(STOCK),
            "inflow per month": Number(STOCK * DIES),
            "stock - inflow x time trapped": Number(0.0),
            "months trapped so far, summed over the stock": Number(STOCK / DIES),
        },
        run=simulated,
        small=200,
        full=4_000,
    ),
)
