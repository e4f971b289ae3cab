"""``/v1/decide`` and ``/v1/unanswered``: an event to its decision, or to the list of what went on without one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sanku.doors.http import metrics
from sanku.doors.http.bodies import read_body, read_event_body
from sanku.doors.http.described import EVENT_BODY, answers_of
from sanku.doors.http.parts import Parts, parts_of
from sanku.doors.http.replies import JSON, reply
from sanku.service import Turn

router = APIRouter(prefix="/v1", tags=["decisions"])


@router.post("/decide", openapi_extra=EVENT_BODY, responses=answers_of(413, 422, 503), summary="判断一个事件")
async def decide(request: Request) -> Response:
    """Judge one event, held against the reminders and reasons of its encounter.

    The body is the decision as `kb decide --json` prints it; `Sanku-Decision` has its id, `Sanku-Edition` the edition.
    An event that is not decided within the deadline goes on: `fail_open` is true, and it is recorded for post-audit.
    """
    parts = parts_of(request)
    async with parts.work.place():
        event = read_event_body(await read_body(request, parts.settings.most_bytes))
        arrival = parts.clock()
        turn = Turn()
        try:
            made = await parts.work.run(lambda: parts.service.decide(event, arrival, turn=turn), turn)
        except TimeoutError:
            return await _goes_on(parts, event, arrival)
        number = await parts.work.recorded(made.recorded)
        metrics.decisions.labels(made.decision.phase, made.decision.outcome).inc()
        headers = {
            "Sanku-Decision": made.id,
            "Sanku-Edition": made.decision.edition,
            "Sanku-Record": str(number),
            "Location": f"/v1/decisions/{made.id}",
        }
        return Response(made.answer, 200, headers, JSON)


@router.post("/unanswered", openapi_extra=EVENT_BODY, responses=answers_of(413, 422, 503), summary="登记未获答复的事件")
async def unanswered(request: Request) -> Response:
    """Record an event that its sender let go on because no answer came in time.

    Reminders of an answer that came too late count as not shown; `kb ledger unjudged` lists the events for post-audit.
    """
    parts = parts_of(request)
    async with parts.work.place():
        event = read_event_body(await read_body(request, parts.settings.most_bytes))
        arrival = parts.clock()
        key, recorded = await parts.work.run(lambda: parts.service.unanswered(event, arrival, "sender"))
        number = await parts.work.recorded(recorded)
        metrics.undecided.labels("sender").inc()
        return reply({"id": key, "record": number})


async def _goes_on(parts: Parts, event: Mapping[str, object], arrival: datetime) -> Response:
    key, recorded = parts.service.unanswered(event, arrival, "deadline")
    number = await parts.work.recorded(recorded)
    metrics.undecided.labels("deadline").inc()
    parts.log.warning("undecided", id=key, cause="deadline")
    body = {
        "fail_open": True,
        "outcome": "allow",
        "id": key,
        "record": number,
        "message": "not decided in time; the event goes on and will be judged afterwards",
        "message_zh": "未能及时判断，先予放行，事后补审",
    }
    return reply(body, 200, {"Sanku-Fail-Open": "true"})
