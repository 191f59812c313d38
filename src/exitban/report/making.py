"""How the report was made, so that somebody else can make it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from exitban.analysis import Summary
from exitban.analysis.document import plain
from exitban.report.html import Markup, Section, element, joined, paragraph, table


def _shown(value: Any) -> Markup | str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {entry}" for key, entry in value.items())
    if isinstance(value, (list, tuple)):
        return element("code", json.dumps(value, ensure_ascii=False))
    return str(value)


def section(summary: Summary) -> Section:
    """The exact command and the rest of the provenance."""
    provenance = plain(summary.provenance)
    command = provenance.get("command")
    if isinstance(command, list):
        command = " ".join(str(part) for part in command)
    parts = [paragraph("The same command gives the same numbers, on any number of cores.")] if command else []
    parts += [element("pre", element("code", command))] if command else []
    rows = [[key.replace("_", " "), _shown(value)] for key, value in provenance.items() if key != "command"]
    parts.append(table("Provenance", ["", ""], rows))
    return Section("making", "How this was made", joined(parts))
