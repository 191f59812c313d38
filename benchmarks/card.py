"""The section on graphics cards: `python -m benchmarks card` where there is one.

What another machine has measured (`python -m benchmarks.on_card > FILE`) is taken in with
`python -m benchmarks.card FILE`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from numba import cuda

from benchmarks import page
from benchmarks.processes import OURS, say, told_by

BYTES: Final = {"how many neighbours are gone": 4, "filled": 1, "left openly": 1, "visibly gone": 2, "told so": 1}
"""What an update of Work A reads and writes: who leaves is written too, but that is one update in 700."""


def section() -> str:
    """Measure and write the section; nothing where there is no card."""
    if not cuda.is_available():
        say("No NVIDIA graphics card here: its section stays as it is.")
        return ""
    say("On a graphics card")
    return written(told_by(OURS, "on_card"))


def written(told: dict[str, Any]) -> str:
    """The section, from what was measured."""
    copied, calls = told["copied"], told["words"] / 4
    moved = copied / sum(BYTES.values())
    floor = min(moved, calls)
    rows_a = [row_of_a(one, floor) for one in told["a"]]
    rows_b = [row_of_b(one) for one in told["b"]]
    whole, unlike = told["whole"], told["unlike"]
    return HEAD.format(
        **told["versions"],
        card=told["card"],
        copied=copied / 1e9,
        calls=calls / 1e9,
        bytes_=sum(BYTES.values()),
        moved=moved / 1e9,
        rows_a="\n".join(rows_a),
        rows_b="\n".join(rows_b),
        replicates=told["replicates"],
        cores=told["cores"],
        cpu=whole["cpu"],
        cuda=whole["cuda"],
        memory=told["memory"] / 1e9,
        estimate=told["estimate"] / 1e9,
        unlike_a=unlike["a"][0],
        common_a=unlike["a"][1],
        unlike_b=unlike["b"][0],
        common_b=unlike["b"][1],
    )


def row_of_a(one: dict[str, Any], floor: float) -> str:
    """A size of Work A."""
    size = f"{one['posts']:,} | {one['lanes']:,} | {one['ticks']}"
    return f"| {size} | {one['rate'] / 1e9:.1f} | {floor / one['rate']:.1f} | {one['gone']:.4f} |"


def row_of_b(one: dict[str, Any]) -> str:
    """A number of replicates of Work B."""
    each = one["took"] / one["ticks"] * 1e3
    return f"| {one['lanes']:,} | {one['rate'] / 1e6:,.0f} | {each:.2f} | {one['laid_out']:.2f} |"


HEAD: Final = """## On a graphics card

{card}, numba {numba}, numpy {numpy}; `python -m benchmarks.on_card` there, by the clock, with all replicates of a row
on the card at once. The card copies {copied:,.0f} GB a second (bytes read and written) and makes {calls:.0f} thousand
million calls of Philox a second. An update of Work A moves {bytes_} bytes of state, of which the card could do
{moved:.0f} thousand million a second, and makes one call; the smaller of both rates is the floor.

### Work A

| members | replicates | ticks | thousand million updates a second | times the floor | share gone |
| ---: | ---: | ---: | ---: | ---: | ---: |
{rows_a}

### Work B

| replicates | million member-ticks a second | ms a tick | laying out, s |
| ---: | ---: | ---: | ---: |
{rows_b}

A whole call of `exitban.run` of the bundled scenario, {replicates:,} replicates under its four policies with all
copies in which bans are lifted, takes {cuda:.1f} s, of which the card works a part; the {cores} processor cores of that
machine take {cpu:.1f} s, both compiled before. The process held {memory:.1f} GB of the machine's own memory at most;
the estimate was {estimate:.1f}.

Beside what the processor computes, {unlike_a} of {common_a} arrays differ in any bit after Work A with 10^4 members,
and {unlike_b} of {common_b} after Work B, with 64 replicates each."""


def main(path: str) -> None:
    """Take in what was measured on another machine."""
    told = json.loads(Path(path).read_text().strip().splitlines()[-1])
    page.keep("card", written(told), told["when"])
    page.write()


if __name__ == "__main__":
    main(*sys.argv[1:])
