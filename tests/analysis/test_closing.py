"""The last words of an answer: what differs between worlds."""

from __future__ import annotations

import pytest

from exitban.analysis import summarise
from exitban.analysis.answer import closing
from exitban.run import run
from tests.office import office


@pytest.mark.parametrize(
    ("strength", "replicates", "said"),
    [
        ("1", 3, "Each of the 3 worlds draws its luck anew and nothing else"),
        ("0.6..0.9", 3, "Each of the 3 worlds draws the uncertain numbers and its luck anew"),
        ("0.6..0.9", 1, "A single world was simulated"),
    ],
)
def test_the_answer_says_what_worlds_draw(strength: str, replicates: int, said: str) -> None:
    scenario = office("boss\n  anna", f"policy ban: strength {strength}")
    assert closing(summarise(run(scenario, replicates=replicates, launcher="python"))).startswith(said)
