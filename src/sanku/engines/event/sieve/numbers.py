"""Numbers and days to source: integers or decimals in base units, ordinals; ``None`` is none, ``UNSET`` unknown."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import UNSET

from sanku.claim.plain.memos import as_decimal
from sanku.core.moment import Moment, Precision
from sanku.core.quantity import Quantity
from sanku.core.types import DateType, QuantityType
from sanku.core.unit import DAY, YEAR, Dimension
from sanku.engines.event.sieve import operands
from sanku.engines.event.sieve.emitter import Emitter, Substituted
from sanku.engines.event.sieve.members import Loop, loop_over
from sanku.semantics import nodes

_CLOCK = ("hour", "minute")


@dataclass(frozen=True, slots=True)
class Value:
    """Source for a value.

    Args:
        source: The source; a name, or an expression that has to be bound to one before it is used twice.
        is_known: Whether it is never none and never unknown.
        is_never_none: Whether it may be unknown, but not none.
        text: Of a time as it was sent, source for its text.
        has_time: Of a time, whether its type takes a time of day.
    """

    source: str
    is_known: bool = False
    is_never_none: bool = False
    text: str = ""
    has_time: bool = False


def dimension_of(*sides: nodes.Expr) -> Dimension | None:
    """Return the dimension that the static types of the sides name; ``None`` if none does, or two do."""
    found = {side.type.dimension for side in sides if isinstance(side.type, QuantityType)} - {None}
    return found.pop() if len(found) == 1 else None


def number(emitter: Emitter, expr: nodes.Expr, dimension: Dimension) -> Value | None:
    """Return source for a number in base units of ``dimension``; ``None`` if the sieve cannot say it."""
    if emitter.is_full:
        return None
    emitter, expr = emitter.resolved(expr)
    match expr:
        case nodes.Literal(value=Quantity() as value):
            base = as_decimal(value.base)
            if value.dimension != dimension or base is UNSET:
                return None
            return Value(emitter.space.constant(base, ("number", base)), is_known=True)
        case nodes.Field(base=base, name=name):
            return _field(emitter, base, name, dimension)
        case nodes.Cell(row=row, table=table, column=column):
            place = emitter.model.catalog.tables[table].index(column)
            return _operand(emitter, row, operands.Operand(place, "number", dimension, operands.number_in(dimension)))
        case nodes.ParameterValue(name=name):
            given = (
                f"{emitter.space.constant(name, name)}, {emitter.space.constant(dimension, ('dimension', dimension))}"
            )
            return Value(f"x.parameter({given}, {emitter.day})")
        case nodes.Arithmetic(op="+" | "-" as op, left=left, right=right):
            return _added(emitter, op, left, right, dimension)
        case nodes.IfElse(condition=condition, then=then, otherwise=otherwise):
            return _chosen(emitter, (condition, then, otherwise), dimension)
        case nodes.BuiltinCall(name="age_years", arguments=(born, at)) if dimension == YEAR.dimension:
            one, two = day(emitter, born), day(emitter, at)
            return None if one is None or two is None else Value(f"age[{one.source}, {two.source}]")
        case nodes.DefinitionCall():
            return number(*called(emitter, expr), dimension)
        case nodes.Aggregate():
            return _aggregate(emitter, expr, dimension)
        case _:
            return None


def _field(emitter: Emitter, base: nodes.Expr, name: str, dimension: Dimension) -> Value | None:
    found = emitter.field(base, name)
    if found is None:
        return None
    source, spec = found
    kind = spec.type
    if not isinstance(kind, QuantityType):
        return None
    memo, value = emitter.space.bases(kind, dimension), emitter.temporary("v")
    parser = emitter.space.memos.parser(kind)
    one = parser.text("1")
    if isinstance(one, Quantity) and one.dimension == dimension and one.unit.factor == 1:
        return Value(f"({value} if ({value} := {source}).__class__ is int else {memo}[{value}])")
    return Value(f"{memo}[{source}]")


def _operand(emitter: Emitter, row: str, operand: operands.Operand) -> Value | None:
    source = emitter.operand(row, operand)
    return None if source is None else Value(source, is_known=source != "None")


def _added(emitter: Emitter, op: str, left: nodes.Expr, right: nodes.Expr, dimension: Dimension) -> Value | None:
    sides = [number(emitter, side, dimension) for side in (left, right)]
    one, two = sides
    if one is None or two is None:
        return None
    if one.is_known and two.is_known:
        return Value(f"({one.source} {op} {two.source})", is_known=True)
    a, b = emitter.temporary("a"), emitter.temporary("a")
    unknown = f"({a} := {one.source}) is UNSET or ({b} := {two.source}) is UNSET"
    if all(side.is_known or side.is_never_none for side in (one, two)):
        return Value(f"(UNSET if {unknown} else {a} {op} {b})", is_never_none=True)
    return Value(f"(UNSET if {unknown} else None if {a} is None or {b} is None else {a} {op} {b})")


def _chosen(emitter: Emitter, parts: tuple[nodes.Expr, nodes.Expr, nodes.Expr], dimension: Dimension) -> Value | None:
    condition, then, otherwise = parts
    yes, no = emitter.surely(condition, truth=True), emitter.surely(condition, truth=False)
    one, two = number(emitter, then, dimension), number(emitter, otherwise, dimension)
    if yes is None or no is None or one is None or two is None:
        return None
    return Value(f"({one.source} if {yes} else {two.source} if {no} else UNSET)")


def called(emitter: Emitter, expr: nodes.DefinitionCall) -> tuple[Emitter, nodes.Expr]:
    """Return a definition's body, with its parameters standing for the arguments."""
    definition = emitter.model.definitions[expr.name]
    names = zip(definition.parameters, expr.arguments, strict=True)
    scope = {name: Substituted(argument, emitter.names) for (name, _), argument in names}
    return emitter.within(scope), definition.expr


