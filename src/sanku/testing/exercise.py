"""What one case exercises: instances with their branch, and the dated values that they read."""

from __future__ import annotations

from dataclasses import dataclass

from sanku.catalog.layers import parameter_value
from sanku.claim.facts import Facts
from sanku.engines.reference import Branch, branches_taken
from sanku.kb import KnowledgeBase
from sanku.semantics.nodes import Model
from sanku.semantics.walk import parameters_of

Value = tuple[str, str, str]
"""A dated value: parameter, layer, first day (``""`` if open)."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One instance in one case.

    Args:
        rule: Its rule.
        phase: The phase it was judged in.
        rows: Layer and id of each row.
        branch: What it came to.
        exceptions: Exceptions that hold.
        layers: Layers that shaped the version, a row or a value of it.
        values: Dated values in force for it.
    """

    rule: str
    phase: str
    rows: tuple[tuple[str, str], ...]
    branch: Branch
    exceptions: tuple[str, ...]
    layers: frozenset[str]
    values: tuple[Value, ...]


def exercise(base: KnowledgeBase, facts: Facts, rules: frozenset[str]) -> tuple[Exercise, ...]:
    """Return what an event exercises of some rules."""
    model = base.model
    found: list[Exercise] = []
    for name in sorted(rules):
        for taken in branches_taken(model, facts, name):
            values = tuple(
                (parameter, held.layer, held.start.isoformat() if held.start else "")
                for parameter in parameters_of(model, model.rules[name])
                if (
                    held := parameter_value(
                        model.catalog.parameters[parameter], _chain(model, facts, parameter), taken.day
                    )
                )
            )
            layers = {*taken.layers, *(row.layer for row in taken.rows), *(layer for _, layer, _ in values)}
            rows = tuple((row.layer, row.id) for row in taken.rows)
            found.append(Exercise(name, facts.phase, rows, taken.branch, taken.exceptions, frozenset(layers), values))
    return tuple(found)


def _chain(model: Model, facts: Facts, parameter: str) -> tuple[str, ...]:
    kind = model.catalog.parameters[parameter].region
    return model.catalog.chain(facts.care_region if kind == "care" else facts.insured_region)
