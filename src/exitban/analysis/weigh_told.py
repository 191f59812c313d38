"""The weight of evidence for people: a table, and in words what carries the answer and what does not."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import Final

from exitban.analysis import reading
from exitban.analysis.chance import FEW_WORLDS
from exitban.analysis.information import FEW as FEWEST
from exitban.analysis.intervals import LEVEL, Interval
from exitban.analysis.ledger import ledger
from exitban.analysis.ledger_told import because
from exitban.analysis.root_weights import RootWeight
from exitban.analysis.text_table import text_table
from exitban.analysis.weigh import Weights
from exitban.analysis.weigh_tables import (
    FLIPS,
    LUCK,
    OF_CHANGE,
    OF_OUTCOME,
    change_cells,
    number,
    plain_ends,
    rows_of_change,
    rows_of_outcome,
)
from exitban.analysis.wording import listed, percent, percent_at_most, quoted, share_range, whole, worlds
from exitban.page import within
from exitban.scenario.counts import counted

WIDTH: Final = 118
HEAVY: Final = 0.1
"""The answer hangs on what carries at least this share of its variance; with less it moves."""
AGAIN: Final = 200
"""So many worlds with other luck are asked for where chance was not measured."""
HUNDREDTH: Final = 0.01
"""What knowing would gain is told with two digits, and never as nothing."""
MANY: Final = 10
"""Of so many 95 % intervals one or so leaves zero by luck."""


def told(found: Weights) -> str:
    """What was asked, the tables, and what they come to."""
    parts = [introduction(found), *tables(found), *paragraphs(found)]
    return "\n\n".join(part if part.startswith(" ") or "\n" in part else filled(part) for part in parts if part)


def introduction(found: Weights) -> str:
    """What stands in the table of the outcome."""
    lead = (
        f"Weight of evidence in {found.outcome.title}, {whole(found.replicates)} worlds of {found.scenario.name}. A "
        "root holds in a world where at least one of its claims is true. Moves: the mean where it holds less the mean "
        f"where it does not, in {found.outcome.unit} with its 95 % interval, under {title(found, found.focus)}. The "
        "share is that of the variance between worlds."
    )
    return lead if len(found.policies) < 2 else f"{lead} {_of_the_choice(found)}"


def _of_the_choice(found: Weights) -> str:
    policies = listed([title(found, one) for one in found.policies])
    return (
        f"Worth knowing: what learning the truth would gain, on average, for somebody who chooses between {policies} "
        "and wants control to last."
    )


def introduction_of_change(found: Weights) -> str:
    """What stands in the table of the matched difference."""
    return (
        f"What {title(found, found.focus)} changes in {found.outcome.title} against {title(found, found.base)}, in the "
        f"same worlds, in {found.outcome.unit}: the mean where a root holds, where it does not, and how far apart the "
        f'two are with a 95 % interval. "{LUCK.capitalize()}": so many worlds cannot tell the gap from chance. '
        f'"{FLIPS.capitalize()}": the two point in opposite directions, each with a 95 % interval that leaves zero.'
    )


def title(found: Weights, policy: str) -> str:
    """A policy's title in quotation marks."""
    return quoted(reading.policy_title(found.scenario, policy))


def tables(found: Weights) -> list[str]:
    """The outcome by root, and what the policy changes in it; each with its claims where it has several."""
    parts = [text_table(OF_OUTCOME, rows_of_outcome(found))]
    if len(found.policies) > 1:
        parts += [
            filled(introduction_of_change(found)),
            text_table(OF_CHANGE, rows_of_change(found), left=OF_CHANGE[-1:]),
        ]
    return parts


def paragraphs(found: Weights) -> list[str]:
    """What it comes to, in sentences."""
    moved = " ".join(part for part in (carries(found), rest(found), by_luck(found)) if part)
    told = (moved, changes(found), untold(found), choice(found), silence(found), chance(found))
    return [part for part in told if part]


