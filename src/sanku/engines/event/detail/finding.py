"""A judged instance to what the engine hands over: ``Fired`` or ``Undecided``, with everything a finding shows."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.nodes import Row
from sanku.claim.facts import Member
from sanku.core.code import Code
from sanku.core.unknown import Unknown
from sanku.engines.event.detail.evidence import Read, Seen, evidence_of, reads, shown
from sanku.engines.event.detail.instance import Judged, Weighed, exceptions_of, missing_of
from sanku.engines.event.detail.messages import amount, in_order, messages
from sanku.engines.event.detail.near_miss import near_misses
from sanku.engines.event.detail.scan import name_of
from sanku.ir.nodes import RulePlan
from sanku.judgement.results import Fired, Instance, Undecided
from sanku.semantics.nodes import Cell
from sanku.semantics.versions import RuleVersion


def result_of(plan: RulePlan, version: RuleVersion, judged: Judged, instance: Instance) -> Fired | Undecided | None:
    """Return what an instance gives; ``None`` if it does not fire."""
    value = judged.value
    if isinstance(value, Unknown):
        return Undecided(instance, missing_of(judged))
    if value:
        decisive = [one for one in judged.weighed if one.value is True]
        return _fired(plan, version, decisive, instance, ())
    excepted = judged.excepted
    if not excepted:
        return None
    names = sorted({name for one in excepted for name, truth in one.exceptions.items() if truth is True})
    return _fired(plan, version, excepted, instance, tuple(names))


def _fired(
    plan: RulePlan, version: RuleVersion, decisive: list[Weighed], instance: Instance, excepted_by: tuple[str, ...]
) -> Fired:
    first = decisive[0]
    return Fired(
        instance,
        in_order([member for one in decisive for member in one.others]),
        amount(plan, first, instance.subject),
        _severity(version, first),
        messages(plan, version.attributes.says, first, decisive),
        evidence_of(_facts(plan, version, first, instance, is_excepted=bool(excepted_by))),
        near_misses(plan, version, first, instance.row_ids, instance.subject),
        excepted_by,
    )


def _severity(version: RuleVersion, weighed: Weighed) -> str | None:
    said = version.attributes.severity
    if not isinstance(said, Cell):
        return said
    value = weighed.scope.value(said)
    return value if isinstance(value, str) else None


def _facts(
    plan: RulePlan, version: RuleVersion, weighed: Weighed, instance: Instance, *, is_excepted: bool
) -> Iterator[Read]:
    scope = weighed.scope
    seen: Seen = {}
    for conjunct in plan.conjuncts:
        yield from shown(scope, conjunct.expr, seen)
    if plan.cap is not None and weighed.cap is not None:
        yield from _of_cap(plan, weighed, seen)
    if is_excepted:
        for _, expr in exceptions_of(plan, version, instance.row_ids):
            if scope.truth(expr) is True:
                yield from shown(scope, expr, seen)
    yield from _of_keys(plan, weighed, instance.subject)


def _of_cap(plan: RulePlan, weighed: Weighed, seen: Seen) -> Iterator[Read]:
    cap, state = plan.cap, weighed.cap
    assert cap is not None
    assert state is not None
    members = tuple(member.id for member in in_order(state.members))
    yield Read(name_of(cap.aggregate.source), "", state.total, cap.aggregate.type, members)
    yield from reads(weighed.scope, cap.limit, seen)
    yield Read("let excess", "", state.excess, cap.aggregate.type, is_let=True)


def _of_keys(plan: RulePlan, weighed: Weighed, subject: Member) -> Iterator[Read]:
    """Yield the subject's code and the key cells of each matched row; gathered rows show through their conditions."""
    for keyed in plan.matches:
        match = keyed.match
        row = weighed.scope.names[match.row]
        if match.gathered or not isinstance(row, Row):
            continue
        code = subject.fields.get("code")
        if isinstance(code, Code):
            yield Read(f"{subject.collection}.code", subject.id, code, None)
        table = weighed.scope.day.model.catalog.tables[match.table]
        for name in table.key:
            place = table.index(name)
            yield Read(f"{match.table}.{name}", row.id, row.cells[place], table.columns[place].type)
