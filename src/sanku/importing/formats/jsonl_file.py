"""A file of JSON objects, one a line, to records; nested objects become dotted fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.importing.formats.csv_file import decoded
from sanku.importing.nodes import Cell, Record


def read_jsonl(data: bytes, name: str, encoding: str) -> Iterator[Record | Diagnostic]:
    """Yield a record a line."""
    text = decoded(data, name, encoding)
    if isinstance(text, Diagnostic):
        yield text
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        span = Span(name, number, 1, number, 1)
        try:
            found = msgspec.json.decode(line)
        except msgspec.DecodeError:
            yield Diagnostic("json-syntax", "this line is not JSON", span, help="the file may have been cut short")
            continue
        if not isinstance(found, dict):
            yield Diagnostic("json-syntax", "this line is no JSON object", span, help="one object a line")
            continue
        yield Record(dict(_flat(found, "")), span)


def _flat(found: Mapping[str, object], before: str) -> Iterator[tuple[str, Cell]]:
    for key, value in found.items():
        name = f"{before}{key}"
        match value:
            case None:
                yield name, ""
            case dict():
                yield from _flat(value, f"{name}.")
            case list():
                yield name, tuple(str(item) for item in value)
            case _:
                yield name, str(value).strip()
