"""The command `explore`: warm the scenario up, open the door, say where it is."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from exitban.cli.options import DEFAULT_SCENARIO, Overrides, Replicates, Source, Threads
from exitban.cli.terminal import say
from exitban.errors import CallError

if TYPE_CHECKING:
    from exitban.explore import Studio
    from exitban.scenario import Scenario
    from exitban.web import Door

INSTALL = "The explorer needs two packages more: pip install 'exitban[explore]' (starlette and uvicorn)."


@dataclass(frozen=True)
class Wish:
    """Where the page is to be had, by whom, and whether a browser is opened."""

    host: str
    port: int
    names: tuple[str, ...]
    read_only: bool
    opens_browser: bool


def explore(
    source: Source = DEFAULT_SCENARIO,
    replicates: Replicates = 1000,
    overrides: Overrides = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where it listens; 0: any port that is free.")] = 0,
    host: Annotated[str, typer.Option(help="The address it listens on; this machine alone unless said.")] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="A name under which it may be called; may be repeated."),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Strangers may come in: no key is asked for, no report is made.")
    ] = False,
    threads: Threads = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open nothing.")] = False,
) -> None:
    """Serve a page on this machine: move a rule, see what the same worlds do under it."""
    from exitban.cli.reading import read

    wish = Wish(host, port, tuple(allow_host or ()), read_only, opens_browser=not no_browser)
    explored(read(source, overrides or ()), replicates, threads, wish)


def explored(scenario: Scenario, replicates: int, threads: int | None, wish: Wish) -> None:
    """Serve until stopped. Raises `CallError`, and `TooLargeError` for worlds that do not fit in memory.

    The port is taken first: what is wrong with it is told before anybody has waited for the model.
    """
    try:
        from exitban.web import application, serve
        from exitban.web.serve import Place, addresses
    except ModuleNotFoundError as error:
        raise CallError(INSTALL) from error
    place = Place(wish.host, wish.port)
    with place.taken() as port:
        studio = warmed(scenario, replicates, threads)
        door = door_for(wish)
        serve(application(studio, door), port, door, lambda number: _tell(addresses(place, number, door), wish))


def warmed(scenario: Scenario, replicates: int, threads: int | None) -> Studio:
    """The scenario with its model compiled; what does not fit is refused first."""
    from exitban.estimate import estimate, refuse_too_large
    from exitban.explore import Studio

    refuse_too_large(estimate(scenario, replicates, scenario.compare[:2], threads))
    studio = Studio(scenario, threads=threads, most=replicates)
    say(f"{scenario.summary()}\nPreparing; the very first time the model is compiled, which takes up to half a minute.")
    studio.prepare()
    return studio


def door_for(wish: Wish) -> Door:
    """Loopback is open to this machine; anything else asks for a key, unless strangers are welcome."""
    import secrets

    from exitban.web.door import LOOPBACK, Door, is_everywhere, is_loopback, plain_address
    from exitban.web.own_names import own_names

    everywhere = is_everywhere(wish.host)
    known = (*LOOPBACK, *(own_names() if everywhere else ()), wish.host, *wish.names)
    names = frozenset(plain_address(name.lower()) for name in known if name)
    if is_loopback(wish.host):
        return Door(names, read_only=wish.read_only)
    if not wish.read_only:
        say(
            f"Warning: {wish.host} can be reached by other machines. Whoever has the whole address, key included, can "
            "make this one work. For strangers use --read-only, behind a proxy that encrypts."
        )
    return Door(names, "" if wish.read_only else secrets.token_urlsafe(16), wish.read_only, everywhere)


def _tell(addresses: list[str], wish: Wish) -> None:
    address, *others = addresses
    typer.echo(f"The explorer is at {address}")
    if others:
        typer.echo(f"From other machines: {' or '.join(others)}")
    say("Ctrl-C stops it.")
    if wish.opens_browser:
        import webbrowser

        Thread(target=webbrowser.open, args=(address,), daemon=True).start()
