"""A name to the vertices around it: what it reads, near and far, and what reads or alters it."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

from sanku.core.text import nearest
from sanku.graph.nodes import Graph, Vertex


@dataclass(frozen=True, slots=True)
class UnknownName:
    """Nothing of the base is called so; ``near`` is the nearest name, or ``""``."""

    name: str
    near: str


def around(graph: Graph, name: str) -> frozenset[Vertex] | UnknownName:
    """Return the vertices that belong to a name.

    Args:
        graph: The graph.
        name: A base, a module, or the name of a rule, table, parameter, code set, definition, exemption or field; the
            end of a name (``supply_days``) is enough where only one thing ends so.
    """
    starts = _named(graph, name)
    if not starts:
        names = {vertex.name for vertex in graph.digraph}
        ends = {full.rpartition(".")[2]: full for full in names}
        near = nearest(name, names) or ends.get(nearest(name, ends) or "", "")
        return UnknownName(name, near)
    found = set(starts)
    for start in starts:
        found |= nx.descendants(graph.digraph, start) | nx.ancestors(graph.digraph, start)
        for altering in graph.digraph.predecessors(start):
            if graph.how(altering, start) == "alters":
                found |= nx.descendants(graph.digraph, altering)
    return frozenset(found)


def _named(graph: Graph, name: str) -> tuple[Vertex, ...]:
    exact = tuple(vertex for vertex in graph.digraph if vertex.name == name)
    below = tuple(vertex for vertex in graph.digraph if vertex.name.startswith(f"{name}."))
    if exact or below:
        return exact or below
    ending = tuple(vertex for vertex in graph.digraph if vertex.name.endswith(f".{name}"))
    return ending if len({vertex.name for vertex in ending}) == 1 else ()
