"""Health, readiness, metrics, and the call that takes new editions."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import Response

from sanku.doors.http import metrics
from sanku.doors.http.described import answers_of
from sanku.doors.http.parts import Parts, parts_of
from sanku.doors.http.replies import reply

router = APIRouter(tags=["service"])


@router.get("/healthz", summary="存活")
async def healthz() -> Response:
    """Say that the process answers."""
    return reply({"alive": True})


@router.get("/readyz", responses=answers_of(503), summary="就绪")
async def readyz(request: Request) -> Response:
    """Say whether decisions can be made and recorded, with which editions, and why a new one was refused, if it was."""
    parts = parts_of(request)
    ready = await run_in_threadpool(_ledger_answers, parts)
    last = parts.service.editions.last
    body = {"ready": ready, "editions": parts.service.editions.named, "refused": bool(last.refused)}
    return reply(body, 200 if ready else 503)


@router.get("/metrics", summary="指标")
async def metrics_page() -> Response:
    """Return the counts of all processes, for Prometheus."""
    return Response(await run_in_threadpool(metrics.all_processes), 200, media_type=metrics.MEDIA_TYPE)


@router.post("/v1/editions", responses=answers_of(409), summary="换用新版本")
async def exchange(request: Request) -> Response:
    """Load the bases again and serve them; the old ones are kept, and the answer is 409, if one has errors.

    Requests in work end on the edition they began with; the other processes follow within a second or two.
    """
    parts = parts_of(request)
    done = await run_in_threadpool(parts.watch.exchange)
    if not done.refused:
        parts.watch.signal()
    return reply({"editions": done.editions, "refused": done.refused}, 409 if done.refused else 200)


def _ledger_answers(parts: Parts) -> bool:
    try:
        with parts.service.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except DBAPIError as error:
        parts.log.warning("ledger-unavailable", kind=type(error).__name__)
        return False
    return True
