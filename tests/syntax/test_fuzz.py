"""Whatever the text: no exception, places inside the text, words that an author knows."""

import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from sanku.diagnostics import Diagnostic, line_reader, render_text, sort_key
from sanku.syntax import parse_bytes, parse_expr, parse_text, walk
from sanku.syntax.fold import split_lines
from sanku.syntax.grammar import grammar

VALID = """module policy.coverage
use clinical.icd10 as icd

rule albumin "人血白蛋白限低蛋白血症"  # CL163
  cites    nrdl_2024 "人血白蛋白 备注"
  effective 2025-01-01 ..
  for      line in lines where line.code in drugs.human_albumin by line.code
  match    limit in drugs.limits on line.code, line.kind
  let      albumin = latest(o.value for o in record.observations where (o.code = serum_albumin
           and o.at within 5 days before line.at) by o.at)
  when     albumin is none or (going_on and albumin > 40 g/L) or not exists d in diagnoses where (d.code in icd.x)
  unless   all l in lines satisfy (l.at on same day as line.at and l up to line)
  order    remind
  settle   self_pay
  audit    deny if unjustified
  amount   round(line.amount * (line.days - 7) / line.days, 2)
  severity high
  bears    patient
  accept   text
  justify  within 7 days
  unknown  hold
  say      "最近一次白蛋白{albumin}"
  say en   "albumin {albumin}"

规则 限频 "每日限量"
  依据     law "第一条"
  对于     甲 属于 lines
  上限     合计(乙.quantity 对于 乙 属于 lines 其中 (乙.code ＝ 甲.code)) 至多 24 小时
  事前     提醒
  提示     "超出{excess}"

define old(born: date, at: date) cites law "2" = age_years(born, at) >= 65 years
exempt albumin as rescue row a, b in order "抢救"
  cites    law "3"
  when     encounter.rescue
withdraw rescue from 2025-06-01
amend albumin "放宽"
  settle   remind
"""
PIECES = sorted(
    {*re.findall(r'\w+|"[^"]*"|[^\w\s]|\n *', VALID), "“", "'", "\t", "\u202e", "٣", "е", "(" * 70, "3 mgg", "。", "≠"}
)


@cache
def terminals() -> frozenset[str]:
    lark = grammar().lark
    return frozenset(
        {t.name for t in lark.terminals if t.name.lower() != t.pattern.value} | {"$END", "Token", "Lark", "Tree"}
    )


def hold(text: str, diagnostics: tuple[Diagnostic, ...]) -> None:
    """Assert what holds of all diagnostics of a text."""
    lines = split_lines(text.removeprefix("\ufeff"))
    for one in diagnostics:
        for span in (one.span, *(label.span for label in one.labels)):
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1
            assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
            assert (span.line, span.column) <= (span.end_line, span.end_column)
        ours = re.sub("`.*?`", "", f"{one.message} {one.help}")
        assert terminals().isdisjoint(re.findall(r"[\w$]+", ours))
        assert one.message[0] == one.message[0].lower()
        assert "\n" not in one.message
        assert not one.message.endswith(".")
    assert list(diagnostics) == sorted(set(diagnostics), key=sort_key)
    shown = render_text(diagnostics, line_reader({"t.kb": text}))
    assert shown.count("error[") >= len(diagnostics)


def check(text: str) -> None:
    file, diagnostics = parse_text(text, "t.kb")
    hold(text, diagnostics)
    if file is None:
        assert diagnostics
    else:
        for node in walk(file):
            assert (node.span.line, node.span.column) <= (node.span.end_line, node.span.end_column)


def test_the_valid_text_is_valid():
    file, diagnostics = parse_text(VALID, "t.kb")
    assert diagnostics == ()
    assert file is not None
    assert len(file.items) == 6


@given(st.text(max_size=200))
def test_any_text(text: str):
    check(text)
    check(f"module m\n{text}")


@given(st.text(max_size=60))
def test_any_expression(text: str):
    _, diagnostics = parse_expr(text, "t.kb")
    hold(text, diagnostics)


@given(st.binary(max_size=100))
def test_any_bytes(data: bytes):
    file, diagnostics = parse_bytes(data, "t.kb")
    assert file is not None or diagnostics


@given(st.lists(st.sampled_from(PIECES), max_size=80).map(" ".join))
def test_any_words(text: str):
    check(f"module m\n{text}")


edits = st.lists(
    st.tuples(
        st.integers(0, len(VALID)), st.integers(0, 6), st.just("") | st.sampled_from(PIECES) | st.text(max_size=3)
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=200)
@given(edits)
def test_any_change_of_a_valid_text(changes: list[tuple[int, int, str]]):
    text = VALID
    for place, length, piece in changes:
        text = text[:place] + piece + text[place + length :]
    check(text)


@given(st.integers(0, len(VALID)))
def test_any_beginning_of_a_valid_text(end: int):
    check(VALID[:end])


@given(st.integers(0, VALID.count("\n")), st.sampled_from(PIECES))
def test_a_broken_line_spoils_its_own_item_only(number: int, piece: str):
    lines = VALID.split("\n")
    starts = [index for index, line in enumerate(lines) if re.match("rule|规则|define|exempt|withdraw|amend", line)]
    inside = [index for index in range(starts[0], len(lines)) if lines[index].startswith("  ")]
    target = inside[number % len(inside)]
    lines[target] = "  when     $ " + re.sub(r"\s|#", "", piece)
    file, diagnostics = parse_text("\n".join(lines), "t.kb")
    assert {one.span.line for one in diagnostics} >= {target + 1}
    assert file is not None
    assert len(file.items) == 5
