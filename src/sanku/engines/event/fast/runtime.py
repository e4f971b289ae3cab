"""What compiled rules call: operators on fast values, where a value may be none or unknown and a truth undecided.

Fast values are the values of the facts; unknown is any ``Unknown``, its causes unread. A truth is true, false or
``None`` for undecided. The slow path finds the causes where they are needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sanku.builtins import Builtin
from sanku.catalog.nodes import Row
from sanku.claim.facts import Member
from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity
from sanku.core.unknown import Unknown
from sanku.core.value import CodeList, Period, Value
from sanku.engines.event.claim_view import stay_of
from sanku.engines.event.day_view import DayView
from sanku.engines.event.extents import lower_bound
from sanku.engines.event.operators import (
    Comparison,
    Outcome,
    begins_before,
    calculate,
    compare_known,
    same_period,
    same_value,
    up_to,
    within,
)  # fmt: skip
from sanku.engines.event.ranges import NO_CAUSE, Operand, Range, censored
from sanku.semantics.nodes import Window

Fast = bool | None
"""True, false, or ``None`` for undecided."""

_CENSORING = frozenset(("<", "<=", ">", ">="))


def told(outcome: Outcome | None) -> Fast:
    """Return an operator's outcome; one that cannot be told is undecided."""
    return outcome if outcome is True or outcome is False else None


def negated(truth: Fast, /) -> Fast:
    """Return the negation of a truth."""
    return None if truth is None else not truth


# -- reading -------------------------------------------------------------------------------------------------------


def field_of(member: Member | Unknown | None, name: str) -> Value:
    """Return a field of a member that a reference named."""
    return member.fields.get(name, NO_CAUSE) if isinstance(member, Member) else member


def measured(member: Member | Unknown | None, name: str) -> Operand:
    """Return the value of a result; with an operator, all values that it stands for (semantics 25)."""
    value = field_of(member, name)
    if isinstance(member, Member):
        operator = member.fields.get("value_op")
        if isinstance(operator, Unknown):
            return NO_CAUSE
        if operator in _CENSORING and isinstance(value, Quantity):
            return censored(value, str(operator), NO_CAUSE)
    return value


def found(view: DayView, collection: str, reference: Value) -> Member | Unknown | None:
    """Return the member that a reference names."""
    if reference is None or isinstance(reference, Unknown):
        return reference
    return view.claim.find(collection, str(reference))


def identity_of(member: Member | Unknown | None) -> Value:
    """Return what a member is as a value: its id."""
    return member.id if isinstance(member, Member) else member


def date_of(member: Member | Unknown | None) -> Value:
    """Return the dated field of a member."""
    return member.at if isinstance(member, Member) else member


def single(operand: Operand) -> Value:
    """Return a value; a range is unknown away from a comparison."""
    return NO_CAUSE if isinstance(operand, Range) else operand


def truth_of(value: Value) -> Fast:
    """Return a value used as a condition; none counts as false."""
    return None if isinstance(value, Unknown) else value is True


def value_of(truth: Fast, /) -> Value:
    """Return a truth used as a value."""
    return NO_CAUSE if truth is None else truth


def either(then: Value, otherwise: Value) -> Value:
    """Return what both branches of an undecided ``if`` agree on."""
    if then is None and otherwise is None:
        return None
    if isinstance(then, Unknown | None) or isinstance(otherwise, Unknown | None):
        return NO_CAUSE
    return then if same_value(then, otherwise) else NO_CAUSE


def calculated(operator: str, left: Value, right: Value) -> Value:
    """Return the result of an arithmetic operator."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return NO_CAUSE
    if left is None or right is None:
        return None
    result = calculate(operator, left, right)
    return NO_CAUSE if isinstance(result, str) else result


def opposite(value: Value) -> Value:
    """Return ``-A``."""
    return Quantity(-value.value, value.unit) if isinstance(value, Quantity) else value


def applied(view: DayView, builtin: Builtin, arguments: tuple[Value, ...]) -> Value:
    """Return what a builtin makes of its arguments."""
    return builtin.apply(view.known.knowledge.env, arguments)


# -- conditions ----------------------------------------------------------------------------------------------------


def compare(left: Operand, right: Operand, how: Comparison) -> Fast:
    """Return a comparison: false if a side is none, undecided if one is unknown."""
    if left is None or right is None:
        return False
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return None
    return told(compare_known(how, left, right))


def between(
    item: Operand, low: Operand, high: Operand, hows: tuple[Comparison, Comparison], *, is_negated: bool
) -> Fast:
    """Return ``A between L and H``."""
    if item is None or low is None or high is None:
        return False
    above, below = compare(item, low, hows[0]), compare(item, high, hows[1])
    inside = False if above is False or below is False else None if above is None or below is None else True
    return negated(inside) if is_negated else inside


def in_set(view: DayView, name: str, item: Value, *, is_negated: bool) -> Fast:
    """Tell whether a code is in a code set."""
    if item.__class__ is Code:
        assert isinstance(item, Code)
        return (view.known.set_length(name, item) is not None) is not is_negated
    return None if isinstance(item, Unknown) else False


def held(view: DayView, item: Value, container: Value, *, is_negated: bool) -> Fast:
    """Return ``A in B`` for a cell's codes, a code, or a list."""
    if item is None or container is None:
        return False
    if isinstance(item, Unknown) or isinstance(container, Unknown):
        return None
    if isinstance(item, Code) and isinstance(container, Code | CodeList):
        return view.known.holds(container, item) is not is_negated
    if not isinstance(container, tuple):
        return None
    known = [one for one in container if one is not None and not isinstance(one, Unknown)]
    if any(same_value(one, item) for one in known):  # type: ignore[arg-type]  # lists hold known values
        return not is_negated
    return is_negated if len(known) + container.count(None) == len(container) else None


