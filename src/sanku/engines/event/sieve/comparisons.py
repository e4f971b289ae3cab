"""Comparisons to tests: each side bound to a name where it is needed twice, none and unknown told apart."""

from __future__ import annotations

from collections.abc import Callable

from sanku.core.types import CodeType, DateType, EnumType, QuantityType, RefType, TextType
from sanku.engines.event.sieve import operands
from sanku.engines.event.sieve.emitter import Emitter
from sanku.engines.event.sieve.numbers import Value, day, dimension_of, number
from sanku.semantics import nodes

_PYTHON = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def known_and(sides: list[Value], test: Callable[[list[str]], str], emitter: Emitter, *, none_counts: bool) -> str:
    """Return ``test`` of the sides, where all are known; ``none_counts``: true also where one is none."""
    names, nones, unknowns, bound = [], [], [], []
    for side in sides:
        if side.is_known:
            names.append(side.source)
            continue
        name = emitter.temporary("v")
        names.append(name)
        bound.append(f"({name} := {side.source})")
        unknowns.append(name)
        if not side.is_never_none:
            nones.append(name)
    said = test(names)
    if not bound:
        return f"({said})"
    if none_counts:
        if not nones:
            return f"({' and '.join(f'{one} is not UNSET' for one in bound)} and {said})"
        none = " or ".join(f"{one} is None" for one in bound)
        unset = " and ".join(f"{name} is not UNSET" for name in unknowns)
        return f"({none} or ({unset} and {said}))"
    first = " and ".join(
        f"{one} is not None and {name} is not UNSET" for one, name in zip(bound, unknowns, strict=True)
    )
    return f"({first} and {said})"


def compare(emitter: Emitter, expr: nodes.Compare, *, surely: bool) -> str | None:
    """Return a test of a comparison."""
    kinds = (expr.left.type, expr.right.type)
    if all(isinstance(kind, QuantityType) for kind in kinds):
        dimension = dimension_of(expr.left, expr.right)
        if dimension is None:
            return None
        sides = [number(emitter, side, dimension) for side in (expr.left, expr.right)]
        return ordered(emitter, expr.op, sides, surely=surely)
    if all(isinstance(kind, DateType) for kind in kinds):
        return _dates(emitter, expr, surely=surely)
    if any(isinstance(kind, EnumType) for kind in kinds):
        return _members(emitter, expr, surely=surely)
    if all(isinstance(kind, CodeType) for kind in kinds):
        return ordered(emitter, expr.op, [_code(emitter, side) for side in (expr.left, expr.right)], surely=surely)
    if all(isinstance(kind, TextType | RefType) for kind in kinds):
        return ordered(emitter, expr.op, [_text(emitter, side) for side in (expr.left, expr.right)], surely=surely)
    return None


def ordered(emitter: Emitter, op: str, sides: list[Value | None], *, surely: bool) -> str | None:
    """Return a test of two values that Python compares."""
    known = [side for side in sides if side is not None]
    if len(known) != len(sides):
        return None
    if any(side.source == "None" for side in known):
        return None if surely else "True"
    word = _PYTHON[op]
    return known_and(
        known,
        (lambda names: f"{names[0]} {word} {names[1]}")
        if surely
        else (lambda names: f"not {names[0]} {word} {names[1]}"),
        emitter,
        none_counts=not surely,
    )


def _dates(emitter: Emitter, expr: nodes.Compare, *, surely: bool) -> str | None:
    """Compare times by their days; on one day only two dates can be told apart, or a date from a time."""
    sides = [day(emitter, side) for side in (expr.left, expr.right)]
    by_day = not any(isinstance(side.type, DateType) and side.type.time for side in (expr.left, expr.right))
    mixed = {side.type.time for side in (expr.left, expr.right) if isinstance(side.type, DateType)} == {True, False}
    if by_day or mixed:
        return ordered(emitter, expr.op, sides, surely=surely)
    strict = {"<": "<", "<=": "<", ">": ">", ">=": ">", "!=": "!="} if surely else {}
    op = strict.get(expr.op) if surely else {"<": "<=", "<=": "<=", ">": ">=", ">=": ">=", "=": "="}.get(expr.op)
    return None if op is None else ordered(emitter, op, sides, surely=surely)


