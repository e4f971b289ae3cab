"""``whole-group``: every member of a group is at stake for what the last of them exceeded."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.checks.controls import conjuncts, lets_of
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics import nodes
from sanku.semantics.nodes import Model, Rule
from sanku.semantics.walk import children, locals_of


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per sum or count in ``when`` over members that share a field with the subject, it included."""
    for rule in model.rules.values():
        if rule.when is None or rule.by or rule.pair or "amount" not in _fields(model, rule):
            continue
        lets = lets_of(rule)
        used = [lets[name] for name in locals_of(rule.when) if name in lets]
        if any(_is_own_group(part, rule) for root in (rule.when, *used) for part in _compared(root)):
            yield Diagnostic(
                code="whole-group",
                message=f"`when` of `{rule.name}` sums over the group of its own subject: every line of it fires",
                span=rule.span,
                severity=Severity.WARNING,
                help="write `cap SUM at most LIMIT`, or add `and l up to line`",
            )


def _fields(model: Model, rule: Rule) -> frozenset[str]:
    return frozenset(model.schema.records[rule.bindings[0].member.record].fields)


def _compared(root: nodes.Expr) -> Iterator[object]:
    """Yield the parts of a condition, quantifiers apart: what they hold is about other members."""
    yield root
    for child in children(root):
        if not isinstance(child, nodes.Source):
            yield from _compared(child)  # type: ignore[arg-type]  # children of expressions are expressions


def _is_own_group(part: object, rule: Rule) -> bool:
    if not isinstance(part, nodes.Aggregate) or part.function not in ("sum", "count"):
        return False
    subject = rule.bindings[0]
    source = part.source
    if source.over not in (subject.collection, f"record.{subject.collection}"):
        return False
    parts = conjuncts(source.where)
    limited = any(isinstance(one, nodes.UpTo) or (isinstance(one, nodes.Compare) and one.op == "!=") for one in parts)
    return not limited and any(_shares_field(one, source.binder, subject.name) for one in parts)


def _shares_field(part: nodes.Expr, member: str, subject: str) -> bool:
    match part:
        case nodes.Compare(
            op="=",
            left=nodes.Field(base=nodes.Local(name=one), name=left),
            right=nodes.Field(base=nodes.Local(name=two), name=right),
        ):
            return left == right and {one, two} == {member, subject}
        case _:
            return False
