"""The model as text: for golden pages, digests and whoever wants to see what was understood."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.semantics import nodes
from sanku.semantics.show_expressions import show_node, show_source, show_window
from sanku.semantics.walk import walk


def show_condition(rule: nodes.Rule) -> str:
    """Return everything that decides whether the rule fires, one line a clause, in written order."""
    return "\n".join(_condition(rule))


def _condition(rule: nodes.Rule) -> Iterator[str]:
    word = "for pair" if rule.pair else "for"
    for binding in rule.bindings:
        where = f" where {show_node(binding.where)}" if binding.where is not None else ""
        yield f"{word} {binding.name} in {binding.collection}{where}"
    if rule.by:
        yield f"by {', '.join(show_node(key) for key in rule.by)}"
    if rule.dated_by is not None:
        yield f"dated by {show_node(rule.dated_by)}"
    for step in rule.steps:
        match step:
            case nodes.Let(name=name, expr=expr):
                yield f"let {name} = {show_node(expr)}"
            case nodes.Match(row=row, table=table, keys=keys, gathered=gathered):
                word = "gather" if gathered else "match"
                yield f"{word} {row} in {table} on {', '.join(show_node(key) for key in keys)}"
    if rule.when is not None:
        yield f"when {show_node(rule.when)}"
    if rule.cap is not None:
        yield f"cap {show_node(rule.cap.aggregate)} at most {show_node(rule.cap.limit)}"
    if rule.unless is not None:
        yield f"unless {show_node(rule.unless)}"


def show_rule(rule: nodes.Rule) -> str:
    """Return a rule as text: its head, its conditions, what it does, and the windows that were understood."""
    return "\n".join((f"rule {rule.name} [{rule.layer} {rule.region}]", *(f"  {line}" for line in _lines(rule))))


def _lines(rule: nodes.Rule) -> Iterator[str]:
    yield from _condition(rule)
    said = rule.attributes
    for phase, effect in said.controls.items():
        yield f"{phase} {effect}"
    if rule.amount is not None:
        yield f"amount {show_node(rule.amount)}"
    if said.severity is not None:
        yield f"severity {said.severity if isinstance(said.severity, str) else show_node(said.severity)}"
    for word, value in (("bears", said.bears), ("unknown", said.unknown), ("status", said.status)):
        if value is not None:
            yield f"{word} {value}"
    if said.accept is not None:
        yield f"accept {', '.join(said.accept)}"
    for say in said.says:
        yield f"say {say.language} {''.join(_piece(part) for part in say.parts)}"
    yield from _windows(rule)


def _piece(part: str | nodes.Placeholder) -> str:
    if isinstance(part, str):
        return part
    return f"{{{'each ' if part.each else ''}{show_node(part.expr)}}}"


def _windows(rule: nodes.Rule) -> Iterator[str]:
    for binding in rule.bindings:
        if text := show_window(binding.window):
            yield f"window of {binding.name}: {text}"
    for part in walk(rule):
        if isinstance(part, nodes.Source) and (text := show_window(part.window)):
            yield f"window of {show_source(part).partition(' where ')[0]}: {text}"


def show_model(model: nodes.Model) -> str:
    """Return every definition, rule, exemption, withdrawal and amendment as text."""
    parts = [
        f"define {one.name}({', '.join(name for name, _ in one.parameters)}) = {show_node(one.expr)}"
        for one in model.definitions.values()
    ]
    parts += [show_rule(rule) for rule in model.rules.values()]
    parts += [
        f"exempt {one.rule} as {one.name} [{one.layer}]{_scope(one)} when {show_node(one.condition)}"
        for one in model.exemptions.values()
    ]
    parts += [f"withdraw {one.exemption} from {one.start} [{one.layer}]" for one in model.withdrawals]
    parts += [f"amend {one.rule} [{one.layer}] {', '.join(_changes(one.attributes))}" for one in model.amendments]
    return "\n\n".join(parts)


def _scope(exemption: nodes.Exemption) -> str:
    rows = f" row {', '.join(exemption.rows)}" if exemption.rows else ""
    return rows + (f" in {', '.join(exemption.phases)}" if exemption.phases else "")


def _changes(said: nodes.Attributes) -> Iterator[str]:
    yield from (f"{phase} {effect}" for phase, effect in said.controls.items())
    for word, value in (("bears", said.bears), ("unknown", said.unknown), ("status", said.status)):
        if value is not None:
            yield f"{word} {value}"
    yield from (f"say {say.language}" for say in said.says)
