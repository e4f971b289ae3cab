"""Raw cells of a table, batch by batch, to a ``RowStore``; every bad cell is reported at its place.

The same for YAML and CSV: only the raw texts and the places differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec

from sanku.catalog.cell_problem import CellProblem
from sanku.catalog.cells import LIST, CellContext, read_cell
from sanku.catalog.columns import ColumnBuilder, Constant, Texts
from sanku.catalog.dated import CITES_HELP, STATUSES
from sanku.catalog.loading import unknown_source
from sanku.catalog.meant import date_help
from sanku.catalog.nodes import Citation
from sanku.catalog.problems import Problems
from sanku.catalog.rows import ATTRIBUTES, BETWEEN, WITHIN, Places, RowParts, RowStore
from sanku.catalog.scalars import parse_date
from sanku.catalog.table_shape import TableShape
from sanku.core.span import Span
from sanku.core.text import nearest
from sanku.core.types import Type

# A row's identity is printed, hashed and typed by people; anything that is not a word is a mistake or an attack.
_ID = re.compile(r"[0-9A-Za-z_\u3400-\u9fff][0-9A-Za-z_.:\-\u3400-\u9fff]{0,63}")
_WEAKER = {
    "order": ("remind", "self_pay", "block"),
    "settle": ("remind", "self_pay", "block"),
    "audit": ("query", "deny"),
    "severity": ("low", "high", "clear"),
}

Read = Callable[[str], str | CellProblem]
"""Canonical text of a raw one, or why there is none."""

Place = Callable[[int, str], Span]
"""Where the cell of a batch's row stands in the column of that name."""


class RowFile(msgspec.Struct, frozen=True):
    """Where rows come from.

    Args:
        path: The file.
        name: What spans call it.
        layer: The layer that says these rows.
    """

    path: Path
    name: str
    layer: str


class RowContext(msgspec.Struct, frozen=True):
    """What rows may refer to, and what they take from their table where they say nothing.

    Args:
        cells: For the cells.
        sources: Ids of the declared sources.
        defaults: Canonical text by attribute.
    """

    cells: CellContext
    sources: frozenset[str]
    defaults: Mapping[str, str]


class RowReader:
    """Collects the rows of one layer of one table."""

    def __init__(self, shape: TableShape, context: RowContext, problems: Problems) -> None:
        self._problems = problems
        self._what = shape.what
        reads: dict[str, Read] = {
            column.name: partial(_read_column, column.type, column.name in shape.key, context.cells)
            for column in shape.columns
        }
        self._columns = {
            name: _ColumnReader(read) for name, read in (*reads.items(), *_attribute_reads(context).items())
        }
        self._shape = shape
        self._size = 0

    def take(self, batch: Mapping[str, Sequence[str]], size: int, place: Place) -> None:
        """Take ``size`` rows: raw texts by column and attribute; a name that is not there is blank in all rows."""
        for name, column in self._columns.items():
            raw = batch.get(name)
            bad = column.take([""] * size if raw is None else raw)
            topic = f"column `{name}` of {self._what}"
            for position, problem in bad:
                self._problems.error(
                    problem.code, problem.message, place(position, name), help=problem.help, topic=topic
                )
        self._size += size

    def finish(self, layer: str, places: Places) -> RowStore:
        """Return the rows."""
        cells = tuple(self._texts(column.name) for column in self._shape.columns)
        attributes = tuple(self._texts(name) for name in ATTRIBUTES)
        return RowStore(self._shape.columns, RowParts(layer, cells, attributes, places))

    def _texts(self, name: str) -> Texts:
        return self._columns[name].builder.column() if self._size else Constant("", 0)


class _ColumnReader:
    """Reads the raw texts of one column and remembers the bad ones of a batch."""

    def __init__(self, read: Read) -> None:
        self._read_raw = read
        self._bad: dict[str, CellProblem] = {}
        self.builder = ColumnBuilder(self._read)

    def _read(self, raw: str) -> str:
        found = self._read_raw(raw)
        if isinstance(found, str):
            return found
        self._bad[raw] = found
        return ""

    def take(self, raw: Sequence[str]) -> list[tuple[int, CellProblem]]:
        """Add a batch and return its bad cells; a bad text of an earlier batch is bad again."""
        self.builder.extend(raw)
        if not self._bad:
            return []
        return [(position, self._bad[text]) for position, text in enumerate(raw) if text in self._bad]


