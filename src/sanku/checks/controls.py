"""What several checks ask: the controls of a rule with all its amendments, and atoms that stand in a condition."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.core.span import Span
from sanku.core.types import DateType, MemberType
from sanku.semantics import nodes
from sanku.semantics.nodes import Attributes, Model, Rule
from sanku.semantics.walk import definitions_of, exemptions_of, expressions, walk

TAKES_REASONS = frozenset(("remind", "deny_if_unjustified"))
"""Effects that a justification answers."""


def attribute_sets(model: Model, rule: Rule) -> Iterator[tuple[Attributes, Span]]:
    """Yield the attributes of a rule and of each of its amendments, with their places."""
    yield rule.attributes, rule.span
    yield from ((found.attributes, found.span) for found in model.amendments if found.rule == rule.name)


def all_controls(model: Model, rule: Rule) -> frozenset[str]:
    """Return every effect that the rule can have in some phase, region or time."""
    return frozenset(effect for said, _ in attribute_sets(model, rule) for effect in said.controls.values())


def parts_of_rule(model: Model, rule: Rule) -> Iterator[object]:
    """Yield every part of a rule's expressions, of its exemptions and of the definitions they call."""
    roots = [*expressions(rule), *(found.condition for found in exemptions_of(model, rule))]
    for root in (*roots, *(found.expr for found in definitions_of(model, *roots))):
        yield from walk(root)


def roots_of(model: Model) -> Iterator[object]:
    """Yield every expression that a base writes down: of rules, exemptions, definitions, and messages of amendments."""
    for rule in model.rules.values():
        yield from expressions(rule)
    yield from (found.condition for found in model.exemptions.values())
    yield from (found.expr for found in model.definitions.values())
    yield from (found.attributes for found in model.amendments)


def lets_of(rule: Rule) -> dict[str, nodes.Expr]:
    """Return the expressions of a rule's lets by name."""
    return {step.name: step.expr for step in rule.steps if isinstance(step, nodes.Let)}


def conjuncts(node: nodes.Expr | None) -> tuple[nodes.Expr, ...]:
    """Return what must all hold for a condition to hold."""
    if node is None:
        return ()
    if isinstance(node, nodes.And):
        return tuple(part for item in node.items for part in conjuncts(item))
    return (node,)


def can_be_none(node: nodes.Expr, model: Model, rule: Rule) -> bool:
    """Tell whether an operand is one that authors must expect to be none.

    A cell that may be blank, a time that may not have come yet, the extreme of what may be empty. Most other fields can
    be none too, where a sender says so; to ask for a test of each would drown the ones that matter.
    """
    match node:
        case nodes.Cell(table=table, column=column):
            return column not in model.catalog.tables[table].key
        case nodes.Field(base=base, name=name, type=DateType()) if isinstance(base.type, MemberType):
            record = model.schema.records[base.type.record]
            return name != record.dated and not record.fields[name].obligatory
        case nodes.Pick():
            return True
        case nodes.Aggregate(function="min" | "max"):
            return True
        case nodes.Local(name=name):
            expr = lets_of(rule).get(name)
            return expr is not None and can_be_none(expr, model, rule)
        case _:
            return False
