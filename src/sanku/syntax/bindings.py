"""No name bound twice in one rule, and ``excess`` only under a ``cap``: an item to diagnostics.

A name of a clause (``for``, ``match``, ``gather``, ``let``) holds in the whole item; a name of a source holds inside
it, so that two sources side by side may use the same name (semantics 40).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Label
from sanku.syntax.nodes import (
    Aggregate,
    Cap,
    Clause,
    Define,
    Exists,
    For,
    ForAll,
    ForPair,
    Let,
    Match,
    Name,
    Node,
    Path,
    Pick,
    Rank,
    Say,
)
from sanku.syntax.walk import children, walk

_EXCESS = re.compile(r"\{\s*excess\s*\}")


def bound_twice(clauses: Iterable[Clause]) -> Iterator[Diagnostic]:
    """Yield one error for each name of the clauses that is bound where it is bound already."""
    clauses = tuple(clauses)
    outer: dict[str, Span] = {}
    for clause in clauses:
        for name in _bound_by(clause):
            if name.text in outer:
                yield _twice(name, outer[name.text])
            else:
                outer[name.text] = name.span
    for clause in clauses:
        yield from _bound_inside(clause, outer)


def bound_in_definition(definition: Define) -> Iterator[Diagnostic]:
    """Yield one error for each name of a definition that is bound where it is bound already."""
    outer: dict[str, Span] = {}
    for parameter in definition.parameters:
        name = parameter.name
        if name.text in outer:
            yield _twice(name, outer[name.text])
        else:
            outer[name.text] = name.span
    yield from _bound_inside(definition.expr, outer)


def _bound_inside(node: Node, outer: Mapping[str, Span]) -> Iterator[Diagnostic]:
    """Yield one error for each source below ``node`` that binds a name of ``outer``, or of a source around it."""
    waiting: list[tuple[Node, Mapping[str, Span]]] = [(node, outer)]
    while waiting:
        current, scope = waiting.pop()
        if isinstance(current, Exists | ForAll | Aggregate | Pick | Rank):
            binder = current.source.binder
            if binder.text in scope:
                yield _twice(binder, scope[binder.text])
            scope = {**scope, binder.text: binder.span}
        waiting.extend((child, scope) for child in reversed(tuple(children(current))))


def excess_without_cap(clauses: Iterable[Clause]) -> Iterator[Diagnostic]:
    """Yield one error for each use of ``excess`` in a rule that has no ``cap`` and binds no such name."""
    clauses = tuple(clauses)
    if any(isinstance(clause, Cap) for clause in clauses):
        return
    if any(name.text == "excess" for clause in clauses for name in _bound_by(clause)):
        return
    for clause in clauses:
        places = [node.span for node in walk(clause) if isinstance(node, Path) and node.names[0].text == "excess"]
        if isinstance(clause, Say) and _EXCESS.search(clause.text):
            places.append(clause.text_span)
        for place in places:
            yield Diagnostic(
                code="excess-without-cap",
                message="`excess` is the part over a `cap`, and this rule has none",
                span=place,
                help="write `cap sum(…) at most E` instead of `when`, or name the amount with `let`",
            )


def _bound_by(clause: Clause) -> tuple[Name, ...]:
    match clause:
        case For(binder=name) | Match(row=name) | Let(name=name):
            return (name,)
        case ForPair(first=first, second=second):
            return (first, second)
        case _:
            return ()


def _twice(name: Name, first: Span) -> Diagnostic:
    return Diagnostic(
        code="bound-twice",
        message=f"`{name.text}` is bound already",
        span=name.span,
        labels=(Label(first, "bound here first"),),
        help=f"choose another name, such as `{name.text}2`",
    )
