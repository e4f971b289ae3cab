"""Around every request: who asks, how long it took, and no fault without an answer."""

from __future__ import annotations

import time
import traceback
import uuid
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from sanku.doors.http import metrics
from sanku.doors.http.logs import Log
from sanku.doors.http.replies import Problem, Refusals
from sanku.doors.http.tokens import holder

OPEN = ("/healthz", "/readyz")
"""What a load balancer asks, without a token."""

Next = Callable[[Request], Awaitable[Response]]


class Gate:
    """A FastAPI middleware.

    Args:
        tokens: Hash to name, or ``None`` = everyone may come in.
        log: Where each request leaves one line.
        refuse: How problems are worded.
        apart: Beginnings of paths that ask for tokens of their own; they set ``request.state.sender``.
    """

    def __init__(
        self, tokens: Mapping[str, str] | None, log: Log, refuse: Refusals, apart: tuple[str, ...] = ()
    ) -> None:
        self._tokens = tokens
        self._apart = apart
        self._log = log
        self._refuse = refuse

    async def __call__(self, request: Request, go_on: Next) -> Response:
        """Answer a request or refuse it, count it, and log it without what it holds."""
        began = time.perf_counter()
        name, answer = "", None
        try:
            name = self._who(request)
            answer = await go_on(request)
        except Problem as problem:
            answer = self._refuse(request.url.path, problem)
        except Exception as error:  # noqa: BLE001 - whatever happens, the sender gets an answer
            mark = uuid.uuid4().hex[:12]
            frames = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
            self._log.error("fault", mark=mark, kind=type(error).__name__, frames=frames[-12:])
            fault = Problem(500, "fault", f"a fault of the service, logged as {mark}", f"服务故障，编号{mark}")
            answer = self._refuse(request.url.path, fault)
        route = getattr(request.scope.get("route"), "path", "none")
        took = time.perf_counter() - began
        metrics.requests.labels(route, str(answer.status_code)).inc()
        metrics.seconds.labels(route).observe(took)
        self._log.info(
            "request",
            route=route,
            method=request.method if request.method.isalpha() else "other",
            status=answer.status_code,
            ms=round(took * 1000, 1),
            sender=name or getattr(request.state, "sender", ""),
            decision=answer.headers.get("sanku-decision", ""),
            edition=answer.headers.get("sanku-edition", ""),
        )
        return answer

    def _who(self, request: Request) -> str:
        path = request.url.path
        if (
            self._tokens is None
            or path in OPEN
            or any(path == one or path.startswith(f"{one}/") for one in self._apart)
        ):
            return ""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        name = holder(self._tokens, token.strip()) if scheme.lower() == "bearer" else None
        if name is None:
            raise Problem(401, "not-admitted", "send `Authorization: Bearer TOKEN`", "缺少有效的访问令牌")
        return name
