"""Atoms: comparisons, memberships, windows and quantifiers of a scope (semantics 1, 11, 20, 29, 51, 58, 59).

Evaluates the operands and asks the file of each concept; an answer that cannot be told gets its causes here.
"""

from __future__ import annotations

from sanku.claim.facts import Member
from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.quantity import Quantity
from sanku.core.truth import Truth, conjunction, disjunction, negate
from sanku.core.types import ListType
from sanku.core.unknown import Unknown, merge, unknown
from sanku.core.value import CodeList, Period, Value
from sanku.engines.reference import windows
from sanku.engines.reference.compare import compare
from sanku.engines.reference.lookups import benefit_start, code_set_holds, codes_hold, is_below
from sanku.engines.reference.ranges import Range, Undecided
from sanku.engines.reference.scope import Evaluate, Raw, Scope, as_truth, as_value
from sanku.engines.reference.sources import find
from sanku.engines.reference.trace import causes
from sanku.semantics.nodes import (
    Between,
    CodeSetValue,
    Contains,
    Expr,
    Field,
    Is,
    Overlaps,
    SamePeriod,
    SetLiteral,
    Source,
    UpTo,
    Within,
)


def compared(op: str, left: Expr, right: Expr, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return ``left op right``; both sides may be ranges."""
    one, two = comparable(evaluate(left, scope)), comparable(evaluate(right, scope))
    answer = compare(op, one, two, left.type, right.type)
    return causes(answer.cause, (left, right), scope, evaluate) if isinstance(answer, Undecided) else answer


def comparable(raw: Raw) -> Value | Range:
    """Return an operand of a comparison: here, and only here, a range stays one (semantics 11)."""
    return raw if isinstance(raw, Range) else as_value(raw)


def between(node: Between, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return ``item >= low and item <= high``; negated it is false too if a side is none (semantics 51)."""
    sides = [evaluate(side, scope) for side in (node.item, node.low, node.high)]
    if any(side is None for side in sides):
        return False
    inside = conjunction(
        (
            compared(">=", node.item, node.low, scope, evaluate),
            compared("<=", node.item, node.high, scope, evaluate),
        )
    )
    return negate(inside) if node.negated else inside


def is_(node: Is, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return ``is known``, ``is unknown`` or ``is none`` (semantics 51)."""
    raw = evaluate(node.item, scope)
    # A censored value is known in part and not none; an aggregate that is a range is unknown.
    value = raw if isinstance(raw, Range) and raw.said else as_value(raw)
    match node.what:
        case "known":
            return not isinstance(value, Unknown)
        case "unknown":
            return isinstance(value, Unknown)
        case "none":
            return value if isinstance(value, Unknown) else value is None
        case _:
            raise AssertionError(node.what)


# -- membership ----------------------------------------------------------------------------------------------------


def contains(node: Contains, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return ``item in container``; false, negated or not, if a side is none."""
    item = as_value(evaluate(node.item, scope))
    if item is None:
        return False
    match node.container:
        case CodeSetValue(name=name):
            answer = item if isinstance(item, Unknown) else code_set_holds(name, item, scope)
        case SetLiteral(items=items):
            answers = [_in_item(node, item, part, scope, evaluate) for part in items]
            answer = disjunction(answers)
        case container:
            value = as_value(evaluate(container, scope))
            if value is None:
                return False
            answer = _in_value(node, item, value, scope, evaluate)
    return negate(answer) if node.negated else answer


def _in_item(node: Contains, item: Value, part: Expr, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return whether an item of ``{…}`` holds it: a code holds all codes below it, all else only its equal."""
    value = as_value(evaluate(part, scope))
    if isinstance(value, Code | CodeList):
        return _in_value(node, item, value, scope, evaluate)
    answer = compare("=", item, value, node.item.type, part.type)
    return causes(answer.cause, (node.item, part), scope, evaluate) if isinstance(answer, Undecided) else answer


def _in_value(node: Contains, item: Value, container: Value, scope: Scope, evaluate: Evaluate) -> Truth:
    if isinstance(item, Unknown) or isinstance(container, Unknown):
        return merge(item, container)
    match container:
        case CodeList():
            return codes_hold(container, item, scope)
        case Code():
            return is_below(container, item, scope)
        case tuple():
            return disjunction([_equals_part(node, item, part, scope, evaluate) for part in container])
        case _:
            raise AssertionError(container)


def _equals_part(node: Contains, item: Value, part: object, scope: Scope, evaluate: Evaluate) -> Truth:
    listed = node.container.type
    part_type = listed.item if isinstance(listed, ListType) else node.item.type
    answer = compare("=", item, part, node.item.type, part_type)  # type: ignore[arg-type]  # tuples hold values
    return (
        causes(answer.cause, (node.item, node.container), scope, evaluate) if isinstance(answer, Undecided) else answer
    )


# -- windows -------------------------------------------------------------------------------------------------------


def within(node: Within, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return ``item within length [strictly] before|after|of anchor``."""
    item, length, anchor = (as_value(evaluate(part, scope)) for part in (node.item, node.length, node.anchor))
    if item is None or length is None or anchor is None:
        return False
    if isinstance(item, Unknown) or isinstance(length, Unknown) or isinstance(anchor, Unknown):
        return merge(item, length, anchor)
    assert isinstance(item, Moment)
    assert isinstance(anchor, Moment)
    assert isinstance(length, Quantity)
    answers = [windows.within(item, length, node.relation, anchor)]
    if node.strictly:
        answers.append(windows.strictly(item, node.relation, anchor))
    parts = (node.item, node.length, node.anchor)
    return conjunction(
        [causes(found.cause, parts, scope, evaluate) if isinstance(found, Undecided) else found for found in answers]
    )


def overlaps(node: Overlaps, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return whether two periods overlap."""
    left, right = as_value(evaluate(node.left, scope)), as_value(evaluate(node.right, scope))
    if left is None or right is None:
        return False
    if isinstance(left, Period) and isinstance(right, Period):
        return windows.overlaps(left, right)
    return merge(left, right)


def on_same(node: SamePeriod, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return ``left on same period as right``; the period may be a row's window (semantics 22, 59)."""
    period = node.period if isinstance(node.period, str) else as_value(evaluate(node.period, scope))
    if period in ("encounter", "episode"):
        return _same_group(node, period, scope, evaluate)
    left, right = _moment(node.left, scope, evaluate), _moment(node.right, scope, evaluate)
    if left is None or right is None or period is None:
        return False
    if isinstance(left, Unknown) or isinstance(right, Unknown) or isinstance(period, Unknown):
        return merge(left, right, period)
    assert isinstance(left, Moment)
    assert isinstance(right, Moment)
    if isinstance(period, Quantity):
        answer = windows.within(left, period, "of", right)
    else:
        assert isinstance(period, str)
        answer = windows.same_period(left, period, right, benefit_start(scope))
    parts = (node.left, node.right) if isinstance(node.period, str) else (node.left, node.period, node.right)
    return causes(answer.cause, parts, scope, evaluate) if isinstance(answer, Undecided) else answer


def _moment(expr: Expr, scope: Scope, evaluate: Evaluate) -> Value:
    """Return a side's moment; of a member its dated field."""
    raw = evaluate(expr, scope)
    return raw.at if isinstance(raw, Member) else as_value(raw)


def _same_group(node: SamePeriod, period: str, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return whether two members belong to one encounter, or to one episode: no periods, but ids (semantics 22)."""
    left, right = _side_member(node.left, scope, evaluate), _side_member(node.right, scope, evaluate)
    if left is None or right is None:
        return False
    if not isinstance(left, Member) or not isinstance(right, Member):
        doubt = merge(left, right)
        return doubt if doubt.missing else causes("unit", (node.left, node.right), scope, evaluate)
    one, two = _group_of(left, period), _group_of(right, period)
    if one is None or two is None:
        return False
    return merge(one, two) if isinstance(one, Unknown) or isinstance(two, Unknown) else one == two


def _group_of(member: Member, period: str) -> Value:
    if period == "encounter" and member.encounter:
        return member.encounter
    value = member.get(period)
    return (
        value if value is None or isinstance(value, str | Unknown) else unknown(f"{member.collection}.{period}", "unit")
    )


def _side_member(expr: Expr, scope: Scope, evaluate: Evaluate) -> Raw:
    """Return the member that a side is, or that it is a field of."""
    return evaluate(expr.base if isinstance(expr, Field) else expr, scope)


def up_to(node: UpTo, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return whether a member stands at or before another in the settled order (semantics 17)."""
    item, limit = evaluate(node.item, scope), evaluate(node.limit, scope)
    if isinstance(item, Member) and isinstance(limit, Member):
        return windows.up_to(item, limit)
    return merge(item, limit) if isinstance(item, Unknown) or isinstance(limit, Unknown) else False


# -- quantifiers ---------------------------------------------------------------------------------------------------


def exists(source: Source, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return true if a known member belongs, else unknown if one might (semantics 1, 12)."""
    found = find(source, scope, evaluate)
    answers = [candidate.belongs for candidate in found.candidates]
    return disjunction(answers if found.further is None else [*answers, found.further])


def for_all(source: Source, condition: Expr, scope: Scope, evaluate: Evaluate) -> Truth:
    """Return that no member fails the condition: not one that belongs and for which it is false."""
    found = find(source, scope, evaluate)
    failures = [
        conjunction((candidate.belongs, negate(as_truth(evaluate(condition, candidate.scope)))))
        for candidate in found.candidates
    ]
    return negate(disjunction(failures if found.further is None else [*failures, found.further]))
