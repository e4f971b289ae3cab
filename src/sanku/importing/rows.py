"""Records to rows: each cell from its fields, by the map."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from sanku.catalog.csv_rows import SEPARATOR
from sanku.core.text import nearest
from sanku.diagnostics.message import Diagnostic
from sanku.importing.nodes import Cell, FromField, ImportMap, Record, Row

_ODD = re.compile(r"[^0-9A-Za-z_.:-]+")
_MOST_ID = 64
_KEPT = 48


@dataclass(frozen=True, slots=True)
class Read:
    """A release as rows.

    Args:
        rows: By id.
        unread: Ids of records that could not be read.
        whole: Whether it is known of every record that could not be read which one it was.
        problems: What could not be read, record by record.
    """

    rows: dict[str, Row]
    unread: frozenset[str]
    whole: bool
    problems: tuple[Diagnostic, ...]


def read_rows(found: Iterable[Record | Diagnostic], mapped: ImportMap) -> Read:
    """Read records as rows of the map's table."""
    rows: dict[str, Row] = {}
    unread: set[str] = set()
    problems: list[Diagnostic] = []
    whole = True
    for record in found:
        if isinstance(record, Diagnostic):
            problems.append(record)
            whole = False
            continue
        identity = _cell(record, mapped.cells["id"], "id")
        if isinstance(identity, Diagnostic):
            problems.append(identity)
            whole = False
            continue
        row_id = _row_id(_text(identity))
        cells = {name: _cell(record, mapped.cells[name], name) for name in mapped.cells if name != "id"}
        faults = [cell for cell in cells.values() if isinstance(cell, Diagnostic)]
        if row_id in rows:
            faults.append(Diagnostic("duplicate-row", f"`{row_id}` stands twice in this release", record.span))
        if faults:
            problems.extend(faults)
            unread.add(row_id)
            continue
        texts = {name: _text(cell) for name, cell in cells.items() if not isinstance(cell, Diagnostic)}
        rows[row_id] = Row(row_id, _with_citation(texts, mapped, record))
    return Read({key: row for key, row in rows.items() if key not in unread}, frozenset(unread), whole, tuple(problems))


def _row_id(text: str) -> str:
    """Return an id that a row may have; what it cannot say of the text it says by the text's digest."""
    found = _ODD.sub("_", text).strip("_")
    if found == text and len(found) <= _MOST_ID:
        return found
    return f"{found[:_KEPT]}_{sha256(text.encode()).hexdigest()[:12]}".strip("_")


def _with_citation(texts: dict[str, str], mapped: ImportMap, record: Record) -> dict[str, str]:
    place = texts.pop("place", "")
    superseded = texts.pop("supersedes", "")
    where = f"第{record.span.line}行 {place}".strip().replace("|", "/").replace(SEPARATOR, "，")
    cells = {name: texts[name] for name in mapped.columns}
    return {**cells, "supersedes": _row_id(superseded) if superseded else "", "cites": f"{mapped.release.id}|{where}"}


def _cell(record: Record, cell: FromField, name: str) -> Cell | Diagnostic:
    if cell.fixed is not None:
        return cell.fixed
    values = [record.values.get(field, "") for field in cell.fields]
    value = (
        values[0] if len(values) == 1 else ("_" if name == "id" else " ").join(_text(each) for each in values if each)
    )
    if not value:
        if cell.otherwise is not None or name in {"place", "supersedes"}:
            return cell.otherwise or ""
        listed = " and ".join(f"`{field}`" for field in cell.fields)
        return Diagnostic("empty-field", f"{listed} is empty, so `{name}` is not known", record.span)
    if not cell.words:
        return value
    text = _text(value)
    if text in cell.words:
        return cell.words[text]
    near = nearest(text, cell.words)
    cure = f"add it to `words` of `{name}`" + (f"; is it `{near}`?" if near else "")
    return Diagnostic("unknown-word", f"`{text}` is no value that the map knows for `{name}`", record.span, help=cure)


def _text(cell: Cell) -> str:
    return SEPARATOR.join(cell) if isinstance(cell, tuple) else cell
