"""An expression to its canonical English text, with as few parentheses as the grammar allows.

``parse_expr(show_expr(e))`` gives ``e`` back.
"""

from __future__ import annotations

from enum import IntEnum
from typing import assert_never

from sanku.syntax.nodes import (
    Aggregate,
    And,
    Between,
    Binary,
    BoolLiteral,
    Call,
    Compare,
    DateLiteral,
    Exists,
    Expr,
    ForAll,
    IfElse,
    Is,
    Member,
    Negative,
    Not,
    NumberLiteral,
    Or,
    Overlaps,
    Path,
    Pick,
    QuantityLiteral,
    Rank,
    SamePeriod,
    SetLiteral,
    Source,
    StringLiteral,
    UpTo,
    Within,
)


class _Level(IntEnum):
    """How tightly an expression binds; a looser one inside a tighter place needs parentheses."""

    WHOLE = 0
    OR = 1
    AND = 2
    NOT = 3
    COMPARISON = 4
    SUM = 5
    PRODUCT = 6
    FACTOR = 7
    ATOM = 8


_PLURAL = frozenset({"day", "week", "hour", "minute", "month", "year"})


def show_expr(expr: Expr) -> str:
    """Return the canonical English text of an expression.

    Args:
        expr: The expression, as the parser made it.
    """
    return _show(expr, _Level.WHOLE)


def _show(expr: Expr, least: _Level) -> str:
    text, level = _text(expr)
    return f"({text})" if level < least else text


def _text(expr: Expr) -> tuple[str, _Level]:
    match expr:
        case IfElse(condition=condition, then=then, otherwise=otherwise):
            parts = (_show(part, _Level.WHOLE) for part in (condition, then, otherwise))
            return "if {} then {} else {}".format(*parts), _Level.WHOLE
        case Or(items=items):
            return " or ".join(_show(item, _Level.AND) for item in items), _Level.OR
        case And(items=items):
            return " and ".join(_show(item, _Level.NOT) for item in items), _Level.AND
        case Not(item=item):
            return f"not {_show(item, _Level.NOT)}", _Level.NOT
        case Exists(source=source):
            return f"exists {_source(source)}", _Level.NOT
        case ForAll(source=source, condition=condition):
            return f"all {_source(source)} satisfy ({show_expr(condition)})", _Level.NOT
        case Compare() | Member() | Between() | Is() | Within() | Overlaps() | SamePeriod() | UpTo():
            return _comparison(expr), _Level.COMPARISON
        case Binary(op=op, left=left, right=right):
            level = _Level.SUM if op in {"+", "-"} else _Level.PRODUCT
            return f"{_show(left, level)} {op} {_show(right, _Level(level + 1))}", level
        case Negative(item=item):
            return f"-{_show(item, _Level.FACTOR)}", _Level.FACTOR
        case _:
            return _atom(expr), _Level.ATOM


def _comparison(expr: Compare | Member | Between | Is | Within | Overlaps | SamePeriod | UpTo) -> str:
    match expr:
        case Compare(op=op, left=left, right=right):
            return f"{_sum(left)} {op} {_sum(right)}"
        case Member(item=item, container=container, negated=negated):
            return f"{_sum(item)} {'not ' if negated else ''}in {_sum(container)}"
        case Between(item=item, low=low, high=high, negated=negated):
            return f"{_sum(item)} {'not ' if negated else ''}between {_sum(low)} and {_sum(high)}"
        case Is(item=item, what=what):
            return f"{_sum(item)} is {what}"
        case Within(item=item, length=length, strictly=strictly, relation=relation, anchor=anchor):
            how = f"{'strictly ' if strictly else ''}{relation}"
            return f"{_sum(item)} within {_sum(length)} {how} {_sum(anchor)}"
        case Overlaps(left=left, right=right):
            return f"{_sum(left)} overlaps {_sum(right)}"
        case SamePeriod(left=left, period=period, right=right):
            which = period if isinstance(period, str) else period.text
            return f"{_sum(left)} on same {which} as {_sum(right)}"
        case UpTo(item=item, limit=limit):
            return f"{_sum(item)} up to {_sum(limit)}"
        case _:
            assert_never(expr)


def _sum(expr: Expr) -> str:
    return _show(expr, _Level.SUM)


def _atom(
    expr: Path | NumberLiteral | QuantityLiteral | StringLiteral | DateLiteral | BoolLiteral | SetLiteral | Aggregate
    | Pick | Rank | Call,
) -> str:  # fmt: skip
    match expr:
        case Path():
            return expr.text
        case NumberLiteral(text=text):
            return text
        case QuantityLiteral(text=text, unit=unit):
            return f"{text}%" if unit == "%" else f"{text} {plural_unit(unit, text)}"
        case StringLiteral(value=value):
            return quote(value)
        case DateLiteral(value=value):
            return value.isoformat()
        case BoolLiteral(value=value):
            return "true" if value else "false"
        case SetLiteral(items=items):
            return f"{{{', '.join(show_expr(item) for item in items)}}}"
        case Aggregate(function=function, distinct=distinct, item=item, source=source):
            return f"{function}({'distinct ' if distinct else ''}{show_expr(item)} for {_source(source)})"
        case Pick(function=function, item=item, source=source, key=key):
            return f"{function}({show_expr(item)} for {_source(source)} by {show_expr(key)})"
        case Rank(subject=subject, source=source, key=key, descending=descending):
            suffix = " desc" if descending else ""
            return f"rank({subject.text} among {_source(source)} by {show_expr(key)}{suffix})"
        case Call(function=function, arguments=arguments):
            return f"{function.text}({', '.join(show_expr(argument) for argument in arguments)})"
        case _:
            assert_never(expr)


def _source(source: Source) -> str:
    text = f"{source.binder.text} in {source.collection.text}"
    if len(source.keys) == 1:
        text += f" on {_sum(source.keys[0])}"
    elif source.keys:
        text += f" on ({', '.join(_sum(key) for key in source.keys)})"
    return f"{text} where ({show_expr(source.where)})" if source.where is not None else text


def plural_unit(unit: str, number: str) -> str:
    """Return an English unit as it follows a number: ``days``, but ``mg``."""
    return f"{unit}s" if unit in _PLURAL and number != "1" else unit


def quote(text: str) -> str:
    """Return a text as a string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