def moving(found: Weights) -> list[RootWeight]:
    """The roots whose effect leaves zero."""
    return [one for one in found.roots if one.known and one.under(found.focus).clear]


def carries(found: Weights) -> str:
    """Which roots move the outcome."""
    sure = moving(found)
    if not found.roots:
        return "No claim of this scenario moves a number, so no claim changes the answer."
    lead = f"The answer under {title(found, found.focus)} "
    if sure:
        clauses = [f"{_named(one)} ({_moves(found, one)})" for one in sure]
        lead += f"{'hangs on' if _heavy(sure) else 'moves, a little, with'} {listed(clauses)}."
    else:
        lead += "hangs on no root as far as so many worlds can tell."
    return lead


def rest(found: Weights) -> str:
    """Which roots cannot be told from none."""
    names = [one.root for one in found.roots if one.known and not one.under(found.focus).clear]
    if not names:
        return ""
    return f"Whether {_or(names)} {'holds' if len(names) == 1 else 'hold'} or not changes it by less than can be told."


def _heavy(sure: Sequence[RootWeight]) -> bool:
    """Whether one of them carries a share of the variance that deserves the word."""
    return any(one.share is not None and one.share.value >= HEAVY for one in sure)


def by_luck(*weights: Weights) -> str:
    """Looking often finds something that seems to matter: every root, in every outcome and in what a policy changes."""
    known = [(one, root) for one in weights for root in one.roots if root.known]
    looked = sum(1 + (root.changed(one.focus) is not None) for one, root in known)
    return _by_luck_alone(looked, [root for _, root in known], "each in a level and in what the policy changes")


def by_luck_of_changes(found: Weights) -> str:
    """The same where only what the policy changes is looked at."""
    roots = [root for root in found.by_change if root.known and root.changed(found.focus) is not None]
    return _by_luck_alone(len(roots), roots, "each in what the policy changes")


def _by_luck_alone(looked: int, roots: Sequence[RootWeight], how: str) -> str:
    if looked < MANY:
        return ""
    return (
        f"That is {looked} questions asked of {len({root.root for root in roots})} roots, {how}: about "
        f"{looked * (1.0 - LEVEL):.1f} would seem to matter by luck alone."
    )


def _moves(found: Weights, one: RootWeight) -> str:
    effect, scale = one.under(found.focus), found.outcome.scale
    share = one.share or Interval(0.0, 0.0, 0.0)
    return (
        f"{number(scale * effect.if_false)} {found.outcome.unit} if it is false, {number(scale * effect.if_true)} if "
        f"true; {percent(share.value, 1)} % of the variance, 95 % interval {share_range(share, 1)}"
    )


def _named(one: RootWeight) -> str:
    """A root with its claims."""
    claims = [name for each in one.claims for name in (each.name, *each.reprints)]
    return f"{one.root} with its {'claim' if len(claims) == 1 else 'claims'} {listed(claims)}" if claims else one.root


def _or(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]


def changes(found: Weights) -> str:
    """Which roots move what the policy changes, and whether one turns its direction."""
    told = [one for one in found.by_change if (change := one.changed(found.focus)) and (change.clear or change.turns)]
    lead = f"What it changes against {title(found, found.base)} "
    if not found.by_change:
        return ""
    if not told:
        return f"{lead}is the same, as far as so many worlds can tell, whichever of the roots hold."
    heavy = any(one.share_of_change is not None and one.share_of_change.value >= HEAVY for one in told)
    word = "hangs on" if heavy else "moves, a little, with"
    return f"{lead}{word} {listed([_changed(found, one) for one in told])}."


def _changed(found: Weights, one: RootWeight) -> str:
    true, false, _, so = change_cells(found, one.changed(found.focus))
    flips = f"; it {so}" if so == FLIPS else ""
    return f"{one.root} ({true} {found.outcome.unit} where it holds, {false} where it does not{flips})"


