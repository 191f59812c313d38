"""The page and its questions, as a Starlette application. Only GET, no state, no cookie, no file by name."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
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
from exitban.web.door import Door
from exitban.web.guard import Guard
from exitban.web.turns import Busy, Turns

FORM, RUNS, WORLD, KEY = "as", "runs", "world", "key"

Found = TypeVar("Found")
FRESH: Final = {"Cache-Control": "no-store"}

Answer = Callable[[Request], Awaitable[Response]]


def static_files() -> Path:
    """Where the built page lies."""
    return Path(str(resources.files("exitban.web").joinpath("static")))


def application(studio: Studio, door: Door) -> Starlette:
    """The application for one scenario."""
    desk = Desk(studio, door, Turns())
    answers = {"about": desk.about, "run": desk.run, "twins": desk.twins, "export": desk.export}
    return Starlette(
        routes=[
            Route("/", page, methods=["GET"]),
            *(Route(f"/api/{name}", told_plainly(answer), methods=["GET"]) for name, answer in answers.items()),
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
    """A fault of the program: the server goes on, and says so without its insides."""
    return JSONResponse(
        {"error": "The program has a fault here; the server printed it. Change something, or reload."}, 500
    )


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

    def __init__(self, studio: Studio, door: Door, turns: Turns) -> None:
        self.studio = studio
        self.door = door
        self.turns = turns
        self.reporting = False

    async def about(self, request: Request) -> Response:
        """What there is to choose from."""
        found = await run_in_threadpool(questions.about_scenario, self.studio)
        return JSONResponse({**found, "read_only": self.door.read_only})

    async def run(self, request: Request) -> Response:
        """What so many matched worlds show."""
        asked, setting = self.asked(request, RUNS)
        wanted = questions.wanted_of(self.studio, asked)
        found, busy = await self.grown(request, setting, wanted, lambda: questions.seen(self.studio, setting, wanted))
        return JSONResponse(found, headers={"Server-Timing": f"engine;dur={1000 * busy:.1f}", **FRESH})

    async def twins(self, request: Request) -> Response:
        """One world, post by post."""
        asked, setting = self.asked(request, WORLD)
        ask = partial(questions.one_world, self.studio, setting, asked)
        return JSONResponse((await self.grown(request, setting, self.studio.first, ask))[0], headers=FRESH)

    async def export(self, request: Request) -> Response:
        """A file that holds what is seen."""
        asked, setting = self.asked(request, FORM, RUNS)
        form = questions.form_of(asked)
        wanted = questions.wanted_of(self.studio, asked)
        if form == "html":
            return await self.report(setting, wanted)
        ask = partial(questions.file_of, self.studio, setting, form, wanted)
        found, _ = await self.grown(request, setting, 0 if form == "yaml" else wanted, ask)
        return self.file(form, *found)

    async def report(self, setting: Setting, wanted: int) -> Response:
        """The report: a whole run beside the explorer, so one at a time and none for strangers."""
        if self.door.read_only:
            raise CallError(
                f"Reports are not made here. On a machine of your own: {questions.command(self.studio, setting)}"
            )
        if self.reporting:
            raise Busy
        self.reporting = True
        try:
            return self.file("html", *await run_in_threadpool(questions.file_of, self.studio, setting, "html", wanted))
        finally:
            self.reporting = False

    def asked(self, request: Request, *names: str) -> tuple[dict[str, str], Setting]:
        """What is asked beside the setting, and the setting."""
        asked, rest = questions.split(request.query_params.multi_items(), *names, KEY)
        return asked, questions.setting_of(self.studio, rest)

    async def grown(
        self, request: Request, setting: Setting, wanted: int, then: Callable[[], Found]
    ) -> tuple[Found, float]:
        """Work until there are so many matched worlds, then ask; and the seconds that the engine worked.

        Whoever has left is not worked for.
        """
        urgent, busy = wanted <= self.studio.first, 0.0
        while True:
            async with self.turns.turn(urgent):
                if await request.is_disconnected():
                    raise CallError("Nobody waits for this any more.")
                started = time.perf_counter()
                have = await run_in_threadpool(self.studio.grow, setting, wanted)
                busy += time.perf_counter() - started
                if have >= wanted:
                    return await run_in_threadpool(then), busy

    def file(self, form: str, name: str, content: bytes) -> Response:
        """A file to keep."""
        kept = {"Content-Disposition": f'attachment; filename="{name}"', **FRESH}
        return Response(content, media_type=questions.TYPES[form], headers=kept)
