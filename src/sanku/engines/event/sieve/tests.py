"""Conditions to tests: source that is true where a condition is surely false, or surely true."""

from __future__ import annotations

from collections.abc import Callable

from sanku.core.types import BoolType, CodesType, CodeType, DateType, EnumType, MemberType, QuantityType, RefType, TextType
from sanku.engines.event.sieve import operands
from sanku.engines.event.sieve.emitter import Emitter, joined
from sanku.engines.event.sieve.members import covered, is_plain, loop_over, texts_of
from sanku.engines.event.sieve.numbers import Value, called, day, dimension_of, length, number
from sanku.semantics import nodes

Test = Callable[[Emitter, nodes.Expr], str | None]
_PYTHON = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_CALENDAR = ("week", "month", "quarter", "year")


def surely_false(emitter: Emitter, expr: nodes.Expr) -> str | None:
    """Return a test that a condition is surely false; ``None`` if the sieve can never tell."""
    return _test(emitter, expr, surely=False)


def surely_true(emitter: Emitter, expr: nodes.Expr) -> str | None:
    """Return a test that a condition is surely true; ``None`` if the sieve can never tell."""
    return _test(emitter, expr, surely=True)


def _test(emitter: Emitter, expr: nodes.Expr, *, surely: bool) -> str | None:
    emitter, expr = emitter.resolved(expr)
    match expr:
        case nodes.And(items=items):
            parts = [_test(emitter, item, surely=surely) for item in items]
            return joined(parts, "and" if surely else "or", all_needed=surely)
        case nodes.Or(items=items):
            parts = [_test(emitter, item, surely=surely) for item in items]
            return joined(parts, "or" if surely else "and", all_needed=not surely)
        case nodes.Not(item=item):
            return _test(emitter, item, surely=not surely)
        case nodes.Truth(item=item):
            return _flag(emitter, item, surely=surely)
        case nodes.Compare():
            return _compare(emitter, expr, surely=surely)
        case nodes.Between():
            return _between(emitter, expr, surely=surely)
        case nodes.Contains():
            return _contains(emitter, expr, surely=surely)
        case nodes.Is(item=item, what=what):
            return _is(emitter, item, what, surely=surely)
        case nodes.Within():
            return _within(emitter, expr, surely=surely)
        case nodes.SamePeriod():
            return _same_period(emitter, expr, surely=surely)
        case nodes.Exists(source=source):
            return _exists(emitter, source, surely=surely)
        case nodes.DefinitionCall():
            return _test(*called(emitter, expr), surely=surely)
        case nodes.Field():
            return _flag(emitter, expr, surely=surely)
        case _:
            return None


def _flag(emitter: Emitter, expr: nodes.Expr, *, surely: bool) -> str | None:
    emitter, expr = emitter.resolved(expr)
    if isinstance(expr, nodes.DefinitionCall):
        return _test(*called(emitter, expr), surely=surely)
    if not isinstance(expr, nodes.Field) or not isinstance(expr.type, BoolType):
        return None if isinstance(expr, nodes.Field | nodes.Local) else _test(emitter, expr, surely=surely)
    found = emitter.field(expr.base, expr.name)
    if found is None:
        return None
    if surely:
        return f"{found[0]} is True"
    value = emitter.temporary("v")
    return f"(({value} := {found[0]}) is False or {value} is None)"


# -- comparisons ---------------------------------------------------------------------------------------------------


def known_and(sides: list[Value], test: Callable[[list[str]], str], emitter: Emitter, *, none_counts: bool) -> str:
    """Return ``test`` of the sides, made where all are known; ``none_counts``: a side that is none makes it true too."""
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
    first = " and ".join(f"{one} is not None and {name} is not UNSET" for one, name in zip(bound, unknowns, strict=True))
    return f"({first} and {said})"


def _compare(emitter: Emitter, expr: nodes.Compare, *, surely: bool) -> str | None:
    kinds = (expr.left.type, expr.right.type)
    if all(isinstance(kind, QuantityType) for kind in kinds):
        dimension = dimension_of(expr.left, expr.right)
        if dimension is None:
            return None
        sides = [number(emitter, side, dimension) for side in (expr.left, expr.right)]
        return _ordered(emitter, expr.op, sides, surely=surely)
    if all(isinstance(kind, DateType) for kind in kinds):
        return _dates(emitter, expr, surely=surely)
    if any(isinstance(kind, EnumType) for kind in kinds):
        return _members(emitter, expr, surely=surely)
    if all(isinstance(kind, CodeType) for kind in kinds):
        return _ordered(emitter, expr.op, [_code(emitter, side) for side in (expr.left, expr.right)], surely=surely)
    if all(isinstance(kind, TextType | RefType) for kind in kinds):
        return _ordered(emitter, expr.op, [_text(emitter, side) for side in (expr.left, expr.right)], surely=surely)
    return None


def _ordered(emitter: Emitter, op: str, sides: list[Value | None], *, surely: bool) -> str | None:
    known = [side for side in sides if side is not None]
    if len(known) != len(sides):
        return None
    if any(side.source == "None" for side in known):
        return None if surely else "True"
    word = _PYTHON[op]
    return known_and(
        known,
        (lambda names: f"{names[0]} {word} {names[1]}") if surely else (lambda names: f"not {names[0]} {word} {names[1]}"),
        emitter,
        none_counts=not surely,
    )


