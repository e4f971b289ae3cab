"""``/cds-services``: CDS Hooks. Discovery, the calls of its services, and feedback on the cards they answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from sanku.doors.cdshooks import (
    SERVICES,
    Claims,
    Feedback,
    HookRefused,
    Shelf,
    TokenRefused,
    answer_of,
    cards_of,
    check_token,
    discovery,
    finding_of,
    read_call,
)
from sanku.doors.cdshooks.event import Call
from sanku.doors.cdshooks.services import HookService
from sanku.doors.http import metrics
from sanku.doors.http.bodies import read_body, read_event_body, read_struct
from sanku.doors.http.clock import second_of
from sanku.doors.http.described import FEEDBACK_BODY, HOOK_BODY, answers_of
from sanku.doors.http.parts import Parts, parts_of
from sanku.doors.http.replies import Problem, reply
from sanku.explain import Words
from sanku.ledger.tokens import use_token
from sanku.service import Answer, Asker, Decided, NotShownError, Showing, Turn

PREFIX = "/cds-services"
_MOST_FEEDBACK = 64 * 1024
_Made = TypeVar("_Made")

Identity = Annotated[str, Path(max_length=64, description="Id of a service, as discovery lists it")]

router = APIRouter(prefix=PREFIX, tags=["CDS Hooks"])


@router.get("", summary="CDS Hooks 服务目录")
async def discover() -> Response:
    """Return the services, their hooks and what each asks to be sent along. Needs no token: it holds no one's data."""
    return reply(discovery())


@router.post("/{identity}", openapi_extra=HOOK_BODY, responses=answers_of(404, 413, 422, 503), summary="CDS Hooks 调用")
async def call(request: Request, identity: Identity) -> Response:
    """Judge what a user is about to order, or an encounter that is about to end; the answer is cards.

    A call that is not decided within the deadline is answered with one card that says so, and recorded for post-audit.
    """
    parts = parts_of(request)
    async with parts.work.place():
        claims = await _admitted(request, parts, identity)
        service = _service(identity)
        body = read_event_body(await read_body(request, parts.settings.most_bytes))
        arrival = parts.clock()
        profiles, institution = parts.service.editions.senders, "" if claims is None else claims.institution
        try:
            asked = await _in_time(parts, lambda: read_call(body, service, profiles, arrival, institution))
        except HookRefused as error:
            raise Problem(422, "unreadable-call", error.en, error.zh, error.path) from None
        asker = Asker(asked.user, "" if claims is None else claims.issuer)
        turn = Turn()
        try:
            make = partial(_decided, parts, asked, asker, arrival, _language(request), turn)
            made, cards = await parts.work.run(make, turn)
        except TimeoutError:
            return await _goes_on(parts, asked, arrival)
        number = await parts.work.recorded(made.recorded)
        metrics.decisions.labels(made.decision.phase, made.decision.outcome).inc()
        headers = {
            "Sanku-Decision": made.id,
            "Sanku-Edition": made.decision.edition,
            "Sanku-Record": str(number),
        }
        return reply({"cards": cards}, headers=headers)


@router.post(
    "/{identity}/feedback",
    openapi_extra=FEEDBACK_BODY,
    responses=answers_of(404, 413, 422, 503),
    summary="CDS Hooks 反馈",
)
async def feedback(request: Request, identity: Identity) -> Response:
    """Take what users did with cards: an override with a reason answers the reminder, a suggestion taken gives it back.

    All cards must be known, or nothing is recorded. The answer says for each whether the reason is accepted.
    """
    parts = parts_of(request)
    async with parts.work.place():
        claims = await _admitted(request, parts, identity)
        sender = "" if claims is None else claims.issuer
        _service(identity)
        given = read_struct(await read_body(request, _MOST_FEEDBACK), Feedback)
        arrival = parts.clock()
        shown = await _in_time(
            parts, lambda: [_shown(parts, one.card, sender, at) for at, one in enumerate(given.feedback)]
        )
        told = []
        for one, (finding, showing) in zip(given.feedback, shown, strict=True):
            if not showing.reminder:
                told.append({"card": str(one.card), "accepted": False, "verdict": "no-reminder", "record": None})
                continue
            answer = answer_of(one, finding, showing.asker, showing.decision)
            told.append({"card": str(one.card), **await _justified(parts, answer, arrival)})
        return reply({"feedback": told})


