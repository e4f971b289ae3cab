"""``contradictory-interval``: no value can satisfy what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import conjuncts, roots_of
from sanku.core.quantity import Quantity
from sanku.diagnostics.message import Diagnostic, Label
from sanku.semantics import nodes
from sanku.semantics.nodes import Model
from sanku.semantics.show_expressions import show_node
from sanku.semantics.walk import walk

_Bound = tuple[Quantity, bool, nodes.Atom]


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per conjunction that asks a value to lie above a written bound and below a lesser one."""
    for part in (part for root in roots_of(model) for part in walk(root)):
        if not isinstance(part, nodes.And | nodes.Between):
            continue
        lows: dict[str, list[_Bound]] = {}
        highs: dict[str, list[_Bound]] = {}
        for atom in conjuncts(part):
            _collect(atom, lows, highs)
        for item in lows.keys() & highs.keys():
            low = max(lows[item], key=lambda bound: (bound[0].base, bound[1]))
            high = min(highs[item], key=lambda bound: (bound[0].base, not bound[1]))
            if low[0].base > high[0].base or (low[0].base == high[0].base and (low[1] or high[1])):
                first, last = sorted((low[2], high[2]), key=lambda atom: (atom.span.line, atom.span.column))
                yield Diagnostic(
                    code="contradictory-interval",
                    message=f"`{item}` can be no value that satisfies all that is asked of it",
                    span=last.span,
                    labels=() if first is last else (Label(first.span, "the other bound"),),
                    help=f"write the lesser bound first: `{item} between 18 and 65`; or write `or` for two ranges",
                )


def _collect(atom: nodes.Expr, lows: dict[str, list[_Bound]], highs: dict[str, list[_Bound]]) -> None:
    match atom:
        case nodes.Compare(op=op, left=item, right=nodes.Literal(value=Quantity() as value)):
            if op in (">", ">=", "="):
                lows.setdefault(show_node(item), []).append((value, op == ">", atom))
            if op in ("<", "<=", "="):
                highs.setdefault(show_node(item), []).append((value, op == "<", atom))
        case nodes.Between(
            item=item,
            low=nodes.Literal(value=Quantity() as low),
            high=nodes.Literal(value=Quantity() as high),
            negated=False,
        ):
            lows.setdefault(show_node(item), []).append((low, False, atom))
            highs.setdefault(show_node(item), []).append((high, False, atom))
        case _:
            return
