"""Productions of the grammar to expression nodes, one function for each; called by the parser as it reduces.

Built bottom-up, so that no depth of nesting recurses here. Each function gets all parts of its production.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sanku.core.span import Span
from sanku.syntax.lexemes import Kind
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
    Name,
    Negative,
    Node,
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

# The grammar, not the type checker, says which part stands where: a leaf, a node, or None for an optional one left out.
Parts = list[Any]
Builder = Callable[[Parts], Any]


@dataclass(frozen=True, slots=True)
class Keys(Node):
    """The key after ``on``: one expression, or several in parentheses."""

    items: tuple[Expr, ...]


def span_of(parts: Parts) -> Span:
    """Return the span of a production: from its first part to its last."""
    there = [part for part in parts if part is not None]
    first: Span = there[0].span
    last: Span = there[-1].span
    return first.to(last)


def name_of(leaf: Any) -> Name:  # noqa: ANN401 - a leaf of the parser, see Parts
    """Return the name that a leaf writes."""
    return Name(leaf.lexeme.text, span=leaf.span)


def has(part: Any, word: str) -> bool:  # noqa: ANN401 - as above
    """Return whether an optional part is there and is the keyword ``word``."""
    return getattr(part, "type", None) == word.upper()


def listed(parts: Parts) -> tuple[Any, ...]:
    """Return the nodes of a list, without the commas between them."""
    return tuple(part for part in parts if isinstance(part, Node))


def _path(parts: Parts) -> Path:
    return Path(tuple(name_of(part) for part in parts[::2]), span=span_of(parts))


def _literal(parts: Parts) -> Expr:
    leaf = parts[0]
    lexeme, span = leaf.lexeme, leaf.span
    match lexeme.kind:
        case Kind.NUMBER:
            return NumberLiteral(lexeme.number, lexeme.text, span=span)
        case Kind.QUANTITY:
            return QuantityLiteral(lexeme.number, lexeme.text, lexeme.unit, lexeme.written, span=span)
        case Kind.STRING:
            return StringLiteral(lexeme.text, span=span)
        case Kind.DATE:
            return DateLiteral(lexeme.day, span=span)
        case _:
            return BoolLiteral(has(leaf, "true"), span=span)


def _set(parts: Parts) -> SetLiteral:
    return SetLiteral(listed(parts), span=span_of(parts))


def _parenthesised(parts: Parts) -> Expr:
    # The node's span takes in the parentheses, so that an expression starting with them starts there too.
    inner: Expr = parts[1]
    return replace(inner, span=span_of(parts))


def _if_else(parts: Parts) -> IfElse:
    return IfElse(parts[1], parts[3], parts[5], span=span_of(parts))


def _or(parts: Parts) -> Or:
    return Or(listed(parts), span=span_of(parts))


def _and(parts: Parts) -> And:
    return And(listed(parts), span=span_of(parts))


def _not(parts: Parts) -> Not:
    return Not(parts[1], span=span_of(parts))


def _source(parts: Parts) -> Source:
    binder, _, collection, _, keys, *condition = parts
    where = condition[2] if condition[0] is not None else None
    return Source(name_of(binder), collection, keys.items if keys else (), where, span=span_of(parts))


def _key(parts: Parts) -> Keys:
    return Keys(listed(parts), span=span_of(parts))


def _exists(parts: Parts) -> Exists:
    return Exists(parts[1], span=span_of(parts))


def _for_all(parts: Parts) -> ForAll:
    return ForAll(parts[1], parts[4], span=span_of(parts))


def _compare(parts: Parts) -> Compare:
    left, operator, right = parts
    return Compare(operator.lexeme.text, left, right, span=span_of(parts))


def _member(parts: Parts) -> Member:
    item, negation, _, container = parts
    return Member(item, container, negation is not None, span=span_of(parts))


def _between(parts: Parts) -> Between:
    item, negation, _, low, _, high = parts
    return Between(item, low, high, negation is not None, span=span_of(parts))


def _is(parts: Parts) -> Is:
    item, _, what = parts
    return Is(item, what.type.lower(), span=span_of(parts))


def _within(parts: Parts) -> Within:
    item, _, length, _, strictly, relation, anchor = parts
    return Within(item, length, strictly is not None, relation.type.lower(), anchor, span=span_of(parts))


def _within_of(parts: Parts) -> Within:
    item, _, length, _, _, anchor = parts
    return Within(item, length, strictly=False, relation="of", anchor=anchor, span=span_of(parts))


def _overlaps(parts: Parts) -> Overlaps:
    return Overlaps(parts[0], parts[2], span=span_of(parts))


def _same_period(parts: Parts) -> SamePeriod:
    left, _, _, period, _, right = parts
    which = period if isinstance(period, Path) else period.type.lower()
    return SamePeriod(left, which, right, span=span_of(parts))


def _up_to(parts: Parts) -> UpTo:
    return UpTo(parts[0], parts[3], span=span_of(parts))


def _binary(parts: Parts) -> Binary:
    left, operator, right = parts
    return Binary(operator.lexeme.text, left, right, span=span_of(parts))


def _negative(parts: Parts) -> Negative:
    return Negative(parts[1], span=span_of(parts))


def _aggregate(parts: Parts) -> Aggregate:
    item, _, source, _ = parts[-4:]
    distinct = any(has(part, "distinct") for part in parts)
    return Aggregate(parts[0].type.lower(), distinct, item, source, span=span_of(parts))


def _choice(parts: Parts) -> Call:
    function = Name(parts[0].type.lower(), span=parts[0].span)
    return Call(function, listed(parts[1:]), span=span_of(parts))


def _pick(parts: Parts) -> Pick:
    function, _, item, _, source, _, key, _ = parts
    return Pick(function.type.lower(), item, source, key, span=span_of(parts))


def _rank(parts: Parts) -> Rank:
    _, _, subject, _, source, _, key, direction, _ = parts
    return Rank(name_of(subject), source, key, has(direction, "desc"), span=span_of(parts))


def _call(parts: Parts) -> Call:
    return Call(name_of(parts[0]), listed(parts[1:]), span=span_of(parts))


def _expression(parts: Parts) -> Expr:
    result: Expr = parts[0]
    return result


EXPRESSIONS: Mapping[str, Builder] = MappingProxyType({
    "and_": _and, "between": _between, "binary": _binary, "call": _call, "choice": _choice, "column": _path,
    "compare": _compare, "exists": _exists, "expression": _expression, "extreme": _aggregate, "for_all": _for_all,
    "if_else": _if_else, "is_": _is, "key": _key, "literal": _literal, "member": _member, "negative": _negative,
    "not_": _not, "or_": _or, "overlaps": _overlaps, "parenthesised": _parenthesised, "path": _path, "pick": _pick,
    "rank": _rank, "same_period": _same_period, "set": _set, "source": _source, "tally": _aggregate, "up_to": _up_to,
    "within": _within, "within_of": _within_of,
})  # fmt: skip
