"""A fault or a spent budget ends the instance it happens in and nothing else (semantics 38, 46)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from sanku.claim.facts import Facts, Member
from sanku.core.value import Value
from sanku.engines.event import claim_view, closer, judging, subjects
from sanku.engines.event.detail import instance
from sanku.kb import KnowledgeBase
from tests.engines.event.bases import event, load, rule

RULES = "module policy.case\n\n" + "\n".join(
    [
        rule("days", "for line in lines", "when line.days > 7 days"),
        rule("many", "for line in lines", "when count(l for l in lines where (l.kind = line.kind)) > 40"),
        rule("name", "for line in lines", 'when line.name = "甲"'),
    ]
)


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return load(tmp_path, {"policy/case.kb": RULES})


def lines(count: int) -> list[dict[str, object]]:
    return [{"id": number, "kind": "drug", "days": 14, "name": "甲", "at": "2025-06-10"} for number in range(count)]


class Faulty(Mapping[str, Value]):
    """Fields that fail when one of them is read."""

    def __init__(self, fields: Mapping[str, Value], name: str) -> None:
        self._fields = fields
        self._name = name

    def __getitem__(self, name: str) -> Value:
        if name == self._name:
            raise ZeroDivisionError
        return self._fields[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


def with_fault(facts: Facts, identity: str, name: str) -> Facts:
    whole = facts.collections["lines"]
    members = tuple(faulty(one, name) if one.id == identity else one for one in whole.members)
    return replace(facts, collections={**facts.collections, "lines": replace(whole, members=members)})


def faulty(member: Member, name: str) -> Member:
    return msgspec.structs.replace(member, fields=Faulty(member.fields, name))


def said(base: KnowledgeBase, facts: Facts) -> dict[tuple[str, str], str]:
    results = base.judge(facts)
    fired = {(one.instance.version.rule.name, one.instance.subject.id): "fires" for one in results.fired}
    undecided = {
        (one.instance.version.rule.name, one.instance.subject.id): "/".join(cause.cause for cause in one.missing)
        for one in results.undecided
    }
    assert all(one.at_least_hold for one in results.undecided)
    return {**fired, **undecided}


def test_a_fault_ends_one_instance(base: KnowledgeBase) -> None:
    facts = base.facts(event(lines=lines(2)))
    assert said(base, with_fault(facts, "1", "days")) == {
        ("policy.case.days", "0"): "fires",
        ("policy.case.days", "1"): "fault",
        ("policy.case.name", "0"): "fires",
        ("policy.case.name", "1"): "fires",
    }


def test_a_fault_in_finding_the_rules_of_a_line_ends_nothing(base: KnowledgeBase) -> None:
    facts = base.facts(event(lines=lines(2)))
    assert said(base, with_fault(facts, "1", "code")) == said(base, facts)


def test_a_fault_in_a_group_ends_one_member(tmp_path: Path) -> None:
    grouped = rule("twice", "for line in lines where line.kind = drug by line.name", "when line.days > 7 days")
    base = load(tmp_path, {"policy/case.kb": f"module policy.case\n\n{grouped}"})
    facts = base.facts(event(lines=lines(3)))
    assert said(base, with_fault(facts, "0", "name")) == {
        ("policy.case.twice", "0"): "fault",
        ("policy.case.twice", "1"): "fires",
    }


def test_a_fault_in_what_is_shown_ends_one_instance(base: KnowledgeBase) -> None:
    facts = base.facts(event(lines=lines(2)))
    found = said(base, with_fault(facts, "1", "amount"))
    assert {key for key, what in found.items() if what == "fault"} == {
        ("policy.case.days", "1"),
        ("policy.case.name", "1"),
    }


def test_a_spent_budget_ends_one_rule(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (claim_view, judging, closer, instance, subjects):
        monkeypatch.setattr(module, "BUDGET", 30)
    found = said(base, base.facts(event(lines=lines(41))))
    assert {what for (name, _), what in found.items() if name == "policy.case.many"} == {"budget"}
    assert {what for (name, _), what in found.items() if name != "policy.case.many"} == {"fires"}


def test_steps_are_counted_not_time(base: KnowledgeBase) -> None:
    assert {what for _, what in said(base, base.facts(event(lines=lines(41)))).items()} == {"fires"}
