"""Semantics 40, 43, 53: which clauses may stand together. The wording is in the golden pages."""

from collections.abc import Callable

import pytest

from sanku.diagnostics.message import Diagnostic
from sanku.syntax import parse_text
from sanku.syntax.nodes import Clause

RULE = 'cites s "p"\nfor x in lines\nwhen x.a\norder remind\nsay "m"\n'
ONCE = [
    "effective 2025-01-01 ..", "published 2025-01-01", "region care", "dated by x.at", "unless x.b", "settle remind",
    "audit query", "amount x.c", "severity high", "bears fund", "accept text", "justify within 3 days",
    "unknown pass", "status active", 'say en "m"',
]  # fmt: skip
MANY = [
    'cites s "q"', "for {} in lines", "for {}, {}2 in lines", "match {} in t on x.a", "gather {} in t on x.a",
    "let {} = x.a",
]  # fmt: skip


def check(text: str) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a rule with the clauses of ``text``; a rule that has any is dropped."""
    file, diagnostics = parse_text(f'module m\nrule r "t"\n{text}', "t.kb")
    assert file is not None
    assert [name.text for name in file.dropped] == (["r"] if diagnostics else [])
    assert len(file.items) == (0 if diagnostics else 1)
    return diagnostics


def codes(text: str) -> list[str]:
    return [one.code for one in check(text)]


@pytest.mark.parametrize("clause", [*ONCE, "when x.b", "order block", 'say "n"', 'say zh "n"'])
def test_semantics_43_at_most_one(clause: str):
    first = check(RULE + clause + "\n")
    second = check(RULE + clause + "\n" + clause + "\n")
    wanted = 0 if clause in ONCE else 1
    assert [one.code for one in first] == ["repeated-clause"] * wanted
    assert [one.code for one in second] == ["repeated-clause"] * (wanted + 1)
    assert second[-1].span.line == 9
    assert len(second[-1].labels) == 1
    assert second[-1].labels[0].span.line < 9


@pytest.mark.parametrize("clause", MANY)
def test_semantics_43_any_number(clause: str):
    assert codes(RULE + "".join(clause.format(*[f"{name}"] * 2) + "\n" for name in ("u", "v", "w"))) == []


@pytest.mark.parametrize("phase", ["order", "settle"])
@pytest.mark.parametrize("effect", ["query", "deny", "deny if unjustified"])
def test_semantics_43_controls_before_payment(phase: str, effect: str):
    found = check(RULE.replace("order remind", f"{phase} {effect}"))
    assert [(one.code, one.span.line) for one in found] == [("control-phase", 6)]


@pytest.mark.parametrize("effect", ["remind", "self_pay", "block"])
def test_semantics_43_controls_after_payment(effect: str):
    assert codes(RULE + f"audit {effect}\n") == ["control-phase"]


@pytest.mark.parametrize("effect", ["deny", "query", "self_pay", "block if unjustified"])
def test_semantics_43_unknown_takes_no_control(effect: str):
    assert len(codes(RULE + f"unknown {effect}\n")) == 1


@pytest.mark.parametrize("line", RULE.splitlines())
def test_a_rule_needs_its_five_clauses(line: str):
    found = check(RULE.replace(line + "\n", ""))
    assert [one.code for one in found] == ["missing-clause"]
    assert (found[0].span.line, found[0].span.column) == (2, 6)


def test_semantics_53_cap_stands_instead_of_when():
    cap = "cap sum(l.q for l in lines) at most 3\namount excess * 2\n"
    assert codes(RULE.replace("when x.a\n", cap).replace('"m"', '"{excess}"')) == []
    both = check(RULE + cap)
    assert [(one.code, one.span.line, one.labels[0].span.line) for one in both] == [("when-and-cap", 8, 5)]


@pytest.mark.parametrize(
    "text", ["amount excess", "let v = excess + 1", 'say en "{excess}"', 'say en "a { excess } b"']
)
def test_semantics_53_excess_needs_a_cap(text: str):
    assert codes(RULE + text + "\n") == ["excess-without-cap"]


@pytest.mark.parametrize("text", ["amount x.excess", 'say en "{x.excess}"', "let excess = 1\namount excess"])
def test_another_excess_needs_none(text: str):
    assert codes(RULE + text + "\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "for x in lines",
        "for x, y in lines",
        "for y, y in lines",
        "match x in t on x.a",
        "gather x in t on x.a",
        "let x = 1",
        "let y = 1\nlet y = 2",
        "unless exists x in lines",
        "unless all x in lines satisfy (x.a)",
        "let y = count(x.a for x in lines)",
        "let y = latest(x.a for x in lines by x.b)",
        "let y = rank(x among x in lines by x.b)",
        "unless exists y in lines where (exists y in lines)",
        "let y = count(l.a for l in lines where (exists l in lines))",
        "let y = 1\nunless exists y in lines",
        "unless exists y in lines\nlet y = 1",
    ],
)
def test_semantics_40_no_name_is_bound_twice(text: str):
    found = check(RULE + text + "\n")
    assert [one.code for one in found] == ["bound-twice"]
    assert len(found[0].labels) == 1


def test_semantics_40_sources_side_by_side_may_share_a_name():
    assert codes(RULE + "unless exists d in c and (exists d in e where (d.a) or count(d.a for d in e) > 1)\n") == []


@pytest.mark.parametrize("clause", [*ONCE[2:], "for y in lines", "let y = 1", "order remind"])
def test_what_an_exemption_does_not_take(clause: str):
    _, diagnostics = parse_text(f'module m\nexempt r as e "t"\ncites s "p"\n{clause}\n', "t.kb")
    assert [one.code for one in diagnostics] == ["misplaced-clause"]


@pytest.mark.parametrize("clause", ["region care", "for y in lines", "when y.a", "unless y.a", "amount 3", "let y = 1"])
def test_what_an_amendment_does_not_take(clause: str):
    _, diagnostics = parse_text(f'module m\namend r "t"\nstatus draft\n{clause}\n', "t.kb")
    assert [one.code for one in diagnostics] == ["misplaced-clause"]


def test_an_exemption_repeats_no_clause():
    _, diagnostics = parse_text('module m\nexempt r as e "t"\ncites s "p"\nwhen a\nwhen b\n', "t.kb")
    assert [one.code for one in diagnostics] == ["repeated-clause"]


def test_a_withdrawal_takes_cites_only():
    _, diagnostics = parse_text('module m\nwithdraw e from 2025-01-01\ncites s "p"\nwhen a\n', "t.kb")
    assert [(one.code, one.span.line) for one in diagnostics] == [("misplaced-clause", 4)]


@pytest.mark.parametrize("text", ["define d(x: money, x: money) = x", "define d(x: money) = exists x in lines"])
def test_a_definition_binds_no_name_twice(text: str):
    _, diagnostics = parse_text(f"module m\n{text}\n", "t.kb")
    assert [one.code for one in diagnostics] == ["bound-twice"]


def test_all_faults_of_a_rule_are_reported_in_order(clauses: Callable[[str], tuple[Clause, ...]]):
    assert clauses("when x.a")
    found = check('cites s "p"\nfor x in lines\nwhen x.a\nwhen x.b\naudit block\nlet x = excess\n')
    assert [(one.code, one.span.line) for one in found] == [
        ("missing-clause", 2),
        ("repeated-clause", 6),
        ("control-phase", 7),
        ("bound-twice", 8),
        ("excess-without-cap", 8),
    ]
