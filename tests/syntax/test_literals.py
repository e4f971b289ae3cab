"""Semantics 42, 49: numbers, units and dates."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from sanku.diagnostics.message import Diagnostic
from sanku.syntax import parse_expr
from sanku.syntax.nodes import Binary, Expr, NumberLiteral, QuantityLiteral

Refused = Callable[[str], tuple[Diagnostic, ...]]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("30 g/L", 30, "g/L"),
        ("30g/L", 30, "g/L"),
        ("30 g/dL", 30, "g/dL"),
        ("10 10*9/L", 10, "10*9/L"),
        ("0.5 mg", Fraction(1, 2), "mg"),
        ("50%", 50, "%"),
        ("50 %", 50, "%"),
        ("1 month", 1, "month"),
        ("1 year", 1, "year"),
        ("2 weeks", 2, "week"),
        ("90 minutes", 90, "minute"),
        ("7天", 7, "day"),
        ("7 日", 7, "day"),
        ("6 小时", 6, "hour"),
        ("3个月", 3, "month"),
        ("18岁", 18, "year"),
        ("1153.00 元", 1153, "CNY"),
        ("2 盒", 2, "盒"),
        ("3 次", 3, "次"),
        ("5 μg", 5, "ug"),
        ("5 mmol/L", 5, "mmol/L"),
    ],
)
def test_semantics_42_a_unit_belongs_to_its_number(
    text: str, value: int | Fraction, unit: str, expr: Callable[[str], Expr]
):
    found = expr(text)
    assert isinstance(found, QuantityLiteral)
    assert (found.value, found.unit) == (value, unit)
    assert found.span.end_column == len(text) + 1


def test_the_written_unit_is_kept_and_does_not_count(expr: Callable[[str], Expr]):
    assert (expr("7天").written, expr("7 days").written) == ("天", "days")
    assert expr("7天") == expr("7 days")
    assert expr("7天") != expr("7 hours")


def test_semantics_42_dividing_a_quantity_takes_blanks(expr: Callable[[str], Expr], refused: Refused):
    found = expr("30 g / dL")
    assert isinstance(found, Binary)
    assert expr("30 g/2").right == expr("2")
    assert [one.code for one in refused("30 g/line.days")] == ["unknown-unit"]


@pytest.mark.parametrize(
    ("text", "unit", "advice"),
    [
        ("3x", "x", "3 mg"),
        ("3 x", "x", "3 mg"),
        ("30 mgg", "mgg", "`30 mg`"),
        ("5 dayz", "dayz", "`5 day"),
        ("30 mg/dl", "mg/dl", "`30 mg/dL`"),
        ("7天内", "天内", "`7 天 内`"),
        ("3 adn b", "adn", "`3 and`"),
        ("3and b", "and", ""),
        ("3_000", "_000", ""),
    ],
)
def test_semantics_42_an_unknown_word_after_a_number_is_named(text: str, unit: str, advice: str, refused: Refused):
    found = refused(f"a > {text}")
    assert [one.code for one in found] == ["unknown-unit"]
    assert f"`{unit}`" in found[0].message
    assert advice in found[0].help


@pytest.mark.parametrize(
    "text",
    ["a > 3 and b", "if a then 3 else 4", "a between 3 and 4", "3 in a", "a in {3, 4}", "f(3)", "3 is known", "3 > 2"],
)
def test_a_keyword_may_follow_a_number(text: str, expr: Callable[[str], Expr]):
    assert expr(text)


def test_a_unit_stands_on_the_line_of_its_number(expr: Callable[[str], Expr]):
    found = expr("7\n  + days")
    assert found.left == NumberLiteral(7, "7", span=found.span)


@pytest.mark.parametrize(
    ("text", "value"), [("123456789012345678", 123456789012345678), ("0.123456", Fraction(123456, 10**6))]
)
def test_semantics_49_the_longest_numbers(text: str, value: int | Fraction, expr: Callable[[str], Expr]):
    assert expr(text).value == value


@pytest.mark.parametrize("text", ["1234567890123456789", "0.1234567", "1" * 100_000, f"{'1' * 5000} days"])
def test_semantics_49_longer_numbers_are_refused(text: str, refused: Refused):
    found = refused(text)
    assert [one.code for one in found] == ["number-too-long"]
    assert len(found[0].message) < 100


@pytest.mark.parametrize("text", ["1e9", "1E9", "10e", "1.5e3"])
def test_semantics_49_there_are_no_exponents(text: str, refused: Refused):
    assert [one.code for one in refused(text)] == ["exponent"]


def test_dates(expr: Callable[[str], Expr]):
    assert expr("2024-02-29").value == date(2024, 2, 29)
    assert expr("2024 - 02 - 29") == expr("(2024 - 02) - 29")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("2025-1-1", "2025-01-01"),
        ("2025/01/31", "2025-01-31"),
        ("2025.01.31", "2025-01-31"),
        ("2025年1月31日", "2025-01-31"),
        ("2025-02-29", "a day of the calendar"),
        ("2025-13-01", "a day of the calendar"),
        ("0000-01-01", "a day of the calendar"),
    ],
)
def test_other_dates_are_refused(text: str, advice: str, refused: Refused):
    found = refused(f"a = {text}")
    assert [one.code for one in found] == ["bad-date"]
    assert advice in found[0].help
    assert found[0].span.column == 5
    assert found[0].span.end_column == 5 + len(text)


def test_a_number_keeps_its_spelling(expr: Callable[[str], Expr]):
    found = expr("0.50")
    assert isinstance(found, NumberLiteral)
    assert (found.value, found.text) == (Fraction(1, 2), "0.50")


@pytest.mark.parametrize("text", ["3.", ".5", "1.2.3", "3 4"])
def test_what_is_no_number(text: str):
    found, diagnostics = parse_expr(text)
    assert found is None
    assert len(diagnostics) == 1
