"""What looks beyond one member: neighbours, superiors, institutions, policies in force, dated events.

Every function writes its last arguments in place. Rows of arrays are posts (``i``), institutions (``k``), grades
(``g``: an institution and a rank), policies (``p``; row 0 is "no policy"); columns are replicates (``r``). Sums over
posts are kept in 64-bit and always run in the order of the posts, so no block size changes a bit.
"""

from __future__ import annotations

import numpy as np

from exitban.maths.elementary import ONE, ZERO, exp
from exitban.mechanism import Flag, Real

Reals = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Sums = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Counts = np.ndarray[tuple[int, ...], np.dtype[np.int32]]
Places = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


def clear(sums: Sums | Counts) -> None:
    """Begin to add up."""
    for row in range(sums.shape[0]):
        for r in range(sums.shape[1]):
            sums[row, r] = 0


def clear_all(sums: tuple[Sums, ...] | tuple[Counts, ...]) -> None:
    """The same for many at once."""
    for n in range(len(sums)):
        clear(sums[n])


def clear_reasons(counts: Counts) -> None:
    """The same where there is a row for each reason of an exit."""
    for reason in range(counts.shape[0]):
        clear(counts[reason])


def has_any(of: Flags, j: int) -> bool:
    """Whether a flag holds for post j in any replicate."""
    found = False
    for r in range(of.shape[1]):
        found |= of[j, r]
    return found


def near_any(of: Flags, start: Places, watchers: Counts, near: Flags) -> None:
    """Which posts watch one with the flag ``of`` in any replicate: few, so it is found from those who are watched.

    ``start`` and ``watchers`` are the rows of those who watch each post.
    """
    for i in range(near.shape[0]):
        near[i] = False
    for j in range(of.shape[0]):
        if has_any(of, j):
            for edge in range(start[j], start[j + 1]):
                near[watchers[edge]] = True


def tell(of: Flags, told: Flags, start: Places, watchers: Counts, seen: Counts) -> None:
    """Bring ``seen``, how many of those whom a post watches have the flag ``of``, up to date.

    Only changes cost anything: whoever watches a post whose flag is not what was ``told`` counts one more or one less.
    ``start`` and ``watchers`` are the rows of those who watch each post.
    """
    for j in range(of.shape[0]):
        changed = False
        for r in range(of.shape[1]):
            changed |= of[j, r] != told[j, r]
        if changed:
            for r in range(of.shape[1]):
                if of[j, r] != told[j, r]:
                    one_more = np.int32(1) if of[j, r] else np.int32(-1)
                    for edge in range(start[j], start[j + 1]):
                        seen[watchers[edge], r] += one_more
                    told[j, r] = of[j, r]


def near_count(of: Flags, start: Places, watched: Counts, i: int, out: Counts) -> None:
    """How many of the posts that post i watches have the flag ``of``."""
    for r in range(out.shape[0]):
        out[r] = 0
    for edge in range(start[i], start[i + 1]):
        j = watched[edge]
        if has_any(of, j):
            for r in range(out.shape[0]):
                out[r] += np.int32(of[j, r])


def above(of: Reals, superior: Counts, second: Counts, i: int, out: Reals) -> None:
    """The largest ``of`` among the superiors of post i; 1 for a root, who answers to the ruler."""
    first, other = superior[i], second[i]
    for r in range(out.shape[0]):
        out[r] = of[first, r] if first >= 0 else ONE
    if other >= 0:
        for r in range(out.shape[0]):
            out[r] = max(out[r], of[other, r])


def total_of_world(sums: Sums | Counts, out: Reals) -> None:
    """Sums by institution -> the sum over all."""
    for r in range(out.shape[0]):
        total = 0.0
        for k in range(sums.shape[0]):
            total += sums[k, r]
        out[r] = np.float32(total)


def total_by_institution(sums: Sums | Counts, out: Reals) -> None:
    """Sums by institution -> the same in 32 bits."""
    for k in range(sums.shape[0]):
        for r in range(out.shape[1]):
            out[k, r] = np.float32(sums[k, r])


def total_by_policy(sums: Sums | Counts, scope: Flags, out: Reals) -> None:
    """Sums by grade -> the sum over the scope of each policy, in force or not."""
    for p in range(out.shape[0]):
        for r in range(out.shape[1]):
            total = 0.0
            for g in range(sums.shape[0]):
                if scope[p, g]:
                    total += sums[g, r]
            out[p, r] = np.float32(total)


def mean_over_posts(sums: Sums | Counts, population: Sums, out: Reals) -> None:
    """Sums by institution -> the mean over all posts."""
    posts = population.sum()
    for r in range(out.shape[0]):
        total = 0.0
        for k in range(sums.shape[0]):
            total += sums[k, r]
        out[r] = np.float32(total / posts)


