"""The page writes numbers as the server does, so that a sentence and the table beside it agree."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from exitban.analysis.wording import count_text, percent, signed

pytestmark = pytest.mark.xdist_group("browser")

VALUES: Final = [
    *(0.0, 0.001, 0.0049, 0.005, 0.015, 0.025, 0.125, 0.5, 0.77, 0.994, 0.995, 0.9999, 1.0, 1.004, 1.03, -0.004, -0.2),
    *(0.04, 0.05, 0.25, 0.35, 0.75, 2.5, 3.5, 9.94, 9.95, 9.97, 10.5, 11.5, 110.5, 111.5, 999.5, 1234.0, 98765.5),
    *(-0.01, -0.25, -9.97, -110.5, -1234.0),
]
SAID: Final[dict[str, Callable[[float], str]]] = {
    "percent(one)": lambda value: f"{percent(value)} %",
    "count(one)": count_text,
    "change(one, false)": signed,
    "change(one, true)": lambda value: signed(100 * value),
}


@pytest.fixture(scope="module")
def words(page_sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's own words for numbers, as plain JavaScript."""
    folder = tmp_path_factory.mktemp("words")
    call = ["npx", "tsc", "--target", "es2022", "--module", "es2022", "--outDir", folder, "src/format.ts"]
    subprocess.run(call, cwd=page_sources, check=True)
    return (folder / "format.js").rename(folder / "format.mjs")


@pytest.mark.parametrize("call", SAID)
def test_the_page_says_numbers_in_the_servers_words(call: str, words: Path) -> None:
    script = f"""
        import {{ percent, count, change }} from {json.dumps(str(words))};
        console.log(JSON.stringify({json.dumps(VALUES)}.map((one) => {call})));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert dict(zip(VALUES, json.loads(done.stdout), strict=True)) == {value: SAID[call](value) for value in VALUES}
