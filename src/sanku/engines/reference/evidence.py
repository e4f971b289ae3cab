"""Why an instance fired, as facts with their places (semantics 37, engine contract 3.4)."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.nodes import Row
from sanku.claim.decision import Evidence
from sanku.claim.facts import Member
from sanku.claim.show import show_value
from sanku.core.types import Type
from sanku.core.unknown import Unknown
from sanku.engines.reference.evaluation import evaluate
from sanku.engines.reference.ranges import Range
from sanku.engines.reference.scope import BoundRow, Raw, Scope, as_value
from sanku.engines.reference.sources import source_path
from sanku.engines.reference.trace import Item, LetRead, Read, Tally, tally, trace
from sanku.engines.reference.verdict import Judged
from sanku.semantics.nodes import Match, Rule

FOUND = "有"
NOT_FOUND = "无"
LANGUAGE = "zh"


def evidence_of(rule: Rule, subject: Member, judged: Judged) -> tuple[Evidence, ...]:
    """Return the evidence of the branch that made an instance fire (or would have, but for its exceptions)."""
    scope = judged.branch.scope
    found = [_shown(item) for item in _items(rule, judged, scope)]
    found += _of_matches(rule, subject, scope)
    return tuple(sorted({item for item in found if item is not None}, key=_order))


def _order(item: Evidence) -> tuple[str, str, str, int, tuple[str, ...]]:
    return (item.path, item.member, item.value, -1 if item.count is None else item.count, item.members)


def _items(rule: Rule, judged: Judged, scope: Scope) -> Iterator[Item]:
    for binding in rule.bindings:
        if binding.where is not None:
            yield from trace(binding.where, scope, evaluate)
    if rule.when is not None:
        yield from trace(rule.when, scope, evaluate)
    if rule.cap is not None and judged.cap is not None:
        aggregate, state = rule.cap.aggregate, judged.cap
        yield tally(source_path(aggregate.source), state.running, aggregate.type, state.counted)
        yield from trace(rule.cap.limit, scope, evaluate)
        yield LetRead("excess", state.excess, aggregate.type)
    for _, expr, truth in judged.exceptions:
        if truth is True:
            yield from trace(expr, scope, evaluate)


def _shown(item: Item) -> Evidence | None:
    """Return an item as evidence; an unknown value is none."""
    match item:
        case Tally(value=bool(found), path=path, count=count, members=members):
            return Evidence(path, "", FOUND if found else NOT_FOUND, count, members)
        case Tally(path=path, value=value, type=type_, count=count, members=members):
            text = show_raw(value, type_)
            return None if text is None else Evidence(path, "", text, count, members)
        case Read(path=path, member=member, value=value, type=type_):
            text = show_raw(value, type_)
            return None if text is None else Evidence(path, member, text)
        case LetRead(name=name, value=value, type=type_):
            text = show_raw(value, type_)
            return None if text is None else Evidence(f"let {name}", "", text)


def show_raw(raw: Raw, type_: Type) -> str | None:
    """Return a value as text, a range by its ends; ``None`` if it is unknown (engine contract 4.7)."""
    if not isinstance(raw, Range):
        value = as_value(raw)
        return None if isinstance(value, Unknown) else show_value(value, type_, LANGUAGE)
    low = "" if raw.low is None else show_value(raw.low, type_, LANGUAGE)
    high = "" if raw.high is None else show_value(raw.high, type_, LANGUAGE)
    return f"{raw.said}{low}{high}" if raw.said else f"{low}..{high}"


def _of_matches(rule: Rule, subject: Member, scope: Scope) -> Iterator[Evidence]:
    """Yield the subject's code and the key cells of the matched rows."""
    matches = [step for step in rule.matches if not step.gathered]
    if not matches:
        return
    code = subject.fields.get("code")
    spec = scope.model.schema.records[rule.bindings[0].member.record].fields.get("code")
    if code is not None and not isinstance(code, Unknown) and spec is not None:
        yield Evidence(f"{subject.collection}.code", subject.id, show_value(code, spec.type, LANGUAGE))
    for step in matches:
        bound = scope.names[step.row]
        assert isinstance(bound, BoundRow)
        yield from _key_cells(step, bound.row, scope)


def _key_cells(step: Match, row: Row, scope: Scope) -> Iterator[Evidence]:
    table = scope.model.catalog.tables[step.table]
    for name in table.key:
        column = table.columns[table.index(name)]
        cell = row.cells[table.index(name)]
        if not isinstance(cell, Unknown):
            yield Evidence(f"{table.name}.{name}", row.id, show_value(cell, column.type, LANGUAGE))
