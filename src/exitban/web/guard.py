"""The door as a layer around the application: nothing gets past it, nothing leaves without its headers."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from exitban.web.door import HEADERS, STRANGE_NAME, Door

LONGEST_QUERY = 8_000


class Guard:
    """Turns away what the door refuses, and puts the headers of safety on every answer."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refused = self.refused(scope)
        await (refused or self.app)(scope, receive, with_headers)

    def refused(self, scope: Scope) -> JSONResponse | None:
        """The answer to a request that may not come in."""
        asked = Headers(scope=scope)
        site = asked.get("sec-fetch-site", "") if scope["path"].startswith("/api") else ""
        reached = (scope.get("server") or ("",))[0]
        why = self.door.refuses(asked.get("host", ""), asked.get("origin", ""), site, reached)
        if why:
            return JSONResponse({"error": why}, 400 if why == STRANGE_NAME else 403)
        if len(scope["query_string"]) > LONGEST_QUERY:
            return JSONResponse({"error": f"The address is longer than {LONGEST_QUERY:,} letters."}, 414)
        if not self.needs_key(scope["path"]) or self.door.opens_to(_key(scope)):
            return None
        return JSONResponse({"error": "The key is missing. Open the whole address that was printed."}, 403)

    def needs_key(self, path: str) -> bool:
        """The page and its numbers; what it looks like is no secret."""
        return path == "/" or path.startswith("/api")


def _key(scope: Scope) -> str:
    asked: bytes = scope["query_string"]
    return parse_qs(asked.decode("latin-1")).get("key", [""])[0]
