"""A file of events in parts that a worker reads by itself: stretches of lines, or row groups of Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]  # pyarrow ships no types

CHUNK_BYTES = 1 << 20
"""Large enough that handing a chunk over costs nothing beside judging it, small enough to keep workers even."""

COLUMN = "event"
"""Column of a Parquet file that holds the events, as JSON text."""

_BOM = b"\xef\xbb\xbf"


class SourceError(Exception):
    """A file of events that cannot be read at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of the input: bytes ``start`` to ``end`` of lines, or row groups ``start`` to ``end`` of Parquet."""

    start: int
    end: int


def is_parquet(source: Path) -> bool:
    """Tell whether a file is Parquet, by its name."""
    return source.suffix == ".parquet"


def chunks(source: Path, start: int, size: int = CHUNK_BYTES) -> Iterator[Chunk]:
    """Yield the parts of a file from ``start`` on, in order.

    Raises:
        SourceError: The file is missing, is no Parquet, or has no column of events.
    """
    if is_parquet(source):
        yield from (Chunk(group, group + 1) for group in range(start, _row_groups(source)))
        return
    try:
        with source.open("rb") as file:
            end = file.seek(0, 2)
            while start < end:
                file.seek(min(start + size, end))
                file.readline()
                yield Chunk(start, file.tell())
                start = file.tell()
    except OSError as error:
        raise _unreadable(source, error) from None


def extent(source: Path) -> int:
    """Return where the last chunk ends: bytes, or row groups."""
    try:
        return _row_groups(source) if is_parquet(source) else source.stat().st_size
    except OSError as error:
        raise _unreadable(source, error) from None


def events(source: Path, chunk: Chunk) -> list[bytes]:
    """Return the events of a chunk, one for each line or row; a blank line is an empty one."""
    if is_parquet(source):
        rows = _parquet(source).read_row_group(chunk.start, columns=[COLUMN]).column(COLUMN).to_pylist()
        return [row.encode() if isinstance(row, str) else bytes(row or b"") for row in rows]
    with source.open("rb") as file:
        file.seek(chunk.start)
        data = file.read(chunk.end - chunk.start)
    data = data.removeprefix(_BOM) if chunk.start == 0 else data
    return data.removesuffix(b"\n").split(b"\n")


def _unreadable(source: Path, error: OSError) -> SourceError:
    return SourceError(f"{source}: the file cannot be read: {(error.strerror or 'unknown reason').lower()}")


def _row_groups(source: Path) -> int:
    file = _parquet(source)
    if COLUMN not in file.schema_arrow.names:
        raise SourceError(f"{source}: there is no column `{COLUMN}`; events stand in it as JSON text, one a row")
    return int(file.num_row_groups)


def _parquet(source: Path) -> ParquetFile:
    try:
        from pyarrow import (  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra without types, only for Parquet
            ArrowException,
            parquet,
        )
    except ImportError:
        raise SourceError(f"{source}: reading Parquet needs pyarrow; type `pip install 'sanku[audit]'`") from None
    try:
        return parquet.ParquetFile(source)
    except ArrowException as error:
        raise SourceError(f"{source}: the file is not Parquet: {error}") from None
