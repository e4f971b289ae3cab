"""``/nhsa/3101``, ``/nhsa/3102``, ``/nhsa/3103``: the national interface, every answer in its envelope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from sanku.catalog.nodes import SenderProfile
from sanku.claim.event import institution_of
from sanku.claim.scalars import plain_text
from sanku.doors.http import metrics
from sanku.doors.http.bodies import read_body, read_message_body
from sanku.doors.http.clock import Clock
from sanku.doors.http.described import MESSAGE_BODY, enveloped
from sanku.doors.http.feeding import feed_back
from sanku.doors.http.parts import Parts, parts_of
from sanku.doors.http.replies import JSON, Form, Problem, headers_of
from sanku.doors.nhsa import MessageRefused, read_message
from sanku.doors.nhsa.envelope import FAILED, TAKEN, Fields, Times, envelope
from sanku.doors.nhsa.feedback import complaint, output, read_feedback
from sanku.doors.nhsa.message import data_of, trade_of
from sanku.doors.nhsa.response import Answered, results, warning
from sanku.service import Decided, Turn
from sanku.service.service import Cause

Event = dict[str, object]

PREFIX = "/nhsa/"
_GOES_ON = "未能及时判断，先予放行，事后补审"
_ENCODER = msgspec.json.Encoder(decimal_format="number")

router = APIRouter(prefix="/nhsa", tags=["national interface"])


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was read: itself, its events, the profiles of senders where care is given."""

    message: Mapping[str, object]
    events: tuple[Event, ...]
    senders: Mapping[str, SenderProfile]
    arrival: datetime


@router.post("/3101", openapi_extra=MESSAGE_BODY, responses=enveloped(413, 422, 503), summary="事前分析 3101")
async def order(request: Request) -> Response:
    """Judge an order. A finding is no error: `infcode` is 0, and `output.result` lists what was found."""
    return await _judged(request, "3101")


@router.post("/3102", openapi_extra=MESSAGE_BODY, responses=enveloped(413, 422, 503), summary="事中分析 3102")
async def settle(request: Request) -> Response:
    """Judge a settlement, held against the reminders and reasons of its encounter."""
    return await _judged(request, "3102")


@router.post("/3103", openapi_extra=MESSAGE_BODY, responses=enveloped(413, 422, 503), summary="事前事中反馈 3103")
async def feedback(request: Request) -> Response:
    """Take what a doctor answers to findings: go on with a reason, or go back to change the order.

    `infcode` is 0 if each answer settles its finding or takes the order back; else -1, and `err_msg` says why not.
    """
    parts = parts_of(request)
    async with parts.work.place():
        body = await read_body(request, parts.settings.most_bytes)
        arrival = parts.clock()
        try:
            message = await parts.work.run(lambda: _message(body, "3103"))
            read = read_feedback(message, _reasons(parts, message), _senders(parts, message))
            if isinstance(read, MessageRefused):
                raise _refused(read)
            fed = await parts.work.run(lambda: feed_back(parts.service, read, arrival))
        except TimeoutError:
            raise Problem(503, "late", "not taken in time; send it again", "未能及时处理，请重发") from None
        numbers = [await parts.work.recorded(one.recorded) for one in fed if one.recorded is not None]
        outcomes = [one.outcome for one in fed]
        for outcome in outcomes:
            metrics.answers.labels(outcome.code).inc()
        error = complaint(outcomes)
        return _reply(
            envelope(
                message,
                Times(arrival, parts.clock()),
                output=output(outcomes),
                infcode=FAILED if error else TAKEN,
                error=error,
                warning=read.warning,
                record=max(numbers, default=0),
            )
        )


@router.post(
    "/unanswered", openapi_extra=MESSAGE_BODY, responses=enveloped(413, 422, 503), summary="登记未获答复的3101、3102"
)
async def unanswered(request: Request) -> Response:
    """Record a 3101 or 3102 request that its sender let go on because no answer came in time."""
    parts = parts_of(request)
    async with parts.work.place():
        asked = await _asked(request, parts, "")
        times, number = await _put_down(parts, asked, "sender")
        return _reply(envelope(asked.message, times, record=number))


def refusals(clock: Clock) -> Form:
    """Return what answers a problem in the envelope of the interface, whoever found it."""

    def refuse(problem: Problem) -> Response:
        at = clock()
        place = f"{problem.path}：" if problem.path else ""
        body = envelope({}, Times(at, at), infcode=FAILED, error=f"{place}{problem.zh}；{problem.en}")
        return _reply(body, problem.status, headers_of(problem))

    return refuse


