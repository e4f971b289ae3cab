"""What the fact files say, typed: tables, parameters, code sets, systems, sources, regions, senders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from sanku.core.code import Code, System
from sanku.core.span import NOWHERE, Span
from sanku.core.types import Type
from sanku.core.value import Value

NATION = "000000"
"""The layer of the files outside ``regions/``."""


class Citation(msgspec.Struct, frozen=True):
    """A source and the place in it."""

    source: str
    place: str
    span: Span = NOWHERE


class SourceDocument(msgspec.Struct, frozen=True):
    """A cited document: ``sources/<id>.yaml``.

    Args:
        file: The file that it came as, if rows were imported from it.
        sha256: That file's digest.
    """

    id: str
    title: str
    issuer: str = ""
    number: str = ""
    issued: date | None = None
    kind: str = ""
    link: str = ""
    superseded_by: str = ""
    file: str = ""
    sha256: str = ""
    span: Span = NOWHERE


class Column(msgspec.Struct, frozen=True):
    """A column of a table. A key column of code type takes a code, a list of codes, or set names (``CodesType``)."""

    name: str
    type: Type
    span: Span = NOWHERE


class Row(msgspec.Struct, frozen=True):
    """One row. ``cells`` stand in column order; a blank cell is ``None`` (none, semantics 51).

    ``start`` and ``end`` are inclusive civil dates; ``None`` is open. A view has applied ``supersedes`` already.
    """

    id: str
    cells: tuple[Value, ...]
    start: date | None = None
    end: date | None = None
    published: date | None = None
    status: str = "active"
    cites: tuple[Citation, ...] = ()
    supersedes: str = ""
    replaces: str = ""
    weaken: dict[str, str] = {}
    layer: str = NATION
    span: Span = NOWHERE


class TableLayer(msgspec.Struct, frozen=True):
    """What one region says of a table: its rows (a lazy sequence over columns) and the ids it removes."""

    layer: str
    rows: Sequence[Row]
    removes: tuple[str, ...] = ()
    span: Span = NOWHERE


class Table(msgspec.Struct, frozen=True):
    """A table: its shape (from the nation's file) and what each layer says.

    Args:
        key: Names of the key columns, at most three.
        match: ``all`` or ``most_specific`` (semantics 28).
        symmetric: The two key columns of an unordered pair table, or ``()``.
        region: ``insured`` or ``care``.
        base: First segment of the name.
    """

    name: str
    base: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    match: str
    symmetric: tuple[str, ...]
    region: str
    layers: tuple[TableLayer, ...]
    span: Span = NOWHERE

    def index(self, column: str) -> int:
        """Return the position of a column."""
        return next(index for index, found in enumerate(self.columns) if found.name == column)


class DatedValue(msgspec.Struct, frozen=True):
    """A value of a parameter with its validity, both ends inclusive."""

    value: Value
    start: date | None
    end: date | None
    published: date | None
    cites: tuple[Citation, ...]
    layer: str
    span: Span = NOWHERE


class ParameterFacts(msgspec.Struct, frozen=True):
    """A parameter; the deepest layer of the chain with a value in force wins."""

    name: str
    base: str
    type: Type
    region: str
    values: tuple[DatedValue, ...]
    span: Span = NOWHERE


class CodeRange(msgspec.Struct, frozen=True):
    """``first..last``: both ends with all below (semantics 29); a single code has equal ends. Dates are inclusive."""

    first: str
    last: str
    start: date | None = None
    end: date | None = None
    span: Span = NOWHERE


class CodeSetLayer(msgspec.Struct, frozen=True):
    """One region's definition of a code set: it replaces those of shallower layers whole."""

    layer: str
    include: tuple[CodeRange, ...]
    exclude: tuple[CodeRange, ...]
    includes_sets: tuple[str, ...]
    start: date | None
    end: date | None
    cites: tuple[Citation, ...]
    span: Span = NOWHERE


class CodeSet(msgspec.Struct, frozen=True):
    """A named set of codes of one system."""

    name: str
    base: str
    system: str
    region: str
    layers: tuple[CodeSetLayer, ...]
    span: Span = NOWHERE


class ExtraField(msgspec.Struct, frozen=True):
    """An event field declared in ``kb.yaml``: ``line.my_field``; always optional."""

    record: str
    name: str
    type: Type
    title: str
    span: Span = NOWHERE


class SenderProfile(msgspec.Struct, frozen=True):
    """How one institution's messages are read: dictionaries, codes and habits (semantics 14, 51).

    ``code_maps``: local code to national code in any field. ``code_tables``: the same for one field of the message.
    """

    id: str
    dictionaries: dict[str, dict[str, str]] = {}
    none_values: tuple[str, ...] = ()
    null_is_none: tuple[str, ...] = ()
    midnight_is_time: bool = True
    supplies: dict[str, str] = {}
    code_maps: dict[str, str] = {}
    code_tables: dict[str, dict[str, str]] = {}
    span: Span = NOWHERE


class Region(msgspec.Struct, frozen=True):
    """An overlay folder: six-digit code and its nearest ancestor that has one, at last ``NATION``."""

    code: str
    parent: str


class RuleFile(msgspec.Struct, frozen=True):
    """A ``.kb`` file found in the base, and its layer."""

    path: str
    layer: str


class Catalog(msgspec.Struct, frozen=True):
    """All facts of a knowledge base, and where its rule files are."""

    root: str
    name: str
    bases: dict[str, tuple[str, ...]]
    systems: dict[str, System]
    reasons: dict[str, str]
    region_defaults: dict[str, str]
    regions: dict[str, Region]
    sources: dict[str, SourceDocument]
    tables: dict[str, Table]
    parameters: dict[str, ParameterFacts]
    code_sets: dict[str, CodeSet]
    extra_fields: tuple[ExtraField, ...]
    senders: dict[str, SenderProfile]
    rule_files: tuple[RuleFile, ...]
    severities: dict[str, str] = {}
    terms: dict[str, str] = {}

    def region_kind(self, name: str) -> str:
        """Return ``insured`` or ``care`` for a definition's qualified name; the longest prefix decides."""
        prefixes = [prefix for prefix in self.region_defaults if name == prefix or name.startswith(f"{prefix}.")]
        kind = max(prefixes, key=len) if prefixes else "default"
        return self.region_defaults.get(kind, "insured")

    def chain(self, code: str) -> tuple[str, ...]:
        """Return the layers for a region code, nation first; an unknown code takes its ancestor's (semantics 10)."""
        for candidate in (code, code[:4] + "00", code[:2] + "0000"):
            if len(code) == 6 and candidate in self.regions:
                found: list[str] = []
                while candidate != NATION:
                    found.append(candidate)
                    candidate = self.regions[candidate].parent  # noqa: PLW2901 - walks up the tree
                return (NATION, *reversed(found))
        return (NATION,)


__all__ = [
    "NATION", "Catalog", "Citation", "Code", "CodeRange", "CodeSet", "CodeSetLayer", "Column", "DatedValue",
    "ExtraField", "ParameterFacts", "Region", "Row", "RuleFile", "SenderProfile", "SourceDocument", "Table",
    "TableLayer",
]  # fmt: skip
