"""The table that an import writes: a YAML header with its CSV beside it, and the source that names the release's file.

Each file is written beside its place and then moved there, the header last: a base never sees half a table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from sanku.catalog.text_file import read_text
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.importing.nodes import ImportMap, Row

_ATTRIBUTES = ("from", "to", "supersedes", "cites")


def table_path(base: Path, mapped: ImportMap) -> Path:
    """Return where the table's CSV stands: ``drugs/sex_limits.csv`` for ``drugs.sex_limits``."""
    return base.joinpath(*mapped.table.split(".")).with_suffix(".csv")


def read_table_rows(path: Path) -> tuple[Row, ...] | Diagnostic:
    """Return the rows of a table that an import wrote before, ``()`` if there is none."""
    if not path.exists():
        return ()
    text = read_text(path, path.as_posix())
    if isinstance(text, Diagnostic):
        return text
    rows: list[Row] = []
    for number, found in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
        if None in found or None in found.values() or not found.get("id"):
            span = Span(path.as_posix(), number, 1, number, 1)
            return Diagnostic("csv-width", "this row does not fit its header", span, help="mend it before importing")
        rows.append(Row(found["id"], {key: value for key, value in found.items() if key != "id"}))
    return tuple(rows)


def write_table(base: Path, mapped: ImportMap, rows: Sequence[Row], sha256: str) -> tuple[Path, ...]:
    """Write the table and its source.

    Returns:
        The files written.
    """
    path = table_path(base, mapped)
    header, source = path.with_suffix(".yaml"), base / "sources" / f"{mapped.release.id}.yaml"
    for folder in (path.parent, source.parent):
        folder.mkdir(parents=True, exist_ok=True)
    written = [(source, _source(mapped, sha256)), (path, _csv(mapped, rows))]
    if not header.exists():
        written.append((header, _header(mapped, path.name)))
    drafts = [(place, place.with_name(f".{place.name}.new"), text) for place, text in written]
    for _, draft, text in drafts:
        draft.write_text(text, encoding="utf-8", newline="\n")
    for place, draft, _ in drafts:
        draft.replace(place)
    return tuple(place for place, _, _ in drafts)


def _csv(mapped: ImportMap, rows: Iterable[Row]) -> str:
    out = io.StringIO()
    names = ("id", *mapped.columns, *_ATTRIBUTES)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([row.id, *(row.cells.get(name, "") for name in names[1:])])
    return out.getvalue()


def _header(mapped: ImportMap, rows: str) -> str:
    columns = "".join(f'  {name}: "{type_}"\n' for name, type_ in mapped.columns.items())
    key = mapped.key[0] if len(mapped.key) == 1 else f"[{', '.join(mapped.key)}]"
    return f"table: {mapped.table}\ncolumns:\n{columns}key: {key}\nrows: {rows}\n"


def _source(mapped: ImportMap, sha256: str) -> str:
    release = mapped.release
    issuer = f"issuer: {release.issuer}\n" if release.issuer else ""
    return (
        f"title: {release.title}\n{issuer}issued: {release.day.isoformat()}\nkind: release\n"
        f"file: {mapped.file}\nsha256: {sha256}\n"
    )
