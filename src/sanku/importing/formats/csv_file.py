"""A CSV file, in any encoding that is named, to records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.importing.nodes import Record


def read_csv(data: bytes, name: str, encoding: str, header: int) -> Iterator[Record | Diagnostic]:
    """Yield a record a row; the header names the fields.

    Args:
        data: The file.
        name: What diagnostics call it.
        encoding: Its encoding, as Python names it: ``utf-8``, ``gb18030``.
        header: Row of the header, from 1.
    """
    text = decoded(data, name, encoding)
    if isinstance(text, Diagnostic):
        yield text
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names: list[str] = []
    line = 1
    try:
        for number, row in enumerate(reader, 1):
            span = Span(name, line, 1, line, 1)
            line = reader.line_num + 1
            if number < header or not any(cell.strip() for cell in row):
                continue
            if number == header:
                names = [cell.strip() for cell in row]
            elif len(row) != len(names):
                yield Diagnostic(
                    "csv-width",
                    f"this row has {len(row)} fields, the header {len(names)}",
                    span,
                    help="a row cut short or a comma without quotes: mend the row and import again",
                )
            else:
                yield Record(dict(zip(names, (cell.strip() for cell in row), strict=True)), span)
    except csv.Error as error:
        place = Span(name, reader.line_num, 1, reader.line_num, 1)
        yield Diagnostic("csv-syntax", f"this is not CSV: {error}", place, help="the file may have been cut short")


def decoded(data: bytes, name: str, encoding: str) -> str | Diagnostic:
    """Return a text file as text, or the place at which it is not in its encoding."""
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode(encoding)
    except LookupError:
        place = Span(name, 1, 1, 1, 1)
        return Diagnostic("wrong-encoding", f"`{encoding}` is no encoding", place, help="encoding: gb18030")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        other = "gb18030" if encoding.replace("-", "").lower() == "utf8" else "utf-8"
        return Diagnostic(
            "wrong-encoding",
            f"the file is not `{encoding}`",
            Span(name, line, 1, line, 1),
            help=f"name its encoding in the map: `encoding: {other}`",
        )