def _members(emitter: Emitter, expr: nodes.Compare, *, surely: bool) -> str | None:
    """Compare a field with a member of its closed list: is it among those for which the comparison is so?"""
    for own, other, op in ((expr.left, expr.right, expr.op), (expr.right, expr.left, _TURNED[expr.op])):
        here, field = emitter.resolved(own)
        there, side = emitter.resolved(other)
        if not isinstance(field, nodes.Field) or not isinstance(field.type, EnumType):
            continue
        found = here.field(field.base, field.name)
        if found is None:
            continue
        kind = field.type
        match side:
            case nodes.Literal(value=str() as member) if member in kind.members:
                among = operands.members_for(kind, op, member, surely=surely)
                return f"{found[0]} in {emitter.space.constant(among, ('members', kind.name, op, member, surely))}"
            case nodes.Cell(row=row, table=table, column=column):
                place = emitter.model.catalog.tables[table].index(column)
                prepare = operands.members(kind, op, surely=surely)
                operand = operands.Operand(place, f"members {op} {surely}", kind.name, prepare)
                source = there.operand(row, operand)
                if source == "None":
                    return None if surely else "True"
                return None if source is None else f"{found[0]} in {source}"
            case _:
                continue
    return None


def _code(emitter: Emitter, expr: nodes.Expr) -> Value | None:
    emitter, expr = emitter.resolved(expr)
    match expr:
        case nodes.Literal():
            return Value(emitter.space.constant(expr.value, ("code", expr.value)), is_known=True)
        case nodes.Cell(row=row, table=table, column=column):
            place = emitter.model.catalog.tables[table].index(column)
            source = emitter.operand(row, operands.Operand(place, "code", "", operands.code))
            return None if source is None else Value(source, is_known=True)
        case nodes.Field(base=base, name=name):
            found = emitter.field(base, name)
            return None if found is None else Value(f"{emitter.space.memo(found[1].type)}[{found[0]}]")
        case _:
            return None


def _text(emitter: Emitter, expr: nodes.Expr) -> Value | None:
    emitter, expr = emitter.resolved(expr)
    match expr:
        case nodes.Literal(value=str() as value):
            folded = operands.text(value)
            return Value(emitter.space.constant(folded, ("text", folded)), is_known=True)
        case nodes.Cell(row=row, table=table, column=column):
            place = emitter.model.catalog.tables[table].index(column)
            source = emitter.operand(row, operands.Operand(place, "text", "", operands.text))
            return None if source is None else Value(source, is_known=True)
        case nodes.Field(base=base, name=name):
            found = emitter.field(base, name)
            # A member that sends no id is given one by the reader.
            return None if found is None or (name == "id" and not has_id(emitter, base)) else Value(f"fold[{found[0]}]")
        case _:
            return None


def has_id(emitter: Emitter, base: nodes.Expr) -> bool:
    """Tell whether a member sends its own id."""
    member = emitter.member(base)
    return member is not None and member[1] in ("lines", "encounter", "patient", "facility")


def between(emitter: Emitter, expr: nodes.Between, *, surely: bool) -> str | None:
    """Return a test of ``A between L and H``."""
    dimension = dimension_of(expr.item, expr.low, expr.high)
    if dimension is None:
        return None
    found = [number(emitter, side, dimension) for side in (expr.item, expr.low, expr.high)]
    sides = [side for side in found if side is not None]
    if len(sides) != len(found):
        return None
    if any(side.source == "None" for side in sides):
        return None if surely else "True"
    inside = surely is not expr.negated
    return known_and(
        sides,
        (lambda names: f"{names[1]} <= {names[0]} <= {names[2]}")
        if inside
        else (lambda names: f"not {names[1]} <= {names[0]} <= {names[2]}"),
        emitter,
        none_counts=not surely,
    )
