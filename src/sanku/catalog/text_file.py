"""Bytes of a source file to text: UTF-8 and nothing else, with one clear message for every other thing.

A leading byte order mark is skipped. Control, direction and odd line-break characters are refused.
"""

from __future__ import annotations

import re
from pathlib import Path

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic

MOST_BYTES = 1 << 30
"""A gigabyte: some twenty million CSV rows."""

# Control characters, bidirectional overrides (semantics 44), and breaks that editors and YAML count differently.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_WIDE_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_SAVE = "save the file as UTF-8 (编码选 UTF-8)"


def read_text(path: Path, name: str, most: int = MOST_BYTES) -> str | Diagnostic:
    """Return the text of a file, or why there is none.

    Args:
        path: The file.
        name: What diagnostics call it.
        most: Largest size in bytes.
    """
    data = read_bytes(path, name, most)
    return data if isinstance(data, Diagnostic) else decode(data, name)


def read_bytes(path: Path, name: str, most: int = MOST_BYTES) -> bytes | Diagnostic:
    """Return the bytes of a file, or why there are none."""
    try:
        size = path.stat().st_size
        if size > most:
            return _at(
                name,
                "file-too-large",
                f"the file has {size:,} bytes, more than {most:,}",
                "split it, or move rows to a CSV",
            )
        return path.read_bytes()
    except OSError as error:
        return _at(name, "unreadable-file", f"the file cannot be read: {(error.strerror or 'unknown cause').lower()}")


def decode(data: bytes, name: str) -> str | Diagnostic:
    """Return ``data`` as text, or why it is none."""
    for mark, encoding in _WIDE_MARKS:
        if data.startswith(mark):
            return _at(name, "wrong-encoding", f"the file is {encoding}, not UTF-8", _SAVE)
    body = data.removeprefix(b"\xef\xbb\xbf")
    if not body.strip():
        return _at(name, "empty-file", "the file is empty", "write its first key, or delete the file")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return _wrong_bytes(body, error.start, name)
    odd = _REFUSED.search(text)
    return text if odd is None else _odd_character(text, odd.start(), name)


def place_of(text: str, offset: int, name: str) -> Span:
    """Return the span of the character at ``offset``."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Span(name, line, column, line, column + 1)


def _wrong_bytes(body: bytes, start: int, name: str) -> Diagnostic:
    before = body[:start].decode("utf-8")
    span = place_of(before + "?", len(before), name)
    try:
        chinese = any("\u4e00" <= letter <= "\u9fff" for letter in body.decode("gb18030"))
    except UnicodeDecodeError:
        chinese = False
    if chinese:
        return Diagnostic("wrong-encoding", "the file is GBK, not UTF-8", span, help=_SAVE)
    return Diagnostic("wrong-encoding", f"byte `{body[start]:02x}` is not UTF-8 text", span, help=_SAVE)


def _odd_character(text: str, offset: int, name: str) -> Diagnostic:
    letter = text[offset]
    span = place_of(text, offset, name)
    if letter == "\x00" and text.count("\x00") * 3 > len(text):
        return _at(name, "wrong-encoding", "the file is UTF-16 without its mark, not UTF-8", _SAVE)
    message = f"the character U+{ord(letter):04X} is invisible and has no place in a source"
    return Diagnostic("control-character", message, span, help="delete it")


def _at(name: str, code: str, message: str, advice: str = "") -> Diagnostic:
    return Diagnostic(code, message, Span(name, 1, 1, 1, 1), help=advice)
