"""A comparison with a range is what every value in it says."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from sanku.core.quantity import Quantity, number
from sanku.core.types import QuantityType
from sanku.core.unit import DAY, find_unit
from sanku.core.unknown import Missing, Unknown
from sanku.engines.reference.compare import compare
from sanku.engines.reference.ranges import Range, Undecided, censored, compare_ranges, span_of

OPS = ("=", "!=", "<", "<=", ">", ">=")
MISSING = Missing("lines", "coverage")
NUMBER = QuantityType()
SMALL = st.integers(min_value=0, max_value=4)


def said(op: str, left: int, right: int) -> bool:
    return compare(op, number(left), number(right), NUMBER, NUMBER) is True


def between(low: int, high: int) -> Quantity | Range:
    return span_of(number(low), number(high), frozenset({MISSING}), "lines")


@given(st.sampled_from(OPS), SMALL, SMALL, SMALL, SMALL)
def test_closed_ranges(op: str, low: int, width: int, other: int, other_width: int) -> None:
    pairs = product(range(2 * low, 2 * (low + width) + 1), range(2 * other, 2 * (other + other_width) + 1))
    answers = {said(op, one, two) for one, two in pairs}
    found = compare_ranges(op, between(2 * low, 2 * (low + width)), between(2 * other, 2 * (other + other_width)))
    if len(answers) == 1:
        assert found is answers.pop()
    else:
        assert isinstance(found, Unknown)
        assert found.missing == {MISSING}


@given(st.sampled_from(OPS), SMALL, SMALL)
def test_without_an_upper_end(op: str, low: int, other: int) -> None:
    answers = {said(op, value, other) for value in range(low, 12)}
    found = compare_ranges(op, Range(number(low), None, frozenset({MISSING}), "lines"), number(other))
    assert found is answers.pop() if len(answers) == 1 else isinstance(found, Unknown)


@given(st.sampled_from(OPS), st.sampled_from(("<", "<=", ">", ">=")), SMALL, SMALL)
def test_censored_values(op: str, operator: str, value: int, other: int) -> None:
    # Halves stand for what lies between: every admitted half must agree.
    admitted = [half for half in range(-20, 30) if said(operator, half, 2 * value)]
    answers = {said(op, half, 2 * other) for half in admitted}
    found = compare_ranges(op, censored(operator, number(value), MISSING), number(other))
    assert found is answers.pop() if len(answers) == 1 else isinstance(found, Unknown)


def test_one_value_is_no_range() -> None:
    assert between(3, 3) == number(3)


def test_units_convert_and_dimensions_do_not_meet() -> None:
    hours = find_unit("hour")
    assert hours is not None
    day_or_more = Range(Quantity(1, DAY), None, frozenset({MISSING}), "lines")
    assert compare_ranges(">=", day_or_more, Quantity(24, hours)) is True
    assert compare_ranges(">=", day_or_more, number(1)) == Undecided("unit")
