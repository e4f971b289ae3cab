"""Diagnostics as text: carets under the right characters, nothing that a terminal would obey."""

import pytest

from sanku.core.span import NOWHERE, Span
from sanku.diagnostics import Diagnostic, Label, Severity, line_reader, render_text


def at(line: int, column: int, end_column: int, end_line: int = 0) -> Span:
    return Span("k/m.kb", line, column, end_line or line, end_column)


def lines(text: str, one: Diagnostic) -> list[str]:
    return render_text((one,), line_reader({"k/m.kb": text})).split("\n")


def test_the_whole_form():
    one = Diagnostic(
        "unit-mismatch",
        "`egfr` is in `mL/min` but `daily_dose_max` is in `mg`",
        at(4, 8, 29),
        labels=(Label(Span("p.yaml", 2, 7, 2, 9), "`mg` declared here"),),
        help="`egfr_floor` is the parameter here in `mL/min`",
    )
    text = "\n\n\n  when egfr < daily_dose_max\n"
    assert render_text((one,), line_reader({"k/m.kb": text})) == (
        "error[unit-mismatch]: `egfr` is in `mL/min` but `daily_dose_max` is in `mg`\n"
        " --> k/m.kb:4:8\n"
        "  |\n"
        "4 |   when egfr < daily_dose_max\n"
        "  |        ^^^^^^^^^^^^^^^^^^^^^\n"
        "  = see p.yaml:2:7: `mg` declared here\n"
        "  = help: `egfr_floor` is the parameter here in `mL/min`\n"
    )


@pytest.mark.parametrize(
    ("text", "start", "end", "carets"),
    [
        ("abc", 2, 3, " ^"),
        ("abc", 1, 4, "^^^"),
        ("当患者.性别", 2, 4, "  ^^^^"),
        ("（a）", 2, 3, "  ^"),
        ("a，b", 3, 4, "   ^"),
        ("e\u0301x", 3, 4, " ^"),
        ("\tx", 2, 3, " ^"),
        ("ab", 3, 3, "  ^"),
        ("ab", 9, 12, "  ^"),
        ("", 1, 1, "^"),
        ("a\U00020000b", 3, 4, "   ^"),
    ],
)
def test_carets_stand_under_their_characters(text: str, start: int, end: int, carets: str):
    assert lines(text, Diagnostic("c", "m", at(1, start, end)))[4] == f"  | {carets}"


def test_a_place_of_many_lines_is_marked_on_its_first():
    found = lines("ab cd\nef", Diagnostic("c", "m", at(1, 4, 2, end_line=2)))
    assert found[3:5] == ["1 | ab cd", "  |    ^^"]


def test_the_gutter_is_as_wide_as_the_number():
    found = lines("\n" * 99 + "x", Diagnostic("c", "m", at(100, 1, 2), help="h"))
    assert found[1:] == ["   --> k/m.kb:100:1", "    |", "100 | x", "    | ^", "    = help: h", ""]


def test_a_long_line_is_shown_around_the_place():
    found = lines("a" * 1000 + "b" + "c" * 1000, Diagnostic("c", "m", at(1, 1001, 1002)))
    shown, carets = found[3][4:], found[4][4:]
    assert len(shown) == 162
    assert shown[carets.index("^")] == "b"
    assert (shown[0], shown[-1]) == ("…", "…")


def test_nothing_is_obeyed_by_a_terminal():
    one = Diagnostic("c", "`\x1b[2J` \u202e", at(1, 2, 3), labels=(Label(at(1, 1, 1), "\x07"),), help="\x1b]0;x\x07")
    text = "".join(lines("\x1b[31m\u202ex\r\x00", one))
    assert not any(character < " " for character in text)
    assert "\u202e" not in text


def test_without_a_line_or_a_place():
    assert render_text((Diagnostic("c", "m", Span("k", 3, 1, 3, 2)),), line_reader({})) == "error[c]: m\n --> k:3:1\n"
    assert (
        render_text((Diagnostic("c", "m", Span("k", 3, 1, 3, 2)),), line_reader({"k": "a"}))
        == "error[c]: m\n --> k:3:1\n"
    )
    assert render_text((Diagnostic("c", "m", Span("k", 0, 0, 0, 0)),), line_reader({})) == "error[c]: m\n --> k\n"
    assert render_text((Diagnostic("c", "m", NOWHERE, help="h"),), line_reader({})) == "error[c]: m\n  = help: h\n"


def test_several_are_apart_and_none_is_nothing():
    warning = Diagnostic("w", "n", NOWHERE, Severity.WARNING)
    assert render_text((Diagnostic("c", "m"), warning), line_reader({})) == "error[c]: m\n\nwarning[w]: n\n"
    assert render_text((), line_reader({})) == ""


def test_colour_changes_nothing_but_colour():
    one = Diagnostic("c", "m", at(1, 1, 2), labels=(Label(at(1, 1, 2), "l"),), help="h")
    read = line_reader({"k/m.kb": "x"})
    plain, coloured = render_text((one,), read), render_text((one,), read, colour=True)
    assert "\x1b" not in plain
    assert coloured.count("\x1b[0m") > 4
    import re

    assert re.sub(r"\x1b\[[0-9]*m", "", coloured) == plain


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_read_as_the_parser_counts_them(end: str):
    read = line_reader({"f": end.join(["a", "b\u2028c", ""])})
    assert [read("f", number) for number in range(5)] == [None, "a", "b\u2028c", "", None]
    assert read("g", 1) is None
