"""What a name in a rule file can mean, and where that is declared."""

from __future__ import annotations

from typing import Literal

import msgspec

from sanku.catalog.layers import texts_of
from sanku.catalog.nodes import Catalog
from sanku.core.span import Span
from sanku.semantics.nodes import Model

Kind = Literal[
    "rule", "definition", "exemption", "table", "parameter", "code_set", "source", "field", "column", "collection",
    "reason", "local", "row", "system", "code", "amendment",
]  # fmt: skip


class Symbol(msgspec.Struct, frozen=True, order=True):
    """A thing with a name.

    ``name`` is qualified; a field is ``record.name``, a column ``table/name``, a local ``file:line:column`` of where it
    is bound, a row ``table/id``, a code ``system:code``; a column of no table (a term's) is ``/name``.
    """

    kind: Kind
    name: str


class Occurrence(msgspec.Struct, frozen=True):
    """A place where a name is written.

    Args:
        span: What a rename changes: of a dotted name the last part.
        symbol: What it means.
        declares: Whether it gets its meaning here.
        reach: Where a cursor asks for it, if that is more than ``span``.
    """

    span: Span
    symbol: Symbol
    declares: bool = False
    reach: Span | None = None

    @property
    def asked(self) -> Span:
        """Where a cursor asks for it."""
        return self.reach or self.span


def declared_at(symbol: Symbol, model: Model) -> Span | None:
    """Return where a symbol is declared in the base, ``None`` for what the event brings, ``kb.yaml`` and locals."""
    catalog, name = model.catalog, symbol.name
    match symbol.kind:
        case "rule":
            return model.rules[name].span if name in model.rules else None
        case "definition":
            return model.definitions[name].span if name in model.definitions else None
        case "exemption":
            return model.exemptions[name].span if name in model.exemptions else None
        case "table":
            return catalog.tables[name].span if name in catalog.tables else None
        case "parameter":
            return catalog.parameters[name].span if name in catalog.parameters else None
        case "code_set":
            return catalog.code_sets[name].span if name in catalog.code_sets else None
        case "source":
            return catalog.sources[name].span if name in catalog.sources else None
        case "column":
            table, _, column = name.partition("/")
            tables = (found for name, found in catalog.tables.items() if table in ("", name))
            return next((one.span for found in tables for one in found.columns if one.name == column), None)
        case "row":
            return _row_at(name, catalog)
        case _:
            return None


def _row_at(name: str, catalog: Catalog) -> Span | None:
    table, _, row = name.partition("/")
    for layer in catalog.tables[table].layers if table in catalog.tables else ():
        position = next((place for place, found in enumerate(texts_of(layer.rows, "id")) if found == row), None)
        if position is not None:
            return layer.rows[position].span
    return None
