"""Rows written in CSV to a ``RowStore``: a header of column and attribute names, then a row a line.

List cells separate their items by ``;``, citations are ``source|place``.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterator, Sequence

from sanku.catalog.problems import Problems
from sanku.catalog.row_reader import RowContext, RowFile, RowReader
from sanku.catalog.rows import ATTRIBUTES, Places, RowStore, empty_store
from sanku.catalog.table_shape import TableShape
from sanku.catalog.text_file import decode
from sanku.core.span import Span
from sanku.core.text import nearest
from sanku.diagnostics.conflict import conflict_in
from sanku.diagnostics.message import Diagnostic

_BATCH = 20_000
SEPARATOR = ";"


def rows_from_csv(data: bytes, file: RowFile, shape: TableShape, context: RowContext, problems: Problems) -> RowStore:
    """Read a CSV file.

    Args:
        data: Its bytes.
        file: Where it stands.
        shape: The table's shape.
        context: What rows may refer to, with ``;`` as separator of its cells.
        problems: Where diagnostics go.
    """
    name = file.name
    text = decode(data, name)
    if isinstance(text, Diagnostic):
        problems.add(text)
        return empty_store(shape.columns, file.layer, name)
    if conflict := conflict_in(text, name):
        problems.add(conflict)
        return empty_store(shape.columns, file.layer, name)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines = array("I")
    rows = RowReader(shape, context, problems)
    try:
        header = _header(next(reader), name, shape, problems)
        if not any(header):
            return empty_store(shape.columns, file.layer, name)
        for batch, start in _batches(reader, len(header), name, lines, problems):
            columns = dict(zip(header, zip(*batch, strict=True), strict=True))
            place = _Placer(text, name, header, lines[start:])
            rows.take({key: texts for key, texts in columns.items() if key}, len(batch), place)
    except csv.Error as error:
        line = (lines[-1] if lines else 1) + 1
        message = "a field in quotes is not closed" if "end of data" in str(error) else "a quote stands inside a field"
        advice = 'close the quotes; a field with a quote in it stands in quotes, and the quote twice: `"a ""b"" c"`'
        problems.error("csv-syntax", message, Span(name, line, 1, line, 1), help=advice)
    return rows.finish(file.layer, Places(name, _run(lines)))


def _run(lines: array[int]) -> Sequence[int]:
    """Return the same lines as a range if none is left out, as in most files."""
    whole = range(lines[0], lines[-1] + 1) if lines else range(0)
    return whole if len(whole) == len(lines) else lines


def _header(row: Sequence[str], name: str, shape: TableShape, problems: Problems) -> list[str]:
    """Return the name of each field, ``""`` for one that is not known."""
    known = (*(column.name for column in shape.columns), *ATTRIBUTES)
    span = Span(name, 1, 1, 1, 1)
    found = [field.strip() for field in row]
    if len(found) == 1 and ("\t" in row[0] or ";" in row[0]):
        problems.error(
            "csv-syntax", "the fields of this file are not separated by commas", span, help="save it as CSV with commas"
        )
        return [""]
    if len(set(found) & set(known)) * 3 < len(found):
        columns = ",".join(("id", *(column.name for column in shape.columns), "from", "to", "cites"))
        message = f"the first line is not the header of {shape.what}"
        problems.error("csv-header", message, span, help=f"write the names of the columns: `{columns}`")
        return [""]
    for place, field in enumerate(found):
        if field not in known:
            near = nearest(field, known)
            help_text = f"did you mean `{near}`?" if near else "declare it under `columns:`"
            problems.error(
                "unknown-column", f"{shape.what} has no column `{field}`", _field_span(row, place, name), help=help_text
            )
        elif field in found[:place]:
            problems.error(
                "duplicate-key", f"the column `{field}` stands twice", _field_span(row, place, name), help="delete one"
            )
    for needed in ("id", *shape.key):
        if needed not in found:
            near = nearest(needed, set(found) - set(known))
            help_text = f"is it `{near}`?" if near else f"add `{needed}` to the first line"
            problems.error("missing-column", f"the file has no column `{needed}`", span, help=help_text)
    return [field if field in known and field not in found[:place] else "" for place, field in enumerate(found)]


def _field_span(row: Sequence[str], place: int, name: str) -> Span:
    column = sum(len(field) + 1 for field in row[:place]) + 1
    return Span(name, 1, column, 1, column + len(row[place]))


def _batches(
    reader: Iterator[list[str]], width: int, name: str, lines: array[int], problems: Problems
) -> Iterator[tuple[list[list[str]], int]]:
    """Yield rows of the right width with the place of the first one; ``lines`` takes the line of each."""
    batch: list[list[str]] = []
    line = 2
    for row in reader:
        if len(row) == width:
            batch.append(row)
            lines.append(line)
            if len(batch) == _BATCH:
                yield batch, len(lines) - _BATCH
                batch = []
        elif row:
            message = f"this line has {len(row)} field{'' if len(row) == 1 else 's'}, the header {width}"
            problems.error(
                "csv-width",
                message,
                Span(name, line, 1, line, 1),
                help=_width_help(row, width),
                topic=f"`{name}`",
            )
        line = reader.line_num + 1  # type: ignore[attr-defined]  # an iterator of the csv module
    if batch:
        yield batch, len(lines) - len(batch)


def _width_help(row: list[str], width: int) -> str:
    for other, called in ((";", "`;`"), ("\t", "tabs"), ("，", "`，`")):
        if len(row) < width and sum(field.count(other) for field in row) >= width - len(row):
            return f"separate fields by `,`, not by {called}"
    if len(row) < width:
        return f"write {width - len(row)} more `,`: a field may be empty, its comma stays"
    return 'put a field that holds a comma in quotes: `"a,b"`'


class _Placer:
    """Finds the place of a bad cell by reading its line again; only bad cells pay for it."""

    def __init__(self, text: str, name: str, header: Sequence[str], lines: Sequence[int]) -> None:
        self._text = text
        self._name = name
        self._header = header
        self._lines = lines
        self._split: list[str] | None = None

    def __call__(self, position: int, name: str) -> Span:
        """Return the span of a cell of the batch."""
        number = self._lines[position]
        if name not in self._header:
            return Span(self._name, number, 1, number, 1)
        if self._split is None:
            self._split = self._text.split("\n")
        line = self._split[number - 1]
        start, end = _field_at(line, self._header.index(name))
        return Span(self._name, number, start + 1, number, end + 1)


def _field_at(line: str, wanted: int) -> tuple[int, int]:
    """Return start and end of a field of a CSV line; a field that runs over lines ends with this one."""
    field, start, quoted = 0, 0, False
    for place, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == "," and not quoted:
            if field == wanted:
                return start, place
            field, start = field + 1, place + 1
    return start, len(line.rstrip("\r"))
