"""Takes the picture of the explorer from a real run, 1,000 matched worlds. Chromium has to be there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHOSEN = "?policy=ban&set.policies.ban.strength=0.9"
command = [sys.executable, "-m", "exitban", "explore", "--no-browser"]
server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"})
try:
    address = re.search(r"http://\S+", server.stdout.readline())[0]
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1290})
        page.goto(address + CHOSEN)
        page.wait_for_selector('body[data-replicates="1000"]', timeout=1_200_000)
        page.wait_for_timeout(500)
        page.screenshot(path=Path(__file__).with_name("explorer.png"))
finally:
    server.kill()
