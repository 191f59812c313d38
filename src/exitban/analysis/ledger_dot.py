"""The ledger as a graph in the language of Graphviz, for whoever wants to lay it out."""

from __future__ import annotations

from typing import Final

from exitban.analysis.ledger import Ledger

SHAPES: Final = {"outlet": "box", "root": "ellipse", "claim": "note", "number": "plaintext"}


def dot(found: Ledger) -> str:
    """Outlets, roots, claims and numbers from left to right; a number that is only spoken about hangs on dots."""
    edges = list(found.edges())
    nodes = dict.fromkeys(end for edge in edges for end in edge)
    lines = ["digraph evidence {", "  rankdir=LR;", '  node [fontname="sans-serif", fontsize=10];']
    lines += [f"  {_quoted(node)} [label={_quoted(_label(found, node))}, shape={_shape(node)}];" for node in nodes]
    lines += [f"  {_quoted(a)} -> {_quoted(b)}{_style(found, a, b)};" for a, b in edges]
    lines += [
        f"  {_quoted(f'claim:{a}')} -> {_quoted(f'claim:{b}')} [dir=both, style=dashed, label=contradicts];"
        for a, b in found.contradictions
    ]
    return "\n".join([*lines, "}", ""])


def _shape(node: str) -> str:
    return SHAPES[node.partition(":")[0]]


def _label(found: Ledger, node: str) -> str:
    layer, _, name = node.partition(":")
    return f"{name} ({found.claims[name].grade})" if layer == "claim" else name


def _style(found: Ledger, start: str, end: str) -> str:
    claim = start.removeprefix("claim:")
    spoken = start.startswith("claim:") and end.removeprefix("number:") in found.speaks(claim)
    return " [style=dotted]" if spoken else ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
