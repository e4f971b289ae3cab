"""An import from end to end: map, release, table of before, table of after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.importing.map_file import read_map
from sanku.importing.merge import Changes, merge
from sanku.importing.nodes import ImportMap, Row
from sanku.importing.records import digest, read_records
from sanku.importing.rows import read_rows
from sanku.importing.table_file import read_table_rows, table_path


@dataclass(frozen=True, slots=True)
class Import:
    """What an import would write.

    Args:
        mapped: The map; ``None`` if it cannot be used.
        rows: The whole table after the import.
        changes: What the release changes in it.
        read: How many records were read as rows.
        problems: Everything that was not read, and why.
        refused: Whether nothing may be written whatever the user asks.
        sha256: Digest of the release's file.
    """

    mapped: ImportMap | None
    rows: tuple[Row, ...]
    changes: Changes
    read: int
    problems: tuple[Diagnostic, ...]
    refused: bool
    sha256: str = ""


def prepare(map_path: Path, release: Path, base: Path) -> Import:
    """Read a release and work out what it changes; nothing is written.

    Args:
        map_path: The map.
        release: The release's folder, or its one file.
        base: The knowledge base.
    """
    mapped, problems = read_map(map_path)
    if mapped is None:
        return Import(None, (), Changes(), 0, problems, refused=True)
    before = read_table_rows(table_path(base, mapped))
    if isinstance(before, Diagnostic):
        return Import(mapped, (), Changes(), 0, (*problems, before), refused=True)
    day = mapped.release.day.isoformat()
    newest = max((row.cells.get("from", "") for row in before), default="")
    if newest > day:
        late = Diagnostic(
            "older-release",
            f"the table has rows from {newest}, later than this release of {day}",
            Span(table_path(base, mapped).as_posix(), 1, 1, 1, 1),
            help="import releases in their order",
        )
        return Import(mapped, before, Changes(), 0, (*problems, late), refused=True)
    read = read_rows(read_records(release, mapped), mapped)
    rows, changes = merge(before, read, mapped.release.day)
    found = (*problems, *read.problems)
    return Import(mapped, rows, changes, len(read.rows), found, not read.rows, digest(release, mapped))
