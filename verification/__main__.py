"""``python -m verification``: run every target, write the page, fail if one that gates is missed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from exitban.errors import did_you_mean
from verification.page import page, written
from verification.running import run_all
from verification.target import Target
from verification.targets import every_target

PAGE = Path("build/verification.html")
MET, MISSED, WRONG_CALL, STOPPED = 0, 1, 2, 130


def arguments() -> argparse.ArgumentParser:
    """What a person can type."""
    found = argparse.ArgumentParser(
        prog="python -m verification",
        description="Run every target of the model, write one HTML page, print its path. "
        "Exit status 1 when a target of level L0 or L1 is missed.",
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
    missed = [report.target.name for report in reports if report.fails]
    known = [report.target.name for report in reports if report.fails and report.as_is_known]
    path = written(page(reports, asked.quick), asked.out)
    if known:
        say(f"Known to be missed, for reasons that the page tells: {', '.join(known)}.")
    gating = sum(report.target.gates for report in reports)
    say(f"Missed: {', '.join(missed)}." if missed else f"All {gating} gating targets met.")
    print(path)  # noqa: T201 - the one thing on standard output
    return MISSED if missed else MET


if __name__ == "__main__":
    sys.exit(main())
