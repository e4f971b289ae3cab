"""A file, or standard input, to events with their places; what cannot be read is a problem, and the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from sanku.claim.decoding import Decoded, Problem, decode_json, decode_text, event_of

STANDARD_INPUT = "-"
_LINES = (".jsonl", ".ndjson")

Event = dict[str, object]


def read_events(path: Path | str) -> Iterator[tuple[str, Event | Problem]]:
    """Yield the events of a file, each with its place (``events.jsonl:3``), or a problem in place of one.

    A file holds one JSON object, a list of them, or one object a line. In a file of lines a broken line is a problem
    and the lines after it are read; anything else that is broken is one problem.

    Args:
        path: The file; ``-`` is standard input.
    """
    name = "<stdin>" if str(path) == STANDARD_INPUT else Path(path).as_posix()
    data = _bytes(path)
    text = decode_text(data) if isinstance(data, bytes) else data
    if isinstance(text, Problem):
        yield _place(name, text), text
    elif not text.strip():
        problem = Problem("empty-file", 0, 0, "the file is empty", "文件为空")
        yield name, problem
    elif Path(name).suffix in _LINES or _is_lines(text):
        yield from _lines(name, text)
    else:
        yield from _whole(name, text)


def read_line(data: bytes, line: int) -> Event | Problem:
    """Return the event that one line holds.

    Args:
        data: The line.
        line: Its number, for the place of a problem.
    """
    text = decode_text(data)
    if isinstance(text, Problem):
        return text
    found = decode_json(text.strip(), line)
    return found if isinstance(found, Problem) else event_of(found, line)


def _bytes(path: Path | str) -> bytes | Problem:
    try:
        return sys.stdin.buffer.read() if str(path) == STANDARD_INPUT else Path(path).read_bytes()
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        return Problem("unreadable-file", 0, 0, f"the file cannot be read: {reason}", f"文件无法读取：{reason}")


def _is_lines(text: str) -> bool:
    """Tell whether a text is one object a line: all lines begin one, or the first is one by itself and more follows."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1 or not lines[0].startswith("{"):
        return False
    return all(line.startswith("{") for line in lines) or isinstance(decode_json(lines[0]), Decoded)


def _lines(name: str, text: str) -> Iterator[tuple[str, Event | Problem]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            found = decode_json(line.removesuffix("\r"), number)
            if isinstance(found, Problem):
                yield _place(name, found), found
            else:
                yield f"{name}:{number}", event_of(found, number)


def _whole(name: str, text: str) -> Iterator[tuple[str, Event | Problem]]:
    found = decode_json(text)
    if isinstance(found, Problem):
        yield _place(name, found), found
    elif isinstance(found.value, list):
        if not found.value:
            yield name, Problem("empty-file", 0, 0, "the list of events is empty", "事件列表为空")
        for position, value in enumerate(found.value):
            yield f"{name}[{position}]", event_of(Decoded(value, found.duplicates))
    else:
        yield name, event_of(found)


def _place(name: str, problem: Problem) -> str:
    return f"{name}:{problem.line}:{problem.column}" if problem.line else name
