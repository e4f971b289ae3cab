"""Where faults can stand: a rule with its exemptions and amendments, a definition, a parameter, a table, a code set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import msgspec

from sanku.graph import Graph, Vertex, build_graph, impact
from sanku.semantics.nodes import Definition, Model
from sanku.testing.mutation.attributes import attribute_faults
from sanku.testing.mutation.expressions import faults
from sanku.testing.mutation.facts import code_set_faults, parameter_faults, table_faults
from sanku.testing.mutation.nodes import Mutant
from sanku.testing.mutation.rules import amendment_faults, exemption_faults, rule_faults, withdrawal_faults

Rows = Mapping[str, frozenset[tuple[str, str]]]
"""Rows (layer, id) that some case meets, by table: a row that none meets is a gap of coverage, not a mutant."""


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """One thing that faults are planted in, and the rules that it can change."""

    kind: str
    name: str
    rules: tuple[str, ...]


def units_of(model: Model, rule: str | None = None) -> tuple[Unit, ...]:
    """Return everything that some rule reads, or only what one rule reads, rules first."""
    graph = build_graph(model)
    found = [Unit("rule", name, (name,)) for name in model.rules]
    found += [Unit("definition", name, _readers(graph, "definition", name)) for name in model.definitions]
    catalog = model.catalog
    found += [Unit("parameter", name, _readers(graph, "parameter", name)) for name in catalog.parameters]
    found += [Unit("table", name, _readers(graph, "table", name)) for name in catalog.tables]
    found += [Unit("code_set", name, _readers(graph, "code_set", name)) for name in catalog.code_sets]
    return tuple(unit for unit in found if (rule in unit.rules if rule is not None else unit.rules))


def _readers(graph: Graph, kind: str, name: str) -> tuple[str, ...]:
    return impact(graph, Vertex(kind, name)).rules  # type: ignore[arg-type]  # one of the kinds


def mutants_of(model: Model, unit: Unit, rows: Rows) -> Iterator[Mutant]:
    """Yield the mutants of a unit, in the order of its text."""
    match unit.kind:
        case "rule":
            yield from _of_rule(model, unit)
        case "definition":
            yield from _of_definition(model, model.definitions[unit.name], unit)
        case "parameter":
            for parameter, text, span, hint in parameter_faults(model.catalog.parameters[unit.name]):
                parameters = {**model.catalog.parameters, unit.name: parameter}
                yield Mutant(text, span, unit.rules, _with(model, parameters=parameters), hint)
        case "table":
            wanted = rows.get(unit.name, frozenset())
            for table, text, span, hint in table_faults(model.catalog.tables[unit.name], wanted):
                tables = {**model.catalog.tables, unit.name: table}
                yield Mutant(text, span, unit.rules, _with(model, tables=tables), hint)
        case _:
            for codes, text, span, hint in code_set_faults(model.catalog.code_sets[unit.name]):
                sets = {**model.catalog.code_sets, unit.name: codes}
                yield Mutant(text, span, unit.rules, _with(model, code_sets=sets), hint)


def _with(model: Model, **parts: object) -> Model:
    return replace(model, catalog=msgspec.structs.replace(model.catalog, **parts))


def _of_rule(model: Model, unit: Unit) -> Iterator[Mutant]:
    rule = model.rules[unit.name]
    for changed, text, span in (*rule_faults(rule), *attribute_faults(rule)):
        yield Mutant(text, span, unit.rules, replace(model, rules={**model.rules, rule.name: changed}))
    for exemption in model.exemptions.values():
        if exemption.rule != rule.name:
            continue
        for other, text, span in exemption_faults(exemption):
            exemptions = {name: one for name, one in model.exemptions.items() if name != exemption.name}
            if other is not None:
                exemptions = dict(sorted({**exemptions, exemption.name: other}.items()))
            yield Mutant(text, span, unit.rules, replace(model, exemptions=exemptions))
        for withdrawals, text, span in withdrawal_faults(model, exemption):
            yield Mutant(text, span, unit.rules, replace(model, withdrawals=withdrawals))
    for amendments, text, span in amendment_faults(model, rule):
        yield Mutant(text, span, unit.rules, replace(model, amendments=amendments))


def _of_definition(model: Model, definition: Definition, unit: Unit) -> Iterator[Mutant]:
    for fault in faults(definition.expr, definition.span):
        changed = replace(definition, expr=fault.node)
        definitions = {**model.definitions, definition.name: changed}
        yield Mutant(fault.text, fault.span, unit.rules, replace(model, definitions=definitions))
