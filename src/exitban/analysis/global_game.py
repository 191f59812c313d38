"""The one-shot global game: members move once, at the same moment, and each knows a little more than what is public.

A reference beside the simulator, for the belief hierarchies that the simulator leaves out (MODEL.md section 5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from exitban.errors import CallError
from exitban.plan import real

MOST: Final = 1e9
"""The largest signal and precision, and one over the least private precision: within, no sum of the equation rounds a
term away that decides on which side of zero it lies. Strengths that matter lie between 0 and 1.
"""


@dataclass(frozen=True)
class Equilibrium:
    """Regimes weaker than ``threshold`` fall; members whose private signal is below ``signal`` attack."""

    threshold: float
    signal: float


@dataclass(frozen=True)
class GlobalGame:
    """All equilibria in monotone strategies, the weakest regime that survives first; ``unique``: there is one
    whatever is public.
    """

    equilibria: tuple[Equilibrium, ...]
    unique: bool


def global_game(
    cost: float, public_signal: float = 0.0, public_precision: float = 0.0, private_precision: float = 1.0
) -> GlobalGame:
    """Solve a game of regime change (Morris & Shin 1998; Angeletos, Hellwig & Pavan 2007, section 2).

    A regime of strength theta falls when the share of members who attack is at least theta. To attack costs ``cost``
    (c, between 0 and 1) and brings 1 if the regime falls. Strength is N(``public_signal``, 1 / ``public_precision``)
    for all (z and alpha; alpha = 0: nothing is known beforehand), and each member sees it with noise of precision
    ``private_precision`` (beta > 0). Members attack below a signal x*, the regime falls below theta*:

        theta* = Phi(sqrt(beta) (x* - theta*)),   P(theta < theta* | x*) = c,   and with t = Phi^-1(theta*)

        alpha (Phi(t) - z) - sqrt(beta) t = sqrt(alpha + beta) Phi^-1(c).

    With alpha = 0 this is theta* = 1 - c. It has one solution for every z iff beta >= alpha^2 / (2 pi); otherwise up
    to three, and all of them are returned. Raises `CallError` for a cost or a precision that makes no game, and for
    numbers beyond 1e9 in size, with which the equation cannot be solved in floating point.
    """
    _refuse(cost, public_signal, public_precision, private_precision)
    from scipy.optimize import brentq
    from scipy.special import ndtr, ndtri

    root_beta = math.sqrt(private_precision)
    right = math.sqrt(public_precision + private_precision) * float(ndtri(cost))

    def excess(t: float) -> float:
        return public_precision * (float(ndtr(t)) - public_signal) - root_beta * t - right

    found = []
    for low, high in _monotone(public_precision, root_beta, _far(public_signal, public_precision, right, root_beta)):
        if excess(low) * excess(high) <= 0.0:
            t = float(brentq(excess, low, high, xtol=1e-14, rtol=1e-14, maxiter=1000))
            threshold = float(ndtr(t))
            found.append(Equilibrium(threshold, threshold + t / root_beta))
    unique = private_precision >= public_precision**2 / (2.0 * math.pi)
    return GlobalGame(tuple(dict.fromkeys(found)), unique)


def _refuse(cost: float, public_signal: float, public_precision: float, private_precision: float) -> None:
    given = {"cost": cost, "public_signal": public_signal}
    given |= {"public_precision": public_precision, "private_precision": private_precision}
    found = {name: real(name, value) for name, value in given.items()}
    if not 0.0 < found["cost"] < 1.0:
        raise CallError(f"cost: found {found['cost']:g}; allowed: more than 0, less than 1, the prize.")
    for name, least in (("public_signal", -MOST), ("public_precision", 0.0), ("private_precision", 1.0 / MOST)):
        if not least <= found[name] <= MOST:
            raise CallError(f"{name}: found {found[name]:g}; allowed: {least:g} to {MOST:g}.")


def _far(public_signal: float, public_precision: float, right: float, root_beta: float) -> float:
    """Beyond it the linear term outweighs all others, so no solution lies there."""
    return (public_precision * (1.0 + abs(public_signal)) + abs(right)) / root_beta + 1.0


def _monotone(public_precision: float, root_beta: float, far: float) -> list[tuple[float, float]]:
    """Where the equation falls, rises and falls again: it turns where alpha phi(t) = sqrt(beta)."""
    steepest = public_precision / (root_beta * math.sqrt(2.0 * math.pi))
    if steepest <= 1.0:
        return [(-far, far)]
    turn = math.sqrt(2.0 * math.log(steepest))
    return [(-far, -turn), (-turn, turn), (turn, far)]
