"""What would decide an undetermined instance: single answers, minimal sets, too many atoms (semantics 36)."""

from __future__ import annotations

from pathlib import Path

from sanku.engines.reference import Deciding, judge, what_would_decide
from tests.engines.reference.worlds import facts_of, model_of, rule_text

RULE = "policy.case.r"
LINES = "lines: [{id: 1, at: 2025-06-10}]\n"


def deciding(folder: Path, when: str, event: str = LINES, **more: str) -> Deciding | None:
    model = model_of(folder, rule_text("r", when, **more))
    return what_would_decide(model, facts_of(model, event), RULE, (), "1")


def singles(found: Deciding | None) -> list[tuple[str, str, str]]:
    assert found is not None
    return [(atom.text, atom.if_true, atom.if_false) for atom in found.atoms]


def joint(found: Deciding | None) -> list[tuple[tuple[tuple[int, bool], ...], str]]:
    assert found is not None
    assert found.joint is not None
    return [(one.answers, one.outcome) for one in found.joint]


def test_one_atom_decides_alone(tmp_path: Path) -> None:
    found = deciding(tmp_path, "line.days > 7 days")
    assert singles(found) == [("line.days > 7 days", "fires", "does not fire")]
    assert joint(found) == [(((0, True),), "fires"), (((0, False),), "does not fire")]


def test_a_conjunction_needs_both_to_fire_and_either_not_to(tmp_path: Path) -> None:
    found = deciding(tmp_path, "line.days > 7 days and exists d in diagnoses where (d.code in policy.renal)")
    assert singles(found) == [
        ("exists d in diagnoses where (d.code in policy.renal)", "undetermined", "does not fire"),
        ("line.days > 7 days", "undetermined", "does not fire"),
    ]
    assert joint(found) == [
        (((0, False),), "does not fire"),
        (((1, False),), "does not fire"),
        (((0, True), (1, True)), "fires"),
    ]


def test_a_decided_operand_is_no_atom(tmp_path: Path) -> None:
    found = deciding(tmp_path, "line.days > 7 days and line.at > 2025-01-01 and (line.otc or line.at > 2025-01-01)")
    assert [text for text, _, _ in singles(found)] == ["line.days > 7 days"]


def test_under_not_the_answers_turn_round(tmp_path: Path) -> None:
    found = deciding(tmp_path, "not line.days > 7 days")
    assert singles(found) == [("line.days > 7 days", "does not fire", "fires")]


def test_a_let_and_a_definition_are_looked_through(tmp_path: Path) -> None:
    define = 'define long(days: quantity[day]) cites law "一" = days > 7 days\n'
    model = model_of(
        tmp_path, define, rule_text("r", "often or long(line.days)", more="  let      often = line.formula = true")
    )
    found = what_would_decide(model, facts_of(model, LINES), RULE, (), "1")
    assert [text for text, _, _ in singles(found)] == ["days > 7 days", "line.formula = true"]


def test_the_same_atom_stands_once_and_may_be_needless(tmp_path: Path) -> None:
    # Kleene knows no excluded middle: undetermined, though every answer fires.
    found = deciding(tmp_path, "line.days > 7 days or not line.days > 7 days")
    assert singles(found) == [("line.days > 7 days", "fires", "fires")]


def test_an_exception_is_asked_for_too(tmp_path: Path) -> None:
    text = rule_text("r", "line.days > 7 days").replace("  settle", "  unless   line.formula\n  settle")
    model = model_of(tmp_path, text)
    facts = facts_of(model, "lines: [{id: 1, days: 9, at: 2025-06-10}]\n")
    assert singles(what_would_decide(model, facts, RULE, (), "1")) == [("line.formula", "does not fire", "fires")]


def test_a_cap_is_one_atom(tmp_path: Path) -> None:
    text = rule_text("r", "X").replace("when     X", "cap      sum(l.quantity for l in lines) at most 3 盒")
    model = model_of(tmp_path, text)
    found = what_would_decide(model, facts_of(model, LINES), RULE, (), "1")
    assert singles(found) == [("sum(l.quantity for l in lines) at most 3 盒", "fires", "does not fire")]


def test_members_that_were_not_supplied_are_one_atom(tmp_path: Path) -> None:
    more = "  for      prior in history.lines where prior.code = line.code"
    model = model_of(tmp_path, rule_text("r", "prior.at < line.at and line.days > 7 days", more=more))
    event = "lines: [{id: 1, code: XA01AAA001A001, days: 9, at: 2025-06-10}]\n"
    found = what_would_decide(model, facts_of(model, event), RULE, (), "1")
    assert singles(found) == [
        ("exists prior in history.lines where (prior.code = line.code)", "fires", "does not fire")
    ]


def test_what_no_unsupplied_member_could_change_is_decided(tmp_path: Path) -> None:
    more = "  for      prior in history.lines where prior.code = line.code"
    model = model_of(tmp_path, rule_text("r", "prior.at < line.at and line.days > 7 days", more=more))
    event = "lines: [{id: 1, code: XA01AAA001A001, days: 7, at: 2025-06-10}]\n"
    assert what_would_decide(model, facts_of(model, event), RULE, (), "1") is None


def test_more_than_six_atoms_are_not_joined(tmp_path: Path) -> None:
    seven = " or ".join(f"line.days > {days} days" for days in range(1, 8))
    found = deciding(tmp_path, seven)
    assert found is not None
    assert len(found.atoms) == 7
    assert found.joint is None


def test_a_decided_instance_has_nothing_to_decide(tmp_path: Path) -> None:
    assert deciding(tmp_path, "line.days > 7 days", "lines: [{id: 1, days: 9, at: 2025-06-10}]\n") is None


def test_an_instance_that_is_not_there_has_nothing_to_decide(tmp_path: Path) -> None:
    model = model_of(tmp_path, rule_text("r", "line.days > 7 days"))
    assert what_would_decide(model, facts_of(model, LINES), RULE, (), "2") is None


def test_an_unknown_key_is_no_comparison_to_answer(tmp_path: Path) -> None:
    table = """table: policy.limits
columns: {code: "code[nhsa_drug]"}
key: code
match: all
rows: [{id: r1, code: XA01AAA001, from: 2020-01-01, cites: [law, 表]}]
"""
    more = "  match    row in policy.limits on line.code"
    model = model_of(tmp_path, rule_text("r", "line.days > 7 days", more=more), table__yaml=table)
    found = what_would_decide(model, facts_of(model, LINES), RULE, (), "1")
    assert singles(found) == []
    assert joint(found) == []


def test_an_absent_collection_is_asked_about_the_event(tmp_path: Path) -> None:
    model = model_of(tmp_path, rule_text("r", "line.days > 7 days"))
    assert singles(what_would_decide(model, facts_of(model, "{}"), RULE, (), "V1")) == []


def test_asking_changes_nothing(tmp_path: Path) -> None:
    model = model_of(tmp_path, rule_text("r", "line.days > 7 days and line.otc"))
    facts = facts_of(model, LINES)
    before = judge(model, facts).undecided[0].missing
    what_would_decide(model, facts, RULE, (), "1")
    assert judge(model, facts).undecided[0].missing == before
