"""Whatever happens to it, the ensemble that is gone on with equals the one that nothing happened to.

Where a process has to die it is a real one. The full disk is a limit on the size of files (RLIMIT_FSIZE), as tests may
not mount a small one.
"""

from __future__ import annotations

import errno
import json
import math
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from exitban.ensembles import Runs, disk, filling, open_runs, sweep, workers
from exitban.ensembles.filling import GIVEN_UP
from exitban.ensembles.folder import Folder
from exitban.ensembles.status import status
from exitban.errors import ResultError
from tests.ensembles.small import DOSE, STRENGTH, design, parts

SERVER = multiprocessing.get_context("forkserver")
"""Processes that start at once, as everything is imported already in the one from which they are forked."""
SERVER.set_forkserver_preload(["exitban.ensembles.sweeping", "tests.ensembles.small", "pyarrow.parquet"])
ASKED: dict[str, Any] = {"points": {STRENGTH: [0.1, 0.5, 0.9]}, "replicates": 4, "chunk": 2, "keep": ("events",)}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def whole(home: Path) -> dict[str, str]:
    """The parts of an ensemble that nothing happened to."""
    return parts(sweep(design(home, **ASKED), home / "whole", engine="threads:1"))


def fill(home: Path, out: Path, asked: dict[str, Any], limit: int = 0) -> None:
    """In a process of its own; ``limit``: bytes that a file may have."""
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        sweep(design(home, **asked), out, engine="threads:1")
    except ResultError as error:
        (home / "told.txt").write_text(str(error))
        raise SystemExit(2) from error
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def begun(home: Path, out: Path, asked: dict[str, Any] = ASKED, limit: int = 0) -> Any:
    process = SERVER.Process(target=fill, args=(home, out, asked, limit))
    process.start()
    return process


def test_killed_at_twenty_random_moments(home: Path, whole: dict[str, str]) -> None:
    out, luck = home / "killed", random.Random(1)
    acknowledged: dict[str, str] = {}
    deaths = 0
    for _ in range(20):
        process = begun(home, out)
        time.sleep(luck.uniform(0.05, 0.7))
        process.kill()
        process.join()
        deaths += process.exitcode == -signal.SIGKILL
        if out.exists():
            there = parts(open_runs(out))
            assert acknowledged.items() <= there.items(), "nothing that was there is lost or changed"
            assert there.items() <= whole.items(), "a part is whole or not there"
            acknowledged = there
    assert deaths >= 5, "it was killed at work, not after it"
    assert parts(sweep(design(home, **ASKED), out, engine="threads:1")) == whole


def test_stopped_by_ctrl_c(home: Path, whole: dict[str, str]) -> None:
    out = home / "stopped"
    process = begun(home, out)
    while not list(out.glob("outcomes/*.parquet")) and process.is_alive():
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGINT)
    process.join()
    there = parts(open_runs(out))
    assert process.exitcode in (130, 0)
    assert there.items() <= whole.items()
    assert not list(out.glob("**/*.begun")), "what was under way was finished or dropped whole"
    assert parts(sweep(design(home, **ASKED), out)) == whole


def test_a_full_disk(home: Path, whole: dict[str, str]) -> None:
    """The design still fits, a part of outcomes does not."""
    out = home / "full"
    process = begun(home, out, ASKED, limit=16_000)
    process.join()
    assert process.exitcode == 2
    told = (home / "told.txt").read_text()
    assert "cannot be written: File too large" in told
    assert "Make room, then give the same command again." in told
    assert not list(out.glob("*/.*")), "no half of a part is left"
    assert parts(sweep(design(home, **ASKED), out)) == whole


