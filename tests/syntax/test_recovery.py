"""One run reports every broken place of a file, each once, and keeps what is whole."""

import pytest

from sanku.syntax import parse_text

GOOD = 'rule {} "t"\n  cites    s "p"\n  for      x in lines\n  when     x.a\n  order    remind\n  say      "m"\n\n'
BROKEN = [
    ("no-name", 'rule "t"\n  order remind\n', 1),
    ("clause", GOOD.format("bad").replace("when ", "whne "), 4),
    ("operand", GOOD.format("bad").replace("x.a", "x.a >"), 4),
    ("string", GOOD.format("bad").replace('"m"', '"m'), 6),
    ("bracket", GOOD.format("bad").replace("x.a", "(x.a"), 4),
    ("closing", GOOD.format("bad").replace("x.a", "x.a)"), 4),
    ("unit", GOOD.format("bad").replace("x.a", "x.a > 3 mgg"), 4),
    ("cyrillic", GOOD.format("bad").replace("x.a", "х.a"), 4),
    ("item", GOOD.format("bad").replace("rule", "ruel"), 1),
    ("shape", GOOD.format("bad").replace("  order    remind\n", ""), 1),
    ("define", "define bad(x) = 1\n\n", 1),
    ("exempt", 'exempt r bad "t"\n  cites s "p"\n', 1),
    ("withdraw", "withdraw bad\n", 1),
    ("amend", "amend bad\n  order remind\n", 1),
    ("use", "use drugs\n", 1),
    ("tabs", "\t" + GOOD.format("bad").replace("x.a", "x.a ="), 4),
]


@pytest.mark.parametrize(("text", "line"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_item_is_dropped_and_its_neighbours_stay(text: str, line: int):
    before, after = GOOD.format("before"), GOOD.format("after")
    file, diagnostics = parse_text(f"module m\n{before}{text}{after}", "t.kb")
    assert file is not None
    assert [item.name.text for item in file.items] == ["before", "after"]
    places = [one.span.line for one in diagnostics if one.code != "tab"]
    assert places == [1 + before.count("\n") + line] or places == [before.count("\n") + line + 1]


def test_all_broken_items_of_a_file_are_reported():
    text = "module m\n" + "\n".join(text for _, text, _ in BROKEN if not text.startswith("\t"))
    _, diagnostics = parse_text(text, "t.kb")
    assert len(diagnostics) == len(BROKEN) - 1


def test_all_broken_clauses_of_a_rule_are_reported_without_echo():
    text = 'module m\nrule r "t"\n  cites\n  for x lines\n  match r on x.a\n  let = 3\n  when x.a ==\n  order\n  unknown\n  say m\n'
    file, diagnostics = parse_text(text, "t.kb")
    assert [one.span.line for one in diagnostics] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert file is not None
    assert [name.text for name in file.dropped] == ["r"]


def test_whole_clauses_of_a_broken_rule_are_still_compared():
    text = 'module m\nrule r "t"\n  whne x.a\n  order remind\n  order block\n  audit block\n  for x in lines\n  let x = 1\n'
    _, diagnostics = parse_text(text, "t.kb")
    assert [one.code for one in diagnostics] == ["unknown-keyword", "repeated-clause", "control-phase", "bound-twice"]


@pytest.mark.parametrize("indent", ["", "  ", "        "])
def test_indentation_is_free(indent: str):
    text = "module m\n" + GOOD.format("r").replace("  cites", "cites").replace("\n  ", f"\n{indent}")
    assert parse_text(text, "t.kb")[1] == ()
    _, diagnostics = parse_text(text.replace("when ", "whne ").replace("remind", "rmind"), "t.kb")
    assert [one.help for one in diagnostics] == ["write `when`", "write `remind`"]


def test_a_rule_may_stand_on_one_line():
    one = " ".join(GOOD.format("r").split())
    assert parse_text(f"module m {one} {one.replace('rule r', 'rule q')}", "t.kb")[1] == ()
    _, diagnostics = parse_text(f"module m {one} {one.replace('when x.a', 'when')}", "t.kb")
    assert len(diagnostics) == 1


def test_a_continued_condition_is_not_cut():
    text = 'module m\nrule r "t"\n  when count(l.a\n    for l in lines\n    where (l.b)) >\n  unless exists\n    l in lines\n  order rmind\n'
    _, diagnostics = parse_text(text, "t.kb")
    assert [(one.span.line, one.code) for one in diagnostics] == [(5, "unfinished"), (8, "unknown-keyword")]


def test_a_continuation_at_the_margin_is_not_an_error_of_its_own():
    text = 'module m\nrule r "t"\n  when x.a = 1\n  and x.b = 2\n  order rmind\n'
    _, diagnostics = parse_text(text, "t.kb")
    assert [one.span.line for one in diagnostics] == [5]


def test_text_between_the_module_and_the_first_item():
    file, diagnostics = parse_text("module m\nuse a\nuze b\nuse\nuse c as\n" + GOOD.format("r"), "t.kb")
    assert file is not None
    assert [use.module.text for use in file.uses] == ["a"]
    assert [one.span.line for one in diagnostics] == [3, 4, 5]
    assert len(file.items) == 1


def test_without_a_module_the_rest_is_still_reported():
    file, diagnostics = parse_text(GOOD.format("r").replace("when ", "whne "), "t.kb")
    assert file is None
    assert [one.code for one in diagnostics] == ["missing-module", "unknown-keyword"]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "   ", "\ufeff"])
def test_an_empty_file_is_one_diagnostic(text: str):
    file, diagnostics = parse_text(text, "t.kb")
    assert file is None
    assert [one.code for one in diagnostics] == ["missing-module"]


def test_comments_of_broken_items_are_kept():
    file, _ = parse_text("module m\n# a\nrule # b\n  when # c\n", "t.kb")
    assert file is not None
    assert [comment.text for comment in file.comments] == ["# a", "# b", "# c"]


def test_a_name_that_is_dropped_is_told():
    text = (
        'module m\ndefine d =\nrule r "t"\n  when\nexempt r as e "t"\n  when\namend r "t"\n  order\nwithdraw e from\n'
    )
    file, diagnostics = parse_text(text, "t.kb")
    assert file is not None
    assert [name.text for name in file.dropped] == ["d", "r", "e"]
    assert len(diagnostics) == 5