# -- days ----------------------------------------------------------------------------------------------------------


def day(emitter: Emitter, expr: nodes.Expr) -> Value | None:
    """Return source for the ordinal of a civil day."""
    emitter, expr = emitter.resolved(expr)
    match expr:
        case nodes.Literal(value=Moment() as value) if value.precision is Precision.DAY:
            ordinal = value.day.toordinal()
            return Value(emitter.space.constant(ordinal, ("number", ordinal)), is_known=True)
        case nodes.Cell(row=row, table=table, column=column):
            place = emitter.model.catalog.tables[table].index(column)
            return _operand(emitter, row, operands.Operand(place, "day", "", operands.day))
        case nodes.Field(base=base, name=name):
            found = emitter.field(base, name)
            if found is None:
                return None
            source, kind = found[0], found[1].type
            if not isinstance(kind, DateType):
                return None
            memo = emitter.space.memo(kind)
            member = emitter.member(base)
            # Every line of a plain message has a date.
            is_known = member is not None and member[1] == "lines" and name == "at"
            return Value(f"{memo}[{source}]", is_known=is_known, text=source, has_time=kind.time)
        case nodes.DefinitionCall():
            return day(*called(emitter, expr))
        case _:
            return None


def length(emitter: Emitter, expr: nodes.Expr) -> Value | None:
    """Return source for a length in whole or broken days, not in hours, months or years."""
    emitter, expr = emitter.resolved(expr)
    match expr:
        case nodes.Literal(value=Quantity() as value) if value.unit.name in _CLOCK:
            return None
        case nodes.Literal():
            return number(emitter, expr, DAY.dimension)
        case nodes.Cell(row=row, table=table, column=column):
            place = emitter.model.catalog.tables[table].index(column)
            return _operand(emitter, row, operands.Operand(place, "length", "", operands.whole_days))
        case nodes.ParameterValue(name=name):
            days = emitter.space.constant(DAY.dimension, ("dimension", DAY.dimension))
            given = f"{emitter.space.constant(name, name)}, {days}"
            return Value(f"x.parameter({given}, {emitter.day}, days=True)")
        case _:
            return None


# -- aggregates ----------------------------------------------------------------------------------------------------


def _aggregate(emitter: Emitter, expr: nodes.Aggregate, dimension: Dimension) -> Value | None:
    """Return a call of a function that counts or sums, and says ``UNSET`` as soon as anything is not known."""
    if expr.function not in ("sum", "count") or expr.distinct:
        return None
    loop = loop_over(emitter, expr.source)
    if loop is None:
        return None
    item = None
    if expr.function == "sum":
        item = number(loop.inside, expr.item, dimension)
        if item is None:
            return None
    elif dimension:
        return None
    summed = _summing(emitter, loop, item)
    if loop.own is not None and expr.function == "sum":
        # No other line has the subject's code, as nearly always: the sum is the subject's own value.
        own = number(loop.own, expr.item, dimension)
        value = emitter.temporary("v")
        if own is not None:
            here = f"{loop.own_code} in x.alone"
            summed = f"((0 if ({value} := {own.source}) is None else {value}) if {here} else {summed})"
    return Value(summed, is_never_none=True)


def _summing(emitter: Emitter, loop: Loop, item: Value | None) -> str:
    name = emitter.temporary("total")
    lines = [f"def {name}({', '.join(emitter.variables)}):", *loop.opening(otherwise="UNSET"), "    total = 0"]
    lines += [f"    for {loop.variable} in members:", *loop.skipping(otherwise="UNSET")]
    if item is None:
        lines.append("        total += 1")
    else:
        lines += [
            f"        i = {item.source}",
            "        if i is UNSET: return UNSET",
            "        if i is not None: total += i",
        ]
    emitter.written.functions.append("\n".join([*lines, "    return total"]))
    return f"{name}({', '.join(emitter.variables)})"


__all__ = ["Value", "called", "day", "dimension_of", "length", "number"]
