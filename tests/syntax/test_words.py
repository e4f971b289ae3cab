"""Semantics 41, 42, 44: words are whole, and keywords only where they can stand."""

from collections.abc import Callable

import pytest

from sanku.diagnostics.message import Diagnostic
from sanku.syntax import parse_expr, parse_text
from sanku.syntax.nodes import Call, Clause, Control, Expr, Let, Path, Unless


@pytest.mark.parametrize(
    "text",
    [
        "line.order = r.count and l.in.for.when = 1",
        "count = 3 and rank > 2 and sum < latest",
        "order = settle and day within 3 days of month",
        "a.on = b.same",
        "when = unless",
        "effective in published",
        "x.exists and x.not.all",
        "desc < asc and known = none and unknown = care",
        "a on same p.day as b",
        "rule + define * module",
        "day(a) = month(b) and year(a, b) = 3",
        "zh = en and block in {pass, hold}",
    ],
)
def test_keywords_are_names_where_they_cannot_stand(text: str):
    found, diagnostics = parse_expr(text)
    assert diagnostics == ()
    assert found is not None


@pytest.mark.parametrize(
    "word", ["count", "rank", "min", "order", "when", "rule", "first", "in", "day", "not", "计数", "当"]
)
def test_keywords_are_names_in_let(word: str, clauses: Callable[[str], tuple[Clause, ...]]):
    found = clauses(f"let {word} = 1")[0]
    assert isinstance(found, Let)
    assert found.name.text == word


def test_a_function_is_a_keyword_only_before_its_parenthesis(expr: Callable[[str], Expr]):
    assert isinstance(expr("count"), Path)
    assert isinstance(expr("count.x"), Path)
    assert isinstance(expr("rank.min"), Path)
    assert isinstance(expr("latest2(a)"), Call)


@pytest.mark.parametrize(
    "text", ["whenx", "notx", "existsx", "inlines", "xor", "ifx", "true1", "andb", "order_", "当患者"]
)
def test_keywords_are_whole_words(text: str, expr: Callable[[str], Expr]):
    found = expr(text)
    assert isinstance(found, Path)
    assert found.text == text


@pytest.mark.parametrize("text", ["当x.a = 1", "whenx = 1", "对于x 属于 lines", "order_ remind"])
def test_a_keyword_that_runs_into_a_word_starts_no_clause(text: str):
    _, diagnostics = parse_text(f'module m\nrule r "t"\n  {text}\n', "t.kb")
    assert [one.code for one in diagnostics] == ["unknown-keyword"]


@pytest.mark.parametrize("blank", ["\n ", "  ", "\n\n   ", " # c\n  "])
def test_semantics_41_unless_after_deny_is_a_clause_however_it_is_spaced(
    blank: str, clauses: Callable[[str], tuple[Clause, ...]]
):
    found = clauses(f"audit deny{blank}unless justified = true\norder remind")
    assert isinstance(found[0], Control)
    assert found[0].effect == "deny"
    assert isinstance(found[1], Unless)


@pytest.mark.parametrize("blank", ["\n ", "  ", "\n\n"])
def test_semantics_41_deny_if_unjustified_is_one_control_however_it_is_spaced(
    blank: str, clauses: Callable[[str], tuple[Clause, ...]]
):
    found = clauses(f"audit{blank}deny{blank}if{blank}unjustified\norder remind")
    assert found[0] == Control("audit", "deny_if_unjustified", span=found[0].span)


@pytest.mark.parametrize(
    "text",
    [
        "exists x in c where a = 1",
        "all x in c where a satisfy (b)",
        "all x in c satisfy a",
        "all x in c have (a)",
        "count(a for x in c where b)",
        "latest(a for x in c where b by t)",
        "latest(a for x in c)",
        "rank(a among x in c where b by t)",
        "rank(a for x in c by t)",
        "count(a, b)",
        "count(a)",
        "min(a)",
        "sum(distinct a for x in c)",
        "a = b = c",
        "a < b < c",
        "a = not b",
        "a is null",
        "a on same blob as b",
        "a within 3 days b",
        "a between b or c",
        "if a then b",
        "a if b else c",
        "a and",
        "and a",
        "a b",
        "()",
        "{}",
        "f(a,)",
        "a.",
        ".a",
        "a..b",
        "- ",
        "a not b",
        "not in b",
        "",
    ],
)
def test_what_is_no_expression(text: str, refused: Callable[[str], tuple[Diagnostic, ...]]):
    assert len(refused(text)) == 1