def among(view: DayView, item: Value, listed: Sequence[tuple[Value, Comparison]], *, is_negated: bool) -> Fast:
    """Return ``A in {…}``: the disjunction over the items."""
    if item is None:
        return False
    inside: Fast = False
    for one, how in listed:
        if isinstance(item, Code) and isinstance(one, Code):
            truth: Fast = view.known.holds(one, item)
        else:
            truth = compare(item, one, how)
        if truth:
            return not is_negated
        inside = None if truth is None else inside
    return negated(inside) if is_negated else inside


def is_known(operand: Operand) -> bool:
    """Return ``A is known``: true for none, and for a result that stands for a set of values."""
    return not isinstance(operand, Unknown) and not (isinstance(operand, Range) and operand.is_aggregate)


def is_none(operand: Operand) -> Fast:
    """Return ``A is none``: undecided if A is unknown."""
    return operand is None if is_known(operand) else None


# -- times ---------------------------------------------------------------------------------------------------------


def lies_within(item: Value, length: Value, anchor: Value, relation: str, *, strictly: bool) -> Fast:
    """Return ``A within LENGTH before|after|of B``."""
    if item is None or length is None or anchor is None:
        return False
    if isinstance(item, Moment) and isinstance(anchor, Moment) and isinstance(length, Quantity):
        return told(within(item, length, relation, anchor, strictly=strictly))
    return None


def overlap(left: Value, right: Value) -> Fast:
    """Return ``A overlaps B``."""
    if left is None or right is None:
        return False
    if not isinstance(left, Period) or not isinstance(right, Period):
        return None
    one, two = _begins(left.start, right.end), _begins(right.start, left.end)
    return False if one is False or two is False else None if one is None or two is None else True


def _begins(start: Moment | Unknown, end: Moment | Unknown | None) -> Fast:
    if end is None:
        return True
    if isinstance(start, Unknown) or isinstance(end, Unknown):
        return None
    return begins_before(start, end)


def on_same(view: DayView, left: Value, right: Value, period: Value) -> Fast:
    """Return ``A on same P as B`` for two times."""
    if left is None or right is None or period is None:
        return False
    if isinstance(left, Moment) and isinstance(right, Moment) and isinstance(period, str | Quantity):
        return told(same_period(left, right, period, view.known.benefit_start))
    return None


def in_same_stay(left: Member | Unknown | None, right: Member | Unknown | None, period: str) -> Fast:
    """Tell whether two members belong to one encounter or one episode."""
    one = stay_of(left, period) if isinstance(left, Member) else left
    two = stay_of(right, period) if isinstance(right, Member) else right
    if one is None or two is None:
        return False
    return None if isinstance(one, Unknown) or isinstance(two, Unknown) else one == two


def stands_up_to(item: Member | Unknown | None, limit: Member | Unknown | None) -> Fast:
    """Return ``A up to B``."""
    if item is None or limit is None:
        return False
    return None if isinstance(item, Unknown) or isinstance(limit, Unknown) else up_to(item, limit)


# -- sources -------------------------------------------------------------------------------------------------------


def walked(view: DayView, name: str) -> Sequence[Member]:
    """Return the members of a collection, counted as steps."""
    members = view.claim.members(name)
    view.claim.spend(len(members))
    return members


def probed(view: DayView, name: str, field: str, value: Value) -> Iterable[Member]:
    """Return the members whose field may equal a value, counted as steps."""
    members = tuple(view.claim.with_field(name, field, value))
    view.claim.spend(len(members) + 1)
    return members


def picked_rows(view: DayView, table: str, keys: tuple[Value, ...]) -> tuple[tuple[Row, ...], bool]:
    """Return the rows that a key picks, and whether there may be further ones since a part of it is unknown."""
    if None in keys:
        return (), False
    if any(isinstance(key, Unknown) for key in keys):
        return (), view.known.may_have_rows(table, keys)
    rows = view.known.rows(table, keys)
    view.claim.spend(len(rows) + 1)
    return rows, False


def lacks_window(view: DayView, name: str, window: Window, bounds: Iterable[date | None]) -> bool:
    """Tell whether a collection may have further members inside a window."""
    return bool(view.claim.lacking(name, window, [day for day in bounds if day is not None]))


def bound(view: DayView, anchor: Value, length: Value, period: Value, shape: tuple[bool, bool]) -> date | None:
    """Return the earliest day that a bound leaves; ``shape``: whether it has a length, a period."""
    return lower_bound(anchor, length, period, view.known.benefit_start, has_length=shape[0], has_period=shape[1])