def _dates(emitter: Emitter, expr: nodes.Compare, *, surely: bool) -> str | None:
    """Compare times by their days; on one day only two dates can be told apart, or a date from a time."""
    sides = [day(emitter, side) for side in (expr.left, expr.right)]
    by_day = not any(isinstance(side.type, DateType) and side.type.time for side in (expr.left, expr.right))
    mixed = {side.type.time for side in (expr.left, expr.right) if isinstance(side.type, DateType)} == {True, False}
    if by_day or mixed:
        return _ordered(emitter, expr.op, sides, surely=surely)
    strict = {"<": "<", "<=": "<", ">": ">", ">=": ">", "!=": "!="} if surely else {}
    op = strict.get(expr.op) if surely else {"<": "<=", "<=": "<=", ">": ">=", ">=": ">=", "=": "="}.get(expr.op)
    return None if op is None else _ordered(emitter, op, sides, surely=surely)


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
            return None if found is None or name == "id" and not _has_id(emitter, base) else Value(f"fold[{found[0]}]")
        case _:
            return None


def _has_id(emitter: Emitter, base: nodes.Expr) -> bool:
    member = emitter.member(base)
    return member is not None and member[1] in ("lines", "encounter", "patient", "facility")


def _between(emitter: Emitter, expr: nodes.Between, *, surely: bool) -> str | None:
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
        (lambda names: f"{names[1]} <= {names[0]} <= {names[2]}") if inside else (lambda names: f"not {names[1]} <= {names[0]} <= {names[2]}"),
        emitter,
        none_counts=not surely,
    )


# -- membership, times, quantifiers --------------------------------------------------------------------------------


def _contains(emitter: Emitter, expr: nodes.Contains, *, surely: bool) -> str | None:
    here, item = emitter.resolved(expr.item)
    there, container = emitter.resolved(expr.container)
    if isinstance(container, nodes.SetLiteral) and not expr.negated:
        parts = [_test(emitter, _equal(expr, one), surely=surely) for one in container.items]
        return joined(parts, "or" if surely else "and", all_needed=not surely)
    if not isinstance(item, nodes.Field) or not isinstance(item.type, CodeType):
        return None
    found = here.field(item.base, item.name)
    if found is None:
        return None
    code = f"{emitter.space.memo(found[1].type)}[{found[0]}]"
    wanted = surely is not expr.negated
    match container:
        case nodes.CodeSetValue(name=name):
            said = f"x.lacks({emitter.space.constant(name, name)}, {code}, {emitter.day}) is {not wanted}"
        case nodes.Cell(row=row, table=table, column=column):
            place = emitter.model.catalog.tables[table].index(column)
            source = there.operand(row, operands.Operand(place, "cell", "", lambda cell: cell))
            if source is None or source == "None":
                return None if surely or source is None else "True"
            said = f"x.holds({source}, {code}, {emitter.day}) is {wanted}"
        case nodes.Literal():
            said = f"x.holds({emitter.space.constant(container.value, ('code', container.value))}, {code}, {emitter.day}) is {wanted}"
        case _:
            return None
    if not expr.negated:
        return said
    # A code that is none is in nothing, and not outside of anything either.
    value = f"{code} is None"
    return f"({value} or {said})" if not surely else f"(not {value} and {said})"


def _equal(expr: nodes.Contains, one: nodes.Expr) -> nodes.Expr:
    """Return what ``A in {…}`` says of one item: codes hierarchically, all else by ``=``."""
    if isinstance(expr.item.type, CodeType):
        return nodes.Contains(expr.item, one, False, span=expr.span)  # noqa: FBT003 - the node's own field
    return nodes.Compare("=", expr.item, one, span=expr.span)


def _is(emitter: Emitter, item: nodes.Expr, what: str, *, surely: bool) -> str | None:
    here, field = emitter.resolved(item)
    if not isinstance(field, nodes.Field):
        return None
    found = here.field(field.base, field.name)
    if found is None or field.name == "value" or (field.name == "id" and not _has_id(here, field.base)):
        return None
    source, value = found[0], emitter.temporary("v")
    unknown = f"({value} := {source}) is UNSET"
    if isinstance(found[1].type, TextType | RefType):
        source = f"fold[{source}]"
        unknown = f"{source} is UNSET"
    elif isinstance(found[1].type, CodeType | DateType):
        source = f"{emitter.space.memo(found[1].type)}[{source}]"
        unknown = f"{source} is UNSET"
    elif isinstance(found[1].type, EnumType):
        unknown = f"(({value} := {source}) is UNSET or {value} == '')"
    if what == "none":
        none = f"{source} is None"
        return none if surely else f"(not {none} and not {unknown})"
    return unknown if (what == "unknown") is surely else f"not {unknown}"