def untold(found: Weights) -> str:
    """Roots of which these worlds say nothing, since one side is hardly ever there."""
    few = [one for one in found.roots if not one.known]
    if not few:
        return ""
    claims = ledger(found.scenario)
    own = {one.root: [name for name, claim in claims.claims.items() if claim.root == one.root] for one in few}
    told = listed([f"{listed(own[one.root])} ({one.root}, true in {of_worlds(found, one)} worlds)" for one in few])
    return f"These worlds cannot tell what hangs on {told}: there are fewer than {FEWEST} on the other side."


def choice(found: Weights) -> str:
    """Whether knowing more would change what is chosen."""
    known = [one for one in found.roots if one.worth is not None]
    if not known:
        return ""
    worthy = [one for one in known if one.worth is not None and one.worth.low > 0.0]
    most = max(one.worth.high for one in known if one.worth is not None)
    scale, unit = found.outcome.scale, found.outcome.unit
    lead = f"Without knowing more, {_best(found)} "
    if found.best_alike and len(found.best) == len(found.policies) and not worthy:
        return lead.rstrip()
    if worthy:
        clauses = [f"{one.root} ({plain_ends(one.worth, scale, 2)} {unit})" for one in worthy if one.worth]
        return f"{lead}The choice between the policies hangs on {listed(clauses)}."
    gained = f"at most {scale * most:.2f}" if scale * most >= HUNDREDTH / 2.0 else f"less than {HUNDREDTH}"
    return (
        f"{lead}The choice between the policies hangs on none of the roots: knowing any one of them would gain "
        f"{gained} {unit} (upper end of the 95 % intervals)."
    )


def _best(found: Weights) -> str:
    """Which policy does best, or that it cannot be told."""
    first, *others = found.best
    if not others:
        return f"{title(found, first)} does best by this measure."
    if found.best_alike:
        everywhere = f"the same in {worlds(found.replicates, found.replicates)} worlds"
        return f"{listed([title(found, one) for one in found.best])} do best by this measure, {everywhere}."
    if len(found.best) == len(found.policies):
        return "so many worlds cannot tell which policy does best by this measure."
    best = listed([title(found, one) for one in found.best])
    return f"{best} do best by this measure, and so many worlds cannot tell which of them."


def silence(found: Weights) -> str:
    """Claims that change nothing by construction."""
    if not found.silent:
        return ""
    claims = ledger(found.scenario)
    told = [f"{name} {because(claims, name)}" for name in found.silent]
    return f"By construction the answer is the same if these are false: {'; '.join(told)}."


def chance(found: Weights) -> str:
    """What is luck between replicates and no number."""
    under = f"of the variance between worlds under {title(found, found.focus)}"
    if found.chance is not None:
        share = f"{percent(found.chance.value)} % {under} (95 % interval {share_range(found.chance)})"
        return f"Pure chance is {share}: the same worlds, every number the same, were run again with other luck."
    few, ran = 0 < found.again < FEW_WORLDS, counted(found.again, "world")
    if math.isnan(found.chance_at_most):
        return f"How much is pure chance cannot be told from {ran} with other luck." if few else ""
    why, more, again = "was not measured here", "some worlds", AGAIN
    if found.again:
        unlike = "" if few else ", of which hardly any end unlike the rest,"
        why = f"cannot be told from {ran} with other luck{unlike}"
        more, again = "more worlds", AGAIN if few else 2 * found.again
    return (
        f"Pure chance {why} and is known only from above: it is at most about "
        f"{percent_at_most(found.chance_at_most)} % {under}. That is what a straight fit to all drawn numbers leaves, "
        f"and all that bends is in it too. To measure it, {more} have to be run again with other luck: "
        f"`exitban run --again {again}`."
    )


def filled(text: str) -> str:
    """A paragraph in the width of the page."""
    return textwrap.fill(text, within(WIDTH), break_on_hyphens=False)


def of_worlds(found: Weights, one: RootWeight) -> str:
    """In how many worlds a root holds."""
    return worlds(one.worlds_true, found.replicates)
