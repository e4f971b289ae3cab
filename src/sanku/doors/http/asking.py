"""Questions: a recorded decision, its explanation, what an event must bring."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from sanku.claim.decision import Decision
from sanku.doors.http.described import answers_of
from sanku.doors.http.parts import Parts, parts_of
from sanku.doors.http.replies import JSON, Problem, reply
from sanku.explain import Voice, Words, explain_decision, explain_for
from sanku.kb import KnowledgeBase
from sanku.service.editions import ANYWHERE
from sanku.service.recording import DecisionBody

Identity = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="`Sanku-Decision` of the answer")]

router = APIRouter(prefix="/v1", tags=["questions"])


@router.get("/decisions/{identity}", responses=answers_of(404, 503), summary="取回一个决定")
async def decision(request: Request, identity: Identity) -> Response:
    """Return a recorded decision, byte for byte as it was answered."""
    found, body = await _recorded(parts_of(request), identity)
    return Response(bytes(body.decision), 200, {"Sanku-Edition": found.edition}, JSON)


@router.get("/decisions/{identity}/explain", responses=answers_of(404, 503), summary="解释一个决定")
async def explain(
    request: Request, identity: Identity, lang: Literal["zh", "en"] = "zh", voice: Voice | None = None
) -> Response:
    """Return a recorded decision in the words of people: paragraphs with their depth, parts with their role.

    `voice` is who reads it: `doctor`, `patient` or `auditor`; without it everything is said.
    """
    parts = parts_of(request)
    found, body = await _recorded(parts, identity)
    words = Words(lang, body.names, parts.service.reasons(found))
    said = explain_decision(found, words) if voice is None else explain_for(found, words, voice)
    lines = [asdict(paragraph) for paragraph in said]
    return reply({"edition": found.edition, "paragraphs": lines}, headers={"Sanku-Edition": found.edition})


@router.get("/requirements", responses=answers_of(404, 503), summary="事件须提供哪些信息")
async def requirements(
    request: Request,
    phase: Literal["order", "settle", "audit"] | None = None,
    rule: Annotated[str | None, Query(max_length=200)] = None,
    region: Annotated[str, Query(pattern="^([0-9]{6})?$")] = ANYWHERE,
) -> Response:
    """Return which fields and which history an event must bring for a phase, a rule, or everything."""
    parts = parts_of(request)
    base = parts.service.editions.of(region)
    if base is None:
        raise Problem(404, "no-base", "no knowledge base is served for this region", "该地区没有知识库", "region")
    found = await parts.work.run(lambda: _required(base, phase, rule))
    return reply({"edition": base.edition, **found}, headers={"Sanku-Edition": base.edition})


def _required(base: KnowledgeBase, phase: str | None, rule: str | None) -> dict[str, object]:
    try:
        return asdict(base.requirements(phase=phase, rule=rule))
    except ValueError as error:
        raise Problem(404, "no-such-rule", str(error), "没有这条规则", "rule") from None


async def _recorded(parts: Parts, identity: str) -> tuple[Decision, DecisionBody]:
    found = await parts.work.run(lambda: parts.service.decision(identity))
    if found is None:
        raise Problem(404, "no-such-decision", "no decision with this id is recorded", "没有该决定的记录", "identity")
    return found