def _within(emitter: Emitter, expr: nodes.Within, *, surely: bool) -> str | None:
    item, anchor, most = day(emitter, expr.item), day(emitter, expr.anchor), length(emitter, expr.length)
    if item is None or anchor is None or most is None or expr.relation not in ("before", "after", "of"):
        return None
    if any(side.source == "None" for side in (item, anchor, most)):
        return None if surely else "True"

    def gap(names: list[str]) -> str:
        return f"{names[0]} - {names[1]}" if expr.relation == "after" else f"{names[1]} - {names[0]}"

    def near(names: list[str]) -> str:
        low = f"-{names[2]}" if expr.relation == "of" else "0"
        return f"{low} <= {gap(names)} <= {names[2]}"

    def strictly(names: list[str]) -> str:
        if surely:
            return f"0 < {gap(names)} <= {names[2]}"
        later = f"{gap(names)} < 0" if expr.relation != "of" else "False"
        one_day = f" or ({gap(names)} == 0 and len({item.text}) <= 10 >= len({anchor.text}))" if item.text and anchor.text else ""
        return f"({later} or not {near(names)}{one_day})"

    def said(names: list[str]) -> str:
        if expr.strictly:
            return strictly(names)
        return near(names) if surely else f"not {near(names)}"

    return known_and([item, anchor, most], said, emitter, none_counts=not surely)


def _same_period(emitter: Emitter, expr: nodes.SamePeriod, *, surely: bool) -> str | None:
    sides = [_time(emitter, side) for side in (expr.left, expr.right)]
    if expr.period == "day":
        return _ordered(emitter, "=", sides, surely=surely)
    if expr.period not in _CALENDAR or None in sides:
        return None
    period = emitter.space.constant(expr.period, expr.period)
    first = [Value(f"first_day[{side.source}, {period}]") for side in sides if side is not None]
    return _ordered(emitter, "=", list(first), surely=surely)


def _time(emitter: Emitter, side: nodes.Expr) -> Value | None:
    if not isinstance(side.type, MemberType):
        return day(emitter, side)
    record = emitter.space.schema.records.get(side.type.record)
    if record is None or not record.dated:
        return None
    return day(emitter, nodes.Field(side, record.dated, type=record.fields[record.dated].type))


def _exists(emitter: Emitter, source: nodes.Source, *, surely: bool) -> str | None:
    listed = _listed(emitter, source)
    if listed is not None:
        texts = texts_of(emitter, source.over)
        found = emitter.temporary("t")
        if surely:
            return f"(({found} := {texts}) is not None and not {found}.isdisjoint({listed}))"
        whole = covered(emitter, source.over, source.window)
        return f"(({found} := {texts}) is not None and {found}.isdisjoint({listed}) and {whole})"
    loop = loop_over(emitter, source)
    if loop is None or (surely and loop.holds is None and not loop.is_open) or (not surely and loop.fails is None and not loop.is_open):
        return None
    name = emitter.temporary("some" if surely else "none")
    lines = [f"def {name}({', '.join(emitter.variables)}):"]
    if surely:
        lines += [f"    for {loop.variable} in {loop.members} or ():", *loop.entering()]
        lines += [f"        if {loop.holds or 'True'}: return True", "    return False"]
    else:
        lines += [*loop.opening(otherwise="False"), f"    for {loop.variable} in members:", *loop.entering()]
        lines += ["        return False"] if loop.is_open else [f"        if not ({loop.fails}): return False"]
        lines.append("    return True")
    emitter.written.functions.append("\n".join(lines))
    return f"{name}({', '.join(emitter.variables)})"


def _listed(emitter: Emitter, source: nodes.Source) -> str | None:
    """Return source for the codes of a cell, if the one condition is that a member's code is among them."""
    match source.where:
        case nodes.Contains(
            item=nodes.Field(base=nodes.Local(name=name), name="code", type=CodeType(systems=systems)),
            container=nodes.Cell(row=row, table=table, column=column, type=CodesType(systems=listed) | CodeType(systems=listed)),
            negated=False,
        ) if name == source.binder and source.kind == "collection" and systems == listed and len(systems) == 1:
            if not is_plain(emitter, source.over):
                return None
            place = emitter.model.catalog.tables[table].index(column)
            found = emitter.operand(row, operands.Operand(place, "texts", "", operands.texts))
            return None if found == "None" else found
        case _:
            return None


class _Coder:
    """What the files of this folder reach through the emitter."""

    def test(self, emitter: Emitter, expr: nodes.Expr, *, surely: bool) -> str | None:
        return _test(emitter, expr, surely=surely)

    def day(self, emitter: Emitter, expr: nodes.Expr) -> str | None:
        found = day(emitter, expr)
        return None if found is None else found.source

    def length(self, emitter: Emitter, expr: nodes.Expr) -> str | None:
        found = length(emitter, expr)
        return None if found is None else found.source

    def key(self, emitter: Emitter, expr: nodes.Expr) -> str | None:
        emitter, expr = emitter.resolved(expr)
        found = emitter.field(expr.base, expr.name) if isinstance(expr, nodes.Field) else None
        return None if found is None or not isinstance(expr.type, TextType | EnumType) else f"fold[{found[0]}]"


CODER = _Coder()
