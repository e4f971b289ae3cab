"""Values one by one: what is read, what is a fault, and that nothing binary comes in."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from sanku.claim import faults
from sanku.claim.codes import code_parser
from sanku.claim.faults import BLANK, Fault
from sanku.claim.scalars import FLAG, TEXT, moment_parser, quantity_parser
from sanku.core.code import Code, System
from sanku.core.moment import on_day
from sanku.core.quantity import Quantity
from sanku.core.types import CodeType, QuantityType

PLAIN = quantity_parser(QuantityType(()))
MONEY = quantity_parser(QuantityType((("CNY", 1),), "CNY", 2))
PRICE = quantity_parser(QuantityType((("CNY", 1),), "CNY", 6))


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("1153.00", 1153),
        (1153, 1153),
        (Decimal("0.10"), Fraction(1, 10)),
        (0.1, Fraction(1, 10)),
        (2.5, Fraction(5, 2)),
        ("-0.5", Fraction(-1, 2)),
        ("+3", 3),
        (Decimal("1E+3"), 1000),
        ("9.000000000", 9),
        (" 7 ", 7),
        (0.000001, Fraction(1, 1000000)),
    ],
)
def test_numbers_are_exact(given: object, value: object) -> None:
    assert PLAIN.read(given) == Quantity(value)


@pytest.mark.parametrize(
    "given",
    ["abc", "1,000", "３", "1.2.3", "--", True, None, [], {}, {"value": True}, float("nan"), float("inf"),
     10**18, Decimal("1E+999999999"), Decimal("NaN"), "1234567890123456789", "0.1234567", {"value": "x"}],
)  # fmt: skip
def test_what_is_no_number_is_a_fault(given: object) -> None:
    found = PLAIN.read(given)
    assert isinstance(found, Fault)
    assert found.code == "unreadable"


def test_an_exponent_is_read_as_a_unit_that_nobody_knows() -> None:
    assert PLAIN.read("1e3") == faults.not_a_unit("e3")
    assert PLAIN.read(Decimal("1E+3")) == Quantity(1000)


def test_too_many_digits_are_said_to_be() -> None:
    assert PLAIN.read("0.1234567") == PLAIN.read(10**18) == PLAIN.read(10**5000) == faults.TOO_MANY_DIGITS


def test_money_has_two_decimals_and_a_unit_price_six() -> None:
    assert MONEY.read("3.605") == faults.NOT_MONEY
    assert isinstance(PRICE.read("0.087512"), Quantity)
    assert isinstance(MONEY.read("18.0000"), Quantity)


def test_a_type_that_excludes_values_below_zero_reads_none() -> None:
    kind = QuantityType((), nonnegative=True)
    assert quantity_parser(kind).read(-1) == faults.BELOW_ZERO
    assert quantity_parser(kind, signed=True).read(-1) == Quantity(-1)


@pytest.mark.parametrize(
    "given",
    ["2025-02-29", "2025-13-01", "2025-06-14T25:00", "0000-01-01", "14/06/2025", "2025-06", 20250614, "2025-6-1"],
)
def test_impossible_dates_are_faults(given: object) -> None:
    assert moment_parser(time=True).read(given) == faults.NOT_A_TIME


def test_dates_at_the_edge_of_the_calendar_do_not_overflow() -> None:
    assert moment_parser(time=True).read("9999-12-31T23:59:59-12:00") == faults.NOT_A_TIME
    assert moment_parser(time=True).read("0001-01-01T00:00:00+14:00") == faults.NOT_A_TIME


def test_midnight_is_the_lack_of_a_time_where_the_sender_says_so() -> None:
    assert str(moment_parser(time=True).read("2025-06-14 00:00:00")) == "2025-06-14T00:00:00"
    assert moment_parser(time=True, midnight_is_time=False).read("2025-06-14 00:00:00") == on_day(date(2025, 6, 14))
    assert moment_parser(time=False).read(date(2025, 6, 14)) == on_day(date(2025, 6, 14))


def test_text_and_flags() -> None:
    assert TEXT.read(6001) == "6001"
    assert TEXT.read("  ") is BLANK
    assert TEXT.read("x" * 501) == faults.TOO_LONG
    assert TEXT.read(True) == faults.NOT_TEXT
    assert [FLAG.read(given) for given in (True, "1", 0, "false", "是")] == [True, True, False, False, True]
    assert FLAG.read("maybe") == FLAG.read(2) == faults.NOT_A_FLAG


def test_a_catalogue_decides_before_the_pattern_where_one_is_loaded() -> None:
    systems = {"icd10": System("icd10", pattern="[A-Z].*"), "lab": System("lab")}

    def known(system: str, text: str) -> bool | None:
        return text == "M10.900" if system == "icd10" else None

    icd = code_parser(CodeType(("icd10",)), systems, known)
    assert icd.read("m10.900") == Code("icd10", "M10.900")
    assert isinstance(icd.read("M10.9"), Fault)
    assert code_parser(CodeType(("lab",)), systems, known).read("1751-7") == Code("lab", "1751-7")


def test_a_union_without_patterns_goes_by_the_first_letter() -> None:
    union = code_parser(CodeType(("nhsa_drug", "nhsa_herb", "nhsa_service", "nhsa_consumable")), {}, None)
    assert [union.read(text).system for text in ("ZA1", "T1", "0012", "C01")] == [
        "nhsa_drug", "nhsa_herb", "nhsa_service", "nhsa_consumable",
    ]  # fmt: skip
    assert isinstance(union.read("H-RX-1"), Fault)
