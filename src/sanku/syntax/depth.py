"""How deep expressions may nest: brackets before parsing, nodes after it (semantics 46).

Both are counted without recursion, so that hostile text ends in one diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.syntax.lexemes import Kind, Lexeme, Problem
from sanku.syntax.nodes import Expr, Node
from sanku.syntax.walk import children

DEEPEST = 64


def brackets_too_deep(lexemes: Sequence[Lexeme]) -> Iterator[Problem]:
    """Yield one problem for each run of brackets that goes deeper than 64, at the bracket that does."""
    depth, reported = 0, False
    for lexeme in lexemes:
        if lexeme.is_first and lexeme.span.column == 1 and lexeme.kind is Kind.WORD:
            depth, reported = 0, False  # an item starts: what an earlier one left open is not its fault
        if lexeme.kind is not Kind.SYMBOL:
            continue
        if lexeme.text in "({[":
            depth += 1
            if depth > DEEPEST and not reported:
                reported = True
                yield Problem(_too_deep("brackets nest", lexeme.span))
        elif lexeme.text in ")}]":
            depth = max(0, depth - 1)
            reported = reported and depth > 0


def too_deep(node: Node) -> Iterator[Diagnostic]:
    """Yield one error if the expressions below ``node`` nest deeper than 64."""
    waiting: list[tuple[Node, int]] = [(node, 0)]
    while waiting:
        current, depth = waiting.pop()
        if isinstance(current, Expr):
            depth += 1
            if depth > DEEPEST:
                yield _too_deep("this expression nests", current.span)
                return
        waiting.extend((child, depth) for child in children(current))


def _too_deep(what: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code="too-deep",
        message=f"{what} deeper than {DEEPEST} levels",
        span=span,
        help="name a part of it: `let NAME = …` in the rule, or `define NAME = …`",
    )
