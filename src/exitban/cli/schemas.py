"""`exitban schema`: what stands in the documents that the program reads and prints."""

from __future__ import annotations

from typing import Annotated

import typer

from exitban.cli.showing import show


def schema(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Print this one; unless said, list all.")] = None,
) -> None:
    """List the JSON Schemas of scenario files and of what --json prints, or print one."""
    from exitban.schemas import schema as described
    from exitban.schemas import titles

    show(_listed(titles()) if name is None else described(name))


def _listed(found: dict[str, str]) -> str:
    width = max(map(len, found))
    return "\n".join(f"{name:<{width}}  {title}" for name, title in found.items())
