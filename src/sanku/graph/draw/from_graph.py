"""A graph, or part of it, to a picture."""

from __future__ import annotations

from collections.abc import Collection

from sanku.graph.draw.cards import card_of
from sanku.graph.draw.nodes import COLUMNS, Link, Picture
from sanku.graph.from_model import amendment_vertex
from sanku.graph.nodes import Graph, Vertex


def picture_of(graph: Graph, title: str, vertices: Collection[Vertex] | None = None) -> Picture:
    """Return the picture of some vertices with all edges between them; of all vertices if none are named."""
    amendments = {amendment_vertex(one).name: one for one in graph.model.amendments}
    wanted = set(graph.digraph) if vertices is None else set(vertices)
    ordered = sorted(wanted, key=lambda vertex: (COLUMNS[vertex.kind], vertex.kind, vertex.name))
    links = (
        Link(
            str(reader),
            str(read),
            graph.how(reader, read),
            tuple(f"{span.file}:{span.line}" for span in graph.spans(reader, read) if span.file),
        )
        for reader, read in sorted(graph.digraph.edges)
        if reader in wanted and read in wanted
    )
    return Picture(title, tuple(card_of(vertex, graph.model, amendments) for vertex in ordered), tuple(links))
