"""``negated-none``: a comparison that none makes false is turned around by `not`."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import can_be_none, lets_of
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics import nodes
from sanku.semantics.nodes import Model, Rule
from sanku.semantics.show_expressions import show_node
from sanku.semantics.walk import expressions, walk


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per operand under ``not`` that can be none and is tested for it nowhere in the rule."""
    for rule in model.rules.values():
        parts = [part for root in expressions(rule) for part in walk(root)]
        tested = {show_node(part.item) for part in parts if isinstance(part, nodes.Is)}
        tested |= {show_node(lets_of(rule)[name]) for name in tested & lets_of(rule).keys()}
        for part in parts:
            if isinstance(part, nodes.Not):
                yield from _under(part.item, model, rule, tested)


def _under(node: nodes.Expr, model: Model, rule: Rule, tested: set[str]) -> Iterator[Diagnostic]:
    match node:
        case nodes.And(items=items) | nodes.Or(items=items):
            for item in items:
                yield from _under(item, model, rule, tested)
        case nodes.Compare(left=one, right=two) | nodes.Overlaps(left=one, right=two):
            yield from _operands((one, two), node, model, rule, tested)
        case nodes.Between(item=item, low=low, high=high):
            yield from _operands((item, low, high), node, model, rule, tested)
        case nodes.Within(item=item, length=length, anchor=anchor):
            yield from _operands((item, length, anchor), node, model, rule, tested)
        case nodes.Contains(item=item, container=container):
            yield from _operands((item, container), node, model, rule, tested)
        case _:
            return


def _operands(
    operands: tuple[nodes.Expr, ...], atom: nodes.Expr, model: Model, rule: Rule, tested: set[str]
) -> Iterator[Diagnostic]:
    for operand in operands:
        shown = show_node(operand)
        if can_be_none(operand, model, rule) and shown not in tested:
            yield Diagnostic(
                code="negated-none",
                message=f"`{shown}` may be none, which makes `not …` true",
                span=atom.span,
                severity=Severity.WARNING,
                help=f"test it: `not ({shown} is none or …)`, or `{shown} is none or not …`",
            )
