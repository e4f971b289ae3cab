"""Semantics 44: which characters a rule may hold, and what NFKC makes of them."""

from collections.abc import Callable

import pytest

from sanku.diagnostics.message import Diagnostic
from sanku.syntax import parse_bytes, parse_expr, parse_text
from sanku.syntax.nodes import Expr, File

Refused = Callable[[str], tuple[Diagnostic, ...]]


@pytest.mark.parametrize(
    ("wide", "plain"),
    [
        ("ａ．ｂ ＝ ３", "a.b = 3"),
        ("a ≠ 3", "a != 3"),
        ("a ！＝ 3", "a != 3"),
        ("a ≤ 3", "a <= 3"),
        ("a ＜＝ 3", "a <= 3"),
        ("a ≥ 3", "a >= 3"),
        ("（a。b） ＋ f（c，d）", "(a.b) + f(c, d)"),
        ("a 属于 ｛b，c｝", "a in {b, c}"),
        ("a > ５０％", "a > 50%"),
        ("a　=　3", "a = 3"),
        ("a\u00a0= 3", "a = 3"),
        ("a > 3 ㎎", "a > 3 mg"),
        ("a = ＂全角＂", 'a = "全角"'),
    ],
)
def test_semantics_44_text_is_normalised(wide: str, plain: str):
    expected, diagnostics = parse_expr(plain)
    assert diagnostics == ()
    assert parse_expr(wide) == (expected, ())


@pytest.mark.parametrize("quote", ['"Ａ（１）"', '"≠。"', '"#"', '"\\""', '"\\\\"', '"＂"'])
def test_semantics_44_strings_keep_their_characters(quote: str, expr: Callable[[str], Expr]):
    content = quote[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    assert expr(f"a = {quote}").right.value == content


def test_semantics_44_comments_keep_their_characters(tree: Callable[[str], File]):
    assert tree("module m # Ａ（１）“ '\n").comments[0].text == "# Ａ（１）“ '"


@pytest.mark.parametrize(
    ("text", "code", "named", "column"),
    [
        ("linе.a", "foreign-letter", "U+0435 cyrillic small letter ie", 4),
        ("αβ", "foreign-letter", "U+03B1 greek small letter alpha", 1),
        ("naïve", "foreign-letter", "U+00EF latin small letter i with diaeresis", 3),
        ("имя", "foreign-letter", "U+0438 cyrillic small letter i", 1),
        ("カナ", "foreign-letter", "U+30AB katakana letter ka", 1),
        ("a = ٣", "foreign-digit", "U+0663 arabic-indic digit three", 5),
        ("a = 3٣", "foreign-digit", "U+0663", 6),
        ("a × b", "unknown-character", "U+00D7 multiplication sign", 3),
        ("a 、b", "unknown-character", "U+3001 ideographic comma", 3),
        ("a\u200b.b", "hidden-character", "U+200B zero width space", 2),
        ("a\x00", "hidden-character", "U+0000", 2),
        ("\u202ea", "hidden-character", "U+202E right-to-left override", 1),
    ],
)
def test_semantics_44_other_characters_are_refused_by_name(
    text: str, code: str, named: str, column: int, refused: Refused
):
    found = refused(text)
    assert [one.code for one in found] == [code]
    assert named in found[0].message
    assert found[0].span.column == column


def test_a_look_alike_comes_with_the_word_that_was_meant(refused: Refused):
    assert refused("linе.а")[0].help == "write `line`"


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\u200f", "\u200b", "\x1b", "\x00", "\t", "\u2028", "\x85"])
def test_semantics_44_strings_refuse_hidden_characters(hidden: str, refused: Refused):
    found = refused(f'a = "b{hidden}c"')
    assert [one.code for one in found] == ["hidden-character"]
    assert (found[0].span.line, found[0].span.column) == (1, 7)
    assert hidden not in found[0].message


def test_a_hidden_character_in_a_comment_keeps_the_rule():
    file, diagnostics = parse_text("module m\ndefine d = a # \u202e\n", "t.kb")
    assert [one.code for one in diagnostics] == ["hidden-character"]
    assert file is not None
    assert len(file.items) == 1


def test_a_run_of_odd_characters_is_one_mistake():
    _, diagnostics = parse_text("module m\n" + "×" * 1000 + "\n", "t.kb")
    assert len(diagnostics) == 1


def test_tabs_are_one_diagnostic_a_line_and_the_rule_stays():
    file, diagnostics = parse_text("module m\n\tdefine\td = a\ndefine\te = b\t# \t\n", "t.kb")
    assert [(one.code, one.span.line, one.span.column, one.help) for one in diagnostics] == [
        ("tab", 2, 1, "use spaces"),
        ("tab", 3, 7, "use spaces"),
    ]
    assert file is not None
    assert len(file.items) == 2


def test_semantics_44_a_string_ends_on_its_line():
    file, diagnostics = parse_text('module m\ndefine d = "a\ndefine e = b\n', "t.kb")
    assert [(one.code, one.span.line) for one in diagnostics] == [("unterminated-text", 2)]
    assert file is not None
    assert [item.name.text for item in file.items] == ["e"]


@pytest.mark.parametrize("text", ['"a', '"a\\"', '"a\\', "“a", '"'])
def test_a_string_without_an_end_is_refused(text: str, refused: Refused):
    assert "unterminated-text" in [one.code for one in refused(text)]


@pytest.mark.parametrize("escape", ["n", "t", "u", "'", "{"])
def test_only_quote_and_backslash_are_escaped(escape: str, refused: Refused):
    found = refused(f'a = "b\\{escape}"')
    assert [(one.code, one.span.column) for one in found] == [("unknown-escape", 7)]


MODULE = "module m\ndefine d = 名\n"


def test_semantics_44_a_mark_before_the_text_is_skipped():
    marked, plain = parse_bytes(b"\xef\xbb\xbf" + MODULE.encode(), "t.kb"), parse_bytes(MODULE.encode(), "t.kb")
    assert marked == plain == parse_text("\ufeff" + MODULE, "t.kb")
    assert marked[1] == ()
    assert marked[0] is not None
    assert marked[0].module.span.column == 8


@pytest.mark.parametrize(
    ("data", "line", "column", "named"),
    [
        ("module m\n# 规则\n".encode("gbk"), 2, 3, "it reads as GBK"),
        (b"module m\n\nx\xff\xff\n", 3, 2, "line 3"),
        (MODULE.encode("utf-16"), 1, 1, "UTF-16"),
        (MODULE.encode("utf-16-be"), 1, 1, "UTF-16"),
        (MODULE.encode("utf-16-le"), 1, 1, "UTF-16"),
        (MODULE.encode("utf-32"), 1, 1, "UTF-32"),
        ("模块 m\n".encode("gbk"), 1, 2, "GBK"),
        (b"\xef\xbb\xbfmodule m\n\xff", 2, 1, "line 2"),
        (b"\xef\xbb\xbfx\xff", 1, 2, "line 1"),
    ],
)
def test_another_encoding_is_one_diagnostic_that_names_the_line(data: bytes, line: int, column: int, named: str):
    file, diagnostics = parse_bytes(data, "t.kb")
    assert file is None
    assert [(one.code, one.span.line, one.span.column, one.help) for one in diagnostics] == [
        ("wrong-encoding", line, column, "save the file as UTF-8")
    ]
    assert named in diagnostics[0].message
