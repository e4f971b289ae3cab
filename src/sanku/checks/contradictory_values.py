"""``contradictory-values``: one thing is to be two things at once."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import conjuncts, roots_of
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Label
from sanku.semantics import nodes
from sanku.semantics.nodes import Model
from sanku.semantics.show_expressions import show_node
from sanku.semantics.walk import walk

_Asked = tuple[frozenset[object], Span]


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per conjunction that asks a value to be among words that have none in common."""
    seen: set[tuple[Span, Span]] = set()
    for parts in _conjunctions(model):
        asked: dict[str, _Asked] = {}
        for part in parts:
            item, words = _words(part)
            if words is None or item is None:
                continue
            shown = show_node(item)
            before, span = asked.get(shown, (words, part.span))
            if not before & words and (span, part.span) not in seen:
                seen.add((span, part.span))
                yield Diagnostic(
                    code="contradictory-values",
                    message=f"`{shown}` can be no value that satisfies all that is asked of it",
                    span=part.span,
                    labels=(Label(span, "the other value"),),
                    help=f"write `or`, or `{shown} in {{a, b}}`",
                )
            asked[shown] = (before & words, span)


def _conjunctions(model: Model) -> Iterator[tuple[nodes.Expr, ...]]:
    for rule in model.rules.values():
        yield (*(part for found in rule.bindings for part in conjuncts(found.where)), *conjuncts(rule.when))
    for part in (part for root in roots_of(model) for part in walk(root)):
        if isinstance(part, nodes.And):
            yield conjuncts(part)


def _words(part: nodes.Expr) -> tuple[nodes.Expr | None, frozenset[object] | None]:
    """Return what is asked for, and the words that it may be."""
    match part:
        case nodes.Compare(op="=", left=item, right=nodes.Literal(value=str() | bool() as word)):
            return item, frozenset((word,))
        case nodes.Contains(item=item, container=nodes.SetLiteral(items=items), negated=False):
            values = [one.value for one in items if isinstance(one, nodes.Literal)]
            return (item, frozenset(values)) if len(values) == len(items) else (None, None)
        case _:
            return None, None
