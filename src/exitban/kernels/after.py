"""What is settled after a sweep over the posts, written out: sums, selections, moves, and who is told of changes."""

from __future__ import annotations

from exitban.kernels.lines import SHIFT
from exitban.kernels.names import IN_LINE, MOVED, PLACES, Names
from exitban.kernels.parts import Sum
from exitban.kernels.passes import Pass
from exitban.kernels.stretches import of_policies, sum_name
from exitban.maths.luck import purpose_of
from exitban.mechanism import Mean, MoveUp, Selection, Total, Watched


def after(one: Pass, names: Names) -> list[str]:
    """Sums, selections and moves that are ready after the sweep."""
    lines = [finish(each, names) for each in one.sums]
    lines += [line for each in one.selections for line in select(each, names)]
    lines += [line for each in one.moves for line in move_up(each, names)]
    return lines + [tell(each, names) for each in one.watched]


def tell(one: Watched, names: Names) -> str:
    """Tell those who watch whose flags have changed."""
    return f"collect.tell({names.whole(one.of, one.told, 'watcher_start', 'watchers', one.gives)})"


def finish(one: Sum, names: Names) -> str:
    """Turn sums by institution into what was asked for."""
    summed, out = sum_name(one), names.whole(one.gives)
    if isinstance(one, Mean):
        return f"collect.mean_over_posts({summed}, {names.whole('population')}, {out})"
    if of_policies(one):
        return f"collect.total_by_policy({summed}, {names.whole('scope')}, {out})"
    if isinstance(one, Total):
        law = "total_of_world" if one.level == "world" else "total_by_institution"
        return f"collect.{law}({summed}, {out})"
    return f"collect.weighted_mean({summed}, {names.whole('population', 'weight')}, {out})"


def select(one: Selection, names: Names) -> list[str]:
    """Choose who comes first."""
    row, place = purpose_of(one.key)
    names.whole(one.among, one.gives, one.room, one.made, "governing", one.since or "nobody_waited")
    room = names.whole(IN_LINE, PLACES)
    return [
        f"address_of_{one.gives} = (address, np.uint64({row}), seed, {place})",
        f"select.select(address_of_{one.gives}, (low, high, grade, governing), {one.among},",
        f"{SHIFT}{one.since or 'nobody_waited'}, replicates, {one.room}, ({one.gives}, {one.made}, {room}))",
    ]


def move_up(one: MoveUp, names: Names) -> list[str]:
    """Let members move up, with everything that they bring along."""
    row, place = purpose_of(one.key)
    flags, given = names.whole(one.into, one.among), names.whole(one.gives, one.left, one.origin)
    carried = [s.name for s in names.wiring.states if s.level == "member" and s.arrival is not None]
    return [
        f"address_of_{one.gives} = (address, np.uint64({row}), seed, {place})",
        f"posts_of_{one.gives} = (low, high, {names.whole('superior')})",
        f"many_moved = moving.moves_up(address_of_{one.gives}, posts_of_{one.gives}, ({flags}), replicates, ({given}),",
        f"{SHIFT}{names.whole(MOVED)})",
        *(f"moving.bring({MOVED}[:many_moved], {one.origin}, {names.whole(name)})" for name in carried),
    ]
