"""Bytes to text: UTF-8 with or without its mark; anything else is one diagnostic that names the line."""

from __future__ import annotations

import codecs

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.syntax.fold import split_lines

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(data: bytes, file: str) -> str | Diagnostic:
    """Return the text of a file, or what is wrong with its encoding."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _wrong(file, f"this file is {name}, not UTF-8", 1, 1)
    if b"\x00" in data[:2]:
        return _wrong(file, "this file is UTF-16 or no text at all, not UTF-8", 1, 1)
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = split_lines(data[: error.start].decode())
        line, column = len(before), len(before[-1]) + 1
        looks = ": it reads as GBK" if _reads_as_gbk(data) else ""
        return _wrong(file, f"line {line} of this file is not UTF-8{looks}", line, column)


def _reads_as_gbk(data: bytes) -> bool:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def _wrong(file: str, message: str, line: int, column: int) -> Diagnostic:
    span = Span(file, line, column, line, column)
    return Diagnostic(code="wrong-encoding", message=message, span=span, help="save the file as UTF-8")
