"""A hand on a slider, with real events of the pointer: clicks on its track, and drags as fast as a person's.

Every drag has a seed of its own, and no click goes where one went before: what the engine is to answer is new to it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

SLIDER: Final = "#c-policies-ban-strength"
NUMBER: Final = "set.policies.ban.strength"
THUMB: Final = 16
"""How wide Chromium draws the thumb of a slider."""

REST: Final = 300
"""Milliseconds for which the pointer rests over the place that it is about to press."""
LOOK: Final = 600
"""Milliseconds for which a person looks at an answer."""
LIES: Final = 2500
"""Milliseconds for which a hand lies on the slider before it drags."""
FROM, TO, SECONDS = 0.2, 0.7, 1.5
"""A drag: over half of the slider."""

WATCH = f"""
(() => {{
  const slider = document.querySelector("{SLIDER}");
  const body = document.body.dataset;
  const shown = () => Number(new URLSearchParams(body.setting ?? body.nearest).get("{NUMBER}"));
  const wanted = () => Number(document.querySelector("{SLIDER} + input").value);
  const painted = () => new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)));
  let event = 0;
  window.moves = [];
  for (const name of ["pointerdown", "pointermove", "pointerup"])
    addEventListener(name, (one) => (event = one.timeStamp), true);
  slider.addEventListener("input", async () => {{
    const [from, to] = [event, wanted()];
    await painted();
    window.moves.push({{ wait: performance.now() - from, off: Math.abs(shown() - to), exact: "setting" in body }});
  }});
  window.exact = (name) => new Promise((told) => addEventListener(name, async ({{ timeStamp }}) => {{
    await painted(); // what is wanted changes after the pointer is down
    while (!("setting" in body && shown() === wanted())) {{
      await new Promise((changed) => new MutationObserver((_, one) => (one.disconnect(), changed())).observe(
        document.body, {{ attributes: true }}));
      await painted();
    }}
    told(Math.max(0, performance.now() - timeStamp));
  }}, {{ once: true }}));
}})()
"""
"""In the page: how long each move took to the first frame after it, how far from the wanted value that frame was, and
how long from an event of the pointer to the exact answer."""


@dataclass
class Pointed:
    """Milliseconds of each: a click to its exact answer, a move of a drag to a frame, letting go to the exact answer.

    ``off``: how far that frame was from the wanted value, as a share of the slider. ``exact``: whether it was the
    answer itself.
    """

    clicks: list[float] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)
    let_go: list[float] = field(default_factory=list)
    off: list[float] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)


def pointed(page: Any, address: str, clicks: int, drags: int) -> Pointed:
    """Click here and there, then drag to and fro."""
    found = Pointed()
    opened(page, f"{address}?seed=1000&{NUMBER}={FROM}")
    draw = random.Random(1)
    for value in draw.sample([place for place in range(101) if place != 100 * FROM], clicks):
        found.clicks.append(clicked(page, value / 100))
    for drag in range(drags):
        ends = (FROM, TO) if drag % 2 == 0 else (TO, FROM)
        opened(page, f"{address}?seed={1001 + drag}&{NUMBER}={ends[0]}")
        page.mouse.move(*place(page, ends[0]))
        page.wait_for_timeout(LIES)
        found.let_go.append(dragged(page, *ends, draw))
        for move in page.evaluate("window.moves"):
            found.moves.append(float(move["wait"]))
            found.off.append(float(move["off"]))
            found.exact.append(bool(move["exact"]))
    return found


def opened(page: Any, address: str) -> None:
    """A page with its first answer, and all done that it asks ahead of itself."""
    page.goto(address)
    page.wait_for_selector("body[data-setting]")
    page.mouse.move(5, 5)
    page.wait_for_timeout(LIES)
    page.evaluate(WATCH)


def place(page: Any, value: float) -> tuple[float, float]:
    """Where the middle of the thumb stands at a value."""
    box = page.locator(SLIDER).bounding_box()
    return box["x"] + THUMB / 2 + value * (box["width"] - THUMB), box["y"] + box["height"] / 2


def clicked(page: Any, value: float) -> float:
    """Go there, rest, press: milliseconds to the exact answer."""
    page.mouse.move(*place(page, value), steps=6)
    page.wait_for_timeout(REST)
    page.evaluate("void (window.told = window.exact('pointerdown'))")
    page.mouse.down()
    page.wait_for_timeout(60)
    page.mouse.up()
    wait = float(page.evaluate("window.told"))
    page.wait_for_timeout(LOOK)
    return wait


def dragged(page: Any, start: float, end: float, draw: random.Random) -> float:
    """Press on the thumb, drag, let go: milliseconds from then to the exact answer."""
    page.evaluate("void (window.told = window.exact('pointerup'))")
    (left, height), (right, _) = place(page, start), place(page, end)  # once: to ask takes time from the page
    page.mouse.down()
    began = time.perf_counter()
    for moment in moments(draw):
        while time.perf_counter() - began < moment:
            page.wait_for_timeout(max(1, 1000 * (moment - time.perf_counter() + began)))
        page.mouse.move(left + eased(moment / SECONDS) * (right - left), height)
    page.mouse.up()
    return float(page.evaluate("window.told"))


def eased(share: float) -> float:
    """How far a hand is after a share of the time: it begins and ends slowly."""
    return share * share * (3 - 2 * share)


def moments(draw: random.Random) -> Iterator[float]:
    """Seconds at which a hand moves: every 16 to 33 ms, the last at the end."""
    now = 0.0
    while (now := now + draw.uniform(0.016, 0.033)) < SECONDS:
        yield now
    yield SECONDS
