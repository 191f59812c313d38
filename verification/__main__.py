"""``python -m verification``: run every target, write the page, fail if one that gates is missed.

What is known to be missed is told and fails nothing, until it is met or missed by more: then the reason that is given
for it does not hold any more.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from exitban.errors import did_you_mean
from verification.page import page, written
from verification.running import Report, run_all
from verification.target import Target
from verification.targets import every_target

PAGE = Path("build/verification.html")
MET, MISSED, WRONG_CALL, STOPPED = 0, 1, 2, 130


def arguments() -> argparse.ArgumentParser:
    """What a person can type."""
    found = argparse.ArgumentParser(
        prog="python -m verification",
        description="Run every target of the model, write one HTML page, print its path. "
        "Exit status 1 when a target of level L0 or L1 is missed, unless that is known; and when what is known to be "
        "missed is met.",
    )
    found.add_argument("--only", action="append", metavar="NAME", help="one target or one paper's; may be repeated")
    found.add_argument("--quick", action="store_true", help="the small sizes of the tests")
    found.add_argument("--out", type=Path, default=PAGE, help=f"the page (default: {PAGE})")
    found.add_argument("--list", action="store_true", help="name the targets and stop")
    return found


def chosen(only: Sequence[str] | None, everything: dict[str, tuple[Target, ...]]) -> list[Target]:
    """The targets of a call. ValueError for a name that there is not."""
    named = {target.name: (target,) for targets in everything.values() for target in targets}
    known = named | everything
    for name in only or ():
        if name not in known:
            raise ValueError(f"there is no target '{name}'.{did_you_mean(name, known)}")
    wanted = [target for name in (only or everything) for target in known[name]]
    return list({target.name: target for target in wanted}.values())


def say(line: str) -> None:
    """A line for people, on standard error."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is the command's voice


def main(typed: Sequence[str] | None = None) -> int:
    """The command; returns its exit status."""
    asked = arguments().parse_args(typed)
    try:
        targets = chosen(asked.only, every_target())
    except ValueError as error:
        say(str(error))
        return WRONG_CALL
    if asked.list:
        for target in targets:
            print(f"{target.level}  {target.name:32} {target.paper}")  # noqa: T201 - what was asked for
        return MET
    try:
        reports = list(run_all(targets, asked.quick, say))
    except KeyboardInterrupt:
        say("Stopped; no page is written.")
        return STOPPED
    path = written(page(reports, asked.quick), asked.out)
    for line in ending(reports):
        say(line)
    print(path)  # noqa: T201 - the one thing on standard output
    return MISSED if any(report.fails for report in reports) else MET


def ending(reports: Sequence[Report]) -> Iterator[str]:
    """The last lines: what is known to be missed, what is news, and otherwise how much is met."""
    known = [
        f"{report.target.name} ({'; '.join(one.label for one in report.known)})" for report in reports if report.known
    ]
    if known:
        yield f"Known to be missed, for reasons that the page tells: {', '.join(known)}."
    wrong = [report for report in reports if report.fails]
    if missed := [report.target.name for report in wrong if not report.met]:
        yield f"Missed: {', '.join(missed)}."
    if met := [report.target.name for report in wrong if report.met]:
        yield f"Met, though known to be missed; take the reason out of the target: {', '.join(met)}."
    if not wrong:
        gating = [report.met for report in reports if report.target.gates]
        yield f"{'All else' if known else 'All'} met: {sum(gating)} of {len(gating)} gating targets."


if __name__ == "__main__":
    sys.exit(main())
