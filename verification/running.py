"""Run targets one after the other; whatever goes wrong in one, the others are run too."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from verification.target import Outcome, Target, Verdict, judged

Told = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What became of a target: its verdicts, or the error that stopped it; the time in seconds."""

    target: Target
    size: int
    seconds: float
    outcome: Outcome | None
    verdicts: tuple[Verdict, ...]
    error: str = ""

    @property
    def met(self) -> bool:
        """Every number is reproduced."""
        return not self.error and all(verdict.met for verdict in self.verdicts)

    @property
    def fails(self) -> bool:
        """It gates, and something is not as it is known to be: missed, missed by more, or met at last."""
        return self.target.gates and (bool(self.error) or any(map(self.is_news, self.verdicts)))

    @property
    def known(self) -> tuple[Verdict, ...]:
        """What is missed as is known."""
        return tuple(verdict for verdict in self.verdicts if verdict.as_known)

    @property
    def word(self) -> str:
        """What became of it, in a word or two."""
        if self.met and not self.fails:
            return "met"
        if self.fails or not all(verdict.met or verdict.as_known for verdict in self.verdicts):
            return "MET, though known to be missed" if self.met else "MISSED"
        return "known to be missed"

    def is_news(self, verdict: Verdict) -> bool:
        """Neither met nor missed as is known; a known miss that is met is news at full size, where it was found."""
        if verdict.met:
            return verdict.known is not None and not verdict.known.by_luck and self.size == self.target.full
        return not verdict.as_known


def run_all(targets: Sequence[Target], quick: bool, told: Told) -> Iterator[Report]:
    """Reports in the order of the targets; ``told`` hears a line before and after each."""
    for number, target in enumerate(targets, start=1):
        told(f"[{number}/{len(targets)}] {target.name} ({target.level}) ...")
        report = run_one(target, target.small if quick else target.full)
        told(f"    {summary(report)} in {report.seconds:.1f} s")
        for verdict in report.verdicts:
            if not verdict.met or report.is_news(verdict):
                told(f"    {verdict}")
        yield report


def run_one(target: Target, size: int) -> Report:
    """Run one target; an error is an outcome like any other."""
    began = time.perf_counter()
    try:
        outcome = target.run(size)
        verdicts = judged(target, outcome, size)
    except Exception:
        return Report(target, size, time.perf_counter() - began, None, (), traceback.format_exc())
    return Report(target, size, time.perf_counter() - began, outcome, verdicts)


def summary(report: Report) -> str:
    """In a few words."""
    if report.error:
        return report.error.strip().splitlines()[-1]
    met = sum(verdict.met for verdict in report.verdicts)
    return f"{met} of {len(report.verdicts)} met" + (
        f", {len(report.known)} known to be missed" if report.known else ""
    )
