"""``exempt``, ``withdraw`` and ``amend``: what a layer changes of rules of its own chain (semantics 34, 35)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sanku.catalog.layers import texts_of
from sanku.catalog.nodes import NATION
from sanku.core.types import BoolType
from sanku.semantics import nodes
from sanku.semantics.attributes import attributes_of, citations, dates
from sanku.semantics.context import Context
from sanku.semantics.modules import may_use
from sanku.semantics.names import qualified
from sanku.semantics.report import listed, suggest
from sanku.semantics.rules import Resolved
from sanku.semantics.truth import condition
from sanku.syntax import nodes as syntax

_MOST_IDS = 2000
"""Row ids among which the nearest is sought."""


def _target(path: syntax.Path, rules: Mapping[str, Resolved], context: Context) -> Resolved | None:
    """Return the rule that a path names: of the own module by its bare name, else in full."""
    for name in (f"{context.module.name}.{path.text}", qualified(path, context)):
        if name in rules:
            return rules[name] if _reaches(rules[name], path, context) else None
    help_ = suggest(
        path.text, [*rules, *(name.rpartition(".")[2] for name in rules if name.startswith(f"{context.module.name}."))]
    )
    context.error("unknown-rule", f"there is no rule `{path.text}`", path.span, help_)
    return None


def _reaches(target: Resolved, path: syntax.Path, context: Context) -> bool:
    module = context.module
    base = target.name.split(".")[0]
    if not may_use(
        module.base, base, path.span, context.world.catalog, context.report, f"an overlay of `{module.base}`"
    ):
        return False
    if target.rule is None or _is_above(target.rule.layer, context):
        return True
    message = f"`{target.name}` is of the layer `{target.rule.layer}`, which is not above this one"
    context.error("out-of-reach", message, path.span)
    return False


def _is_above(layer: str, context: Context) -> bool:
    return layer in (NATION, context.module.layer, *context.world.catalog.chain(context.module.layer))


def resolve_exemption(
    written: syntax.Exempt, rules: Mapping[str, Resolved], context: Context
) -> nodes.Exemption | None:
    """Return the exemption; its condition sees the rule's members, rows and lets by name."""
    errors = len(context.report.found)
    target = _target(written.rule, rules, context)
    cites, (start, end) = citations(written.clauses, context), dates(written.clauses, context)
    if target is None or target.condition is None:
        return None
    when = next((clause for clause in written.clauses if isinstance(clause, syntax.When)), None)
    if when is None and not written.rows:
        message = f"the exemption `{written.name.text}` has no condition: it excepts everything"
        context.error(
            "always-exempt", message, written.name.span, "add `when …`, or retire the rule: `amend … status retired`"
        )
    if target.rule is not None:
        _check_rows(written, target.rule, context)
        _check_phases(written, target.rule, context)
    inner = replace(target.condition, module=context.module)
    expr = (
        nodes.Truth(nodes.Literal(value=True, type=BoolType()), text="true")
        if when is None
        else condition(when.expr, inner)
    )
    if expr is None or target.rule is None or len(context.report.found) > errors:
        return None
    return nodes.Exemption(
        name=f"{context.module.name}.{written.name.text}",
        rule=target.name,
        rows=tuple(row.text for row in written.rows),
        phases=written.phases,
        title=written.title,
        layer=context.module.layer,
        cites=cites,
        start=start,
        end=end,
        condition=expr,
        span=written.name.span,
    )


def _check_rows(written: syntax.Exempt, rule: nodes.Rule, context: Context) -> None:
    wanted = {row.text: row for row in written.rows}
    tables = [match.table for match in rule.matches if not match.gathered]
    if not wanted:
        return
    if not tables:
        message = f"`{rule.name}` matches no row"
        context.error("unknown-row", message, written.rows[0].span, "leave `row …` out")
        return
    facts = [context.world.catalog.tables[table] for table in tables]
    ids = {name for table in facts for layer in table.layers for name in texts_of(layer.rows, "id")}
    for name, row in wanted.items():
        if name not in ids:
            help_ = suggest(name, ids) if len(ids) <= _MOST_IDS else ""
            context.error("unknown-row", f"{listed(tables)} has no row `{name}`", row.span, help_)


def _check_phases(written: syntax.Exempt, rule: nodes.Rule, context: Context) -> None:
    for phase in written.phases:
        if phase not in rule.attributes.controls:
            message = f"`{rule.name}` has no control in `{phase}`"
            context.error("unused-phase", message, written.name.span, f"it acts in {listed(rule.attributes.controls)}")


def resolve_withdrawal(
    written: syntax.Withdraw, exemptions: Mapping[str, nodes.Exemption], known: Mapping[str, str], context: Context
) -> nodes.Withdrawal | None:
    """Return the withdrawal of an exemption of a layer above.

    Args:
        written: As written.
        exemptions: Whole exemptions by name.
        known: Names of all written exemptions, broken ones too, with their layers.
        context: Module and report.
    """
    citations(written.cites, context)
    names = (f"{context.module.name}.{written.name.text}", qualified(written.name, context))
    name = next((name for name in names if name in known), None)
    if name is None:
        bare = [one.rpartition(".")[2] for one in known if one.startswith(f"{context.module.name}.")]
        otherwise = "name what a layer above declares: `exempt RULE as NAME`"
        help_ = suggest(written.name.text, [*known, *bare], otherwise)
        context.error("unknown-exemption", f"there is no exemption `{written.name.text}`", written.name.span, help_)
        return None
    if not _is_above(known[name], context):
        message = f"`{name}` is of the layer `{known[name]}`, which is not above this one"
        context.error("out-of-reach", message, written.name.span)
        return None
    if name not in exemptions:
        return None
    return nodes.Withdrawal(name, context.module.layer, written.start, span=written.name.span)


def resolve_amendment(written: syntax.Amend, rules: Mapping[str, Resolved], context: Context) -> nodes.Amendment | None:
    """Return the amendment; its messages and severity see the names of the rule."""
    errors = len(context.report.found)
    target = _target(written.rule, rules, context)
    cites, (start, end) = citations(written.clauses, context), dates(written.clauses, context)
    if target is None or target.messages is None:
        return None
    seen = replace(target.messages.context, module=context.module)
    messages = replace(target.messages, context=seen)
    attributes = attributes_of(written.clauses, messages)
    if target.rule is None or len(context.report.found) > errors:
        return None
    return nodes.Amendment(
        target.name, written.title, context.module.layer, cites, start, end, attributes, span=written.rule.span
    )  # fmt: skip
