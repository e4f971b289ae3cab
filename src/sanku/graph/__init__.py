"""Model to dependency graph: cycles, evaluation order, data requirements, what a change touches."""

from sanku.graph.from_model import amendment_vertex, build_graph
from sanku.graph.nodes import CollectionNeed, Graph, Impact, Requirements, Vertex
from sanku.graph.order import cycles, evaluation_order, impact
from sanku.graph.requirements import requirements
from sanku.graph.show import show_graph, show_requirements

__all__ = [
    "CollectionNeed",
    "Graph",
    "Impact",
    "Requirements",
    "Vertex",
    "amendment_vertex",
    "build_graph",
    "cycles",
    "evaluation_order",
    "impact",
    "requirements",
    "show_graph",
    "show_requirements",
]