def test_what_is_there_is_counted_over_all_sessions(home: Path, whole: dict[str, str], monkeypatch: Any) -> None:
    """The disk is full after two chunks of two runs, then after three more; what is told counts all five."""
    out, store = home / "counted", Folder.store
    for room, there in ((2, 4), (3, 10)):
        left = iter(range(room))

        def full(folder: Folder, chunk: Any, tables: Any, left: Iterator[int] = left) -> None:
            if next(left, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")
            store(folder, chunk, tables)

        monkeypatch.setattr(Folder, "store", full)
        with pytest.raises(ResultError, match=f"No space left on device. {there} of 24 runs are there and whole"):
            sweep(design(home, **ASKED), out, engine="threads:1")
    monkeypatch.setattr(Folder, "store", store)
    told: list[tuple[float, str]] = []
    runs = sweep(design(home, **ASKED), out, engine="threads:1", progress=lambda *how: told.append(how))
    share, words = told[2]
    assert (share, words.split(" at ")[0]) == (pytest.approx(2 / 14), "12 of 24 runs")
    assert words.endswith(", this session")
    assert told[-1][0] == 1
    assert parts(runs) == whole


def test_a_torn_part_is_not_done(home: Path) -> None:
    out = home / "cut"
    shutil.copytree(home / "whole", out)
    cut = sorted((out / "outcomes").glob("part-*.parquet"))[0]
    cut.write_bytes(cut.read_bytes()[:500])
    found = status(out)
    assert (found.done, found.damaged) == (22, [cut])
    assert f"22 of 24 runs (92%), 0 failed\n  damaged: outcomes/{cut.name}; a sweep makes it anew" in found.words()
    assert found.to_json()["damaged"] == [f"outcomes/{cut.name}"]
    assert "goes on with it" in found.words()
    other = sorted((out / "events").glob("part-*.parquet"))[-1]
    other.write_bytes(b"")
    assert (status(out).done, len(status(out).damaged)) == (20, 2)


def test_failures_are_counted_beside_a_torn_part(home: Path) -> None:
    asked = {"points": {DOSE: [0.0, 1.0]}, "replicates": 4, "chunk": 4}
    out = sweep(design(home, **asked), home / "dosed", engine="threads:1").folder.path
    assert (status(out).done, status(out).failed) == (16, 8)
    healthy = next(path for path in (out / "outcomes").iterdir() if pq.read_table(path)["error"].null_count == 4)
    healthy.write_bytes(healthy.read_bytes()[:500])
    assert (status(out).done, status(out).failed) == (12, 8)


def test_torn_and_foreign_files_among_the_parts(home: Path, whole: dict[str, str]) -> None:
    out = home / "torn"
    shutil.copytree(home / "whole", out)
    names = sorted(path.name for path in (out / "outcomes").glob("part-*.parquet"))
    torn, emptied, swapped, gone = (out / "outcomes" / name for name in names[:4])
    torn.write_bytes(torn.read_bytes()[:-100])
    emptied.write_bytes(b"")
    shutil.copy(out / "outcomes" / names[5], swapped)
    gone.unlink()
    foreign = out / "outcomes" / "notes.txt"
    foreign.write_text("mine")
    (out / "outcomes" / f".part.host.1{disk.BEGUN}").write_bytes(b"half")
    with pytest.raises(ResultError, match="is damaged: no whole Parquet file"):
        open_runs(out).to_pandas()
    told: list[str] = []
    assert parts(sweep(design(home, **ASKED), out, say=told.append)) == whole
    assert foreign.read_text() == "mine", "what is not ours is left alone"
    assert len(told) == 4
    assert "a part of another ensemble, or of another place" in "".join(told)
    assert len(list((out / "damaged").iterdir())) == 3, "nothing is deleted"
    assert not list(out.glob(f"outcomes/*{disk.BEGUN}"))


def test_a_changed_byte_is_told_when_it_is_read(home: Path, whole: dict[str, str]) -> None:
    out = home / "flipped"
    shutil.copytree(home / "whole", out)
    victim = sorted((out / "outcomes").glob("part-*.parquet"))[0]
    content = bytearray(victim.read_bytes())
    content[len(content) // 8] ^= 0xFF
    victim.write_bytes(content)
    with pytest.raises(ResultError, match="damaged"):
        open_runs(out).to_pandas()
    assert whole


@pytest.mark.parametrize("name", ["design.parquet", "outcomes", "events"])
def test_a_flipped_byte_is_told_or_changes_nothing(home: Path, whole: dict[str, str], name: str) -> None:
    """Wherever it lies in the file: among the numbers, in the names of columns, in what the file says of itself."""
    assert whole
    out = home / f"bytes-{name}"
    shutil.copytree(home / "whole", out)
    victim = out / name if name.endswith("parquet") else sorted((out / name).glob("part-*.parquet"))[0]
    kind = "outcomes" if name.endswith("parquet") else name
    sound, right = victim.read_bytes(), open_runs(out).to_pandas(kind)
    places = [*range(0, len(sound), max(1, len(sound) // 60)), *every_place(sound, b"policies.ban.strength")]
    for place in places:
        victim.write_bytes(sound[:place] + bytes([sound[place] ^ 0x01]) + sound[place + 1 :])
        try:
            found = open_runs(out).to_pandas(kind)
        except ResultError as error:
            assert "damaged" in str(error)
        else:
            assert found.equals(right), place
    victim.write_bytes(sound)


def every_place(content: bytes, sought: bytes) -> Iterator[int]:
    """Where something stands in a file, each time in its middle."""
    place = content.find(sought)
    while place >= 0:
        yield place + len(sought) // 2
        place = content.find(sought, place + 1)


@pytest.mark.parametrize("name", ["policy", "error", "control_min"])
def test_a_renamed_column_is_told(home: Path, whole: dict[str, str], name: str) -> None:
    assert whole
    out = home / f"renamed-{name}"
    shutil.copytree(home / "whole", out)
    victim = sorted((out / "outcomes").glob("part-*.parquet"))[0]
    sound = victim.read_bytes()
    for place in every_place(sound, name.encode()):
        victim.write_bytes(sound[:place] + bytes([sound[place] ^ 0x01]) + sound[place + 1 :])
        with suppress(ResultError):
            assert name in open_runs(out).to_pandas()
            assert not open_runs(out).to_pandas()[name].isna().all() or name == "error"


def test_a_design_that_is_gone_is_told(home: Path, whole: dict[str, str]) -> None:
    assert whole
    out = home / "no-design"
    shutil.copytree(home / "whole", out)
    (out / "design.parquet").unlink()
    with pytest.raises(ResultError, match=r"design\.parquet is damaged"):
        open_runs(out).to_pandas()
    with pytest.raises(ResultError, match=r"design\.parquet is damaged"):
        assert open_runs(out).points


def test_a_changed_scenario_is_told(home: Path, whole: dict[str, str]) -> None:
    assert whole
    out = home / "rewritten"
    shutil.copytree(home / "whole", out)
    path = out / "scenario.yaml"
    path.write_text(path.read_text().replace("threat: 0.3", "threat: 0.9"))
    with pytest.raises(ResultError, match=r"scenario\.yaml, or a file that it names, is not what"):
        assert open_runs(out).scenario


@pytest.mark.parametrize(
    ("key", "found"),
    [
        *[(key, None) for key in ("identity", "keep", "scenario", "seed", "launcher", "numbers")],
        ("identity", {"seed": 1}),
        ("keep", "series"),
        ("keep", ["nothing"]),
        ("seed", "1"),
        ("launcher", "cuda"),
        ("scenario", {"overrides": [], "beside": {}}),
    ],
)
def test_a_manifest_that_holds_something_else_is_told(
    home: Path, whole: dict[str, str], tmp_path: Path, key: str, found: object
) -> None:
    assert whole
    out = tmp_path / "manifest"
    shutil.copytree(home / "whole", out)
    path = out / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: found}))
    with pytest.raises(ResultError) as told:
        open_runs(out)
    assert f"{path} is damaged: {key}" in str(told.value)


@pytest.mark.parametrize("held", ["1", '"x"', "[]", "{}", "null", "{", '{"doing": "filling", "pid": NaN}'])
def test_a_file_among_the_sessions_that_is_none_counts_for_nothing(
    home: Path, whole: dict[str, str], held: str
) -> None:
    assert whole
    path = home / "whole" / "sessions" / "other.json"
    path.write_text(held)
    try:
        assert "24 of 24 runs" in status(home / "whole").words()
    finally:
        path.unlink()


def test_two_processes_on_one_folder(home: Path, whole: dict[str, str]) -> None:
    out = home / "two"
    sweep(design(home, **ASKED), out, shard="1/2")
    locks = out / "sessions"
    with disk.held(locks / "everything.lock", alone=False), disk.held(locks / "shard-2-of-2.lock", alone=True):
        for shard in ("1/1", "2/2"):
            with pytest.raises(ResultError, match=r"another process is filling it\. Wait for it"):
                sweep(design(home, **ASKED), out, shard=shard)
        sweep(design(home, **ASKED), out, shard="1/2")
    assert parts(sweep(design(home, **ASKED), out, shard="2/2")) == whole


def test_a_clock_that_goes_backwards(home: Path, whole: dict[str, str]) -> None:
    """Times on files and in what sessions said mean nothing."""
    out = home / "clock"
    sweep(design(home, **ASKED), out, shard="1/2")
    for number, path in enumerate(sorted(out.rglob("*"))):
        os.utime(path, (0, 0) if number % 2 else (4e9, 4e9))
    session = next((out / "sessions").glob("*.json"))
    session.write_text(json.dumps({**json.loads(session.read_text()), "told": "2100-01-01T00:00:00+00:00"}))
    runs = sweep(design(home, **ASKED), out)
    assert parts(runs) == whole
    assert status(out).words().startswith(f"{out}: 24 of 24 runs (100%), 0 failed")


def test_an_error_in_a_run_is_its_row(home: Path, whole: dict[str, str]) -> None:
    """Whose cell it is in the chunk plays no part; all others have their numbers."""
    dosed = {"points": {DOSE: [0, 1, 0]}, "replicates": 2}
    runs = sweep(design(home, **dosed), home / "poisoned")
    assert runs.errors["error"].tolist() == ["ValueError: poisoned"] * 4
    assert set(runs.errors["point"]) == {1}
    rows = runs.to_pandas()
    assert rows["control_end"].isna().sum() == 4
    clean = sweep(design(home, points={DOSE: [0]}, replicates=2), home / "clean").to_pandas()
    for point in (0, 2):
        mine = rows[rows["point"] == point].reset_index(drop=True)
        assert mine.drop(columns="point").equals(clean.drop(columns="point"))
    assert status(home / "poisoned").failed == 4


def test_a_run_that_kills_its_process_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the whole session dies of it; the third one lets it die in a process of its own."""
    monkeypatch.setattr(workers, "START", "forkserver")
    deadly = {"points": {DOSE: [0, 2]}, "replicates": 1, "policies": ("none",)}
    out = home / "deadly"
    for _ in range(2):
        process = begun(home, out, deadly)
        process.join()
        assert process.exitcode == 9
    runs = sweep(design(home, **deadly), out, engine="threads:1")
    assert runs.errors["error"].tolist() == [GIVEN_UP]
    assert runs.to_pandas()["control_end"].isna().tolist() == [False, True]


class Executioner:
    """Kills one process of the pool from outside, at a time or when something is heard."""

    def __init__(self) -> None:
        self.killed: list[int] = []

    def strike(self) -> None:
        """Kill any of them."""
        for process in multiprocessing.active_children()[:1]:
            process.kill()
            self.killed.append(process.pid or 0)

    def heard(self, share: float, what: str) -> None:
        """Kill one in the middle of a sweep."""
        if 0 < share < 1 and not self.killed:
            self.strike()


@pytest.mark.slow
def test_a_process_of_the_pool_that_dies_in_the_middle(home: Path, whole: dict[str, str]) -> None:
    """As they are started for users; what was done before and after it has the bytes of threads."""
    hand = Executioner()
    runs = sweep(design(home, **ASKED), home / "pool", engine="processes:1", progress=hand.heard)
    assert hand.killed, "there was a middle"
    assert parts(runs) == whole
    assert status(home / "pool").failed == 0


def test_a_pool_that_is_broken_before_it_is_given_work(
    home: Path, whole: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies between two tasks breaks the pool as well."""
    hand, submit = Executioner(), workers.Processes.submit

    def bereft(own: workers.Processes, task: Any, *, alone: bool) -> Any:
        if multiprocessing.active_children() and not hand.killed:
            hand.strike()
            while not own.pool._broken:
                time.sleep(0.001)
        return submit(own, task, alone=alone)

    monkeypatch.setattr(workers, "START", "forkserver")
    monkeypatch.setattr(workers.Processes, "submit", bereft)
    assert parts(sweep(design(home, **ASKED), home / "broken", engine="processes:1")) == whole
    assert hand.killed


@pytest.mark.slow
def test_processes_of_the_pool_that_die_at_twenty_random_moments(
    home: Path, whole: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two in each of ten sweeps; the processes are forked, so that they start at once."""
    monkeypatch.setattr(workers, "START", "forkserver")
    monkeypatch.setattr(filling, "SECONDS_UNTIL_A_LOOK", 0.5)
    hand, luck, asked = Executioner(), random.Random(1), design(home, **ASKED)
    for number in range(10):
        moments = [threading.Timer(luck.uniform(0.1, 0.8), hand.strike) for _ in range(2)]
        for one in moments:
            one.start()
        runs = sweep(asked, home / f"bereft-{number}", engine="processes:2")
        for one in moments:
            one.cancel()
        assert parts(runs) == whole
    assert len(hand.killed) >= 8, "they were killed at work, not after it"


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """A Dask scheduler on loopback with two workers."""
    pytest.importorskip("distributed")
    address = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    started = [subprocess.Popen([*run, "--no-dashboard", "--scheduler-file", str(address)], **quiet)]
    work = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(address), "--nthreads", "1"]
    started += [subprocess.Popen([*work, "--no-nanny", "--no-dashboard"], **quiet) for _ in range(2)]
    try:
        while not address.exists() or not address.read_text():
            time.sleep(0.05)
        yield json.loads(address.read_text())["address"]
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_dask_worker_that_dies_in_the_middle(home: Path, whole: dict[str, str], scheduler: str) -> None:
    from distributed import Client

    with Client(scheduler) as client:
        client.wait_for_workers(2)
        victim = next(iter(client.run(os.getpid).values()))
    killed: list[float] = []

    def heard(share: float, what: str) -> None:
        if 0 < share < 1 and not killed:
            os.kill(victim, signal.SIGKILL)
            killed.append(share)

    runs: Runs = sweep(design(home, **ASKED), home / "dask", engine=scheduler, progress=heard)
    assert killed, "there was a middle"
    assert parts(runs) == whole


@pytest.mark.parametrize(
    "edit",
    ['{"host": "x"}', "[]", "no JSON", {"runs_per_second": math.nan}, {"runs_per_second": math.inf}, {"doing": None}],
)
def test_an_account_that_somebody_edited_is_told_and_does_no_harm(home: Path, edit: str | dict[str, Any]) -> None:
    out = home / "edited"
    sweep(design(home, points={DOSE: [0]}, replicates=1), out)
    session = next((out / "sessions").glob("*.json"))
    before = session.read_text()
    session.write_text(edit if isinstance(edit, str) else json.dumps({**json.loads(before), "doing": "filling"} | edit))
    found = status(out)
    session.write_text(before)
    assert f"no account of a session: {Path('sessions') / session.name}; nothing rests on it" in found.words()
    assert found.to_json()["unreadable"] == [f"sessions/{session.name}"]
    assert (found.rate, found.working) == (0, [])
    assert status(out).unreadable == []
