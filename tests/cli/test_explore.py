"""`exitban explore` as it is started, stopped, and turned away."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

import exitban
from exitban.cli.exploring import Wish, door_for, explored
from exitban.errors import CallError
from tests.web.conftest import started

MISSING = (
    "import sys; sys.modules['starlette'] = None\n"
    "from exitban.cli import main; sys.argv = ['exitban', 'explore', '--no-browser']; main()"
)


def test_it_says_where_it_is_and_ctrl_c_ends_it_quietly(tmp_path: Path) -> None:
    running = started(tmp_path)
    assert running.address.startswith("http://127.0.0.1:")
    assert running.stop() == 130


def test_without_the_extra_it_says_how_to_get_it() -> None:
    done = subprocess.run([sys.executable, "-c", MISSING], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'exitban[explore]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told_with_what_to_do() -> None:
    from exitban.web.serve import Place

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CallError, match=f"port {port}.*--port, or 0 for any"):
            Place("127.0.0.1", port).taken()


def test_an_address_that_is_none_of_this_machine_is_told_before_the_model_is_prepared(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wish = Wish("192.0.2.1", 0, (), read_only=False, opens_browser=False)
    with pytest.raises(CallError, match=r"192\.0\.2\.1, port 0: .*Choose another with --host"):
        explored(exitban.read("resignation-ban-2023"), 20, 1, wish)
    assert "Preparing" not in capsys.readouterr().err


def test_a_door_to_others_has_a_key_and_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    door = door_for(Wish("0.0.0.0", 0, ("lab.example",), read_only=False, opens_browser=False))
    assert len(door.key) >= 20
    assert "can be reached by other machines" in capsys.readouterr().err
    assert {"lab.example", "127.0.0.1"} <= door.hosts
    public = door_for(Wish("0.0.0.0", 0, ("lab.example",), read_only=True, opens_browser=False))
    assert (public.key, public.read_only) == ("", True)
    own = door_for(Wish("127.0.0.1", 0, (), read_only=False, opens_browser=False))
    assert (own.key, own.read_only) == ("", False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_a_door_to_all_addresses_knows_the_names_of_the_machine_and_prints_them(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from exitban.web.serve import Place, addresses

    monkeypatch.setattr(socket, "gethostname", lambda: "Desk")
    monkeypatch.setattr(socket, "getfqdn", lambda: "desk.office.example")
    door = door_for(Wish(host, 8000, (), read_only=True, opens_browser=False))
    assert {"desk", "desk.office.example", "127.0.0.1"} <= door.hosts
    assert "" not in door.hosts
    here, *others = addresses(Place(host, 8000), 8000, door)
    assert here == f"http://{'[::1]' if host == '::' else '127.0.0.1'}:8000/"
    assert others[:2] == ["http://desk:8000/", "http://desk.office.example:8000/"]


def test_who_opens_all_addresses_is_told_those_that_others_can_use_and_they_work(tmp_path: Path) -> None:
    running = started(tmp_path, "--host", "0.0.0.0")
    gives_up = Timer(120, running.process.kill)  # or a line that never comes would be waited for without end
    gives_up.start()
    try:
        assert running.process.stdout is not None
        told = running.process.stdout.readline()
        others = re.findall(r"http://\S+", told)
        assert told.startswith("From other machines: ")
        assert socket.gethostname().lower() in told
        statuses = {urlopen(address, timeout=30).status for address in [running.address, *map(reachable, others)]}
        assert statuses == {200}
        assert running.stop() == 130
    finally:
        gives_up.cancel()
        running.process.kill()


def reachable(address: str) -> str | Request:
    """The page under the name of an address, asked for at this machine whether or not the name leads here."""
    asked = urlsplit(address)
    if asked.hostname is not None and asked.hostname[0].isdecimal():
        return address
    here = asked._replace(netloc=f"127.0.0.1:{asked.port}").geturl()
    return Request(here, headers={"Host": asked.netloc})
