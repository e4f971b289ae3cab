"""``weaken-stronger``: a row says it weakens a control and names one that is as strong or stronger."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.layers import texts_of
from sanku.catalog.nodes import Row, TableLayer
from sanku.checks.controls import attribute_sets
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model, Rule

_STRENGTH = {"remind": 1, "query": 1, "self_pay": 2, "deny_if_unjustified": 2, "block": 3, "deny": 3}


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per row and phase in which no control of a rule that matches the row gets weaker."""
    for rule in model.rules.values():
        for match in rule.matches:
            for layer in model.catalog.tables[match.table].layers:
                for row in _weakening(layer):
                    yield from _reported(row, rule, model)


def _weakening(layer: TableLayer) -> Iterator[Row]:
    said = texts_of(layer.rows, "weaken")
    return (layer.rows[position] for position, text in enumerate(said) if text and layer.rows[position].weaken)


def _reported(row: Row, rule: Rule, model: Model) -> Iterator[Diagnostic]:
    for phase, effect in row.weaken.items():
        strongest = [said.controls[phase] for said, _ in attribute_sets(model, rule) if phase in said.controls]
        if strongest and all(_STRENGTH[effect] >= _STRENGTH[control] for control in strongest):
            yield Diagnostic(
                code="weaken-stronger",
                message=f"row `{row.id}` weakens `{phase}` to `{effect}`, which is no weaker than `{rule.name}` there",
                span=row.span,
                severity=Severity.WARNING,
                help=f"delete `{phase}: {effect}` from `weaken`",
            )