def weighted_mean(sums: Sums | Counts, population: Sums, weight: Sums, out: Reals) -> None:
    """Sums by institution -> the institutions' means, summed with their weights (equation 14)."""
    for r in range(out.shape[0]):
        total = 0.0
        for k in range(sums.shape[0]):
            total += weight[k] * (sums[k, r] / population[k])
        out[r] = np.float32(total)


def sum_over_policies(of: Reals, out: Reals) -> None:
    """The sum of a policy's value over all policies."""
    for r in range(out.shape[0]):
        out[r] = ZERO
        for p in range(of.shape[0]):
            out[r] += of[p, r]


def in_force_now(tick: int, opens: Counts, closes: Counts, in_force: Flags, opening: Flags) -> None:
    """Which policies are in force in this tick, and which open in it."""
    for p in range(opens.shape[0]):
        for r in range(in_force.shape[1]):
            in_force[p, r] = (opens[p] <= tick) & (tick < closes[p])
            opening[p, r] = opens[p] == tick


def react(tick: int, closes: Counts, reacted: tuple[Flags, Flags, Flags], in_force: Flags, opening: Flags) -> None:
    """What triggers add to the dates: ``reacted`` is (opened, closed, opens now). A closing date is final."""
    opened, closed, now = reacted
    for p in range(in_force.shape[0]):
        for r in range(in_force.shape[1]):
            called_for = in_force[p, r] | (opened[p, r] & (tick < closes[p]))
            in_force[p, r] = called_for & ~closed[p, r]
            opening[p, r] = in_force[p, r] & ((opening[p, r] & ~opened[p, r]) | now[p, r])


def govern(
    in_force: Flags, precedence: Reals, scope: Flags, governing: Counts, banned: Flags, held: tuple[Counts, Counts]
) -> None:
    """The policy that governs each grade: in force, in scope, of the greatest precedence; 0 where there is none.

    ``held`` is (governing_bit, bits_in_force): the policy that governs, and all that are in force and in scope, as
    bits, by which a member can remember who stopped them.
    """
    governing_bit, bits_in_force = held
    for g in range(governing.shape[0]):
        for r in range(governing.shape[1]):
            best = 0
            bits = 0
            for p in range(1, in_force.shape[0]):
                if scope[p, g] and in_force[p, r]:
                    bits |= 1 << p
                    if best == 0 or precedence[p, r] > precedence[best, r]:
                        best = p
            governing[g, r] = best
            governing_bit[g, r] = 1 << best
            bits_in_force[g, r] = bits
            banned[g, r] = best > 0


def at_grade(values: tuple[Reals, ...], governing: Counts, outs: tuple[Reals, ...]) -> None:
    """Values of policies where they govern."""
    for n in range(len(values)):
        of, out = values[n], outs[n]
        for g in range(governing.shape[0]):
            for r in range(governing.shape[1]):
                out[g, r] = of[governing[g, r], r]


def greatest_at_grade(of: Reals, in_force: Flags, scope: Flags, out: Reals) -> None:
    """The greatest value among all policies that are in force and reach a grade; that of row 0 where none does."""
    for g in range(out.shape[0]):
        for r in range(out.shape[1]):
            out[g, r] = of[0, r]
            for p in range(1, of.shape[0]):
                if scope[p, g] and in_force[p, r]:
                    out[g, r] = max(out[g, r], of[p, r])


def left_of_event(size: Real, decays_over: Real, age: Real, reached: Flag) -> Real:
    """What is left of an event's size after ``age`` months."""
    return size * exp(-age / decays_over) if reached else ZERO


def shocks(tick: int, dt: Real, when: Counts, reaches: Flags, size: Reals, decays_over: Reals, out: Reals) -> None:
    """Scheduled stress by institution: the sum of all events so far, each decaying exponentially (equation 1)."""
    for k in range(out.shape[0]):
        for r in range(out.shape[1]):
            out[k, r] = ZERO
        for e in range(when.shape[0]):
            if tick >= when[e]:
                age = np.float32(tick - when[e]) * dt
                for r in range(out.shape[1]):
                    out[k, r] += left_of_event(size[e, r], decays_over[e, r], age, reaches[e, k])


def news(tick: int, when: Counts, about: Counts, size: Reals, act: int, out: Reals) -> None:
    """What the events of this tick add to the common signal of an act (equation 2)."""
    for r in range(out.shape[0]):
        out[r] = ZERO
    for e in range(when.shape[0]):
        if when[e] == tick and about[e] == act:
            for r in range(out.shape[0]):
                out[r] += size[e, r]
