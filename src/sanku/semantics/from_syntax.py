"""Facts and written rules to the model: the one way in. All problems of all files are found in one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sanku.catalog.nodes import Catalog
from sanku.claim.schema import Schema
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Label, sort_key
from sanku.semantics import nodes
from sanku.semantics.context import Context, Signature, World
from sanku.semantics.definitions import Written, resolve_definitions
from sanku.semantics.expressions import resolve
from sanku.semantics.layering import check_layering
from sanku.semantics.modules import module_of
from sanku.semantics.overlays import resolve_amendment, resolve_exemption, resolve_withdrawal
from sanku.semantics.report import Report
from sanku.semantics.rules import Resolved, resolve_rule
from sanku.syntax import nodes as syntax

Files = Sequence[tuple[str, syntax.File]]
"""Each file with the layer it belongs to."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """An item and the context of its file."""

    item: syntax.Item
    context: Context


def build_model(catalog: Catalog, files: Files, schema: Schema) -> tuple[nodes.Model | None, tuple[Diagnostic, ...]]:
    """Return the model, or ``None`` if anything in the files is an error; the diagnostics stand in file order."""
    model, diagnostics = resolve_model(catalog, files, schema)
    return (None if any(found.is_error for found in diagnostics) else model), diagnostics


def resolve_model(catalog: Catalog, files: Files, schema: Schema) -> tuple[nodes.Model, tuple[Diagnostic, ...]]:
    """Return what could be resolved: broken rules are left out and reported. For checks; never to be decided with."""
    report = Report()
    world = World(catalog, schema)
    placed = [
        _Placed(item, context)
        for layer, file in files
        for context in (Context(world, module_of(layer, file, catalog, report), report, resolve),)
        for item in file.items
    ]
    check_layering(catalog, report)
    _report_duplicates(placed, report)
    dropped = _dropped(files)
    signatures, definitions = resolve_definitions(_defines(placed), dropped, world)
    world = World(catalog, schema, signatures)
    rules = {name: Resolved(name, None, None, None, gone.span) for name, gone in dropped.items()}
    for name, one in _named(placed):
        if isinstance(one.item, syntax.Rule):
            rules[name] = resolve_rule(one.item, _in_world(one.context, world))
    model = nodes.Model(
        catalog,
        schema,
        {name: found.rule for name, found in sorted(rules.items()) if found.rule is not None},
        dict(sorted(definitions.items())),
        {},
        (),
        (),
    )
    return _overlaid(model, placed, rules, world), tuple(sorted(report.diagnostics, key=sort_key))


def _defines(placed: Sequence[_Placed]) -> list[Written]:
    return [Written(name, one.item, one.context) for name, one in _named(placed) if isinstance(one.item, syntax.Define)]


def _dropped(files: Files) -> dict[str, Signature]:
    """Return the names of items that could not be parsed: what reads one of them is not reported again."""
    return {
        f"{file.module.text}.{name.text}": Signature(f"{file.module.text}.{name.text}", layer, (), None, 0, name.span)
        for layer, file in files
        for name in file.dropped
    }


def _in_world(context: Context, world: World) -> Context:
    return Context(world, context.module, context.report, context.resolve)


def _named(placed: Sequence[_Placed]) -> Iterator[tuple[str, _Placed]]:
    """Yield rules, definitions and exemptions with their qualified names."""
    for one in placed:
        match one.item:
            case syntax.Rule(name=name) | syntax.Define(name=name) | syntax.Exempt(name=name):
                yield f"{one.context.module.name}.{name.text}", one
            case _:
                continue


def _report_duplicates(placed: Sequence[_Placed], report: Report) -> None:
    first: dict[str, Span] = {}
    for name, one in _named(placed):
        span = one.item.span if isinstance(one.item, syntax.Withdraw | syntax.Amend) else one.item.name.span
        if name in first:
            label = Label(first[name], f"`{name}` is declared here")
            report.error("duplicate-name", f"`{name}` is declared twice", span, "choose another name", label)
        first.setdefault(name, span)


def _overlaid(
    model: nodes.Model, placed: Sequence[_Placed], rules: Mapping[str, Resolved], world: World
) -> nodes.Model:
    exemptions: dict[str, nodes.Exemption] = {}
    known = {name: gone.layer for name, gone in world.definitions.items() if gone.expr is None}
    for name, one in _named(placed):
        if isinstance(one.item, syntax.Exempt):
            known[name] = one.context.module.layer
            exemption = resolve_exemption(one.item, rules, _in_world(one.context, world))
            if exemption is not None:
                exemptions.setdefault(name, exemption)
    withdrawals: list[nodes.Withdrawal] = []
    amendments: list[nodes.Amendment] = []
    for one in placed:
        context = _in_world(one.context, world)
        match one.item:
            case syntax.Withdraw():
                withdrawal = resolve_withdrawal(one.item, exemptions, known, context)
                withdrawals += [] if withdrawal is None else [withdrawal]
            case syntax.Amend():
                amendment = resolve_amendment(one.item, rules, context)
                amendments += [] if amendment is None else [amendment]
            case _:
                continue
    return nodes.Model(
        model.catalog,
        model.schema,
        model.rules,
        model.definitions,
        dict(sorted(exemptions.items())),
        tuple(sorted(withdrawals, key=lambda found: (found.exemption, found.layer, found.start))),
        tuple(sorted(amendments, key=lambda found: (found.rule, found.layer, str(found.start), found.span))),
    )
