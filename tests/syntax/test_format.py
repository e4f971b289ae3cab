"""The canonical form: one tree, one text, in either language, with every comment."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanku.diagnostics.columns import width
from sanku.syntax import parse_text, show_expr
from sanku.syntax.format import WIDTH, format_rules
from sanku.syntax.format.rule_text import canonical
from tests.syntax.test_show import expressions

ROOT = Path(__file__).parents[2]

RULE = """\
module m

rule r "t"
  cites    s "p"
  for      x in lines
  when     {}
  order    remind
  say      "m"
"""


def formatted(text: str, language: str = "") -> str:
    """Return the canonical text of a text that must have one."""
    shown, found = format_rules(text, "t.kb", language)
    assert found == ()
    assert shown is not None
    return shown


def holds(text: str) -> None:
    """Assert all that the canonical form promises of a text."""
    before, _ = parse_text(text, "t.kb")
    assert before is not None
    english, chinese = formatted(text, "en"), formatted(text, "zh")
    for shown in (formatted(text), english, chinese):
        after, _ = parse_text(shown, "t.kb")
        assert after is not None
        assert canonical(after) == canonical(before)
        assert formatted(shown) == shown
        assert Counter(c.text.rstrip() for c in after.comments) == Counter(c.text.rstrip() for c in before.comments)
        assert not re.search(r"[ \t]$", shown, re.MULTILINE)
    assert formatted(chinese, "en") == english
    assert formatted(english, "zh") == chinese


@settings(max_examples=30)
@given(expressions)
def test_any_condition_keeps_its_tree_in_both_languages(expr):
    holds(RULE.format(show_expr(expr)))


WORDS = st.sampled_from(["# one", "# 二", "\n# own\n", "\n    # deeper\n", "\n", "  ", "#"])


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 40), WORDS), max_size=6))
def test_comments_stay_wherever_they_stand(places):
    words = RULE.format("not exists l in lines where (l.a not in {x, y} and l.at within 5 days before x.at)").split(" ")
    for place, word in places:
        at = place % len(words)
        words[at] = f"{words[at]} {word}\n" if word.startswith("#") else f"{words[at]} {word}"
    text = " ".join(words)
    tree, found = parse_text(text, "t.kb")
    if tree is not None and not found:
        holds(text)


def test_it_pads_orders_and_settles_blanks():
    text = """\
module   a.b
use x   # why
# about
rule r "t" # tail
  say en "x"
  order remind
  # the day
  dated   by y.at
  cites s "p"
  for y in lines where (y.code   not
     in {b})
  let n = ３　元
  when (n > 1元 或 y.days ≤ 7 天) 且 not exists d in diagnoses
define f(a : quantity[g/L], b: bool) = a > 1
define g = true



define h = false
"""
    assert (
        formatted(text)
        == """\
module a.b
use x  # why

# about
rule r "t"  # tail
  cites    s "p"
  for      y in lines where (y.code not in {b})
  # the day
  dated by y.at
  let      n = 3 CNY
  when     (n > 1 CNY or y.days <= 7 days) and not exists d in diagnoses
  order    remind
  say en   "x"

define f(a: quantity[g/L], b: bool) = a > 1
define g = true

define h = false
"""
    )


def test_chinese_says_phrases_in_one_word_and_keeps_names():
    text = "module m\ndefine f = x.at within 5 days before y.at and z not in s and not exists l in lines and a on same day as b"
    chinese = "模块 m\n\n定义 f = x.at 在 5天 内 早于 y.at 且 z 不属于 s 且 不存在 l 属于 lines 且 a 同一 日 作为 b\n"
    assert formatted(text, "zh") == chinese
    assert formatted(chinese) == chinese
    assert formatted(chinese, "en") == (
        "module m\n\n"
        "define f = x.at within 5 days before y.at and z not in s and not exists l in lines and a on same day as b\n"
    )


def test_a_long_condition_breaks_at_its_outermost_words_and_han_counts_double():
    name = "很长的名字" * 3
    text = (
        f"module m\ndefine f = {name} and ({name} or {name} or {name}) and exists l in lines where ({name} and {name})"
    )
    shown = formatted(text)
    assert (
        shown
        == f"""\
module m

define f =
  {name}
  and ({name} or {name} or {name})
  and exists l in lines where ({name} and {name})
"""
    )
    assert width(shown.splitlines()[4]) > len(shown.splitlines()[4]) * 1.5


def test_a_long_list_fills_its_lines():
    items = ", ".join(f"member_{n}" for n in range(20))
    shown = formatted(f"module m\ndefine f = x in {{{items}}}")
    assert max(map(width, shown.splitlines())) <= WIDTH
    assert shown.splitlines()[2] == "define f ="
    assert len(shown.splitlines()) == 6


@pytest.mark.parametrize("text", ["module m\nrule r", "module m\ndefine f = (", "module m\ndefine f = x ；", ""])
def test_a_text_with_errors_has_no_canonical_form(text):
    shown, found = format_rules(text, "t.kb")
    assert shown is None
    assert found


def test_a_tab_is_mended():
    assert formatted("module\tm\ndefine\tf = a") == "module m\n\ndefine f = a\n"


@pytest.mark.parametrize("path", sorted((ROOT / "knowledge").rglob("*.kb")), ids=lambda path: path.stem)
def test_the_modules_of_the_starter_base_hold(path):
    text = path.read_text(encoding="utf-8")
    holds(text)
    assert formatted(text) == text


@pytest.mark.shared
def test_the_96_rules_of_the_design_hold(shared: Path):
    found = sorted((shared / "design/examples").glob("*.kb"))
    assert len(found) == 8
    for path in found:
        holds(path.read_text(encoding="utf-8"))
