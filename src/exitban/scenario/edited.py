"""A scenario written out again with values replaced: a file that can be read and run like any other."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML

from exitban.errors import ScenarioError
from exitban.scenario.findings import Findings
from exitban.scenario.overrides import override_all
from exitban.scenario.scenario import Scenario
from exitban.scenario.yaml_tree import parse

WIDTH = 110


def edited(scenario: Scenario, overrides: Sequence[str], compare: Sequence[str], note: str) -> str:
    """The file with overrides such as ``policies.ban.strength=0.5``, those that it was read with among them.

    ``compare``: the policies that a run compares; ``note``: what stands at the top, behind number signs. Comments of
    the file are lost, since values that two places shared part ways here; files that it names go on lying beside it.
    Raises `ScenarioError` for an override that does not fit.
    """
    tree, problems = parse(scenario.text, str(scenario.path))
    findings = Findings(tree, scenario.path.parent)
    override_all(findings, (*scenario.overrides, *overrides), scenario.mechanisms)
    if problems or findings.problems:
        raise ScenarioError([*problems, *findings.problems])
    head = "".join(f"# {line}\n" for line in note.splitlines())
    return f"{head}\n{_dumped({**tree.data, 'compare': list(compare)})}"


def _dumped(data: dict[str, Any]) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = WIDTH
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    text = io.StringIO()
    yaml.dump(data, text)
    return text.getvalue()
