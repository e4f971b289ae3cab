"""Every builtin is what its examples say, and total."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sanku.builtins as package
from sanku.builtins import BUILTINS, Argument, Builtin, Env, Example
from sanku.core.code import Code
from sanku.core.moment import Moment, on_day
from sanku.core.quantity import Quantity, money, number
from sanku.core.types import BoolType, DateType, QuantityType, TextType
from sanku.core.unit import CNY, DAY
from sanku.core.unknown import Unknown, unknown
from sanku.core.value import CodeList, Period

EXAMPLES = [(builtin, example) for builtin in BUILTINS.values() for example in builtin.examples]


@pytest.mark.parametrize(("builtin", "example"), EXAMPLES, ids=lambda part: getattr(part, "name", ""))
def test_every_example_holds(builtin: Builtin, example: Example) -> None:
    assert builtin.apply(example.env, example.arguments) == example.value


def test_a_file_is_named_as_its_function() -> None:
    folder = Path(package.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "nodes", "kinds", "registry"}
    assert files == set(BUILTINS)
    assert all(name == builtin.name for name, builtin in BUILTINS.items())


def test_every_builtin_shows_none_unknown_or_a_value() -> None:
    assert [builtin.name for builtin in BUILTINS.values() if len(builtin.examples) < 3] == []


ANY = st.sampled_from(
    [
        None,
        unknown("lines.at", "absent", "1"),
        True,
        "text",
        number(2),
        money(-1),
        Quantity(3, DAY),
        on_day(date(1, 1, 1)),
        on_day(date(9999, 12, 31)),
        Period(on_day(date(2025, 1, 1)), None),
        Code("icd10", "I10"),
        Code("icd10", "+*"),
        CodeList(()),
        (),
        ("a", None, unknown("x", "absent")),
    ]
)


@pytest.mark.parametrize("builtin", BUILTINS.values(), ids=lambda builtin: builtin.name)
@given(data=st.data())
def test_nothing_raises(builtin: Builtin, data: st.DataObject) -> None:
    arguments = tuple(data.draw(ANY) for _ in builtin.parameters)
    value = builtin.apply(Env(), arguments)
    if any(isinstance(argument, Unknown) for argument in arguments):
        assert isinstance(value, Unknown)
        wanted = {missing for found in arguments if isinstance(found, Unknown) for missing in found.missing}
        assert value.missing == wanted
    elif None in arguments:
        assert value is None


def test_the_greatest_of_a_day_and_a_time_on_it_is_not_known() -> None:
    at = Moment(on_day(date(2025, 1, 1)).at, precision=on_day(date(2025, 1, 1)).precision.SECOND)
    assert BUILTINS["max"].apply(Env(), (on_day(date(2025, 1, 1)), at)) == unknown("max", "precision")


def test_the_type_of_round_is_that_of_its_argument_with_fewer_decimals() -> None:
    fraction = QuantityType(CNY.dimension, "CNY", None)
    places = Argument(QuantityType(), number(2))
    assert BUILTINS["round"].result((Argument(fraction), places)) == QuantityType(CNY.dimension, "CNY", 2)
    assert isinstance(BUILTINS["round"].result((Argument(fraction), Argument(QuantityType()))), str)


def test_the_least_of_money_and_days_has_no_type() -> None:
    money_type, days = QuantityType(CNY.dimension), QuantityType(DAY.dimension)
    assert BUILTINS["min"].result((Argument(money_type), Argument(days))) == "`CNY` and `day` have no common order"
    assert isinstance(BUILTINS["min"].result((Argument(money_type), Argument(DateType()))), str)
    assert BUILTINS["min"].result((Argument(QuantityType(None)), Argument(days))) == QuantityType(DAY.dimension)


def test_a_variadic_builtin_takes_more() -> None:
    assert BUILTINS["min"].parameter(5) is not None
    assert BUILTINS["day"].parameter(1) is None
    assert not BUILTINS["day"].parameters[0].accepts(TextType())
    assert not BUILTINS["round"].parameters[0].accepts(BoolType())
