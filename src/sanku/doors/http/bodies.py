"""The bytes of a request to plain data, within bounds."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

import msgspec
from starlette.requests import Request

from sanku.claim import decoding
from sanku.claim.decoding import read_one
from sanku.doors.http.replies import Problem

MOST_DEPTH = 32
"""Deepest nesting of lists and objects; our own form needs six."""

_Read = TypeVar("_Read")
_EVENT = msgspec.json.Decoder(float_hook=Decimal)


async def read_body(request: Request, most: int) -> bytes:
    """Return the body, read no further than what is allowed."""
    declared = request.headers.get("content-length", "0")
    if declared.isascii() and declared.isdigit() and int(declared) > most:
        raise _too_large(most)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise _too_large(most)
        parts.append(part)
    return b"".join(parts)


def read_event_body(body: bytes) -> Mapping[str, object]:
    """Return an event as plain data, its numbers exact."""
    event = _decoded(body, _EVENT)
    if not isinstance(event, dict):
        raise Problem(422, "not-an-event", "an event is a JSON object", "事件应为JSON对象")
    _require_shallow(event)
    return event


def read_message_body(body: bytes) -> Mapping[str, object]:
    """Return a national message as plain data; a byte order mark, huge numbers and keys sent twice are tolerated."""
    found = read_one(body)
    if not isinstance(found, decoding.Problem):
        return found
    if found.code in ("too-deep", "not-an-event"):
        raise Problem(422, found.code, found.message, found.message_zh)
    place = f"{found.line}:{found.column}" if found.line else ""
    raise Problem(400, found.code, found.message, found.message_zh, place)


def read_struct(body: bytes, form: type[_Read]) -> _Read:
    """Return a body as a struct; what it lacks or has too much is named with its place."""
    return _decoded(body, msgspec.json.Decoder(form))


def _decoded(body: bytes, decoder: msgspec.json.Decoder[_Read]) -> _Read:
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$.")
        raise Problem(422, "wrong-form", _lower(message), "报文字段不符合要求", place.rstrip("`")) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Problem(400, "not-json", f"not JSON: {_lower(str(error))}", "不是有效的JSON") from None
    except RecursionError:
        raise _too_deep() from None


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _require_shallow(event: object) -> None:
    level = [event]
    for _ in range(MOST_DEPTH):
        level = [
            item
            for holder in level
            for item in (holder.values() if isinstance(holder, dict) else holder if isinstance(holder, list) else ())
            if isinstance(item, dict | list)
        ]
        if not level:
            return
    raise _too_deep()


def _too_deep() -> Problem:
    return Problem(422, "too-deep", f"nested more than {MOST_DEPTH} deep", f"嵌套超过{MOST_DEPTH}层")


def _too_large(most: int) -> Problem:
    return Problem(413, "too-large", f"the body is over {most} bytes", f"报文超过{most}字节")
