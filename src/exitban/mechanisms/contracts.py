"""A contract holds until its end; a decree suspends the end (equation 6).

A member under contract may not attempt before the contract is over. Any policy in force that suspends contracts keeps
those whose contract is over: they are trapped without having asked. The first members' contracts end at random within
one term, later ones a full term after the end of the tick in which they arrive.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exitban.maths.elementary import ZERO
from exitban.mechanism import POSITIVE, Flag, Mechanism, Real, Rule, State, number


@dataclass(frozen=True)
class Numbers:
    """Terms of contract, and whether they end."""

    term: float = number(
        0.0, unit="months", between=POSITIVE, level="institution", meaning="length of a contract; 0 for none"
    )
    suspended: float = number(
        0.0, unit="0 or 1", between=(0, 1), level="policy", neutral=0, of_any=True, meaning="1 if contracts do not end"
    )


def contract_end(contracts_term: Real, luck_contract: Real, month: Real, dt: Real, first: Flag) -> Real:
    """Months since the start at which the contract is over; whoever comes later signs at the end of a tick."""
    return month + contracts_term * luck_contract if first else month + dt + contracts_term


def under_contract(contract_end: Real, contracts_term: Real, month: Real) -> Flag:
    """The contract is not over yet."""
    return (contracts_term > ZERO) & (month < contract_end)


def kept_by_decree(under_contract: Flag, contracts_term: Real, contracts_suspended: Real) -> Flag:
    """The contract is over, but a decree keeps its holder."""
    return (contracts_term > ZERO) & (contracts_suspended > ZERO) & ~under_contract


def kept_in_new_post(contract_end: Real, contracts_term: Real, contracts_suspended: Real, month: Real) -> Flag:
    """Whether a decree keeps who has moved up: a contract moves along, but where there are none it means nothing."""
    runs_on = under_contract(contract_end, contracts_term, month)
    return kept_by_decree(runs_on, contracts_term, contracts_suspended)


def held_by_contract(under_contract: Flag, kept_by_decree: Flag) -> Flag:
    """May not attempt to leave."""
    return under_contract | kept_by_decree


MECHANISM = Mechanism(
    name="contracts",
    law=__doc__,
    numbers=Numbers,
    states=(State("contract_end", np.float32, arrival=contract_end, at_start=True),),
    parts=(
        Rule("involuntary", "under_contract", under_contract),
        Rule("involuntary", "kept_by_decree", kept_by_decree),
        Rule("involuntary", "held_by_contract", held_by_contract),
        Rule("promotion", "kept_in_new_post", kept_in_new_post, when="promoted"),
    ),
    literature=("own construction",),
    section_in_policy="contracts",
)
