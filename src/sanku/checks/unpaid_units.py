"""``unpaid-units``: a limit on what is paid counts units that were never paid."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import all_controls
from sanku.core.types import MemberType
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics import nodes
from sanku.semantics.nodes import Model
from sanku.semantics.walk import walk


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per cap over past members that makes the patient pay and does not ask who paid."""
    for rule in model.rules.values():
        if rule.cap is None or "self_pay" not in all_controls(model, rule):
            continue
        source = rule.cap.aggregate.source
        if not source.over.startswith(("record.", "history.")) or not isinstance(source.member, MemberType):
            continue
        has_field = "fund_paid" in model.schema.records[source.member.record].fields
        asked = any(isinstance(part, nodes.Field) and part.name == "fund_paid" for part in walk(source.where))
        if has_field and not asked:
            yield Diagnostic(
                code="unpaid-units",
                message=f"the cap of `{rule.name}` counts past units that the fund may not have paid",
                span=rule.cap.span,
                severity=Severity.WARNING,
                help=f"add `and {source.binder}.fund_paid`",
            )
