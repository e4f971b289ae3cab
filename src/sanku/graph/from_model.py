"""Model to dependency graph: who reads whose value and who alters which rule, and at which places."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from sanku.catalog.nodes import Catalog
from sanku.core.span import Span
from sanku.graph.nodes import Graph, Vertex
from sanku.graph.reads import reads_of
from sanku.semantics.layering import sets_named_by
from sanku.semantics.nodes import Amendment, Model


def build_graph(model: Model) -> Graph:
    """Return the dependency graph of a model; equal models give equal graphs, edge by edge."""
    digraph: nx.DiGraph[Vertex] = nx.DiGraph()
    _add_facts(digraph, model.catalog)
    for definition in model.definitions.values():
        _add_reads(digraph, Vertex("definition", definition.name), reads_of(definition.expr))
    for rule in model.rules.values():
        _add_reads(digraph, Vertex("rule", rule.name), reads_of(rule))
    for exemption in model.exemptions.values():
        vertex = Vertex("exemption", exemption.name)
        _add_reads(digraph, vertex, reads_of(exemption.condition))
        _add_edge(digraph, vertex, Vertex("rule", exemption.rule), "alters", exemption.span)
    for amendment in model.amendments:
        vertex = amendment_vertex(amendment)
        _add_reads(digraph, vertex, reads_of(amendment.attributes))
        _add_edge(digraph, vertex, Vertex("rule", amendment.rule), "alters", amendment.span)
    return Graph(model, digraph)


def amendment_vertex(amendment: Amendment) -> Vertex:
    """Return the vertex of an amendment: they have no names, so rule, layer and place tell them apart."""
    return Vertex("amendment", f"{amendment.rule}@{amendment.layer}:{amendment.span.file}:{amendment.span.line}")


def _add_facts(digraph: nx.DiGraph[Vertex], catalog: Catalog) -> None:
    for name in catalog.parameters:
        digraph.add_node(Vertex("parameter", name))
    for name, codes in catalog.code_sets.items():
        vertex = Vertex("code_set", name)
        digraph.add_node(vertex)
        for layer in codes.layers:
            for included in layer.includes_sets:
                _add_edge(digraph, vertex, Vertex("code_set", included), "reads", layer.span)
    for name, table in catalog.tables.items():
        vertex = Vertex("table", name)
        digraph.add_node(vertex)
        for named, span in sets_named_by(table):
            _add_edge(digraph, vertex, Vertex("code_set", named), "reads", span)


def _add_reads(digraph: nx.DiGraph[Vertex], reader: Vertex, reads: Iterable[tuple[Vertex, Span]]) -> None:
    digraph.add_node(reader)
    for read, span in reads:
        _add_edge(digraph, reader, read, "reads", span)


def _add_edge(digraph: nx.DiGraph[Vertex], reader: Vertex, read: Vertex, how: str, span: Span) -> None:
    earlier: tuple[Span, ...] = digraph.edges[reader, read]["spans"] if digraph.has_edge(reader, read) else ()
    spans = earlier if span in earlier else tuple(sorted((*earlier, span)))
    digraph.add_edge(reader, read, how=how, spans=spans)
