"""An expression to what it reads: fields, tables, parameters, code sets, definitions, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.claim.facts import SINGLES
from sanku.core.span import Span
from sanku.core.types import MemberType
from sanku.graph.nodes import Vertex
from sanku.semantics import nodes
from sanku.semantics.walk import walk


def parts_of(collection: str) -> tuple[str, ...]:
    """Return the collections behind a name: of ``record.X`` the current one and the history's."""
    if not collection.startswith("record."):
        return (collection,)
    kind = collection.removeprefix("record.")
    return ("encounter" if kind == "encounters" else kind, f"history.{kind}")


def reads_of(node: object) -> Iterator[tuple[Vertex, Span]]:
    """Yield everything that an expression, or all expressions of a rule, read."""
    for part in walk(node):
        match part:
            case nodes.Field(base=base, name=name, span=span) if isinstance(base.type, MemberType):
                yield from ((Vertex("field", f"{place}.{name}"), span) for place in parts_of(base.type.collection))
            case nodes.Cell(table=table, span=span):
                yield Vertex("table", table), span
            case nodes.ParameterValue(name=name, span=span):
                yield Vertex("parameter", name), span
            case nodes.CodeSetValue(name=name, span=span):
                yield Vertex("code_set", name), span
            case nodes.DefinitionCall(name=name, span=span):
                yield Vertex("definition", name), span
            case nodes.Source(kind="table", over=table, span=span) | nodes.Match(table=table, span=span):
                yield Vertex("table", table), span
            case nodes.Source(kind="collection", over=over, span=span) | nodes.Binding(collection=over, span=span):
                yield from ((Vertex("field", place), span) for place in parts_of(over) if place not in SINGLES)
            case _:
                continue
