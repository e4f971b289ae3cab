"""Which cases a changed file can turn: its own, or those judged by a rule that it defines, reads or alters."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sanku.graph import Graph, Vertex, build_graph, impact
from sanku.semantics.nodes import Model
from sanku.testing.cases import SUFFIX
from sanku.testing.run import Suite, rules_beside


def affected(model: Model, suite: Suite, changed: Iterable[Path]) -> Suite:
    """Return the part of a suite that changed files can turn; a file of no known meaning can turn all of it."""
    graph = build_graph(model)
    rules: set[str] = set()
    own: set[Path] = set()
    for path in changed:
        place = path.resolve()
        if place.name.endswith(SUFFIX):
            own.add(place)
            continue
        vertices = [vertex for vertex, file in _places(model) if Path(file).resolve() == place]
        if not vertices:
            return suite
        rules |= {name for vertex in vertices for name in _turned(graph, vertex)}
    cases = tuple(
        (file, case)
        for file, case in suite.cases
        if file.resolve() in own or rules_beside(model.rules, file, case) & rules
    )
    return Suite(cases, suite.diagnostics)


def _turned(graph: Graph, vertex: Vertex) -> tuple[str, ...]:
    return (vertex.name,) if vertex.kind == "rule" else impact(graph, vertex).rules


def _places(model: Model) -> list[tuple[Vertex, str]]:
    """Return what stands in which file; of tables, parameters and code sets every layer."""
    catalog = model.catalog
    found = [(Vertex("rule", rule.name), rule.span.file) for rule in model.rules.values()]
    found += [(Vertex("definition", one.name), one.span.file) for one in model.definitions.values()]
    found += [(Vertex("rule", one.rule), one.span.file) for one in model.exemptions.values()]
    found += [(Vertex("rule", one.rule), one.span.file) for one in model.amendments]
    found += [
        (Vertex("rule", model.exemptions[one.exemption].rule), one.span.file)
        for one in model.withdrawals
        if one.exemption in model.exemptions
    ]
    for name, table in catalog.tables.items():
        found += [(Vertex("table", name), span.file) for span in (table.span, *(one.span for one in table.layers))]
    for name, parameter in catalog.parameters.items():
        spans = (parameter.span, *(one.span for one in parameter.values))
        found += [(Vertex("parameter", name), span.file) for span in spans]
    for name, codes in catalog.code_sets.items():
        found += [(Vertex("code_set", name), span.file) for span in (codes.span, *(one.span for one in codes.layers))]
    return found
