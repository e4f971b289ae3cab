"""Around every request: who asks, how long it took, and no fault without an answer."""

from __future__ import annotations

import time
import traceback
import uuid
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sanku.doors.http import metrics
from sanku.doors.http.logs import Log
from sanku.doors.http.replies import Problem, Refusals
from sanku.doors.http.tokens import holder
from sanku.doors.http.workbench import OPEN_PATHS

OPEN = ("/healthz", "/readyz")
"""What a load balancer asks, without a token."""


class Gate:
    """An ASGI middleware: nothing is copied, and no task is made for a request.

    Args:
        app: What answers.
        tokens: Hash to name, or ``None`` = everyone may come in.
        log: Where each request leaves one line.
        refuse: How problems are worded.
        apart: Beginnings of paths that ask for tokens of their own; they set ``request.state.sender``.
    """

    def __init__(
        self,
        app: ASGIApp,
        tokens: Mapping[str, str] | None,
        log: Log,
        refuse: Refusals,
        apart: tuple[str, ...] = (),
    ) -> None:
        self._app = app
        self._tokens = tokens
        self._apart = apart
        self._log = log
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request or refuse it, count it, and log it without what it holds."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        name, said = "", _Said(send)
        headers = Headers(scope=scope)
        try:
            name = self._who(scope["path"], headers)
            await self._app(scope, receive, said)
        except Problem as problem:
            await self._refuse(scope["path"], problem)(scope, receive, said)
        except Exception as error:  # noqa: BLE001 - whatever happens, the sender gets an answer
            mark = uuid.uuid4().hex[:12]
            frames = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
            self._log.error("fault", mark=mark, kind=type(error).__name__, frames=frames[-12:])
            if said.status == 0:
                fault = Problem(500, "fault", f"a fault of the service, logged as {mark}", f"服务故障，编号{mark}")
                await self._refuse(scope["path"], fault)(scope, receive, said)
        route = getattr(scope.get("route"), "path", "none")
        took = time.perf_counter() - began
        metrics.requests.labels(route, str(said.status)).inc()
        metrics.seconds.labels(route).observe(took)
        method = scope["method"]
        self._log.info(
            "request",
            route=route,
            method=method if method.isalpha() else "other",
            status=said.status,
            ms=round(took * 1000, 1),
            sender=name or scope.get("state", {}).get("sender", ""),
            decision=said.headers.get("sanku-decision", ""),
            edition=said.headers.get("sanku-edition", ""),
        )

    def _who(self, path: str, headers: Headers) -> str:
        if (
            self._tokens is None
            or path in OPEN
            or path in OPEN_PATHS
            or any(path == one or path.startswith(f"{one}/") for one in self._apart)
        ):
            return ""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        name = holder(self._tokens, token.strip()) if scheme.lower() == "bearer" else None
        if name is None:
            raise Problem(401, "not-admitted", "send `Authorization: Bearer TOKEN`", "缺少有效的访问令牌")
        return name


class _Said:
    """Sends on, and remembers the status and the headers; ``status`` is 0 while nothing was said."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.headers = Headers()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = Headers(raw=message["headers"])
        await self._send(message)
