"""Semantics 46, 49: no text, however deep or long, ends in anything but diagnostics."""

import sys

import pytest

from sanku.syntax import parse_expr, parse_text

HEAD = 'module m\nrule r "t"\ncites s "p"\nfor x in lines\norder remind\nsay "m"\n'


def nested(depth: int) -> str:
    return "not " * (depth - 1) + "a"


def test_semantics_46_sixty_four_levels_are_enough():
    assert parse_expr(nested(64))[1] == ()
    assert [one.code for one in parse_expr(nested(65))[1]] == ["too-deep"]


def test_semantics_46_sixty_four_brackets_are_enough():
    assert parse_expr("(" * 64 + "a" + ")" * 64)[1] == ()
    assert [one.code for one in parse_expr("(" * 65 + "a" + ")" * 65)[1]] == ["too-deep"]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000 + "a" + ")" * 100_000,
        "(" * 100_000,
        "{" * 10_000 + "a",
        "f(" * 5_000 + "a" + ")" * 5_000,
        "(a in {" * 5_000,
        "not " * 5_000 + "a",
        "-" * 5_000 + "a",
        "a" + " + a" * 5_000,
        "if a then b else " * 2_000 + "c",
        "exists x in c where (" * 3_000,
    ],
    ids=lambda text: text[:20],
)
def test_semantics_46_hostile_depth_is_one_diagnostic(text: str):
    limit = sys.getrecursionlimit()
    file, diagnostics = parse_text(f"{HEAD}when {text}\n\ndefine after = b\n", "t.kb")
    assert [(one.code, one.span.line) for one in diagnostics] == [("too-deep", 7)]
    assert file is not None
    assert [item.name.text for item in file.items] == ["after"]
    assert sys.getrecursionlimit() == limit


@pytest.mark.parametrize(
    "text", [")" * 50_000, "a" * 500_000, '"' * 50_001, "a " * 3_000, "#" * 500_000, "规" * 200_000]
)
def test_long_text_is_few_diagnostics(text: str):
    file, diagnostics = parse_text(f"module m\ndefine d = {text}\ndefine e = b\n", "t.kb")
    assert file is not None
    assert [item.name.text for item in file.items][-1] == "e"
    assert len(diagnostics) <= 1
    assert all(len(one.message) < 200 and len(one.help) < 200 for one in diagnostics)


def test_brackets_left_open_in_one_rule_do_not_add_up():
    text = "module m\n" + "".join(f"define d{i} = (a\n" for i in range(100))
    _, diagnostics = parse_text(text, "t.kb")
    assert [one.code for one in diagnostics] == ["unclosed-bracket"] * 100


def test_wide_is_not_deep():
    assert parse_expr(" or ".join(["a"] * 1000))[1] == ()
    assert parse_expr("{" + ", ".join(["a"] * 1000) + "}")[1] == ()


@pytest.mark.parametrize("text", ["{line.__class__}", "{0}", "{a!r}", "'); import os"])
def test_semantics_49_a_message_is_only_text(text: str):
    file, diagnostics = parse_text(f"{HEAD.replace('m' + chr(34) + chr(10), text + chr(34) + chr(10))}when a\n", "t.kb")
    assert diagnostics == ()
    assert file is not None
    assert file.items[0].clauses[3].text == text
