"""A subject's code finds what can concern it: nothing is left out, and little else is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanku.engines.event.dispatch import Target
from sanku.kb import KnowledgeBase
from tests.engines.event.bases import event, found, load, rule

TABLE = """table: drugs.limits
columns: {code: "codes[nhsa_drug]", sex: sex}
key: code
cites: [law, 表]
from: 2020-01-01
rows:
"""
SET = "codes: drugs.pool\nsystem: nhsa_drug\ninclude: [XA01BB0001]\nexclude: [XA01BB0001AAAA]\ncites: [law, 集]\n"
PAIRS = """table: drugs.pairs
columns: {a: "code[nhsa_drug]", b: "code[nhsa_drug]"}
key: [a, b]
symmetric: [a, b]
cites: [law, 表]
from: 2020-01-01
rows:
  - {id: p1, a: XA01AA0001, b: XA02AA0001}
"""
RULES = "module policy.case\nuse drugs\n\n" + "\n".join(
    [
        rule("sex", "for line in lines", "match m in drugs.limits on line.code", "when patient.sex != m.sex"),
        rule("pool", "for line in lines where line.code in drugs.pool", "when line.days > 7 days"),
        rule("plain", "for line in lines where line.kind = drug", "when line.days > 30 days"),
        rule(
            "pair",
            "for line, other in lines",
            "match p in drugs.pairs on line.code, other.code",
            "when line.at = other.at",
        ),
    ]
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    rows = [f"  - {{id: r{number}, code: XC{number:02d}AA0001, sex: female}}" for number in range(100)]
    rows += [
        "  - {id: one, code: XA01AA0001, sex: female}",
        "  - {id: above, code: XA01, sex: female}",
        "  - {id: by_set, code: [drugs.pool], sex: female}",
        "  - {id: late, code: XA01AA0001, sex: female, from: 2026-01-01}",
        "  - {id: other, code: XA01AA0001, sex: male}",
    ]
    files = {
        "drugs/limits.yaml": TABLE + "\n".join(rows) + "\n",
        "drugs/pool.yaml": SET,
        "drugs/pairs.yaml": PAIRS,
        "policy/case.kb": RULES,
    }
    return load(tmp_path_factory.mktemp("dispatch"), files)


def line(code: str, identity: int = 1) -> dict[str, object]:
    return {"id": identity, "code": code, "kind": "drug", "at": "2025-06-10", "days": 14, "name": "甲"}


def targets(base: KnowledgeBase, code: str) -> dict[str, Target]:
    facts = base.facts(event(lines=[line(code)]))
    (subjects,) = base.program._resolution(facts).subjects
    (member,) = facts.collections["lines"].members
    found_targets = subjects.dispatch.targets(member.get("code"))
    return {target.rule.plan.rule.name.rpartition(".")[2]: target for target in found_targets}


def rows_of(target: Target) -> list[str]:
    assert target.rows is not None
    return sorted(row.id for row in target.rows)


def test_a_code_finds_its_own_rows_those_of_its_ancestors_and_of_sets(base: KnowledgeBase) -> None:
    assert rows_of(targets(base, "XA01AA0001")["sex"]) == ["above", "late", "one", "other"]
    assert rows_of(targets(base, "XA01BB0001")["sex"]) == ["above", "by_set"]
    assert rows_of(targets(base, "XA01BB0001AAAA")["sex"]) == ["above", "by_set"]
    assert rows_of(targets(base, "XC07AA0001")["sex"]) == ["r7"]


def test_a_code_leaves_out_what_cannot_concern_it(base: KnowledgeBase) -> None:
    assert sorted(targets(base, "XZ99ZZ0001")) == ["plain"]
    assert sorted(targets(base, "XA01BB0001")) == ["plain", "pool", "sex"]
    assert targets(base, "XA02AA0001")["pair"].partner is not None


def test_what_is_dispatched_is_what_fires(base: KnowledgeBase) -> None:
    decision = base.decide(event(lines=[line("XA01BB0001AAAA")]))
    assert [finding.rows for finding in decision.findings] == [("above",)]
    decision = base.decide(event(lines=[line("XA01AA0001")]))
    assert [finding.rows for finding in decision.findings] == [("above",), ("one",)]


def test_a_pair_is_found_both_ways_round(base: KnowledgeBase) -> None:
    for codes in (("XA01AA0001", "XA02AA0001"), ("XA02AA0001", "XA01AA0001")):
        lines = [line(code, number) for number, code in enumerate(codes, 1)]
        pairs = [one for one in base.decide(event(lines=lines)).findings if one.rule.endswith("pair")]
        assert [(one.subject.id, one.involved) for one in pairs] == [("2", ("1",))]


def test_an_unknown_code_is_left_out_of_nothing(base: KnowledgeBase) -> None:
    said = found(base, event(lines=[{**line(""), "code": "??"}]))
    assert said == {"sex": "undetermined", "pool": "undetermined"}


def test_an_unknown_partner_is_not_overlooked(base: KnowledgeBase) -> None:
    lines = [line("XA02AA0001"), {**line("", 2), "code": "??"}]
    assert found(base, event(lines=lines))["pair"] == "undetermined"


def test_steps_follow_the_event_not_the_base(tmp_path: Path) -> None:
    def rows_built(count: int) -> int:
        rows = "".join(f"  - {{id: r{number}, code: XC{number:04d}AA01, sex: female}}\n" for number in range(count))
        files = {
            "drugs/limits.yaml": TABLE + rows,
            "drugs/pool.yaml": SET,
            "drugs/pairs.yaml": PAIRS,
            "policy/case.kb": RULES,
        }
        wide = load(tmp_path / str(count), files)
        wide.decide(event(lines=[line("XC0001AA01"), line("XC0002AA01", 2)]))
        knowledge = next(iter(wide.program._knowledge.values()))
        return len(knowledge.table("drugs.limits")._rows)

    assert rows_built(20) == rows_built(2000)
