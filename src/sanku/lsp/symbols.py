"""What a name in a rule file can mean, and where that is declared."""

from __future__ import annotations

from typing import Literal

import msgspec

from sanku.core.span import Span
from sanku.semantics.nodes import Model

Kind = Literal[
    "rule", "definition", "exemption", "table", "parameter", "code_set", "source", "field", "column", "collection",
    "reason", "member", "local",
]  # fmt: skip


class Symbol(msgspec.Struct, frozen=True, order=True):
    """A thing with a name.

    ``name`` is qualified; a field is ``record.name``, a column ``table/name``, a local ``file:line:column`` of where it
    is bound, an enum member ``enum/name``.
    """

    kind: Kind
    name: str


class Occurrence(msgspec.Struct, frozen=True):
    """A place where a name is written; ``declares`` where it gets its meaning."""

    span: Span
    symbol: Symbol
    declares: bool = False


def declared_at(symbol: Symbol, model: Model) -> Span | None:
    """Return where a symbol is declared in the base, ``None`` for what the event brings and for locals."""
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
            columns = catalog.tables[table].columns if table in catalog.tables else ()
            return next((one.span for one in columns if one.name == column), None)
        case _:
            return None
