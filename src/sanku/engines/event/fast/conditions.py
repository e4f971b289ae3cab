"""Conditions to source: Kleene's logic as early exits, common comparisons in line, the rest by ``runtime``."""

from __future__ import annotations

from sanku.core.code import Code
from sanku.core.quantity import Quantity
from sanku.core.types import CodeType, EnumType, MemberType, QuantityType, Type
from sanku.engines.event.fast.emitter import Emitter
from sanku.engines.event.fast.sources import exists, for_all
from sanku.engines.event.fast.values import call
from sanku.engines.event.operators import comparison
from sanku.semantics import nodes

_STAYS = ("encounter", "episode")
_PYTHON = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def truth(emitter: Emitter, expr: nodes.Expr) -> str:
    """Return source for a truth: ``True``, ``False``, or ``None`` for undecided."""
    match expr:
        case nodes.And(items=items):
            return _connected(emitter, items, stop="False", other="True")
        case nodes.Or(items=items):
            return _connected(emitter, items, stop="True", other="False")
        case nodes.Not(item=item):
            return f"negated({emitter.truth(item)})"
        case nodes.Compare():
            return _compare(emitter, expr)
        case nodes.Between():
            return _between(emitter, expr)
        case nodes.Contains():
            return _contains(emitter, expr)
        case nodes.Is(item=item, what=what):
            known = f"is_known({emitter.operand(item)})"
            return (
                known
                if what == "known"
                else f"not {known}"
                if what == "unknown"
                else f"is_none({emitter.operand(item)})"
            )
        case nodes.Within():
            sides = ", ".join(emitter.value(side) for side in (expr.item, expr.length, expr.anchor))
            return f"lies_within({sides}, {emitter.constant(expr.relation)}, strictly={expr.strictly is True})"
        case nodes.Overlaps(left=left, right=right):
            return f"overlap({emitter.value(left)}, {emitter.value(right)})"
        case nodes.SamePeriod():
            return _same_period(emitter, expr)
        case nodes.UpTo(item=item, limit=limit):
            return f"stands_up_to({emitter.member(item)}, {emitter.member(limit)})"
        case nodes.Exists(source=source):
            return exists(emitter, source)
        case nodes.ForAll(source=source, condition=condition):
            return for_all(emitter, source, condition)
        case nodes.Truth(item=item):
            return f"truth_of({emitter.value(item)})"
        case nodes.DefinitionCall():
            return f"truth_of({call(emitter, expr)})"
        case _:
            return f"truth_of({emitter.value(expr)})"


def _connected(emitter: Emitter, items: tuple[nodes.Expr, ...], *, stop: str, other: str) -> str:
    """Write a connective: as soon as one operand says ``stop`` the rest is not asked."""
    writer = emitter.writer
    result = writer.temporary()
    writer.line(f"{result} = {emitter.truth(items[0])}")
    for item in items[1:]:
        with writer.block(f"if {result} is not {stop}:"):
            operand = writer.kept(emitter.truth(item))
            writer.line(f"if {operand} is not {other}: {result} = {operand}")
    return result


# -- comparisons ---------------------------------------------------------------------------------------------------


def _compare(emitter: Emitter, expr: nodes.Compare) -> str:
    how = emitter.constant(comparison(expr.op, expr.left.type, expr.right.type))
    left, right = emitter.operand(expr.left), emitter.operand(expr.right)
    in_line = _in_line(emitter, expr, left, right)
    if in_line is None:
        return f"compare({left}, {right}, {how})"
    one, two, test, result = in_line
    return f"({result} if {test} else compare({one}, {two}, {how}))"


