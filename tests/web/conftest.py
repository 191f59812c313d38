"""A real server, a real browser, and what npm holds: each found once, or said to be missing."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.explore.small import TEXT

WEB = Path(__file__).parents[2] / "web"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REPLICATES = 200
DONE = f'body[data-replicates="{REPLICATES}"]'


@dataclass
class Server:
    """`exitban explore` as a person starts it."""

    process: subprocess.Popen[str]
    address: str

    def memory(self) -> int:
        """Bytes that it holds."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) * 1024

    def stop(self) -> int:
        """As Ctrl-C does it; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(120)


def started(folder: Path, *options: str, text: str = TEXT) -> Server:
    path = folder / "office.yaml"
    path.write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "exitban",
        "explore",
        str(path),
        "--no-browser",
        "--replicates",
        str(REPLICATES),
    ]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+", line)
    assert found, f"no address was printed: {line!r}"
    return Server(process, found[0])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = started(tmp_path_factory.mktemp("server"))
    yield running
    running.process.kill()
    running.process.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Not longer than a module: while it runs, no other event loop can run in this thread."""
    sync = pytest.importorskip(
        "playwright.sync_api", reason="playwright for Python is not installed: pip install '.[dev]'"
    )
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium on this machine, so the page is not tried in a browser; Debian: apt install chromium")
    with sync.sync_playwright() as started_up:
        running = started_up.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def page_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources of the page with all its packages."""
    if not (shutil.which("npm") and WEB.is_dir()):
        pytest.skip("npm is not installed: what needs Node cannot be checked here")
    copy = tmp_path_factory.mktemp("sources") / "web"
    shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("node_modules"))
    done = subprocess.run(["npm", "ci", "--silent"], cwd=copy, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"npm ci failed, perhaps without a network: {done.stderr[-300:]}")
    return copy


class Visit:
    """One visit to the page; what the browser complains about is kept."""

    def __init__(self, browser: Any, **context: Any) -> None:
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.bytes = 0
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route("**/*", lambda route: route.continue_() if "127.0.0.1" in route.request.url else route.abort())

    def go(self, address: str, until: str = DONE) -> Any:
        self.page.goto(address)
        self.page.wait_for_selector(until, timeout=60_000)
        return self.page

    def setting(self, key: str) -> Any:
        """Wait until what is seen answers a setting that holds the key."""
        return self.page.wait_for_selector(f'body[data-setting*="{key}"]', timeout=30_000)

    def done(self) -> Any:
        """Wait until all worlds stand behind what is seen."""
        return self.page.wait_for_selector(DONE, timeout=60_000)

    def sentence(self) -> str:
        return str(self.page.locator("#sentence").inner_text())


@pytest.fixture
def visit(browser: Any) -> Iterator[Visit]:
    one = Visit(browser, viewport={"width": 1280, "height": 900})
    yield one
    one.context.close()
