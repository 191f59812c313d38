"""The launcher for a graphics card: acted out by plain Python, and on a card where there is one, it gives the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import cuda
from typer.testing import CliRunner

import exitban
from exitban.analysis.decomposing import decompose
from exitban.analysis.replay import replay
from exitban.cli.app import app
from exitban.ensembles.design import Design, checked
from exitban.ensembles.rare import rare_loss
from exitban.errors import CallError, MechanismError, TooLargeError
from exitban.kernels.cuda import card, cells, otherwise
from exitban.kernels.cuda.engine import EngineOfCard
from exitban.kernels.cuda.segments import IN_A_PIECE, LONGEST, Segments, segments_of
from exitban.kernels.cuda.taken import refuse_taken_names
from exitban.kernels.launch import Arrays, Size
from exitban.kernels.placing import bytes_of
from exitban.kernels.wiring import Wiring
from exitban.maths import elementary
from exitban.mechanism import Mechanism, NoNumbers, State
from exitban.plan import plan_for
from exitban.scenario.shelf import shelf
from tests.kernels.cuda_cases import CASES
from tests.office import EVERYTHING, office

ROOT = Path(__file__).parents[2]
HAS_CARD = cuda.is_available()
NO_CARD = pytest.mark.skipif(HAS_CARD, reason="there is a graphics card here")
A_CARD = pytest.mark.skipif(not HAS_CARD, reason="no NVIDIA graphics card here")
EACH = pytest.mark.parametrize("case", CASES)


def told(*asked: str, acted_out: bool) -> dict[str, Any]:
    """What a module prints last, in a process of its own."""
    env = {**os.environ, **({"NUMBA_ENABLE_CUDASIM": "1"} if acted_out else {})}
    done = subprocess.run([sys.executable, "-m", *asked], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@EACH
def test_a_card_acted_out_by_python_gives_the_same_bits(case: str) -> None:
    found = told("tests.kernels.cuda_cases", case, acted_out=True)
    assert found["different"] == []
    assert len(found["compared"]) > 2


@A_CARD
@EACH
def test_a_card_gives_the_same_bits(case: str) -> None:
    found = told("tests.kernels.cuda_cases", case, acted_out=False)
    assert found["different"] == []
    assert len(found["compared"]) > 2


def test_the_benchmark_of_a_card_can_be_tried_out_without_one() -> None:
    found = told("benchmarks.on_card", "small", acted_out=True)
    assert {one["posts"] for one in found["a"]} == {500}
    assert all(one["rate"] > 0 for one in found["a"])


@pytest.mark.parametrize("name", ["place", "cells", "queue_line", "gifts_by_grade", "counted_near_gifts", "effort_new"])
def test_a_name_that_the_kernels_need_is_refused(name: str) -> None:
    own = Mechanism("own", "A law.", NoNumbers, states=(State(name, np.float32, arrival=0.0),))
    with pytest.raises(MechanismError, match=f"'{name}' is a name that the launcher for graphics cards has"):
        refuse_taken_names(Wiring((*shelf(), own)))


def held_by(engine: EngineOfCard, replicates: int) -> tuple[Arrays, Size, int]:
    """What a block is given, its size, and how many bytes it takes on a card."""
    plan = plan_for(office(EVERYTHING), 1, range(replicates))
    given = plan.block(plan.under("ban"), slice(0, replicates))
    places = (len(plan.posts.ids), len(plan.institutions), len(plan.posts.grades), len(given["opens"]))
    size, segments = Size(*places, 24, replicates), segments_of(given)
    there = {**engine.wanted(given), **segments.arrays}
    rooms = (engine.room_on_card(name, size, segments) for name in engine.kernels.arrays if name not in there)
    return given, size, sum(array.nbytes for array in there.values()) + sum(map(bytes_of, rooms))


def test_blocks_are_as_large_as_the_memory_of_the_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """What all replicates share counts once; a world that may be copied takes more; and one has to fit."""
    engine = EngineOfCard(shelf(), "cuda")
    given, size, one = held_by(engine, 1)
    _, _, two = held_by(engine, 2)
    lanes = {}
    for free in (10**6, 10**7):
        monkeypatch.setattr(card, "free_bytes", lambda free=free: free)
        lanes[free] = engine.lanes(given, size, copies=False)
        assert 0 < engine.lanes(given, size, copies=True) < lanes[free]
    assert (10**7 - 10**6) / (lanes[10**7] - lanes[10**6]) == pytest.approx(two - one, rel=0.01)
    monkeypatch.setattr(card, "free_bytes", lambda: 1000)
    with pytest.raises(TooLargeError, match="launcher: one replicate takes"):
        engine.lanes(given, size, copies=False)


def test_who_comes_before_whom_in_a_queue() -> None:
    """Four wait in one replicate, post 4 under another policy: by line, then by post, each policy by itself."""
    line, post, policy = ([[7], [5], [7], [1]], [[3], [9], [2], [4]], [[1], [1], [1], [2]])
    queue = (np.array(line, np.int64), np.array(post, np.int32), np.array(policy, np.int32))
    places = zip(*(column[:, 0] for column in queue), strict=True)
    ahead = {int(i): int(cells.before(queue, np.int32(4), own, (i, p, 0))) for own, i, p in places}
    assert ahead == {9: 0, 2: 1, 3: 2, 4: 0}


@given(st.floats(-(2.0**31) + 128, 2.0**31 - 128, width=32))
def test_whole_numbers_are_found_otherwise_with_the_same_bits(x: float) -> None:
    assert otherwise.whole_below(np.float32(x)) == elementary.whole_below(np.float32(x))


@given(st.floats(0, width=32, allow_infinity=False))
def test_roots_are_found_otherwise_with_the_same_bits(x: float) -> None:
    assert otherwise.square_root(np.float32(x)).tobytes() == elementary.square_root(np.float32(x)).tobytes()


@NO_CARD
def test_without_a_card_it_is_told_what_is_missing() -> None:
    with pytest.raises(CallError, match=r"^launcher: 'cuda' needs .* Allowed without: cpu, python\.$"):
        exitban.run(office(EVERYTHING), replicates=2, launcher="cuda")


@NO_CARD
@pytest.mark.parametrize("command", ["run", "compare"])
def test_a_command_says_so_and_ends_with_status_2(command: str) -> None:
    done = CliRunner().invoke(app, [command, "--launcher", "cuda"])
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].startswith("launcher: 'cuda' needs ")


CANNOT: dict[str, Callable[[Any], object]] = {
    "replay": lambda cuda: replay(office(EVERYTHING), 0, launcher=cuda),
    "decompose": lambda cuda: decompose(office(EVERYTHING), "ban", replicates=2, how=(1, cuda)),
    "sweep": lambda cuda: checked(Design(office(EVERYTHING), {"policies.ban.strength": [0.5]}, launcher=cuda)),
    "rare": lambda cuda: rare_loss(office(EVERYTHING), policy="ban", effort=4, repeats=2, launcher=cuda),
}


@pytest.mark.parametrize("who", CANNOT)
def test_who_cannot_use_a_card_says_so(who: str) -> None:
    with pytest.raises(CallError, match="allowed here: cpu, python"):
        CANNOT[who]("cuda")


@st.composite
def organisations(draw: st.DrawFn) -> dict[str, np.ndarray[Any, Any]]:
    """Posts in the order of their depth, each under an earlier one or none, in grades of a few institutions."""
    count = draw(st.integers(1, 300))
    institution_of_grade = np.sort(draw(st.lists(st.integers(0, 2), min_size=1, max_size=4)))
    luck = np.random.default_rng(draw(st.integers(0, 9)))
    superior = np.array([luck.integers(-1, max(i // 4, 1)) if i else -1 for i in range(count)], np.int32)
    return {
        "grade": luck.integers(0, len(institution_of_grade), count).astype(np.int32),
        "superior": superior,
        "second": np.full(count, -1, np.int32),
        "institution_of_grade": institution_of_grade.astype(np.int32),
        "population": np.zeros(3),
    }


def members(found: Segments, segment: int) -> list[int]:
    """The posts of a segment."""
    first, stop, step = (found.arrays[f"segment_{name}"][segment] for name in ("first", "stop", "step"))
    return found.arrays["member_of"][first:stop:step].tolist()


@given(organisations())
def test_every_post_is_in_one_segment_of_its_grade_and_depth(posts: dict[str, np.ndarray[Any, Any]]) -> None:
    found = segments_of(posts)
    each = [members(found, s) for s in range(found.segments)]
    assert sorted(i for some in each for i in some) == list(range(len(posts["grade"])))
    assert all(0 < len(some) <= LONGEST for some in each)
    assert all(len({posts["grade"][i] for i in some}) == 1 for some in each)


@given(organisations())
def test_superiors_are_done_before_their_subordinates(posts: dict[str, np.ndarray[Any, Any]]) -> None:
    found = segments_of(posts)
    turn = {i: n for n, (a, b) in enumerate(found.depths) for s in range(a, b) for i in members(found, s)}
    assert all(turn[superior] < turn[i] for i, superior in enumerate(posts["superior"].tolist()) if superior >= 0)
    assert len(turn) == len(posts["grade"])


@given(organisations())
def test_every_segment_is_in_one_piece_of_its_grade(posts: dict[str, np.ndarray[Any, Any]]) -> None:
    found = segments_of(posts)
    start, of_grade = found.arrays["piece_start"], found.arrays["pieces_of_grade"]
    for g in range(len(posts["institution_of_grade"])):
        pieces = range(of_grade[g], of_grade[g + 1])
        listed = [found.arrays["segments_of_grade"][start[p] : start[p + 1]].tolist() for p in pieces]
        assert all(0 < len(some) <= IN_A_PIECE for some in listed)
        posts_there = sorted(i for some in listed for s in some for i in members(found, s))
        assert posts_there == np.flatnonzero(posts["grade"] == g).tolist()


@given(organisations())
def test_those_below_a_post_are_listed_in_order(posts: dict[str, np.ndarray[Any, Any]]) -> None:
    found = segments_of(posts).arrays
    for i in range(len(posts["grade"])):
        below = found["below"][found["below_start"][i] : found["below_start"][i + 1]].tolist()
        assert below == np.flatnonzero(posts["superior"] == i).tolist()
