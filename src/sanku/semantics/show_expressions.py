"""A resolved expression as text: every name in full, every grouping in parentheses. For digests and golden pages."""

from __future__ import annotations

from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.number import show_number
from sanku.core.quantity import Quantity
from sanku.core.value import CodeList, Period
from sanku.semantics import nodes


def show_constant(value: object) -> str:
    """Return a run-time value as canonical text: equal texts, equal values."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case Quantity():
            text = show_number(value.value)
            exact = text if value.value == int(value.value) else f"{value.value}"
            return f"{exact} {value.unit.name}".rstrip()
        case Moment():
            return str(value)
        case Code():
            return f"{value.system}:{value.text}"
        case CodeList():
            return f"{{{', '.join([*(show_constant(code) for code in value.codes), *value.sets])}}}"
        case Period():
            return f"{show_constant(value.start)}..{show_constant(value.end)}"
        case tuple():
            return f"({', '.join(show_constant(part) for part in value)})"
        case str():
            return f'"{value}"'
        case _:
            return "unknown"


def show_node(node: nodes.Expr) -> str:
    """Return an expression as canonical text."""
    match node:
        case nodes.Literal(value=value):
            return show_constant(value)
        case nodes.SetLiteral(items=items):
            return f"{{{_joined(items)}}}"
        case (
            nodes.Local(name=name)
            | nodes.Single(name=name)
            | nodes.ParameterValue(name=name)
            | nodes.CodeSetValue(name=name)
        ):
            return name
        case nodes.Field(base=base, name=name):
            return f"{show_node(base)}.{name}"
        case nodes.Deref(reference=reference, collection=collection):
            return f"{collection}[{show_node(reference)}]"
        case nodes.Cell(row=row, column=column):
            return f"{row}.{column}"
        case nodes.IfElse(condition=condition, then=then, otherwise=otherwise):
            return f"(if {show_node(condition)} then {show_node(then)} else {show_node(otherwise)})"
        case nodes.Arithmetic(op=op, left=left, right=right) | nodes.Compare(op=op, left=left, right=right):
            return f"({show_node(left)} {op} {show_node(right)})"
        case nodes.Negative(item=item):
            return f"(- {show_node(item)})"
        case nodes.BuiltinCall(name=name, arguments=arguments) | nodes.DefinitionCall(name=name, arguments=arguments):
            return f"{name}({_joined(arguments)})"
        case nodes.Or(items=items):
            return f"({' or '.join(show_node(item) for item in items)})"
        case nodes.And(items=items):
            return f"({' and '.join(show_node(item) for item in items)})"
        case nodes.Not(item=item):
            return f"(not {show_node(item)})"
        case nodes.Truth(item=item):
            return f"({show_node(item)} is true)"
        case nodes.Contains(item=item, container=container, negated=negated):
            return f"({show_node(item)} {'not in' if negated else 'in'} {show_node(container)})"
        case nodes.Between(item=item, low=low, high=high, negated=negated):
            word = "not between" if negated else "between"
            return f"({show_node(item)} {word} {show_node(low)} and {show_node(high)})"
        case nodes.Is(item=item, what=what):
            return f"({show_node(item)} is {what})"
        case nodes.Within(item=item, length=length, strictly=strictly, relation=relation, anchor=anchor):
            word = f"strictly {relation}" if strictly else relation
            return f"({show_node(item)} within {show_node(length)} {word} {show_node(anchor)})"
        case nodes.Overlaps(left=left, right=right):
            return f"({show_node(left)} overlaps {show_node(right)})"
        case nodes.SamePeriod(left=left, period=period, right=right):
            return f"({show_node(left)} on same {_period(period)} as {show_node(right)})"
        case nodes.UpTo(item=item, limit=limit):
            return f"({show_node(item)} up to {show_node(limit)})"
        case nodes.Exists(source=source):
            return f"(exists {show_source(source)})"
        case nodes.ForAll(source=source, condition=condition):
            return f"(all {show_source(source)} satisfy {show_node(condition)})"
        case nodes.Aggregate(function=function, distinct=distinct, item=item, source=source):
            word = "distinct " if distinct else ""
            return f"{function}({word}{show_node(item)} for {show_source(source)})"
        case nodes.Pick(function=function, item=item, source=source, key=key):
            return f"{function}({show_node(item)} for {show_source(source)} by {show_node(key)})"
        case nodes.Rank(subject=subject, source=source, key=key, descending=descending):
            return f"rank({subject} among {show_source(source)} by {show_node(key)}{' desc' if descending else ''})"


def _joined(items: tuple[nodes.Expr, ...]) -> str:
    return ", ".join(show_node(item) for item in items)


def _period(period: str | nodes.Expr) -> str:
    return period if isinstance(period, str) else show_node(period)


def show_source(source: nodes.Source) -> str:
    """Return ``x in C on (KEYS) where (P)`` as canonical text."""
    keys = f" on ({_joined(source.keys)})" if source.keys else ""
    where = f" where {show_node(source.where)}" if source.where is not None else ""
    return f"{source.binder} in {source.over}{keys}{where}"


def show_window(window: nodes.Window) -> str:
    """Return what a window says, ``""`` if nothing."""
    parts = [_bound(bound) for bound in window.bounds]
    parts += ["own facility"] if window.own_facility else []
    parts += [f"kinds {', '.join(sorted(window.kinds))}"] if window.kinds is not None else []
    parts += ["own encounter"] if window.own_encounter else []
    return "; ".join(parts)


def _bound(bound: nodes.Bound) -> str:
    back = f" - {show_node(bound.length)}" if bound.length is not None else ""
    period = f", start of {_period(bound.period)}" if bound.period is not None else ""
    return f"from {show_node(bound.anchor)}{back}{period}"
