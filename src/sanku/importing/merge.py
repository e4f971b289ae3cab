"""The rows of before and a later release to the rows of after (semantics 32): nothing is deleted, rows end.

The same id may stand again with a disjoint window: a changed row ends on the day before the release, its new version
begins on the release's day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sanku.importing.nodes import Row
from sanku.importing.rows import Read

_NOT_MEANING = ("from", "to", "cites")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a release changes, by row id.

    Args:
        changed: Id to the names of the columns that differ.
        kept: Rows whose record could not be read; they stay as they are.
        unwithdrawn: Rows that the release may not hold, kept because it is not known which records were not read.
    """

    added: tuple[str, ...] = ()
    changed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    superseded: tuple[tuple[str, str], ...] = ()
    withdrawn: tuple[str, ...] = ()
    unchanged: int = 0
    kept: tuple[str, ...] = ()
    unwithdrawn: tuple[str, ...] = ()

    @property
    def touched(self) -> tuple[str, ...]:
        """Ids of all rows that this release adds or alters."""
        altered = (name for name, _ in self.changed)
        old = (name for name, _ in self.superseded)
        return tuple(dict.fromkeys((*self.added, *altered, *old, *self.withdrawn)))


def merge(before: Sequence[Row], read: Read, day: date) -> tuple[tuple[Row, ...], Changes]:
    """Fold a release into the rows of before.

    Args:
        before: All rows of the table, ended ones too.
        read: The release.
        day: From when it holds.
    """
    last = (day - timedelta(days=1)).isoformat()
    open_rows = {row.id: row for row in before if not row.cells.get("to")}
    superseding = {row.cells["supersedes"]: row.id for row in read.rows.values() if row.cells.get("supersedes")}
    after: list[Row] = []
    changed: list[tuple[str, tuple[str, ...]]] = []
    withdrawn: list[str] = []
    kept: list[str] = []
    unwithdrawn: list[str] = []
    unchanged = 0
    for row in before:
        if open_rows.get(row.id) is not row:
            after.append(row)
        elif row.id in read.rows:
            names = _differences(row, read.rows[row.id])
            if not names:
                after.append(row)
                unchanged += 1
            else:
                changed.append((row.id, names))
                if row.cells.get("from") != day.isoformat():
                    after.append(Row(row.id, {**row.cells, "to": last}))
                after.append(_begun(read.rows[row.id], day))
        elif row.id in superseding:
            after.append(row)
        elif row.id in read.unread:
            after.append(row)
            kept.append(row.id)
        elif not read.whole:
            after.append(row)
            unwithdrawn.append(row.id)
        else:
            withdrawn.append(row.id)
            after.append(Row(row.id, {**row.cells, "to": last}))
    added = [row for key, row in read.rows.items() if key not in open_rows]
    after.extend(_begun(row, day) for row in added)
    return tuple(after), Changes(
        tuple(row.id for row in added),
        tuple(changed),
        tuple((old, new) for old, new in superseding.items() if old in open_rows and new not in open_rows),
        tuple(withdrawn),
        unchanged,
        tuple(kept),
        tuple(unwithdrawn),
    )


def _differences(old: Row, new: Row) -> tuple[str, ...]:
    names = dict.fromkeys((*new.cells, *old.cells))
    return tuple(
        name for name in names if name not in _NOT_MEANING and old.cells.get(name, "") != new.cells.get(name, "")
    )


def _begun(row: Row, day: date) -> Row:
    return Row(row.id, {**row.cells, "from": day.isoformat()})
