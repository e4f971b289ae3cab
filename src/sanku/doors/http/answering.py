"""``/v1/justify``: what a doctor answers to a reminder."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sanku.doors.http import metrics
from sanku.doors.http.bodies import read_body, read_struct
from sanku.doors.http.described import ANSWER_BODY, answers_of
from sanku.doors.http.parts import parts_of
from sanku.doors.http.replies import Problem, reply
from sanku.service import Answer, NotShownError

_MOST_BYTES = 16 * 1024

router = APIRouter(prefix="/v1", tags=["reminders"])


@router.post("/justify", openapi_extra=ANSWER_BODY, responses=answers_of(404, 413, 422, 503), summary="答复一条提醒")
async def justify(request: Request) -> Response:
    """Take an answer to one reminder: go on with a reason, or go back to change the order.

    Every answer is recorded; `accepted` says whether it settles the reminder, `verdict` why not. The same answer sent
    again gives the same record.
    """
    parts = parts_of(request)
    async with parts.work.place():
        answer = read_struct(await read_body(request, _MOST_BYTES), Answer)
        arrival = parts.clock()
        try:
            made = await parts.work.run(lambda: parts.service.justify(answer, arrival))
        except NotShownError:
            raise Problem(404, "not-shown", "no such reminder was shown", "没有展示过该提醒", "finding") from None
        except TimeoutError:
            raise Problem(503, "late", "not taken in time; send it again", "未能及时处理，请重发") from None
        number = await parts.work.recorded(made.recorded)
        verdict = made.body.verdict
        metrics.answers.labels(verdict.code).inc()
        return reply(
            {
                "id": made.id,
                "record": number,
                "finding": answer.finding,
                "accepted": verdict.accepted,
                "verdict": verdict.code,
                "message": verdict.en,
                "message_zh": verdict.zh,
                "choices": [{"reason": code, "zh": words} for code, words in made.choices.items()],
                "until": made.body.until,
            }
        )
