"""The page and its questions, as a Starlette application: no cookie, no file by name, nothing written."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Final, TypeVar

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from exitban.errors import CallError, ExitbanError
from exitban.explore import Setting, Studio, questions
from exitban.explore.opened import LARGEST
from exitban.explore.shelf import Shelf
from exitban.web.door import HEADERS, Door
from exitban.web.guard import Guard
from exitban.web.turns import Busy, Turns, Urgency

FORM, RUNS, AHEAD, WORLD, KEY, SCENARIO = "as", "runs", "ahead", "world", "key", "scenario"

Found = TypeVar("Found")
FRESH: Final = {"Cache-Control": "no-store"}

Answer = Callable[[Request], Awaitable[Response]]


def static_files() -> Path:
    """Where the built page lies."""
    return Path(str(resources.files("exitban.web").joinpath("static")))


def application(studio: Studio, door: Door) -> Starlette:
    """The application for one scenario."""
    desk = Desk(Shelf(studio), door, Turns())
    answers = {"about": desk.about, "run": desk.run, "twins": desk.twins, "export": desk.export}
    return Starlette(
        routes=[
            Route("/", page, methods=["GET"]),
            *(Route(f"/api/{name}", told_plainly(answer), methods=["GET"]) for name, answer in answers.items()),
            Route("/api/open", told_plainly(desk.open), methods=["POST"]),
            Mount("/assets", StaticFiles(directory=static_files() / "assets", check_dir=False)),
        ],
        middleware=[Middleware(Guard, door=door), Middleware(GZipMiddleware, minimum_size=2000, compresslevel=3)],
        exception_handlers={404: not_found, 405: not_found, 500: broken},
    )


async def page(request: Request) -> Response:
    """The page itself: the same for every scenario."""
    return FileResponse(static_files() / "index.html", headers={"Cache-Control": "no-cache"})


async def not_found(request: Request, error: Exception) -> Response:
    """Nothing lies there."""
    return JSONResponse({"error": "There is nothing at this address."}, getattr(error, "status_code", 404))


async def broken(request: Request, error: Exception) -> Response:
    """A fault of the program: the server goes on, and says so without its insides.

    It is answered outside of all layers, so that the headers of safety are put on here.
    """
    words = "The program has a fault here; the server printed it. Change something, or reload."
    return JSONResponse({"error": words}, 500, HEADERS)


def told_plainly(answer: Answer) -> Answer:
    """Errors that a person can put right, in words."""

    async def told(request: Request) -> Response:
        try:
            return await answer(request)
        except ExitbanError as error:
            return JSONResponse({"error": str(error)}, 400)
        except Busy:
            words = "Too many are asking at this moment. Try again in a second."
            return JSONResponse({"error": words}, 503, {"Retry-After": "1"})

    return told


class Desk:
    """Passes questions on, a turn of work at a time."""

    def __init__(self, shelf: Shelf, door: Door, turns: Turns) -> None:
        self.shelf = shelf
        self.door = door
        self.turns = turns
        self.reporting = False

    async def about(self, request: Request) -> Response:
        """What there is to choose from."""
        studio = self.shelf.studio(request.query_params.get(SCENARIO, ""))
        found = await run_in_threadpool(questions.about_scenario, studio)
        return JSONResponse({**found, "read_only": self.door.read_only})

    async def open(self, request: Request) -> Response:
        """Take in a scenario that somebody sends, as plain text of a limited size."""
        if self.door.read_only:
            raise CallError("No scenario is taken in here. On a machine of your own: exitban explore FILE")
        content = b""
        async for part in request.stream():
            content += part
            if len(content) > LARGEST:
                raise CallError(
                    f"The file is larger than {LARGEST:,} bytes. On a machine of your own: exitban explore FILE"
                )
        async with self.turns.turn(Urgency.REFINEMENT):
            return JSONResponse({"scenario": await run_in_threadpool(self.shelf.open, content)})

    async def run(self, request: Request) -> Response:
        """What so many matched worlds show. Whoever asks ahead waits until nobody else does."""
        asked, studio, setting = self.asked(request, RUNS, AHEAD)
        wanted = questions.wanted_of(studio, asked)
        work = Work(request, studio, setting, wanted, is_ahead=AHEAD in asked)
        found, busy = await self.grown(work, partial(questions.seen, studio, setting, wanted))
        return JSONResponse(found, headers={"Server-Timing": f"engine;dur={1000 * busy:.1f}", **FRESH})

    async def twins(self, request: Request) -> Response:
        """One world, post by post."""
        asked, studio, setting = self.asked(request, WORLD)
        work = Work(request, studio, setting, studio.first)
        found, _ = await self.grown(work, partial(questions.one_world, studio, setting, asked))
        return JSONResponse(found, headers=FRESH)

    async def export(self, request: Request) -> Response:
        """A file that holds what is seen."""
        asked, studio, setting = self.asked(request, FORM, RUNS)
        form = questions.form_of(asked)
        wanted = questions.wanted_of(studio, asked)
        ask = partial(questions.file_of, studio, setting, form, wanted)
        if form == "html":
            return await self.report(studio, setting, ask)
        found, _ = await self.grown(Work(request, studio, setting, 0 if form == "yaml" else wanted), ask)
        return file(form, *found)

    async def report(self, studio: Studio, setting: Setting, ask: Callable[[], tuple[str, bytes]]) -> Response:
        """The report: a whole run beside the explorer, so one at a time and none for strangers."""
        if self.door.read_only:
            raise CallError(
                f"Reports are not made here. On a machine of your own: {questions.command(studio, setting)}"
            )
        if self.reporting:
            raise Busy
        self.reporting = True
        try:
            return file("html", *await run_in_threadpool(ask))
        finally:
            self.reporting = False

    def asked(self, request: Request, *names: str) -> tuple[dict[str, str], Studio, Setting]:
        """What is asked beside the setting, the scenario, and the setting."""
        asked, rest = questions.split(request.query_params.multi_items(), *names, KEY, SCENARIO)
        studio = self.shelf.studio(asked.get(SCENARIO, ""))
        return asked, studio, questions.setting_of(studio, rest)

    async def grown(self, work: Work, then: Callable[[], Found]) -> tuple[Found, float]:
        """Work until there are so many matched worlds, then ask; and the seconds that the engine worked.

        Whoever has left is not worked for.
        """
        busy = 0.0
        while True:
            async with self.turns.turn(work.urgency):
                if await work.request.is_disconnected():
                    raise CallError("Nobody waits for this any more.")
                started = time.perf_counter()
                have = await run_in_threadpool(work.studio.grow, work.setting, work.wanted)
                busy += time.perf_counter() - started
                if have >= work.wanted:
                    return await run_in_threadpool(then), busy


@dataclass(frozen=True)
class Work:
    """What the engine is asked for, and by whom."""

    request: Request
    studio: Studio
    setting: Setting
    wanted: int
    is_ahead: bool = False

    @property
    def urgency(self) -> Urgency:
        """Who moves something comes first."""
        if self.is_ahead:
            return Urgency.AHEAD
        return Urgency.PREVIEW if self.wanted <= self.studio.first else Urgency.REFINEMENT


def file(form: str, name: str, content: bytes) -> Response:
    """A file to keep."""
    kept = {"Content-Disposition": f'attachment; filename="{name}"', **FRESH}
    return Response(content, media_type=questions.TYPES[form], headers=kept)
