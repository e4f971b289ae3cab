"""How many members and rows judging one subject can visit, at the declared caps (semantics 46).

An equality, a code match or ``on same day`` between a member and something outside is an index probe: one visit.
"""

from __future__ import annotations

from collections.abc import Mapping

from sanku.semantics import nodes
from sanku.semantics.walk import children, locals_of

BUDGET = 10**7
"""Most visits for one subject."""

CURRENT, HISTORY, ROWS = 20_000, 50_000, 1_000
"""Declared caps: members of a collection of the current encounter, of the history, rows under one key."""

_ONE = ("encounter",)


def rule_costs(model: nodes.Model) -> Mapping[str, int]:
    """Return the cost of every rule by name."""
    return {name: rule_cost(model, rule) for name, rule in model.rules.items()}


def rule_cost(model: nodes.Model, rule: nodes.Rule) -> int:
    """Return the most members and rows that judging one subject visits, all its rows and other members included."""
    definitions = {name: found.expr for name, found in model.definitions.items()}
    exceptions = [found.condition for found in model.exemptions.values() if found.rule == rule.name]
    exprs: list[object] = [*(binding.where for binding in rule.bindings), *rule.steps, rule.when, rule.cap, rule.unless]
    each = 1 + sum(_cost(expr, definitions) for expr in (*exprs, rule.amount, *rule.by, *exceptions))
    times = 1
    for match in rule.matches:
        times *= 1 if match.gathered else ROWS
    for binding in rule.bindings[1:]:
        times *= 1 if _is_found(binding, rule) else size_of(binding.collection)
    return times * each


def size_of(collection: str) -> int:
    """Return the declared cap of a collection."""
    if collection in _ONE:
        return 1
    if collection.startswith("record."):
        return CURRENT + HISTORY
    return HISTORY if collection.startswith("history.") else CURRENT


def _cost(node: object, definitions: Mapping[str, nodes.Expr]) -> int:
    match node:
        case nodes.Exists(source=source):
            return _visits(source) * (1 + _cost(source.where, definitions)) + _keys(source, definitions)
        case nodes.ForAll(source=source, condition=inside):
            return _over(source, definitions, inside)
        case nodes.Aggregate(source=source, item=inside):
            return _over(source, definitions, inside)
        case nodes.Pick(source=source, item=item, key=key):
            return _over(source, definitions, item, key)
        case nodes.Rank(source=source, key=key):
            return _over(source, definitions, key)
        case nodes.DefinitionCall(name=name, arguments=arguments):
            body = _cost(definitions[name], definitions) if name in definitions else 0
            return body + sum(_cost(argument, definitions) for argument in arguments)
        case _:
            return sum(_cost(child, definitions) for child in children(node))


def _over(source: nodes.Source, definitions: Mapping[str, nodes.Expr], *inside: nodes.Expr) -> int:
    each = 1 + sum(_cost(part, definitions) for part in (source.where, *inside))
    return _visits(source) * each + _keys(source, definitions)


def _keys(source: nodes.Source, definitions: Mapping[str, nodes.Expr]) -> int:
    return sum(_cost(key, definitions) for key in source.keys)


def _visits(source: nodes.Source) -> int:
    if source.kind != "collection":
        return 1 if source.where is None else ROWS
    conjuncts = source.where.items if isinstance(source.where, nodes.And) else (source.where,)
    return 1 if any(_is_probe(part, source.binder) for part in conjuncts) else size_of(source.over)


def _is_found(binding: nodes.Binding, rule: nodes.Rule) -> bool:
    """Tell whether an index finds the members of a further ``for``: by a key of a ``match``, or by a conjunct."""
    keys = (key for match in rule.matches for key in match.keys)
    if any(binding.name in locals_of(key) for key in keys):
        return True
    bodies = (*(one.where for one in rule.bindings), rule.when)
    conjuncts = (part for body in bodies for part in (body.items if isinstance(body, nodes.And) else (body,)))
    return any(_is_probe(part, binding.name) for part in conjuncts)


def _is_probe(part: object, name: str) -> bool:
    """Tell whether a conjunct ties a field of the member to something that does not depend on the member."""
    match part:
        case nodes.Compare(op="=", left=left, right=right):
            return _ties(left, right, name) or _ties(right, left, name)
        case nodes.Contains(item=item, container=container, negated=False):
            return _ties(item, container, name) or _ties(container, item, name)
        case nodes.SamePeriod(left=left, period=str(), right=right):
            return _ties(left, right, name) or _ties(right, left, name)
        case _:
            return False


def _ties(mine: nodes.Expr, other: nodes.Expr, name: str) -> bool:
    return _is_indexable(mine, name) and name not in locals_of(other)


def _is_indexable(node: nodes.Expr, name: str) -> bool:
    """Tell whether a value depends on the member alone, so that members can be kept by it: a field, its day."""
    match node:
        case nodes.Local():
            return node.name == name
        case nodes.Field(base=base) | nodes.Deref(reference=base):
            return _is_indexable(base, name)
        case nodes.BuiltinCall(arguments=arguments):
            return all(_is_indexable(argument, name) for argument in arguments)
        case _:
            return False
