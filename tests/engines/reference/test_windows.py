"""Hours with a bare date are decided exactly when every time of that day agrees (semantics 20)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanku.core.moment import Moment, Precision, on_day
from sanku.core.quantity import Quantity
from sanku.core.unit import DAY, MONTH, ONE, find_unit
from sanku.engines.reference.ranges import Undecided
from sanku.engines.reference.windows import within

HOUR = find_unit("hour") or ONE
RELATIONS = ("before", "after", "of")
INSTANTS = st.datetimes(min_value=datetime(2025, 6, 8), max_value=datetime(2025, 6, 12)).map(
    lambda at: Moment(at.replace(microsecond=0, second=0), Precision.SECOND)
)


@given(st.sampled_from(RELATIONS), INSTANTS, st.integers(min_value=0, max_value=60))
def test_a_bare_date_among_hours(relation: str, anchor: Moment, hours: int) -> None:
    day = date(2025, 6, 10)
    length = Quantity(hours, HOUR)
    quarter = timedelta(minutes=1)
    times = (datetime(2025, 6, 10) + quarter * step for step in range(24 * 60))
    ends = (datetime(2025, 6, 10, 23, 59, 59),)
    answers = {within(Moment(at, Precision.SECOND), length, relation, anchor) for at in (*times, *ends)}
    found = within(on_day(day), length, relation, anchor)
    assert found is answers.pop() if len(answers) == 1 else found == Undecided("precision")


@given(st.sampled_from(RELATIONS), st.dates(), st.dates(), st.integers(min_value=0, max_value=40))
def test_of_is_before_or_after(relation: str, one: date, two: date, days: int) -> None:
    length = Quantity(days, DAY)
    turned = {"before": "after", "after": "before", "of": "of"}[relation]
    assert within(on_day(one), length, relation, on_day(two)) is within(on_day(two), length, turned, on_day(one))
    assert within(on_day(one), length, "of", on_day(two)) is (abs((one - two).days) <= days)


@pytest.mark.parametrize(
    ("start", "end", "months", "inside"),
    [
        (date(2025, 1, 31), date(2025, 2, 28), 1, True),
        (date(2025, 1, 31), date(2025, 3, 1), 1, False),
        (date(2024, 2, 29), date(2025, 2, 28), 12, True),
        (date(2025, 6, 10), date(2025, 6, 10), 0, True),
    ],
)
def test_months_are_added_to_the_earlier_date(start: date, end: date, months: int, *, inside: bool) -> None:
    assert within(on_day(end), Quantity(months, MONTH), "after", on_day(start)) is inside


def test_another_dimension_is_no_length() -> None:
    assert within(on_day(date(2025, 6, 10)), Quantity(1, ONE), "of", on_day(date(2025, 6, 10))) == Undecided("unit")
