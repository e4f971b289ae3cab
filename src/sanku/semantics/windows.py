"""What a condition says of which members of a collection can count at all (semantics 1): bounds, facility, kinds.

Reads the conjuncts of a ``where``; what it does not understand bounds nothing, which is safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sanku.core.types import DateType, MemberType, Type
from sanku.semantics import nodes
from sanku.semantics.context import Bound, Context, Signature
from sanku.semantics.walk import locals_of, substituted

_DATES = {"encounter": ("admitted_at", "discharged_at")}
"""Fields that date a member, where there is more than the dated field."""


@dataclass(frozen=True, slots=True)
class _Member:
    """The member whose window is sought: its name, its record, its fields that date it."""

    name: str
    record: str
    dates: tuple[str, ...]


def window_of(name: str, member: Type, where: nodes.Expr | None, context: Context) -> nodes.Window:
    """Return the window that ``where`` sets on the members bound to ``name``."""
    if where is None or not isinstance(member, MemberType):
        return nodes.Window()
    record = context.world.schema.records[member.record]
    target = _Member(name, member.record, _DATES.get(member.record, (record.dated,) if record.dated else ()))
    bounds: list[nodes.Bound] = []
    kinds: frozenset[str] | None = None
    own_facility = own_encounter = False
    for part in conjuncts(where, context.names, context.world.definitions):
        bounds += _bounds(part, target, context)
        own_facility = own_facility or _is_own_facility(part, target, context)
        own_encounter = own_encounter or _is_own_encounter(part, target, context)
        limited = _kinds(part, target)
        if limited is not None:
            kinds = limited if kinds is None else kinds & limited
    return nodes.Window(tuple(bounds), own_facility, kinds, own_encounter)


def conjuncts(
    node: nodes.Expr, names: Mapping[str, Bound], definitions: Mapping[str, Signature]
) -> Iterator[nodes.Expr]:
    """Yield what must all hold for ``node`` to hold, through ``and``, lets and definitions."""
    match node:
        case nodes.And(items=items):
            for item in items:
                yield from conjuncts(item, names, definitions)
        case nodes.Local(name=name) if name in names and (expr := names[name].expr) is not None:
            yield from conjuncts(expr, names, definitions)
        case nodes.DefinitionCall(name=name, arguments=arguments) if name in definitions:
            definition = definitions[name]
            if definition.expr is not None:
                given = {
                    parameter: argument
                    for (parameter, _), argument in zip(definition.parameters, arguments, strict=True)
                }
                yield from conjuncts(substituted(definition.expr, given), names, definitions)
        case _:
            yield node


def _is_date(node: nodes.Expr, target: _Member) -> bool:
    """Tell whether ``node`` is a date of the member, or its civil day."""
    match node:
        case nodes.Field(base=nodes.Local(name=name), name=field):
            return name == target.name and field in target.dates
        case nodes.BuiltinCall(name="day", arguments=(inner,)):
            return _is_date(inner, target)
        case nodes.Local(name=name, type=MemberType()):
            return name == target.name
        case _:
            return False


def _outside(node: nodes.Expr, target: _Member, context: Context) -> nodes.Expr | None:
    """Return the date that ``node`` is, if it does not depend on the member."""
    if target.name in locals_of(node):
        return None
    if isinstance(node.type, MemberType):
        dated = context.world.schema.records[node.type.record].dated
        return nodes.Field(node, dated, type=DateType(time=True), span=node.span) if dated else None
    return node


def _bounds(part: nodes.Expr, target: _Member, context: Context) -> Iterator[nodes.Bound]:
    for member, other, length, period in _relations(part, target):
        anchor = _outside(other, target, context) if _is_date(member, target) else None
        if anchor is not None and not (isinstance(length, nodes.Node) and target.name in locals_of(length)):
            yield nodes.Bound(anchor, length, period)


_Relation = tuple[nodes.Expr, nodes.Expr, nodes.Expr | None, "str | nodes.Expr | None"]


def _relations(part: nodes.Expr, target: _Member) -> Iterator[_Relation]:
    """Yield (what must not be earlier, than what, moved back by what length, or to the start of what period)."""
    match part:
        case nodes.Within(item=item, length=length, relation="before", anchor=anchor):
            yield item, anchor, length, None
            yield anchor, item, None, None
        case nodes.Within(item=item, length=length, relation="after", anchor=anchor):
            yield item, anchor, None, None
            yield anchor, item, length, None
        case nodes.Within(item=item, length=length, anchor=anchor):
            yield item, anchor, length, None
            yield anchor, item, length, None
        case nodes.SamePeriod(left=left, period=period, right=right) if period != "encounter":
            yield left, right, None, period
            yield right, left, None, period
        case nodes.Compare(op="=", left=left, right=right):
            yield from _equal(left, right)
            yield from _equal(right, left)
        case nodes.Compare(op=">=" | ">", left=left, right=right):
            yield left, right, None, None
        case nodes.Compare(op="<=" | "<", left=left, right=right):
            yield right, left, None, None
        case nodes.Between(item=item, low=low, high=high, negated=False):
            yield item, low, None, None
            yield high, item, None, None
        case nodes.Overlaps(left=left, right=right):
            yield from _overlapping(left, right, target)
            yield from _overlapping(right, left, target)
        case _:
            return


def _equal(left: nodes.Expr, right: nodes.Expr) -> Iterator[_Relation]:
    yield left, right, None, None
    match left, right:
        case nodes.BuiltinCall(name="month", arguments=(one,)), nodes.BuiltinCall(name="month", arguments=(two,)):
            yield one, two, None, "month"
        case _:
            return


def _overlapping(mine: nodes.Expr, other: nodes.Expr, target: _Member) -> Iterator[_Relation]:
    """A stay that overlaps another ends no earlier than the other starts."""
    match mine, other:
        case (
            nodes.Field(base=nodes.Local(name=name) as base, name="period"),
            nodes.Field(base=start, name="period", span=span),
        ) if name == target.name and target.record == "encounter":
            given = DateType(time=True)
            yield (
                nodes.Field(base, "discharged_at", type=given),
                nodes.Field(start, "admitted_at", type=given, span=span),
                None,
                None,
            )


def _is_current(node: nodes.Expr, context: Context) -> bool:
    """Tell whether a node is the current encounter or a member that belongs to it."""
    match node:
        case nodes.Single(name="encounter"):
            return True
        case nodes.Local(type=MemberType(collection=collection)):
            return context.world.schema.collections[collection].kind == "current"
        case _:
            return False


def _is_own_facility(part: nodes.Expr, target: _Member, context: Context) -> bool:
    match part:
        case nodes.Compare(op="=", left=left, right=right):
            return (_is_facility_of(left, target.name) and _is_event_facility(right, context)) or (
                _is_facility_of(right, target.name) and _is_event_facility(left, context)
            )
        case _:
            return False


def _is_facility_of(node: nodes.Expr, name: str) -> bool:
    match node:
        case nodes.Field(base=nodes.Local(name=found), name="facility.id" | "facility"):
            return found == name
        case nodes.Field(base=nodes.Deref(reference=nodes.Field(base=nodes.Local(name=found))), name="facility.id"):
            return found == name
        case _:
            return False


def _is_event_facility(node: nodes.Expr, context: Context) -> bool:
    match node:
        case nodes.Field(base=nodes.Single(name="facility"), name="id"):
            return True
        case nodes.Field(base=base, name="facility.id"):
            return _is_current(base, context)
        case _:
            return False


def _is_own_encounter(part: nodes.Expr, target: _Member, context: Context) -> bool:
    match part:
        case nodes.SamePeriod(left=left, period="encounter", right=right):
            mine = [side for side in (left, right) if isinstance(side, nodes.Local) and side.name == target.name]
            other = right if mine and mine[0] is left else left
            return bool(mine) and _is_current(other, context)
        case nodes.Compare(op="=", left=left, right=right):
            return (_names_encounter(left, target.name, target.record) and _is_current_id(right, context)) or (
                _names_encounter(right, target.name, target.record) and _is_current_id(left, context)
            )
        case _:
            return False


def _names_encounter(node: nodes.Expr, name: str, record: str) -> bool:
    wanted = "id" if record == "encounter" else "encounter"
    match node:
        case nodes.Field(base=nodes.Local(name=found), name=field):
            return found == name and field == wanted
        case _:
            return False


def _is_current_id(node: nodes.Expr, context: Context) -> bool:
    match node:
        case nodes.Field(base=nodes.Single(name="encounter"), name="id"):
            return True
        case nodes.Field(base=nodes.Local(type=MemberType(record="encounter")) as base, name="id"):
            return _is_current(base, context)
        case nodes.Field(base=nodes.Local(type=MemberType()) as base, name="encounter"):
            return _is_current(base, context)
        case _:
            return False


def _kinds(part: nodes.Expr, target: _Member) -> frozenset[str] | None:
    field = "kind" if target.record == "encounter" else "encounter_kind"
    match part:
        case nodes.Compare(
            op="=", left=nodes.Field(base=nodes.Local(name=name), name=found), right=nodes.Literal(value=str(kind))
        ):
            return frozenset((kind,)) if name == target.name and found == field else None
        case nodes.Compare(
            op="=", left=nodes.Literal(value=str(kind)), right=nodes.Field(base=nodes.Local(name=name), name=found)
        ):
            return frozenset((kind,)) if name == target.name and found == field else None
        case nodes.Contains(
            item=nodes.Field(base=nodes.Local(name=name), name=found),
            container=nodes.SetLiteral(items=items),
            negated=False,
        ) if name == target.name and found == field:
            values = [item.value for item in items if isinstance(item, nodes.Literal) and isinstance(item.value, str)]
            return frozenset(values) if len(values) == len(items) else None
    return None
