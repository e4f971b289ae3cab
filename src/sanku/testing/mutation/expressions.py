"""Faults in an expression: operators, thresholds, conditions left out, members of sets, periods, order of picks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from sanku.core.quantity import Quantity
from sanku.core.span import Span
from sanku.semantics import nodes
from sanku.semantics.nodes import Node, Source
from sanku.semantics.show_expressions import show_constant, show_node

_COMPARE = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "=": ("!=",), "!=": ("=",)}
_ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*"}
_FUNCTIONS = {"min": "max", "max": "min", "latest": "earliest", "earliest": "latest", "sum": "max"}
_PERIODS = {"hour": "day", "day": "week", "week": "month", "month": "year", "quarter": "year", "year": "month",
            "benefit_year": "month", "encounter": "day"}  # fmt: skip
_RELATIONS = {"before": "after", "after": "before"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A changed node, what was changed, and where."""

    node: Any
    text: str
    span: Span


def faults(node: object, span: Span) -> Iterator[Fault]:
    """Yield every fault of a node and of what is inside it, each as the whole node with that fault.

    Args:
        node: An expression, a source, or anything of the model that holds some.
        span: Where it stands, if it does not say.
    """
    here = getattr(node, "span", span)
    yield from (Fault(changed, text, here) for changed, text in _own(node))
    if not is_dataclass(node) or isinstance(node, type):
        return
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, Node | Source):
            for fault in faults(value, here):
                yield replace(fault, node=replace(node, **{field.name: fault.node}))
        elif isinstance(value, tuple):
            for place, part in enumerate(value):
                if isinstance(part, Node | Source):
                    for fault in faults(part, here):
                        parts = (*value[:place], fault.node, *value[place + 1 :])
                        yield replace(fault, node=replace(node, **{field.name: parts}))


def _own(node: object) -> Iterator[tuple[object, str]]:
    match node:
        case nodes.Compare(op=op):
            yield from ((replace(node, op=other), f"`{node.text}`: {op} becomes {other}") for other in _COMPARE[op])
        case nodes.Contains() | nodes.Between():
            yield replace(node, negated=not node.negated), f"`{node.text}`: the opposite"
        case nodes.And(items=items) | nodes.Or(items=items):
            yield from _of_several(node, items)
        case nodes.Not(item=item):
            yield item, f"`{show_node(node)}`: without not"
        case nodes.Truth():
            yield nodes.Not(node), f"`{node.text}`: the opposite"
        case nodes.Is(what="known" | "unknown" as what):
            other = "unknown" if what == "known" else "known"
            yield replace(node, what=other), f"`{node.text}`: {what} becomes {other}"
        case nodes.Is():
            yield nodes.Not(node), f"`{node.text}`: the opposite"
        case nodes.Literal(value=Quantity(value=value, unit=unit)):
            for number in (value - 1, value + 1):
                changed = Quantity(number, unit)
                yield replace(node, value=changed), f"`{show_constant(node.value)}` becomes `{show_constant(changed)}`"
        case nodes.Literal(value=bool(value)):
            yield replace(node, value=not value), f"`{show_constant(value)}` becomes `{show_constant(not value)}`"
        case nodes.SetLiteral(items=items) if len(items) > 1:
            for place, item in enumerate(items):
                rest = (*items[:place], *items[place + 1 :])
                yield replace(node, items=rest), f"`{show_node(node)}`: without `{show_node(item)}`"
        case _:
            yield from _of_time(node)


def _of_several(node: nodes.And | nodes.Or, items: tuple[nodes.Expr, ...]) -> Iterator[tuple[object, str]]:
    word, other = ("and", "or") if isinstance(node, nodes.And) else ("or", "and")
    shown = show_node(node)
    for place, item in enumerate(items):
        rest = (*items[:place], *items[place + 1 :])
        left = rest[0] if len(rest) == 1 else replace(node, items=rest)
        yield left, f"without `{show_node(item)}` in `{shown}`"
    swapped = nodes.Or if isinstance(node, nodes.And) else nodes.And
    yield swapped(items, span=node.span), f"`{shown}`: {word} becomes {other}"


def _of_time(node: object) -> Iterator[tuple[object, str]]:
    match node:
        case nodes.Within(strictly=strictly, relation=relation):
            said = "without strictly" if strictly else "strictly"
            yield replace(node, strictly=not strictly), f"`{node.text}`: {said}"
            if relation in _RELATIONS:
                other = _RELATIONS[relation]
                yield replace(node, relation=other), f"`{node.text}`: {relation} becomes {other}"
        case nodes.SamePeriod(period=str(period)):
            yield replace(node, period=_PERIODS[period]), f"`{node.text}`: {period} becomes {_PERIODS[period]}"
        case nodes.Exists(source=source) | nodes.ForAll(source=source) if source.where is not None:
            yield replace(node, source=replace(source, where=None)), f"`{node.text}`: without where"
        case nodes.Aggregate(function=function) | nodes.Pick(function=function):
            if function in _FUNCTIONS:
                other = _FUNCTIONS[function]
                yield replace(node, function=other), f"`{node.text}`: {function} becomes {other}"
        case nodes.Arithmetic(op=op):
            other = _ARITHMETIC[op]
            yield replace(node, op=other), f"`{show_node(node)}`: {op} becomes {other}"
        case nodes.IfElse(then=then, otherwise=otherwise):
            yield replace(node, then=otherwise, otherwise=then), f"`{show_node(node)}`: branches swapped"
        case _:
            return
