"""Coverage of facts: which rows each rule met in some case, which regions and which dated values decided something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sanku.catalog.layers import RUNNING
from sanku.catalog.nodes import NATION
from sanku.semantics.nodes import Model, Rule
from sanku.semantics.walk import parameters_of
from sanku.testing.coverage.rules import RuleCoverage
from sanku.testing.exercise import Exercise, Value

KINDS = ("branches", "instances", "regions", "values")
"""What ``--min-coverage`` can ask for."""


@dataclass(frozen=True, slots=True)
class FactsCoverage:
    """What the cases met of the facts.

    Args:
        instances: For each rule, its rows (layer, id): met by some case or not.
        branches: For each rule and row, the branches it took.
        regions: Overlay layers: whether one of their rules, rows or values counted in some case.
        values: Dated values of parameters that rules read: whether one was in force for an instance.
    """

    instances: Mapping[str, Mapping[tuple[str, str], bool]]
    branches: Mapping[tuple[str, str, str], frozenset[str]]
    regions: Mapping[str, bool]
    values: Mapping[Value, bool]


def facts_coverage(model: Model, exercises: Iterable[Exercise]) -> FactsCoverage:
    """Return the coverage of facts by what cases exercised."""
    done = tuple(exercises)
    branches: dict[tuple[str, str, str], set[str]] = {}
    for one in done:
        for layer, row in one.rows:
            branches.setdefault((one.rule, layer, row), set()).add(one.branch)
    layers = frozenset(layer for one in done for layer in one.layers)
    values = frozenset(value for one in done for value in one.values)
    running = [rule for rule in model.rules.values() if rule.attributes.status in RUNNING]
    return FactsCoverage(
        {rule.name: {(layer, row): (rule.name, layer, row) in branches for layer, row in _rows(model, rule)}
         for rule in running},
        {key: frozenset(found) for key, found in sorted(branches.items())},
        {code: code in layers for code in model.catalog.regions if code != NATION},
        {value: value in values for value in _values(model, running)},
    )  # fmt: skip


def _rows(model: Model, rule: Rule) -> list[tuple[str, str]]:
    """Return the rows that a rule can be matched with, on any day; one without tables has the one instance."""
    found = {
        (layer.layer, row.id)
        for step in rule.matches
        for layer in model.catalog.tables[step.table].layers
        for row in layer.rows
        if row.status in RUNNING
    }
    return sorted(found)


def _values(model: Model, rules: Sequence[Rule]) -> list[Value]:
    names = {name for rule in rules for name in parameters_of(model, rule)}
    return [
        (name, value.layer, value.start.isoformat() if value.start else "")
        for name in sorted(names)
        for value in model.catalog.parameters[name].values
    ]


def shares(rules: Sequence[RuleCoverage], facts: FactsCoverage) -> dict[str, tuple[int, int]]:
    """Return, by kind, how many were covered and how many there are."""
    parts = [part for rule in rules for part in rule.parts.values()]
    rows = [met for found in facts.instances.values() for met in found.values()]
    return {
        "branches": (sum(parts), len(parts)),
        "instances": (sum(rows), len(rows)),
        "regions": (sum(facts.regions.values()), len(facts.regions)),
        "values": (sum(facts.values.values()), len(facts.values)),
    }
