"""What an import is made of: the map, the records of a release, the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sanku.core.span import Span

Cell = str | tuple[str, ...]
"""Text, or the texts of a list cell."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a release.

    Args:
        values: Its fields, flat: ``params.allowed_sex``.
        span: Its place: file and row.
    """

    values: Mapping[str, Cell]
    span: Span


@dataclass(frozen=True, slots=True)
class FromField:
    """How a cell comes from a record.

    Args:
        fields: The record's fields; several are joined by ``" "``.
        words: What the release calls a value, to what the table calls it; ``{}`` = as it stands.
        otherwise: The cell if the field is empty; ``None`` = a record without it is not read.
        fixed: The cell whatever the record says; ``None`` = from the fields.
    """

    fields: tuple[str, ...]
    words: Mapping[str, str]
    otherwise: str | None
    fixed: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Join:
    """A second file that holds several lines for each record: its ``take`` fields become one list field ``into``."""

    file: str
    on: str
    take: str
    into: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A record that stands for several rows: each named field becomes a row with ``name`` and ``value``."""

    fields: Mapping[str, str]
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Release:
    """Which release this is.

    Args:
        id: The id of its source in ``sources/``.
        day: The day from which it holds.
    """

    id: str
    title: str
    issuer: str
    day: date


@dataclass(frozen=True, slots=True)
class ImportMap:
    """A map.

    Args:
        table: The table to write: ``drugs.sex_limits``.
        columns: Column name to type, as in the table's header.
        key: Key columns.
        file: The release's file, relative to the release folder.
        form: ``csv``, ``jsonl`` or ``xlsx``.
        sheet: Sheet of a workbook; ``""`` = the first.
        header: Row of the header, from 1.
        encoding: Encoding of a text file.
        where: Only records whose fields have these values.
        cells: Column to how it is filled; also ``id``, ``place`` (of the citation), ``supersedes``.
    """

    table: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    release: Release
    file: str
    form: str
    sheet: str
    header: int
    encoding: str
    join: Join | None
    spread: Spread | None
    where: Mapping[str, str]
    cells: Mapping[str, FromField]
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Args:
        id: Its identity over all releases.
        cells: Column or attribute name to its text; lists are joined by ``;``.
    """

    id: str
    cells: Mapping[str, str]