def _service(identity: str) -> HookService:
    service = SERVICES.get(identity)
    if service is None:
        known = ", ".join(SERVICES)
        raise Problem(404, "no-such-service", f"there is no such service; there are {known}", "没有这个服务", "id")
    return service


async def _admitted(request: Request, parts: Parts, identity: str) -> Claims | None:
    """Return what the token of a call says; ``None`` where the service asks for none."""
    issuers = parts.issuers
    if issuers is None:
        return None
    now = second_of(parts.clock())
    service = f"{issuers.audience}{PREFIX}/{identity}"
    own = f"{issuers.audience}{request.url.path}"
    addresses = tuple(dict.fromkeys((own, service)))
    header = request.headers.get("authorization", "")

    def check() -> Claims:
        claims = check_token(header, issuers, addresses, now)
        if not use_token(parts.service.engine, claims.mark, claims.until, now):
            raise TokenRefused("replayed", "this token was used before; make one for each call", "令牌已使用过")
        return claims

    try:
        claims = await _in_time(parts, check)
    except TokenRefused as error:
        raise Problem(401, error.code, error.en, error.zh) from None
    request.state.sender = claims.issuer
    return claims


async def _in_time(parts: Parts, make: Callable[[], _Made]) -> _Made:
    """Run a function in a thread; past the deadline the sender may try again."""
    try:
        return await parts.work.run(make)
    except TimeoutError:
        raise Problem(503, "late", "not taken in time; send it again", "未能及时处理，请重发") from None


def _language(request: Request) -> str:
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


def _decided(
    parts: Parts, asked: Call, asker: Asker, arrival: datetime, language: str, turn: Turn
) -> tuple[Decided, list[dict[str, object]]]:
    made = parts.service.decide(asked.event, arrival, asker, turn)
    catalog = parts.service.editions.of(made.decision.region.insured)
    lines = asked.event.get("lines")
    names = {
        str(line["id"]): str(line["name"])
        for line in (lines if isinstance(lines, list) else [])
        if "id" in line and "name" in line
    }
    links = {} if catalog is None else {name: one.link for name, one in catalog.model.catalog.sources.items()}
    shelf = Shelf(
        Words(language, names, parts.service.reasons(made.decision)),
        links,
        "" if parts.issuers is None else parts.issuers.rule_page,
        asked.drafts,
    )
    return made, cards_of(made.decision, shelf)


def _shown(parts: Parts, card: UUID, sender: str, number: int) -> tuple[str, Showing]:
    finding = finding_of(card)
    showing = None if finding is None else parts.service.shown_to(finding, sender)
    if finding is None or showing is None:
        place = f"feedback[{number}].card"
        raise Problem(404, "not-shown", "no such card was shown; nothing was recorded", "没有展示过该卡片", place)
    return finding, showing


async def _justified(parts: Parts, answer: Answer, arrival: datetime) -> dict[str, object]:
    try:
        made = await _in_time(parts, lambda: parts.service.justify(answer, arrival))
    except NotShownError:
        raise Problem(404, "not-shown", "no such reminder was shown", "没有展示过该提醒", "feedback") from None
    number = await parts.work.recorded(made.recorded)
    verdict = made.body.verdict
    metrics.answers.labels(verdict.code).inc()
    return {
        "accepted": verdict.accepted,
        "verdict": verdict.code,
        "message": verdict.en,
        "message_zh": verdict.zh,
        "record": number,
    }


async def _goes_on(parts: Parts, asked: Call, arrival: datetime) -> Response:
    key, recorded = parts.service.unanswered(asked.event, arrival, "deadline")
    await parts.work.recorded(recorded)
    metrics.undecided.labels("deadline").inc()
    parts.log.warning("undecided", id=key, cause="deadline")
    card = {
        "summary": "未能及时判断，先予放行，事后补审 / not decided in time; judged afterwards",
        "indicator": "info",
        "source": {"label": "三库 sanku"},
    }
    return reply({"cards": [card]}, headers={"Sanku-Fail-Open": "true"})
