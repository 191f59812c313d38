"""Many at once, some of whom leave, and a flood: it stays up, and its memory is flat."""

from __future__ import annotations

import json
import socket
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

from tests.web.conftest import Server

pytestmark = pytest.mark.xdist_group("browser")

BYTES = 80_000_000
"""Room for blocks of worlds in their arrays, none for anything that piles up."""


def answer(server: Server, question: str) -> int:
    try:
        with urllib.request.urlopen(f"{server.address}api/run?{question}", timeout=120) as found:
            json.load(found)
            return int(found.status)
    except HTTPError as error:
        return error.code


def leave_at_once(server: Server, question: str) -> None:
    """Ask, and be gone before the answer comes."""
    place = urlsplit(server.address)
    with socket.create_connection((place.hostname, place.port)) as line:
        line.sendall(f"GET /api/run?{question} HTTP/1.1\r\nHost: {place.netloc}\r\n\r\n".encode())


def test_twenty_at_once_are_all_answered(server: Server) -> None:
    with ThreadPoolExecutor(20) as crowd:
        found = crowd.map(lambda place: answer(server, f"set.policies.ban.strength={place / 100}"), range(20))
        assert set(found) == {200}


def test_a_flood_of_moves_and_killed_clients_leave_it_up_and_its_memory_flat(server: Server) -> None:
    for place in range(30):
        answer(server, f"set.policies.ban.strength=0.5{place:02}&runs=32")
    before = server.memory()
    with ThreadPoolExecutor(20) as crowd:
        gone = [
            crowd.submit(leave_at_once, server, f"set.policies.ban.strength=0.6{n:03}&runs=200") for n in range(200)
        ]
        asked = [crowd.submit(answer, server, f"set.policies.ban.strength=0.7{n:03}&runs=32") for n in range(150)]
        assert {one.result() for one in asked} <= {200, 503}
        for one in gone:
            one.result()
    assert answer(server, "set.policies.ban.strength=0.8&runs=32") == 200
    assert server.process.poll() is None
    assert server.memory() - before < BYTES