async def _judged(request: Request, trade: str) -> Response:
    parts = parts_of(request)
    async with parts.work.place():
        asked = await _asked(request, parts, trade)
        turn = Turn()
        try:
            made = await parts.work.run(lambda: parts.service.decide_all(asked.events, asked.arrival, turn=turn), turn)
        except TimeoutError:
            times, number = await _put_down(parts, asked, "deadline")
            body = envelope(asked.message, times, infcode=FAILED, error=_GOES_ON, record=number)
            return _reply(body, headers={"Sanku-Fail-Open": "true"})
        numbers = [await parts.work.recorded(one.recorded) for one in made]
        for one in made:
            metrics.decisions.labels(one.decision.phase, one.decision.outcome).inc()
        answered = [_answered(parts, asked, *pair) for pair in zip(made, asked.events, strict=True)]
        found = [result for one in answered for result in results(one)]
        headers = {
            "Sanku-Decision": ", ".join(one.id for one in made),
            "Sanku-Edition": ", ".join(dict.fromkeys(one.decision.edition for one in made)),
            "Sanku-Record": ", ".join(map(str, numbers)),
        }
        times = Times(asked.arrival, parts.clock())
        body = envelope(asked.message, times, output={"result": found}, warning=warning(answered), record=max(numbers))
        return _reply(body, headers=headers)


def _answered(parts: Parts, asked: Asked, made: Decided, event: Event) -> Answered:
    base = parts.service.editions.of(made.decision.region.insured)
    rules = {} if base is None else base.model.rules
    entries = [entry.rule for entry in made.decision.undetermined if entry.rule is not None]
    profile = asked.senders.get(institution_of(event), asked.senders.get("default", SenderProfile("")))
    return Answered(
        id=made.id,
        decision=made.decision,
        event=event,
        task=_text((data_of(asked.message) or {}).get("task_id")),
        titles={name: rules[name].title for name in entries if name in rules},
        kinds=profile.dictionaries.get("vola_bhvr_type", {}),
    )


async def _asked(request: Request, parts: Parts, trade: str) -> Asked:
    body = await read_body(request, parts.settings.most_bytes)
    arrival = parts.clock()
    try:
        return await parts.work.run(lambda: _read(parts, body, trade, arrival))
    except TimeoutError:
        raise Problem(503, "late", "not read in time; send it again", "未能及时处理，请重发") from None


def _read(parts: Parts, body: bytes, trade: str, arrival: datetime) -> Asked:
    message = _message(body, trade)
    senders = _senders(parts, message)
    events = read_message(message, senders)
    if isinstance(events, MessageRefused):
        raise _refused(events)
    return Asked(message, events, senders, arrival)


def _message(body: bytes, trade: str) -> Mapping[str, object]:
    """Return a message; the path says its trade, which the message may leave out but not contradict."""
    message = read_message_body(body)
    said = trade_of(message)
    if trade and not said:
        return {**message, "infno": trade}
    if trade and said != trade:
        raise Problem(
            422,
            "wrong-trade",
            f"trade `{said}` was sent to the address of {trade}",
            f"交易「{said}」发到了{trade}的地址",
            "infno",
        )
    return message


async def _put_down(parts: Parts, asked: Asked, cause: Cause) -> tuple[Times, int]:
    made = [parts.service.unanswered(event, asked.arrival, cause) for event in asked.events]
    numbers = [await parts.work.recorded(recorded) for _, recorded in made]
    metrics.undecided.labels(cause).inc()
    parts.log.warning("undecided", id=made[0][0], cause=cause)
    return Times(asked.arrival, parts.clock()), max(numbers)


def _senders(parts: Parts, message: Mapping[str, object]) -> Mapping[str, SenderProfile]:
    """Return the profiles of the base that serves the place of care: that is where a sender is known."""
    base = parts.service.editions.of(_text(message.get("mdtrtarea_admvs")))
    return {} if base is None else base.model.catalog.senders


def _reasons(parts: Parts, message: Mapping[str, object]) -> Mapping[str, str]:
    base = parts.service.editions.of(_text(message.get("insuplc_admdvs")))
    return {} if base is None else base.model.catalog.reasons


def _text(given: object) -> str:
    return given.strip()[:50] if isinstance(given, str) else plain_text(given) or ""


def _refused(found: MessageRefused) -> Problem:
    return Problem(422, found.code, found.message, found.message_zh, found.path)


def _reply(body: Fields, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(_ENCODER.encode(body), status, headers, JSON)
