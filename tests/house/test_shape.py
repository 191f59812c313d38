"""The shape of the house: short functions, short files, few arguments. Counted from the syntax tree."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "exitban"
FILES = sorted(SOURCE.rglob("*.py"))

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
MOST_ARGUMENTS = 7

MANY_ARGUMENTS = {
    "cli/ensembles.py": "one argument for each option that a person can type: a face, not a tangle",
    "cli/commands.py": "one argument for each option that a person can type: a face, not a tangle",
    "analysis/comparing.py": "the one call with everything that a person may choose",
    "cli/comparing.py": "one argument for each option that a person can type: a face, not a tangle",
    "cli/exploring.py": "one argument for each option that a person can type: a face, not a tangle",
    "cli/weigh.py": "the same",
    "cli/robustness.py": "the same",
    "exitban/cascades.py": "the one call with everything that a person may choose",
    "cli/sensitivity.py": "the same",
    "ensembles/rare.py": "the one call with everything that a person may choose",
    "exitban/run.py": "the one call with everything that a person may choose",
    "exitban/mechanism.py": "every fact of a number, each by its name",
    "mechanisms/*.py": "a rule's argument names are its wiring: each names the column that it reads",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def lines_of_body(function: Function, text: list[str]) -> int:
    """Lines that are neither blank, nor docstring, nor inside a function inside."""
    inner = {line for node in ast.walk(function) if node is not function for line in _span(node)}
    documented = ast.get_docstring(function, clean=False) is not None
    body = function.body[1:] if documented else function.body
    if not body:
        return 0
    span = range(body[0].lineno, (body[-1].end_lineno or 0) + 1)
    return sum(1 for line in span if line not in inner and text[line - 1].strip())


def _span(node: ast.AST) -> range:
    return range(node.lineno, (node.end_lineno or 0) + 1) if isinstance(node, Function) else range(0)


def measured() -> dict[str, int]:
    """Lines of every function in the package."""
    lengths = {}
    for path in FILES:
        text = path.read_text(encoding="utf-8").splitlines()
        for function in functions(path):
            lengths[f"{path.relative_to(SOURCE)}:{function.lineno} {function.name}"] = lines_of_body(function, text)
    return lengths


def number_of_arguments(function: Function) -> int:
    asked = function.args
    names = [one.arg for one in (*asked.posonlyargs, *asked.args, *asked.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


def test_the_counter_counts() -> None:
    head = 'def a(self, x, *, y):\n    """Words.\n\n    More."""\n\n'
    text = f"{head}    def b():\n        return 1\n\n    return b"
    a, b = (node for node in ast.walk(ast.parse(text)) if isinstance(node, Function))
    assert [lines_of_body(one, text.splitlines()) for one in (a, b)] == [1, 1]
    assert number_of_arguments(a) == 2


def test_no_function_is_longer_than_a_screen() -> None:
    assert {name: lines for name, lines in measured().items() if lines > LONGEST_FUNCTION} == {}


def test_most_functions_are_a_few_lines() -> None:
    lengths = sorted(measured().values())
    assert statistics.median(lengths) <= 6
    assert lengths[int(0.9 * len(lengths))] <= 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_can_be_read_at_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_at_most_seven_arguments() -> None:
    crowded = {
        f"{path.relative_to(SOURCE)} {function.name}": number_of_arguments(function)
        for path in FILES
        for function in functions(path)
        if number_of_arguments(function) > MOST_ARGUMENTS and not any(map(path.match, MANY_ARGUMENTS))
    }
    assert crowded == {}
