"""Posts from a network of command: a CSV file, a GraphML file or an edge list, each pair a superior and a subordinate.

The network is turned into the rows of a table, so that both go through the same checks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from exitban.scenario.csv_rows import Row
from exitban.scenario.edge_files import Ends, edges_in, unfit
from exitban.scenario.types import PostsEntry

COMMAND: Final = Ends("superior", "subordinate", mutual=False)
COLUMNS: Final = ("post_id", "reports_to", "second_superior")
MOST_SUPERIORS: Final = len(COLUMNS) - 1


def rows_of_network(path: Path, text: str) -> list[Row]:
    """One row per post in the order in which the file names them. Raises `UnfitFileError`.

    A post that is nobody's subordinate is a root. Pairs that stand twice count once; more than two superiors are
    refused. The line of a row is the one that names the post as a subordinate.
    """
    above: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    for edge in edges_in(path, text, COMMAND):
        above.setdefault(edge.first, [])
        superiors = above.setdefault(edge.second, [])
        lines[edge.second] = edge.line
        if edge.first not in superiors:
            superiors.append(edge.first)
        if len(superiors) > MOST_SUPERIORS:
            told = f"'{edge.second}' has a third superior, '{edge.first}'; allowed: {MOST_SUPERIORS} at most."
            raise unfit(path, edge.line, told)
    posts = [Row(lines.get(post, 0), _cells(post, superiors)) for post, superiors in above.items()]
    return [Row(0, COLUMNS), *posts] if posts else []


def _cells(post: str, superiors: list[str]) -> tuple[str, ...]:
    return (post, *superiors, *[""] * (MOST_SUPERIORS - len(superiors)))


def as_table(entry: PostsEntry) -> PostsEntry:
    """The entry of a network as that of the table which it is turned into."""
    post, first, second = COLUMNS
    return entry.model_copy(update={"id": post, "superior": first, "second_superior": second})
