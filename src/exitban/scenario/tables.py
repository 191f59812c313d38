"""Posts from a table: one row per post, with the id of its superior."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exitban.errors import Problem, at_most, did_you_mean
from exitban.scenario.complaints import shown
from exitban.scenario.csv_rows import Row, invisible_in
from exitban.scenario.findings import Findings
from exitban.scenario.organisation import RULER, Posts
from exitban.scenario.positions import Place
from exitban.scenario.types import PostsEntry

MOST_TOLD: Final = 20
"""Problems of one file that are told one by one; the rest is counted."""

MOST_NAMES: Final = 5000
"""Nearest names are looked for among so many, not more: it takes long."""


@dataclass
class Table:
    """The rows of one institution in a file, and what was found wrong with them."""

    path: Path
    header: tuple[str, ...]
    rows: list[Row]
    left_out: set[str]
    entry: PostsEntry
    problems: list[Problem]

    def cell(self, row: Row, column: str | None) -> str:
        """A cell by the name of its column; empty where there is no such column."""
        return "" if column is None else row.cells[self.header.index(column)]

    def tell(self, row: Row, column: str, message: str) -> None:
        """Something wrong with a cell."""
        at = row.column_of(self.header.index(column))
        self.problems.append(Problem(str(self.path), row.line, at, column, message))


def posts_of_table(
    findings: Findings, place: Place, name: str, entry: PostsEntry, path: Path, rows: list[Row]
) -> Posts | None:
    """The posts of an institution; None where something is wrong, which is told."""
    table = _selected(findings, place, entry, path, rows)
    if table is None:
        return None
    places = _places(table)
    first = _superiors(table, entry.superior, places)
    second = _superiors(table, entry.second_superior, places)
    ranks = _stated_ranks(table)
    if not table.problems:
        _check_roots(findings, place, table, first)
        _check_circles(table, first, second)
    findings.problems += at_most(table.problems, MOST_TOLD)
    if table.problems or findings.spoiled((*place, "roots")):
        return None
    return _posts(name, table, first, second, ranks)


def _selected(findings: Findings, place: Place, entry: PostsEntry, path: Path, rows: list[Row]) -> Table | None:
    """The rows that fulfil every `where`; a column or a value that is not there is told."""
    if not rows:
        findings.wrong((*place, "network" if entry.network else "table"), f"{path.name} holds no rows.")
        return None
    header, columns = rows[0].cells, _columns(entry)
    missing = {where: column for where, column in columns.items() if column not in header}
    for where, column in missing.items():
        findings.wrong((*place, *where), f"{path.name} has no column '{column}'.{did_you_mean(column, header)}")
    if missing:
        return None
    if len(rows) == 1:
        findings.wrong((*place, "table"), f"{path.name} holds no posts, only the names of columns.")
        return None
    table = Table(path, header, rows[1:], set(), entry, [])
    for column, wanted in entry.where.items():
        values = {table.cell(row, column) for row in table.rows}
        table.rows = [row for row in table.rows if table.cell(row, column) == wanted]
        if not table.rows:
            findings.wrong(
                (*place, "where", column), f"no row has {column} = '{wanted}'.{did_you_mean(wanted, values)}"
            )
            return None
    table.left_out = {table.cell(row, entry.id) for row in rows[1:]}
    return table


def _columns(entry: PostsEntry) -> dict[Place, str]:
    """The columns that are needed, by the key that asks for them."""
    named = {
        "id": entry.id,
        "superior": entry.superior,
        "second_superior": entry.second_superior,
        "rank": entry.rank,
    }
    found: dict[Place, str] = {(key,): column for key, column in named.items() if column is not None}
    return found | {("where", column): column for column in entry.where}


def _places(table: Table) -> dict[str, int]:
    """Where each post stands, by its id."""
    column, places = table.entry.id, dict[str, int]()
    for place, row in enumerate(table.rows):
        post = table.cell(row, column)
        if not post:
            table.tell(row, column, "the id of the post is missing.")
        elif told := invisible_in(post):
            table.tell(row, column, told)
        elif post in places:
            first = table.rows[places[post]].line
            table.tell(row, column, f"duplicate post '{post}': it stands in line {first} already.{_where(table)}")
        else:
            places[post] = place
    return places


def _where(table: Table) -> str:
    return "" if table.entry.where else " If ids recur between organisations, choose one with `where`."


def _superiors(table: Table, column: str | None, places: Mapping[str, int]) -> list[int]:
    """Positions of the superiors, -1 where the cell is empty."""
    if column is None:
        return [RULER] * len(table.rows)
    return [_superior(table, row, column, places) for row in table.rows]


def _superior(table: Table, row: Row, column: str, places: Mapping[str, int]) -> int:
    above = table.cell(row, column)
    if above and above not in places:
        near = did_you_mean(above, places).split(" Allowed:")[0] if len(places) <= MOST_NAMES else ""
        hint = " It is in the file, but left out by `where`." if above in table.left_out else near
        table.tell(row, column, f"no post is called '{above}'.{hint} Leave the cell empty for a root.")
    return places.get(above, RULER)


def _stated_ranks(table: Table) -> list[int] | None:
    column = table.entry.rank
    if column is None:
        return None
    ranks = []
    for row in table.rows:
        text = table.cell(row, column)
        known = text.isascii() and text.isdecimal() and len(text) < 7
        if not known:
            table.tell(row, column, f"found {shown(text)}; allowed: a whole number, 0 for the top rank.")
        ranks.append(int(text) if known else 0)
    return ranks


def _check_roots(findings: Findings, place: Place, table: Table, superiors: Sequence[int]) -> None:
    roots = [table.cell(row, table.entry.id) for row, one in zip(table.rows, superiors, strict=True) if one == RULER]
    declared = table.entry.roots
    if len(roots) == declared or not roots:
        return
    listed = ", ".join(roots[:10]) + (" ..." if len(roots) > 10 else "")
    findings.wrong(
        (*place, "roots"),
        f"{table.path.name} has {len(roots)} posts without a superior ({listed}), and {declared} declared. "
        f"Give them superiors, or write roots: {len(roots)}.",
    )
    findings.spoil((*place, "roots"))


def _check_circles(table: Table, first: Sequence[int], second: Sequence[int]) -> None:
    """The way up must end at a root, by first and by second superiors."""
    circle = circle_in(list(zip(first, second, strict=True)))
    if circle:
        names = [table.cell(table.rows[place], table.entry.id) for place in circle]
        itself = first[circle[0]] == circle[0] and table.entry.table is not None
        hint = " Leave the cell empty for a root." if itself else ""
        table.tell(
            table.rows[circle[0]],
            table.entry.superior,
            f"the hierarchy goes in a circle: {' -> '.join([*names, names[0]])}.{hint}",
        )


def circle_in(superiors: Sequence[Iterable[int]]) -> list[int]:
    """One circle of superiors as positions, from its smallest; empty for a forest. Both superiors count."""
    state = [0] * len(superiors)  # 0 not seen, 1 on the way up, 2 leads to a root
    for start in range(len(superiors)):
        way, todo = [start] if not state[start] else [], [iter(superiors[start])]
        if way:
            state[start] = 1
        while way:
            above = next((one for one in todo[-1] if one != RULER and state[one] != 2), None)
            if above is None:
                state[way.pop()] = 2
                todo.pop()
            elif state[above] == 1:
                circle = way[way.index(above) :]
                least = circle.index(min(circle))
                return circle[least:] + circle[:least]
            else:
                state[above] = 1
                way.append(above)
                todo.append(iter(superiors[above]))
    return []


def _posts(name: str, table: Table, first: list[int], second: list[int], ranks: list[int] | None) -> Posts:
    ids = [f"{name}/{table.cell(row, table.entry.id)}" for row in table.rows]
    other = [RULER if two == one else two for one, two in zip(first, second, strict=True)]
    return Posts(ids, [name] * len(ids), ranks or depths(first), first, other)


def depths(superiors: Sequence[int]) -> list[int]:
    """Steps from each post up to its root."""
    found: list[int | None] = [0 if above == RULER else None for above in superiors]
    for start in range(len(superiors)):
        way, at = [], start
        while (depth := found[at]) is None:
            way.append(at)
            at = superiors[at]
        for steps, place in enumerate(reversed(way), start=1):
            found[place] = depth + steps
    return [depth or 0 for depth in found]
