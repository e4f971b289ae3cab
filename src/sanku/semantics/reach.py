"""Which names reach where (semantics 4, 8): amounts and messages see what is one for all bindings, dates a subject."""

from __future__ import annotations

from dataclasses import replace

from sanku.core.types import DateType, MemberType
from sanku.semantics import nodes
from sanku.semantics.bindings import Bindings
from sanku.semantics.context import Bound, Context
from sanku.semantics.messages import Messages, each_context
from sanku.semantics.types import type_name
from sanku.semantics.walk import locals_of, walk
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr

_MANY = "an amount depends on the subject, rows, parameters and aggregates alone"


def lasting(bindings: Bindings, context: Context) -> Context:
    """Return the context of ``amount``: without the other members and the lets that depend on them."""
    return _without(_others(bindings), context, _MANY, _MANY)


def messages_of(bindings: Bindings, context: Context) -> Messages:
    """Return what messages can name; the other members by ``each`` only."""
    others = _others(bindings)
    shown = "several members may be bound to it: write `{each NAME.field}`"
    kept = _without(
        others,
        context,
        shown,
        "it depends on a member of which there may be several: show a field by `{each NAME.field}`",
    )
    each = {name: each_context(context, name) for name in others}
    subject = bindings.found[0].name if bindings.found else ""
    return Messages(kept, each, subject)


def _others(bindings: Bindings) -> tuple[str, ...]:
    return tuple(binding.name for binding in bindings.found[1:])


def _without(others: tuple[str, ...], context: Context, member: str, let: str) -> Context:
    hidden = {name: member.replace("NAME", name) for name in others}
    kept: dict[str, Bound] = {}
    for name, bound in context.names.items():
        if name in hidden:
            continue
        mentioned = sorted((locals_of(bound.expr) & hidden.keys()) if bound.expr is not None else ())
        if mentioned:
            hidden[name] = let.replace("NAME", next((one for one in mentioned if one in others), others[0]))
        else:
            kept[name] = bound
    return replace(context, names=kept, hidden=hidden)


def dated_by(written: syntax.Rule, bindings: Bindings, context: Context) -> nodes.Expr | None:
    """Return the governing date that the rule names; a subject without a date of its own needs one (semantics 8)."""
    clause = next((clause for clause in written.clauses if isinstance(clause, syntax.DatedBy)), None)
    if clause is None:
        _needs_date(bindings, context)
        return None
    if not bindings.found:
        return None
    subject = bindings.found[0].name
    alone = replace(bindings.context, names={subject: bindings.context.names[subject]}, hidden={})
    expr = alone.value(clause.expr)
    if expr is None:
        return None
    if not isinstance(expr.type, DateType):
        message = f"`{show_expr(clause.expr)}` is {type_name(expr.type)}, not a date"
        context.error("not-a-time", message, clause.expr.span, "name a date: `encounter.admitted_at`")
        return None
    if any(_is_elsewhere(part) for part in walk(expr)):
        message = "the governing date comes from fields of the subject and of the current encounter alone"
        context.error("bad-date", message, clause.expr.span, "write `dated by encounter.discharged_at`")
        return None
    return expr


def _is_elsewhere(part: object) -> bool:
    """Tell whether a part reads something else than the subject and the current encounter."""
    if isinstance(part, nodes.Single):
        return part.name != "encounter"
    return isinstance(part, nodes.Source | nodes.ParameterValue | nodes.Deref | nodes.DefinitionCall)


def _needs_date(bindings: Bindings, context: Context) -> None:
    if not bindings.found:
        return
    subject = bindings.found[0]
    assert isinstance(subject.member, MemberType)
    if not context.world.schema.records[subject.member.record].dated:
        message = f"a member of `{subject.collection}` has no date of its own"
        context.error("undated-subject", message, subject.span, "add `dated by encounter.admitted_at`")
