"""Options that change a number of all, where some have a number of their own: told, since there they change nothing."""

from __future__ import annotations

from collections.abc import Sequence

from exitban.mechanism import Mechanism, NumberFacts
from exitban.scenario.findings import Findings
from exitban.scenario.quantities import Ledger
from exitban.scenario.sections import in_institution, in_policy
from exitban.scenario.types import ScenarioEntry


def remark_unheard(
    findings: Findings, options: Sequence[str], file: ScenarioEntry, mechanisms: tuple[Mechanism, ...]
) -> None:
    """Each such option, with those that do not hear it; one that an option sets as well is not named."""
    ledger = Ledger(file, mechanisms)
    shelf = {one.name: one for one in mechanisms}
    paths = {typed.partition("=")[0].strip() for typed in options}
    for path in sorted(paths):
        name, _, number = path.partition(".")
        facts = shelf[name].facts().get(number) if name in shelf else None
        if facts is None:
            continue
        holders = _holders(shelf[name], number, facts, file)
        own = [holder for holder, at in holders.items() if at in ledger.found and at not in paths]
        if own:
            whose = "states its" if len(own) == 1 else "state their"
            told = f"{', '.join(own)} {whose} own, which this does not change."
            findings.remark((name, number), told)


def _holders(shelf: Mechanism, number: str, facts: NumberFacts, file: ScenarioEntry) -> dict[str, str]:
    """Who may have the number for itself, and the path at which it then stands."""
    if in_institution(facts):
        return {one: f"institutions.{one}.{shelf.name}.{number}" for one in file.institutions}
    steps = (shelf.section_in_policy, number)
    in_one = ".".join(step for step in steps if step)
    return {one: f"policies.{one}.{in_one}" for one in file.policies} if in_policy(facts) else {}
