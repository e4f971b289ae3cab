"""A sheet of a workbook to records (openpyxl, extra ``import``)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.importing.nodes import Record

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def read_xlsx(data: bytes, name: str, sheet: str, header: int) -> Iterator[Record | Diagnostic]:
    """Yield a record a row of the sheet.

    A merged cell is reported: which of its rows it belongs to is not said, and its first row would take all of it.
    """
    start = Span(name, 1, 1, 1, 1)
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - only who imports workbooks needs the extra
        from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - as above
    except ModuleNotFoundError:
        yield Diagnostic("missing-extra", "reading workbooks needs openpyxl", start, help="pip install 'sanku[import]'")
        return
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, EOFError):
        yield Diagnostic(
            "xlsx-syntax", "this is no whole workbook", start, help="download it again; save .xls as .xlsx"
        )
        return
    if sheet and sheet not in book.sheetnames:
        listed = ", ".join(book.sheetnames)
        yield Diagnostic("unknown-sheet", f"there is no sheet `{sheet}`", start, help=f"the sheets are: {listed}")
        return
    yield from _rows(book[sheet] if sheet else book.worksheets[0], name, header)


def _rows(sheet: Worksheet, name: str, header: int) -> Iterator[Record | Diagnostic]:
    called = f"{name}[{sheet.title}]"
    merged: dict[int, str] = {}
    for area in sheet.merged_cells.ranges:
        merged.update(dict.fromkeys(range(max(area.min_row, header + 1), area.max_row + 1), str(area.coord)))
    names: list[str] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        texts = [_text(value) for value in row]
        span = Span(called, number, 1, number, 1)
        if number == header:
            names = texts
        elif number > header and number in merged:
            message = f"row {number} has the merged cells {merged[number]}"
            yield Diagnostic("merged-cells", message, span, help="unmerge them and fill each row")
        elif number > header and any(texts):
            yield Record({key: text for key, text in zip(names, texts, strict=False) if key}, span)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat()
        case date():
            return value.isoformat()
        case bool():
            return "true" if value else "false"
        case _:
            return str(value).strip()
