"""Digests that tell whether a condition or a row has changed since a justification was given (semantics 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from sanku.catalog.nodes import Row
from sanku.semantics.context import Signature
from sanku.semantics.nodes import DefinitionCall, Expr, Rule
from sanku.semantics.show import show_condition
from sanku.semantics.show_expressions import show_constant, show_node
from sanku.semantics.walk import walk

_SIZE = 16


def rule_digest(rule: Rule, definitions: Mapping[str, Signature]) -> str:
    """Return the digest of everything that decides whether the rule fires: its own text and that of its definitions."""
    text = show_condition(rule)
    called = _called(_roots(rule), definitions)
    return _hex([text, *(f"{name} = {show_node(expr)}" for name, expr in called)])


def _roots(rule: Rule) -> list[Expr]:
    steps = [part for step in rule.steps for part in ((step.expr,) if hasattr(step, "expr") else step.keys)]
    guards = [binding.where for binding in rule.bindings if binding.where is not None]
    cap = () if rule.cap is None else (rule.cap.aggregate, rule.cap.limit)
    return [
        *guards,
        *rule.by,
        *steps,
        *cap,
        *(expr for expr in (rule.dated_by, rule.when, rule.unless) if expr is not None),
    ]


def _called(roots: list[Expr], definitions: Mapping[str, Signature]) -> list[tuple[str, Expr]]:
    found: dict[str, Expr] = {}
    waiting = list(roots)
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, DefinitionCall) and part.name not in found:
                expr = definitions[part.name].expr
                if expr is not None:
                    found[part.name] = expr
                    waiting.append(expr)
    return sorted(found.items(), key=lambda item: item[0])


def row_digest(row: Row) -> str:
    """Return the digest of what a row says: its id and its cells."""
    return _hex([row.id, *(show_constant(cell) for cell in row.cells)])


def finding_digest(rule: Rule, rows: Iterable[Row]) -> str:
    """Return the digest of a rule's condition and of the rows it was judged with, whatever their order."""
    return _hex([rule.digest, *sorted(row_digest(row) for row in rows)])


def _hex(parts: Iterable[str]) -> str:
    digest = blake2b(digest_size=_SIZE)
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
