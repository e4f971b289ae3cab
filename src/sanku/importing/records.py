"""The files of a release to its records: decompressed, read, joined, filtered, spread."""

from __future__ import annotations

import gzip
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from sanku.core.span import Span
from sanku.core.text import nearest
from sanku.diagnostics.message import Diagnostic
from sanku.importing.formats import read_csv, read_jsonl, read_xlsx
from sanku.importing.nodes import ImportMap, Join, Record, Spread

Found = Record | Diagnostic


def digest(release: Path, mapped: ImportMap) -> str:
    """Return the digest of the release's file, ``""`` if it cannot be read."""
    data = _bytes(_path(release, mapped.file))
    return "" if isinstance(data, Diagnostic) else sha256(data).hexdigest()


def read_records(release: Path, mapped: ImportMap) -> Iterator[Found]:
    """Yield every record of a release that the map asks for, and a diagnostic for each that cannot be read."""
    data = _bytes(_path(release, mapped.file))
    found: Iterable[Found] = [data] if isinstance(data, Diagnostic) else _read(data, mapped, mapped.file, mapped.form)
    if mapped.join is not None:
        found = _joined(found, mapped.join, release)
    asked = False
    for record in found:
        if isinstance(record, Record) and not asked:
            asked = True
            missing = list(_unknown_fields(record, mapped))
            if missing:
                yield from missing
                return
        if isinstance(record, Diagnostic):
            yield record
        elif all(record.values.get(name, "") == value for name, value in mapped.where.items()):
            yield from (record,) if mapped.spread is None else _spread(record, mapped.spread)


def _unknown_fields(record: Record, mapped: ImportMap) -> Iterator[Diagnostic]:
    """A header that lacks what the map names is one fault, not one a row. JSON lines may leave a field out."""
    if mapped.form == "jsonl":
        return
    known = {*record.values, *((mapped.spread.name, mapped.spread.value) if mapped.spread else ())}
    for cell in mapped.cells.values():
        for name in cell.fields:
            if name not in known:
                near = nearest(name, known)
                cure = f"did you mean `{near}`?" if near else f"it has: {', '.join(sorted(record.values))}"
                yield Diagnostic("missing-column", f"`{mapped.file}` has no column `{name}`", cell.span, help=cure)


def _path(release: Path, name: str) -> Path:
    return release / name if release.is_dir() else release


def _bytes(path: Path) -> bytes | Diagnostic:
    place = Span(path.as_posix(), 1, 1, 1, 1)
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except FileNotFoundError:
        return Diagnostic("unreadable-file", f"there is no `{path.name}`", place, help="name the release's folder")
    except (OSError, EOFError, zlib.error) as error:
        cause = "the file has been cut short" if isinstance(error, EOFError) else "the file cannot be read"
        return Diagnostic("unreadable-file", cause, place, help="download it again")


def _read(data: bytes, mapped: ImportMap, name: str, form: str) -> Iterator[Found]:
    match form:
        case "jsonl":
            return read_jsonl(data, name, mapped.encoding)
        case "xlsx":
            return read_xlsx(data, name, mapped.sheet, mapped.header)
        case _:
            return read_csv(data, name, mapped.encoding, mapped.header)


def _joined(found: Iterable[Found], join: Join, release: Path) -> Iterator[Found]:
    data = _bytes(_path(release, join.file))
    if isinstance(data, Diagnostic):
        yield data
        return
    lists: defaultdict[str, list[str]] = defaultdict(list)
    for other in read_csv(data, join.file, "utf-8", 1):
        if isinstance(other, Diagnostic):
            yield other
        else:
            lists[str(other.values.get(join.on, ""))].append(str(other.values.get(join.take, "")))
    for record in found:
        if isinstance(record, Record):
            key = str(record.values.get(join.on, ""))
            yield replace(record, values={**record.values, join.into: tuple(lists.get(key, ()))})
        else:
            yield record


def _spread(record: Record, spread: Spread) -> Iterator[Record]:
    for field, name in spread.fields.items():
        value = record.values.get(field, "")
        if value:
            yield replace(record, values={**record.values, spread.name: name, spread.value: value})
