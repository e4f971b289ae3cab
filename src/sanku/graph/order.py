"""Cycles, the order in which things can be evaluated, and what a change touches."""

from __future__ import annotations

import networkx as nx

from sanku.catalog.layers import texts_of
from sanku.catalog.nodes import NATION, Catalog
from sanku.graph.nodes import Graph, Impact, Vertex


def cycles(graph: Graph) -> tuple[tuple[Vertex, ...], ...]:
    """Return every cycle as the path along it, from its least vertex on."""
    found = [tuple(cycle) for cycle in nx.simple_cycles(graph.digraph)]
    return tuple(sorted(_from_least(cycle) for cycle in found))


def _from_least(cycle: tuple[Vertex, ...]) -> tuple[Vertex, ...]:
    start = cycle.index(min(cycle))
    return cycle[start:] + cycle[:start]


def evaluation_order(graph: Graph) -> tuple[Vertex, ...]:
    """Return the definitions and rules so that each stands after every definition that it reads.

    The graph has no cycle: a model with one has been refused.
    """
    wanted = [vertex for vertex in graph.digraph if vertex.kind in ("definition", "rule")]
    inner = graph.digraph.subgraph(wanted).reverse()
    return tuple(nx.lexicographical_topological_sort(inner))


def impact(graph: Graph, changed: Vertex | str) -> Impact:
    """Return what a change of a vertex, or of a row given by its id, touches.

    Args:
        graph: The graph.
        changed: A vertex, or a row id; an id that several tables use counts in all of them.
    """
    catalog = graph.model.catalog
    if isinstance(changed, Vertex):
        starts, layers = [changed], _layers_of(graph, changed)
    else:
        rows = [
            (table.name, layer.layer)
            for table in catalog.tables.values()
            for layer in table.layers
            if changed in texts_of(layer.rows, "id") or changed in layer.removes
        ]
        starts = [Vertex("table", table) for table, _ in rows]
        layers = frozenset(layer for _, layer in rows)
    touched = {start for start in starts if start in graph.digraph}
    for start in tuple(touched):
        touched |= nx.ancestors(graph.digraph, start)
    touched |= {rule for one in touched for rule in graph.digraph.successors(one) if graph.how(one, rule) == "alters"}
    return Impact(
        _names(touched, "rule"),
        _names(touched, "exemption"),
        _names(touched, "definition"),
        _below(catalog, layers),
    )


def _names(touched: set[Vertex], kind: str) -> tuple[str, ...]:
    return tuple(sorted(vertex.name for vertex in touched if vertex.kind == kind))


def _layers_of(graph: Graph, vertex: Vertex) -> frozenset[str]:
    model = graph.model
    match vertex.kind:
        case "rule":
            return frozenset((model.rules[vertex.name].layer,)) if vertex.name in model.rules else frozenset((NATION,))
        case "exemption":
            return frozenset((model.exemptions[vertex.name].layer,))
        case "definition":
            return frozenset((model.definitions[vertex.name].layer,))
        case "amendment":
            return frozenset((vertex.name.split("@")[1].split(":")[0],))
        case _:
            return frozenset((NATION,))


def _below(catalog: Catalog, layers: frozenset[str]) -> tuple[str, ...]:
    """Return the layers and all regions below them."""
    known = (NATION, *catalog.regions)
    return tuple(sorted(code for code in known if layers.intersection(catalog.chain(code))))
