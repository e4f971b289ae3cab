"""The dependency graph as text: one line a reader and what it reads or alters; for golden pages."""

from __future__ import annotations

from sanku.graph.nodes import Graph, Requirements


def show_graph(graph: Graph) -> str:
    """Return every edge as a line ``rule a -> reads table b``, sorted."""
    return "\n".join(sorted(f"{one} -> {graph.how(one, other)} {other}" for one, other in graph.digraph.edges))


def show_requirements(needed: Requirements) -> str:
    """Return what an event must bring, one line a record or collection."""
    lines = [f"{name}: {', '.join(fields)}" for name, fields in needed.singles.items()]
    for need in needed.collections:
        words = [f"{need.days} days back" if need.days is not None else ""]
        words += ["own facility" if need.own_facility else "", f"kinds {', '.join(need.kinds)}" if need.kinds else ""]
        said = "; ".join(word for word in words if word)
        lines.append(f"{need.name}: {', '.join(need.fields)}{f' ({said})' if said else ''}")
    return "\n".join(lines)