def _read_column(type_: Type, is_key: bool, context: CellContext, raw: str) -> str | CellProblem:  # noqa: FBT001 - bound once by partial
    found = read_cell(type_, raw, context)
    if is_key and (found in ("", LIST)):
        return CellProblem(
            "blank-key", "a key cell is blank: the row would never be found", "give the code, or delete the row"
        )
    return found


def _attribute_reads(context: RowContext) -> dict[str, Read]:
    default = context.defaults
    return {
        "id": _read_id,
        "from": partial(_read_date, default.get("from", "")),
        "to": partial(_read_date, default.get("to", "")),
        "published": partial(_read_date, default.get("published", "")),
        "status": partial(_read_status, default.get("status", "active")),
        "cites": partial(_read_cites, default.get("cites", ""), context.sources, bool(context.cells.separator)),
        "supersedes": _read_reference,
        "replaces": _read_reference,
        "weaken": partial(_read_weaken, bool(context.cells.separator)),
    }


def _read_id(raw: str) -> str | CellProblem:
    text = raw.strip()
    if _ID.fullmatch(text):
        return text
    if not text:
        return CellProblem("missing-id", "a row has no `id`", "give it one that it keeps for ever")
    shown = text if len(text) <= 40 else text[:40] + "…"
    return CellProblem(
        "bad-id", f"`{shown}` is no id of a row", "write at most 64 letters, digits, `_`, `-`, `.` or `:`"
    )


def _read_reference(raw: str) -> str | CellProblem:
    return _read_id(raw) if raw.strip() else ""


def _read_date(default: str, raw: str) -> str | CellProblem:
    text = raw.strip()
    if not text:
        return default
    if parse_date(text) is None:
        return CellProblem("bad-date", f"`{text}` is no date", date_help(text))
    return text


def _read_status(default: str, raw: str) -> str | CellProblem:
    text = raw.strip() or default
    if text in STATUSES:
        return text
    near = nearest(text, STATUSES)
    return CellProblem(
        "not-a-member", f"`{text}` is no status", f"did you mean `{near}`?" if near else "write `active`"
    )


def _read_cites(default: str, sources: frozenset[str], is_csv: bool, raw: str) -> str | CellProblem:  # noqa: FBT001 - bound once by partial
    if raw == "":
        return default
    text = (
        BETWEEN.join(item.strip().replace("|", WITHIN, 1) for item in raw.split(";") if item.strip()) if is_csv else raw
    )
    for item in text.split(BETWEEN):
        source, _, place = (part.strip() for part in item.partition(WITHIN))
        if not source or not place:
            return CellProblem(
                "bad-citation",
                f"`{item}` lacks its source or its place",
                _csv_cites_help(item) if is_csv else CITES_HELP,
            )
        if source not in sources:
            return unknown_source(source, sources)
    return text


def _csv_cites_help(item: str) -> str:
    source, mark, place = item.replace("｜", "|").partition("|")
    if not mark:
        source, mark, place = item.partition(" ")
    return f"write `{source.strip()}|{place.strip()}`" if source and place.strip() else "write `source|place`"


def _read_weaken(is_csv: bool, raw: str) -> str | CellProblem:  # noqa: FBT001 - bound once by partial
    text = (
        BETWEEN.join(item.strip().replace(":", WITHIN, 1) for item in raw.split(";") if item.strip()) if is_csv else raw
    )
    for item in text.split(BETWEEN) if text else ():
        name, _, value = (part.strip() for part in item.partition(WITHIN))
        if value not in _WEAKER.get(name, ()):
            return CellProblem(
                "bad-weaken", f"`{name}: {value}` weakens nothing", "write `{settle: remind, severity: high}`"
            )
    return text


def cites_text(citations: Sequence[Citation]) -> str:
    """Return citations as a canonical text."""
    return BETWEEN.join(f"{citation.source}{WITHIN}{citation.place}" for citation in citations)