def _in_line(emitter: Emitter, expr: nodes.Compare, left: str, right: str) -> tuple[str, str, str, str] | None:
    """Return both sides, a test that both are plain values, and the comparison of such; ``None`` where there is none.

    Amounts in the very same unit compare by their numbers; members of an enum and codes by their texts.
    """
    one_type, two_type = expr.left.type, expr.right.type
    if isinstance(one_type, QuantityType) and isinstance(two_type, QuantityType):
        one, two = emitter.writer.kept(left), emitter.writer.kept(right)
        test = " and ".join(
            [*_is_a(expr.left, one, "Quantity"), *_is_a(expr.right, two, "Quantity"), f"{one}.unit is {two}.unit"]
        )
        return one, two, test, f"{one}.value {_PYTHON[expr.op]} {two}.value"
    if expr.op not in ("=", "!="):
        return None
    if isinstance(one_type, EnumType) and isinstance(two_type, EnumType):
        one, two = emitter.writer.kept(left), emitter.writer.kept(right)
        test = " and ".join([*_is_a(expr.left, one, "str"), *_is_a(expr.right, two, "str")]) or "True"
        return one, two, test, f"{one} {_PYTHON[expr.op]} {two}"
    if isinstance(one_type, CodeType) and isinstance(two_type, CodeType):
        one, two = emitter.writer.kept(left), emitter.writer.kept(right)
        test = " and ".join([*_is_a(expr.left, one, "Code"), *_is_a(expr.right, two, "Code")]) or "True"
        same = f"({one}.text == {two}.text and {one}.system == {two}.system)"
        return one, two, test, same if expr.op == "=" else f"not {same}"
    return None


def _is_a(expr: nodes.Expr, variable: str, kind: str) -> list[str]:
    """Return the test that a side is a plain value; none is needed for a literal."""
    match expr:
        case nodes.Literal(value=Quantity() | Code() | str()):
            return []
        case _:
            return [f"{variable}.__class__ is {kind}"]


def _between(emitter: Emitter, expr: nodes.Between) -> str:
    hows = (comparison(">=", expr.item.type, expr.low.type), comparison("<=", expr.item.type, expr.high.type))
    sides = ", ".join(emitter.operand(side) for side in (expr.item, expr.low, expr.high))
    return f"between({sides}, {emitter.constant(hows)}, is_negated={expr.negated is True})"


def _contains(emitter: Emitter, expr: nodes.Contains) -> str:
    item = emitter.value(expr.item)
    negated = f"is_negated={expr.negated is True}"
    container = expr.container
    while isinstance(container, nodes.Local) and container.name in emitter.lets and _is_set(emitter, container):
        container = emitter.lets[container.name]
    match container:
        case nodes.SetLiteral(items=items):
            parts = [f"({emitter.value(one)}, {_how(emitter, expr.item.type, one.type)})" for one in items]
            return f"among(x, {item}, ({', '.join(parts)},), {negated})"
        case nodes.CodeSetValue(name=name):
            return f"in_set(x, {emitter.constant(name)}, {item}, {negated})"
        case _:
            return f"held(x, {item}, {emitter.value(container)}, {negated})"


def _is_set(emitter: Emitter, expr: nodes.Local) -> bool:
    inner = emitter.lets[expr.name]
    if isinstance(inner, nodes.Local) and inner.name in emitter.lets:
        return _is_set(emitter, inner)
    return isinstance(inner, nodes.SetLiteral)


def _how(emitter: Emitter, one: Type, two: Type) -> str:
    return emitter.constant(comparison("=", one, two))


def _same_period(emitter: Emitter, expr: nodes.SamePeriod) -> str:
    owners = f"{_owner(emitter, expr.left)}, {_owner(emitter, expr.right)}"
    if isinstance(expr.period, str):
        if expr.period == "encounter":
            return f"in_same_stay({owners}, {emitter.constant('encounter')})"
        return f"on_same(x, {_time(emitter, expr.left)}, {_time(emitter, expr.right)}, {emitter.constant(expr.period)})"
    period = emitter.writer.kept(emitter.value(expr.period))
    times = f"on_same(x, {_time(emitter, expr.left)}, {_time(emitter, expr.right)}, {period})"
    return f"(in_same_stay({owners}, {period}) if {period} in {emitter.constant(_STAYS)} else {times})"


def _time(emitter: Emitter, side: nodes.Expr) -> str:
    return f"date_of({emitter.member(side)})" if isinstance(side.type, MemberType) else emitter.value(side)


def _owner(emitter: Emitter, side: nodes.Expr) -> str:
    """Return the member whose encounter is meant: the side itself, or the member that it is a field of."""
    owner = side.base if isinstance(side, nodes.Field) else side
    return emitter.member(owner) if isinstance(owner.type, MemberType) else "UNKNOWN"
