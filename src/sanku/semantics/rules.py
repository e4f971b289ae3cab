"""One written rule to a resolved one, clause by clause, and the names that its exemptions and amendments may use."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sanku.core.span import Span
from sanku.core.types import BoolType, QuantityType
from sanku.core.unit import CNY
from sanku.semantics import nodes
from sanku.semantics.attributes import attributes_of, citations, dates
from sanku.semantics.bindings import resolve_bindings, resolve_steps, windowed
from sanku.semantics.caps import resolve_cap
from sanku.semantics.context import Bound, Context
from sanku.semantics.digest import rule_digest
from sanku.semantics.messages import Messages
from sanku.semantics.reach import dated_by, lasting, messages_of
from sanku.semantics.truth import condition
from sanku.semantics.types import type_name
from sanku.syntax import nodes as syntax
from sanku.syntax import show_expr

_LATE = "it is known in `amount` and `say` only, when the cap has been judged"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A rule as far as it could be resolved.

    Args:
        rule: ``None`` if something in it is broken; that has been reported.
        condition: Context of conditions: what exemptions see; ``None`` if the names themselves are broken.
        messages: Context of messages: what amendments see.
    """

    name: str
    rule: nodes.Rule | None
    condition: Context | None
    messages: Messages | None
    span: Span


def resolve_rule(written: syntax.Rule, context: Context) -> Resolved:
    """Return the rule. ``context`` has the module and no names."""
    name = f"{context.module.name}.{written.name.text}"
    errors = len(context.report.found)
    bindings = resolve_bindings(written, _tops(written), context)
    after = resolve_steps(written, bindings.context)
    clause = next((one for one in written.clauses if isinstance(one, syntax.Cap)), None)
    capped = after.context if clause is None else replace(after.context, hidden={"excess": _LATE})
    bodies = _conditions(written, capped)
    cap = None if clause is None else resolve_cap(clause, bindings, capped)
    late = after.context if clause is None else after.context.binding(_excess(clause, cap))
    messages = messages_of(bindings, late)
    amount = _amount(written, lasting(bindings, late))
    attributes = attributes_of(written.clauses, messages)
    day = dated_by(written, bindings, context)
    cites, (start, end) = citations(written.clauses, context), dates(written.clauses, context)
    resolved = Resolved(name, None, capped, messages, written.name.span)
    if len(context.report.found) > errors:
        return resolved
    rule = nodes.Rule(
        name=name,
        base=context.module.base,
        title=written.title,
        layer=context.module.layer,
        region=_region(written, name, context),
        cites=cites,
        start=start,
        end=end,
        published=next((clause.day for clause in written.clauses if isinstance(clause, syntax.Published)), None),
        bindings=windowed(bindings, bodies.get("when"), after.context),
        pair=bindings.pair,
        by=bindings.by,
        dated_by=day,
        steps=after.steps,
        when=bodies.get("when"),
        cap=cap,
        unless=bodies.get("unless"),
        amount=amount,
        attributes=replace(attributes, status=attributes.status or "active"),
        digest="",
        span=written.name.span,
    )
    return replace(resolved, rule=replace(rule, digest=rule_digest(rule, context.world.definitions)))


def _tops(written: syntax.Rule) -> tuple[str, ...]:
    """Return the names that the rule itself binds; that none is bound twice has been checked on the tree."""
    found: list[str] = []
    for clause in written.clauses:
        match clause:
            case syntax.For(binder=name) | syntax.Match(row=name) | syntax.Let(name=name):
                found.append(name.text)
            case syntax.ForPair(first=first, second=second):
                found += [first.text, second.text]
            case _:
                continue
    return tuple(found)


def _conditions(written: syntax.Rule, context: Context) -> dict[str, nodes.Expr]:
    found: dict[str, nodes.Expr] = {}
    for clause in written.clauses:
        if isinstance(clause, syntax.When | syntax.Unless):
            expr = condition(clause.expr, context)
            if expr is not None:
                found["when" if isinstance(clause, syntax.When) else "unless"] = expr
    return found


def _excess(clause: syntax.Cap, cap: nodes.Cap | None) -> Bound:
    if cap is None:
        return Bound("excess", "broken", BoolType(), clause.span)
    given = cap.aggregate.type
    if isinstance(given, QuantityType):
        given = QuantityType(given.dimension, given.unit, given.decimals, nonnegative=True)
    return Bound("excess", "excess", given, cap.span)


def _amount(written: syntax.Rule, context: Context) -> nodes.Expr | None:
    clause = next((clause for clause in written.clauses if isinstance(clause, syntax.Amount)), None)
    expr = None if clause is None else context.value(clause.expr)
    if clause is None or expr is None:
        return None
    shown = show_expr(clause.expr)
    if not isinstance(expr.type, QuantityType) or expr.type.dimension not in (None, CNY.dimension):
        context.error(
            "not-money", f"`{shown}` is {type_name(expr.type)}, not money", clause.expr.span, "write an amount in CNY"
        )
        return None
    if expr.type.decimals is None or expr.type.decimals > 2:
        message = "an amount has at most two decimals"
        context.error("unrounded-amount", message, clause.expr.span, f"write `round({shown}, 2)`")
        return None
    return expr


def _region(written: syntax.Rule, name: str, context: Context) -> str:
    said = next((clause.which for clause in written.clauses if isinstance(clause, syntax.RegionClause)), None)
    return said or context.world.catalog.region_kind(name)
