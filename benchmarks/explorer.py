"""How long a person waits at the explorer: slider to paint, on the bundled scenario, in a real browser.

`python -m benchmarks.explorer [MOVES]` prints it alone. A key moves the strength of the ban by one step; what is timed
is from that key to the first frame that shows the answer. The engine's own share comes from the answer's
`Server-Timing`; the rest is transport, words, drawing.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.processes import say

MOVES = 40
WARM_UP = 3
SLIDER = "#c-policies-ban-strength"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

WATCH = """
(() => {
  window.waits = [];
  let began = 0;
  addEventListener("keydown", () => (began = performance.now()), true);
  new MutationObserver(() => {
    const from = began;
    began = 0;
    if (from) requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - from)));
  }).observe(document.body, { attributes: true, attributeFilter: ["data-setting"] });
})()
"""


@dataclass
class Waits:
    """Milliseconds of each move: all of it, and the engine's share; what loading the page took."""

    whole: list[float] = field(default_factory=list)
    engine: list[float] = field(default_factory=list)
    replicates: int = 0
    load: float = 0.0
    kilobytes: float = 0.0


def section() -> str:
    """What the results page says."""
    if browser() is None:
        return "## The explorer\n\nNot measured: no Chromium on this machine (on Debian: apt install chromium)."
    say("The explorer")
    return told(measured(MOVES))


def browser() -> str | None:
    """The program that shows the page."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def told(found: Waits) -> str:
    """The waits as a table."""
    rest = [whole - engine for whole, engine in zip(found.whole, found.engine, strict=True)]
    rows = [("slider to paint", found.whole), ("of it the engine", found.engine), ("all the rest", rest)]
    lines = [f"| {name} | {statistics.median(some):.0f} | {at(some, 0.95):.0f} |" for name, some in rows]
    return "\n".join(
        [
            "## The explorer\n",
            f"{len(found.whole)} moves of one slider, bundled scenario, {found.replicates} matched worlds behind each "
            f"answer, {os.cpu_count()} cores. The page: {found.kilobytes:.0f} kB, shown after {found.load:.0f} ms.",
            "",
            "| milliseconds | median | 95th percentile |",
            "| --- | ---: | ---: |",
            *lines,
        ]
    )


def at(values: Sequence[float], share: float) -> float:
    """The value below which a share of all lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measured(moves: int) -> Waits:
    """Start a server and a browser, move, and look."""
    from playwright.sync_api import sync_playwright

    program = browser()
    if program is None:
        raise SystemExit("No Chromium on this machine. On Debian: apt install chromium")
    with served() as address, sync_playwright() as started:
        shown = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = shown.new_page(viewport={"width": 1280, "height": 900})
        found = Waits()
        page.on("response", lambda answer: found.engine.append(engine_of(answer)) if "/api/run" in answer.url else None)
        loaded(page, address, found)
        page.evaluate(WATCH)
        moved(page, moves, found)
        shown.close()
    return found


def engine_of(answer: Any) -> float:
    """Milliseconds of the engine, as the answer says."""
    said = re.search(r"engine;dur=([\d.]+)", answer.headers.get("server-timing", ""))
    return float(said[1]) if said else 0.0


def loaded(page: Any, address: str, found: Waits) -> None:
    """Open the page twice: the second time nothing but the page itself takes time."""
    for _ in range(2):
        began = time.perf_counter()
        page.goto(address)
        page.wait_for_selector("body[data-setting]")
        found.load = 1000 * (time.perf_counter() - began)
    sizes = page.evaluate("performance.getEntriesByType('resource').map(one => one.encodedBodySize)")
    found.kilobytes = sum(sizes) / 1000


def moved(page: Any, moves: int, found: Waits) -> None:
    """One move after the other, each answered before the next."""
    page.focus(SLIDER)
    for place in range(WARM_UP + moves):
        if place == WARM_UP:
            page.evaluate("window.waits = []")
            found.engine.clear()
        before = page.locator("body").get_attribute("data-setting")
        count = page.evaluate("window.waits.length")
        page.keyboard.press("ArrowRight" if place else "Home")  # from the lowest value on, each is a new one
        while page.evaluate("window.waits.length") == count:
            page.wait_for_timeout(5)
        assert page.locator("body").get_attribute("data-setting") != before
    found.whole = page.evaluate("window.waits")
    found.engine = found.engine[: len(found.whole)]
    found.replicates = int(page.locator("body").get_attribute("data-replicates"))


@contextmanager
def served() -> Iterator[str]:
    """`exitban explore` as a person starts it; refinement is left out, so that every answer is a first one."""
    command = [sys.executable, "-m", "exitban.cli", "explore", "--no-browser", "--replicates", "32"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if not found:
            raise SystemExit(f"The explorer did not start: {line!r}")
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


if __name__ == "__main__":
    print(told(measured(int(sys.argv[1]) if len(sys.argv) > 1 else MOVES)))
