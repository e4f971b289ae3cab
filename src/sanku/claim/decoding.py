"""Bytes to JSON values: numbers exact, duplicate keys noted, and each fault one sentence with line and column."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import msgspec

MOST_DEPTH = 64
"""Deepest nesting of lists and objects that an event may have; our own form needs six."""

_BOM = b"\xef\xbb\xbf"
_BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_OTHER_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))

Json = None | bool | int | Decimal | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text could not be read.

    Args:
        code: ``unreadable-file``, ``wrong-encoding``, ``empty-file``, ``not-json``, ``too-deep``, ``not-an-event``.
        line: Line, from 1; 0 if it concerns the whole file.
        column: Column, from 1; 0 likewise.
        message: English sentence.
        message_zh: Chinese sentence.
    """

    code: str
    line: int
    column: int
    message: str
    message_zh: str


@dataclass(slots=True)
class _Duplicates:
    """Keys that stood twice in one object; the last value counts."""

    keys: list[str] = field(default_factory=list)

    def object(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        found = dict(pairs)
        if len(found) != len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen and key not in self.keys:
                    self.keys.append(key)
                seen.add(key)
        return found


@dataclass(frozen=True, slots=True)
class Decoded:
    """A JSON value, and the keys that stood twice in one object."""

    value: Json
    duplicates: tuple[str, ...] = ()


def decode_text(data: bytes) -> str | Problem:
    """Return the text of a file: UTF-8, a byte order mark skipped. Other encodings are named, never guessed."""
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            return _wrong_encoding(1, 1, f"the file is {name}", f"文件编码为{name}")
    body = data.removeprefix(_BOM)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        column = len(body[body.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        return _wrong_encoding(line, column, *_guess(body))


def decode_json(text: str, first_line: int = 1) -> Decoded | Problem:
    """Return the value that ``text`` writes.

    Args:
        text: One JSON value.
        first_line: Line of the file that the text begins on.
    """
    deep = _too_deep(text)
    if deep is not None:
        line, column = _place(text, deep)
        return Problem(
            "too-deep",
            first_line + line - 1,
            column,
            f"nested more than {MOST_DEPTH} deep",
            f"嵌套超过{MOST_DEPTH}层",
        )
    duplicates = _Duplicates()
    try:
        value: Json = json.loads(
            text,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_constant,
            object_pairs_hook=duplicates.object,
        )
    except json.JSONDecodeError as error:
        line, column = first_line + error.lineno - 1, error.colno
        rest = text[error.pos :].strip()
        if not rest:
            return Problem("not-json", line, column, "the JSON ends too early", "JSON内容不完整，提前结束")
        english = f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} before `{rest[:20]}`"
        return Problem("not-json", line, column, english, f"不是有效的JSON，在「{rest[:20]}」处出错")
    half = _half_character(text, value)
    if half is not None:
        line, column = _place(text, half)
        return Problem(
            "not-json",
            first_line + line - 1,
            column,
            f"not JSON: `{text[half : half + 6]}` is half a character",
            f"不是有效的JSON，「{text[half : half + 6]}」是半个字符",
        )
    return Decoded(value, tuple(duplicates.keys))


def _half_character(text: str, value: Json) -> int | None:
    """Return the place of the first escape of half a character, if one stands without its other half."""
    first = _HALF.search(text)
    if first is None:
        return None
    try:
        msgspec.json.encode(value)
    except UnicodeEncodeError:
        return first.start()
    return None


def _integer(text: str) -> int | str:
    """Return an integer; one of absurd length stays text, which the reader notes as no number."""
    return int(text) if len(text) <= MOST_DEPTH else text


def _decimal(text: str) -> Decimal | str:
    """Return a decimal number; one whose exponent no decimal can hold stays text."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _constant(text: str) -> str:
    """Return NaN and the infinities as text: they are no numbers of ours."""
    return text


def _too_deep(text: str) -> int | None:
    """Return the place of the first bracket that is nested too deep."""
    if text.count("[") + text.count("{") <= MOST_DEPTH:
        return None
    depth = 0
    for found in _BRACKETS.finditer(text):
        if found[0] in ("[", "{"):
            depth += 1
        elif found[0] in ("]", "}"):
            depth -= 1
        if depth > MOST_DEPTH:
            return found.start()
    return None


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _guess(body: bytes) -> tuple[str, str]:
    try:
        body.decode("gb18030")
    except UnicodeDecodeError:
        return "the file is not UTF-8", "文件不是UTF-8编码"
    return "the file is not UTF-8, but looks like GBK", "文件不是UTF-8编码，疑为GBK"


def _wrong_encoding(line: int, column: int, english: str, chinese: str) -> Problem:
    return Problem("wrong-encoding", line, column, f"{english}; save it as UTF-8", f"{chinese}，请另存为UTF-8")


def read_one(data: bytes) -> dict[str, object] | Problem:
    """Return the one event that a text holds."""
    text = decode_text(data)
    found = decode_json(text) if isinstance(text, str) else text
    return event_of(found) if isinstance(found, Decoded) else found


def event_of(found: Decoded, line: int = 0) -> dict[str, object] | Problem:
    """Return the event that a JSON value is, with a note on each key that stood twice.

    Args:
        found: The value.
        line: Line of the file that it stands on, from 1; 0 if it may be the whole file.
    """
    if not isinstance(found.value, dict):
        return Problem("not-an-event", line, 1 if line else 0, "an event is a JSON object", "事件须为JSON对象")
    event: dict[str, object] = dict(found.value)
    if found.duplicates:
        given = event.get("notes")
        event["notes"] = [*(given if isinstance(given, list) else []), *map(_note, found.duplicates)]
    return event


def _note(key: str) -> dict[str, str]:
    return {
        "code": "duplicate-key",
        "path": key[:100],
        "message": f"the key `{key[:40]}` stands more than once in one object; the last one is used",
        "message_zh": f"同一对象中「{key[:40]}」重复出现，以最后一个为准",
    }
