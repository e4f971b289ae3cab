"""Clauses that say what a rule does: controls, severity, bearer, reasons, unknown, status, messages.

The same clauses stand in a rule and in an amendment; there is one reading for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sanku.catalog.nodes import Citation
from sanku.core.types import EnumType
from sanku.core.unit import DAY, find_unit
from sanku.semantics import nodes
from sanku.semantics.context import Context
from sanku.semantics.messages import Messages, resolve_say
from sanku.semantics.report import listed, suggest
from sanku.semantics.types import type_name
from sanku.syntax import nodes as syntax

SEVERITIES = ("clear", "high", "low")
BEARERS = ("patient", "hospital", "employer", "fund")


def attributes_of(clauses: Sequence[syntax.Clause], messages: Messages) -> nodes.Attributes:
    """Return what the clauses say; what they do not say stays unsaid."""
    context = messages.context
    controls: dict[str, str] = {}
    severity: str | nodes.Cell | None = None
    bears = unknown = status = None
    accept: tuple[str, ...] | None = None
    justify: int | None = None
    says: list[nodes.Say] = []
    for clause in clauses:
        match clause:
            case syntax.Control(phase=phase, effect=effect):
                controls[phase] = effect
            case syntax.SeverityClause(value=value):
                severity = _severity(value, context)
            case syntax.Bears(who=who):
                bears = _bearer(who, context)
            case syntax.Accept(reasons=reasons):
                accept = tuple(_reason(reason, context) for reason in reasons)
            case syntax.Justify(length=length):
                justify = _days(length, context)
            case syntax.UnknownClause(effect=effect):
                unknown = effect
            case syntax.Status(value=word):
                status = word
            case syntax.Say():
                says.append(resolve_say(clause, messages))
            case _:
                continue
    return nodes.Attributes(controls, severity, bears, accept, justify, unknown, status, tuple(says))


def _severity(value: syntax.Path, context: Context) -> str | nodes.Cell | None:
    if value.text in SEVERITIES:
        return value.text
    if len(value.names) == 1:
        help_ = suggest(value.text, SEVERITIES, f"write one of {listed(SEVERITIES)}, or a row's column")
        context.error("unknown-severity", f"`{value.text}` is no severity", value.span, help_)
        return None
    cell = context.value(value)
    if cell is None:
        return None
    if isinstance(cell, nodes.Cell) and isinstance(cell.type, EnumType) and set(cell.type.members) <= set(SEVERITIES):
        return cell
    message = f"`{value.text}` is {type_name(cell.type)}, not a column of severities"
    context.error("unknown-severity", message, value.span, "declare the column as `severity`")
    return None


def _bearer(who: syntax.Name, context: Context) -> str | None:
    if who.text in BEARERS:
        return who.text
    help_ = suggest(who.text, BEARERS, f"write one of {listed(BEARERS)}")
    context.error("unknown-bearer", f"`{who.text}` bears nothing", who.span, help_)
    return None


def _reason(reason: syntax.Name, context: Context) -> str:
    reasons = context.world.catalog.reasons
    if reason.text not in reasons:
        help_ = suggest(reason.text, reasons, f"declare it in `kb.yaml`: `reasons: {{{reason.text}: …}}`")
        context.error("unknown-reason", f"`{reason.text}` is no declared reason", reason.span, help_)
    return reason.text


def _days(length: syntax.QuantityLiteral, context: Context) -> int | None:
    unit = find_unit(length.unit)
    if unit is None or unit.dimension != DAY.dimension:
        context.error(
            "not-a-length",
            f"`{length.text} {length.unit}` is no number of days",
            length.span,
            "write `justify within 7 days`",
        )
        return None
    days = length.value * unit.factor
    if days != int(days) or days < 1:
        context.error(
            "not-a-length",
            f"`{length.text} {length.unit}` is no whole number of days",
            length.span,
            "write `justify within 7 days`",
        )
        return None
    return int(days)


def citations(clauses: Sequence[syntax.Clause], context: Context) -> tuple[Citation, ...]:
    """Return the citations; a source that is not declared is reported."""
    found: list[Citation] = []
    for clause in clauses:
        if isinstance(clause, syntax.Cites):
            name = clause.source.text
            sources = context.world.catalog.sources
            if name not in sources:
                help_ = suggest(name, sources, f"declare it: `sources/{name}.yaml`")
                context.error("unknown-source", f"there is no source `{name}`", clause.source.span, help_)
            found.append(Citation(name, clause.place, clause.span))
    return tuple(found)


def dates(clauses: Sequence[syntax.Clause], context: Context) -> tuple[date | None, date | None]:
    """Return both ends of ``effective``; ends in the wrong order are reported."""
    for clause in clauses:
        if isinstance(clause, syntax.Effective):
            if clause.start is not None and clause.end is not None and clause.start > clause.end:
                help_ = f"write `effective {clause.end} .. {clause.start}`"
                context.error("reversed-dates", "the first day comes after the last", clause.span, help_)
            return clause.start, clause.end
    return None, None
