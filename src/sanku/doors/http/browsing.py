"""What a person looks up: rules and their sentences, the graph, a record of the ledger, the examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path as FilePath
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Path, Query
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import Response

from sanku.claim.decoding import Problem as Unreadable
from sanku.core.text import nearest
from sanku.doors.files.events import read_events
from sanku.doors.http.described import answers_of
from sanku.doors.http.parts import Parts, parts_of
from sanku.doors.http.replies import JSON, Problem, reply
from sanku.doors.nhsa import MessageRefused, is_message, read_message
from sanku.explain import explain_rule, rule_sentence
from sanku.graph import build_graph
from sanku.graph.draw import UnknownName, around, draw_page, draw_svg, picture_of
from sanku.kb import KnowledgeBase
from sanku.ledger.chain import holds
from sanku.ledger.database import unavailable
from sanku.ledger.read import by_number
from sanku.service.editions import ANYWHERE

Language = Literal["zh", "en"]
Name = Annotated[str, Path(max_length=200, description="全名，如 `policy.supply.supply_days`")]
Region = Annotated[str, Query(pattern="^([0-9]{6})?$", description="哪个地区的知识库；空 = 全国")]

_TYPES = {"svg": "image/svg+xml", "html": "text/html; charset=utf-8", "json": JSON}
_EXAMPLE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}")

router = APIRouter(prefix="/v1", tags=["browsing"])


@router.get("/rules", responses=answers_of(404), summary="全部规则及其一句话说明")
async def rules(request: Request, region: Region = ANYWHERE) -> Response:
    """Return every rule: name, title, base, layer, and its sentence in both languages."""
    parts = parts_of(request)
    base = _base(parts, region)
    return reply({"edition": base.edition, "rules": await parts.work.run(lambda: _listed(base))})


@router.get("/rules/{name}", responses=answers_of(404), summary="一条规则的说明")
async def rule(request: Request, name: Name, lang: Language = "zh", region: Region = ANYWHERE) -> Response:
    """Return what `kb explain` says of a rule: its sentence, controls, exceptions, tables, sources, history."""
    parts = parts_of(request)
    base = _base(parts, region)
    if name not in base.model.rules:
        near = nearest(name, base.model.rules)
        raise Problem(404, "no-such-rule", "there is no such rule" + _hint(near), "没有这条规则", "name")
    lines = await parts.work.run(lambda: explain_rule(base.model, base.model.rules[name], (lang,), cases=None))
    paragraphs = _inside(base, msgspec.json.encode([asdict(line) for line in lines]))
    return reply({"edition": base.edition, "name": name, "paragraphs": msgspec.Raw(paragraphs)})


@router.get("/graph", responses=answers_of(404), summary="依赖图")
async def graph(
    request: Request,
    name: Annotated[str, Query(max_length=200, description="规则、知识表、参数……的名称；空 = 全部")] = "",
    form: Annotated[Literal["json", "svg", "html"], Query(description="html 为可离线打开的交互网页")] = "json",
    region: Region = ANYWHERE,
) -> Response:
    """Return what a name reads and who reads it, as `kb graph` draws it."""
    parts = parts_of(request)
    base = _base(parts, region)
    text = await parts.work.run(lambda: _drawn(base, name, form))
    return Response(text, 200, {"Sanku-Edition": base.edition}, _TYPES[form])


@router.get("/ledger/{number}", responses=answers_of(404, 503), summary="台账中的一条记录")
async def record(request: Request, number: Annotated[int, Path(ge=1, lt=2**63)]) -> Response:
    """Return a record of the ledger with its hash, and whether the hash is that of what the record holds."""
    parts = parts_of(request)
    found = await parts.work.run(lambda: _record(parts, number))
    if found is None:
        raise Problem(404, "no-such-record", "no record has this number", "没有该编号的记录", "number")
    return reply(found)


@router.get("/examples", responses=answers_of(), summary="示例目录")
async def examples(request: Request) -> Response:
    """Return the names of the example events beside the knowledge base; none if there are none."""
    parts = parts_of(request)
    return reply({"examples": await parts.work.run(lambda: _names(parts.settings.examples))})


@router.get("/examples/{name}", responses=answers_of(404), summary="一个示例事件")
async def example(request: Request, name: Annotated[str, Path(max_length=100)]) -> Response:
    """Return an example event in our own form; those in the national form are translated."""
    parts = parts_of(request)
    folder, base = parts.settings.examples, _base(parts, ANYWHERE)
    path = FilePath(folder or ".") / f"{name}.json"
    if not folder or not _EXAMPLE.fullmatch(name) or not path.is_file():
        raise Problem(404, "no-such-example", "there is no such example", "没有这个示例", "name")
    return reply(await parts.work.run(lambda: _example(base, path)))


def _base(parts: Parts, region: str) -> KnowledgeBase:
    base = parts.service.editions.of(region)
    if base is None:
        raise Problem(404, "no-base", "no knowledge base is served for this region", "该地区没有知识库", "region")
    return base


def _hint(near: str | None) -> str:
    return f"; did you mean `{near}`?" if near else ""


def _listed(base: KnowledgeBase) -> list[dict[str, str]]:
    model = base.model
    return [
        {
            "name": one.name,
            "title": one.title,
            "layer": one.layer,
            "sentence_zh": rule_sentence(model, one, "zh"),
            "sentence_en": rule_sentence(model, one, "en"),
        }
        for one in sorted(model.rules.values(), key=lambda rule: rule.name)
    ]


def _drawn(base: KnowledgeBase, name: str, form: str) -> bytes:
    found = build_graph(base.model)
    vertices = around(found, name) if name else None
    if isinstance(vertices, UnknownName):
        message = "nothing in the base is called so" + _hint(vertices.near)
        raise Problem(404, "no-such-name", message, "知识库中没有这个名称", "name")
    picture = picture_of(found, name or base.model.catalog.name, vertices)
    match form:
        case "svg":
            return _inside(base, draw_svg(picture).encode())
        case "html":
            return _inside(base, draw_page(picture).encode())
        case _:
            return _inside(base, picture.json())


def _inside(base: KnowledgeBase, text: bytes) -> bytes:
    """Return a text with places inside the base only: where the base lies on this machine is told to no one."""
    root = FilePath(base.model.catalog.root).as_posix().rstrip("/")
    return text if root in {"", "."} else text.replace(f"{root}/".encode(), b"")


def _record(parts: Parts, number: int) -> dict[str, object] | None:
    try:
        found = by_number(parts.service.engine, number)
    except DBAPIError as error:
        raise unavailable(error) from None
    return None if found is None else {**asdict(found), "holds": holds(found)}


def _names(folder: str | None) -> list[str]:
    return sorted(path.stem for path in FilePath(folder).glob("*.json")) if folder else []


def _example(base: KnowledgeBase, path: FilePath) -> Mapping[str, object]:
    _, event = next(iter(read_events(path)))
    if isinstance(event, Unreadable):
        raise Problem(404, "no-such-example", event.message, event.message_zh, "name")
    if not is_message(event):
        return event
    asked = read_message(event, base.model.catalog.senders)
    if isinstance(asked, MessageRefused):
        raise Problem(404, "no-such-example", asked.message, "示例无法读取", "name")
    return asked[0]
