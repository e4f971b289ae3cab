"""``cost-over-budget``: judging one subject could visit more than ten million members and rows."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.diagnostics.message import Diagnostic
from sanku.semantics.cost import BUDGET, rule_cost
from sanku.semantics.nodes import Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one error per rule whose static cost is over the budget."""
    for rule in model.rules.values():
        cost = rule_cost(model, rule)
        if cost > BUDGET:
            yield Diagnostic(
                code="cost-over-budget",
                message=(
                    f"judging one subject of `{rule.name}` can visit {cost:,} members and rows, more than {BUDGET:,}"
                ),
                span=rule.span,
                help="tie members by an equality: `l.code = line.code`, `l.at on same day as line.at`",
            )
