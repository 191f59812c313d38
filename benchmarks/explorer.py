"""How long a person waits at the explorer: slider to paint, on the bundled scenario, in a real browser.

`python -m benchmarks.explorer [MOVES]` prints it alone. A key moves the strength of the ban by one step; what is timed
is from that key to the first frame that shows the answer: once with a moment to look at it before the next step, in
which the page asks ahead, once with the next step as soon as the last is seen and nothing asked ahead. The engine's own
share of that comes from the answer's `Server-Timing`; the rest is transport, words, drawing. Then come the clicks and
the drags of `benchmarks.pointers`.
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

from benchmarks.pointers import LIES, LOOK, REST, SLIDER, Pointed, pointed
from benchmarks.processes import say

MOVES = 40
WARM_UP = 3
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

WATCH = """
(() => {
  window.waits = [];
  window.seen = () => {};
  window.next = new Promise((seen) => (window.seen = seen));
  let began = 0;
  addEventListener("keydown", () => (began = performance.now()), true);
  new MutationObserver(() => {
    if (!("setting" in document.body.dataset)) return; // what is seen is near the answer, and not the answer
    const from = began;
    began = 0;
    const told = () => window.waits.push(performance.now() - from) && window.seen();
    if (from) requestAnimationFrame(() => setTimeout(told));
  }).observe(document.body, { attributes: true, attributeFilter: ["data-setting"] });
})()
"""


NOTHING_AHEAD = """
(() => {
  const fetched = window.fetch;
  const refused = () => Promise.resolve(new Response("{}", { status: 503 }));
  window.fetch = (what, how) => (String(what).includes("ahead=1") ? refused() : fetched(what, how));
})()
"""
"""Within the page: a browser that asks this program before each question takes ten milliseconds for it."""


@dataclass
class Waits:
    """Milliseconds of each move: with a look between, at once and the engine's share of that; what loading took."""

    looking: list[float] = field(default_factory=list)
    at_once: list[float] = field(default_factory=list)
    engine: list[float] = field(default_factory=list)
    pointed: Pointed = field(default_factory=Pointed)
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
    rest = [whole - engine for whole, engine in zip(found.at_once, found.engine, strict=True)]
    rows = [
        (f"slider to paint, a step every {LOOK} ms after the last answer", found.looking),
        ("slider to paint, nothing asked ahead", found.at_once),
        ("of it the engine", found.engine),
        ("all the rest", rest),
        (f"a click where the pointer has rested for {REST} ms, to its exact answer", found.pointed.clicks),
        ("during a drag, a move to the first frame with the exact or the nearest known answer", found.pointed.moves),
        ("letting go after a drag to the exact answer", found.pointed.let_go),
    ]
    lines = [f"| {name} | {statistics.median(some):.0f} | {at(some, 0.95):.0f} |" for name, some in rows]
    return "\n".join(
        [
            "## The explorer\n",
            f"{len(found.at_once)} moves of one slider at each pace, bundled scenario, {found.replicates} matched "
            f"worlds behind each answer, {os.cpu_count()} cores. The page: {found.kilobytes:.0f} kB, shown after "
            f"{found.load:.0f} ms. While a person looks, the page asks for the next step ahead.",
            "",
            "| milliseconds | median | 95th percentile |",
            "| --- | ---: | ---: |",
            *lines,
            "",
            nearness(found.pointed),
        ]
    )


def nearness(found: Pointed) -> str:
    """How far from what was wanted the frames of a drag were."""
    exact = 100 * statistics.mean(found.exact)
    mean, most = (100 * value for value in (statistics.mean(found.off), at(found.off, 0.95)))
    return (
        f"{len(found.clicks)} clicks; {len(found.let_go)} drags over half of the slider with {len(found.moves)} moves, "
        f"after the hand had lain on it for {LIES / 1000:g} s. The first frame after a move showed the exact answer in "
        f"{exact:.0f} % of moves, else the nearest known; in the mean over all moves it was {mean:.1f} % of the slider "
        f"away from what was wanted, at the 95th percentile {most:.1f} %."
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
        loaded(page, address, found)
        page.evaluate(WATCH)
        found.looking = moved(page, "Home", "ArrowRight", moves, LOOK)
        found.replicates = int(page.evaluate("document.body.dataset.replicates"))
        page.add_init_script(NOTHING_AHEAD)
        page.goto(f"{address}?seed=2")  # other luck, of which neither page nor engine knows anything
        page.wait_for_selector("body[data-setting]")
        page.evaluate(WATCH)
        busy = list[float]()
        page.on("response", lambda answer: busy.append(engine_of(answer)) if is_waited_for(answer.url) else None)
        found.at_once = moved(page, "End", "ArrowLeft", moves, 0)
        found.engine = busy[-moves:]
        page.close()
        page = shown.new_page(viewport={"width": 1280, "height": 900})
        found.pointed = pointed(page, address, moves, max(1, moves // 3))
        shown.close()
    return found


def is_waited_for(address: str) -> bool:
    """Whether a question is about what is to be shown, and not one asked ahead."""
    return "/api/run" in address and "ahead=" not in address


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
        page.wait_for_timeout(5 * LOOK)  # what it asks ahead is done


def moved(page: Any, end: str, key: str, moves: int, look: int) -> list[float]:
    """One move after the other from an ``end`` of the slider, each answered before the next: how long each took."""
    page.focus(SLIDER)
    for place in range(WARM_UP + moves):
        before = page.locator("body").get_attribute("data-setting")
        page.evaluate("void (window.next = new Promise((seen) => (window.seen = seen)))")
        page.keyboard.press(key if place else end)  # from there on each value is a new one
        page.evaluate("window.next")  # asking again and again would take time from the engine
        assert page.locator("body").get_attribute("data-setting") != before
        page.wait_for_timeout(look)
    return [float(wait) for wait in page.evaluate("window.waits")[-moves:]]


@contextmanager
def served() -> Iterator[str]:
    """`exitban explore` as a person starts it; refinement is left out, so that every answer is a first one."""
    command = [sys.executable, "-m", "exitban", "explore", "--no-browser", "--replicates", "32"]
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
