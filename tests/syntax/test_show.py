"""``show_expr`` gives canonical English text that parses to the same expression, with no parenthesis too many."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanku.core.number import show_number
from sanku.core.span import NOWHERE
from sanku.core.unit import find_unit
from sanku.syntax import parse_expr, quote, show_expr
from sanku.syntax.nodes import (
    Aggregate,
    And,
    Between,
    Binary,
    BoolLiteral,
    Call,
    Compare,
    DateLiteral,
    Exists,
    Expr,
    ForAll,
    IfElse,
    Is,
    Member,
    Name,
    Negative,
    Not,
    NumberLiteral,
    Or,
    Overlaps,
    Path,
    Pick,
    QuantityLiteral,
    Rank,
    SamePeriod,
    SetLiteral,
    Source,
    StringLiteral,
    UpTo,
    Within,
)  # fmt: skip

AT = {"span": NOWHERE}
NAMES = st.sampled_from(["a", "b", "line", "order", "count", "day", "when", "x1", "_x", "患者", "金额", "at"])
names = NAMES.map(lambda text: Name(text, **AT))
paths = st.lists(names, min_size=1, max_size=3).map(lambda parts: Path(tuple(parts), **AT))
values = st.fractions(min_value=0, max_value=10**6).map(lambda value: Fraction(show_number(value)))
numbers = values.map(
    lambda value: NumberLiteral(int(value) if value.denominator == 1 else value, show_number(value), **AT)
)
units = st.sampled_from(["day", "year", "mg", "g/L", "10*9/L", "%", "CNY", "盒", "month", "ug", "mmol/L"])


@st.composite
def quantities(draw: st.DrawFn) -> QuantityLiteral:
    number, unit = draw(numbers), find_unit(draw(units))
    assert unit is not None
    return QuantityLiteral(number.value, number.text, unit.name, **AT)


atoms = st.one_of(
    paths,
    numbers,
    quantities(),
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8).map(lambda text: StringLiteral(text, **AT)),
    st.dates(min_value=date(1000, 1, 1)).map(lambda day: DateLiteral(day, **AT)),
    st.booleans().map(lambda value: BoolLiteral(value, **AT)),
)


def compound(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Return one more level above ``inner``: each kind of expression."""
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    sources = st.builds(
        Source, names, paths, st.lists(inner, max_size=3).map(tuple), st.none() | inner, span=st.just(NOWHERE)
    )
    make = lambda kind, *fields: st.builds(kind, *fields, span=st.just(NOWHERE))  # noqa: E731
    columns = st.lists(names, min_size=2, max_size=3).map(lambda parts: Path(tuple(parts), **AT))
    periods = st.sampled_from(["hour", "day", "benefit_year", "encounter"])
    before = make(Within, inner, inner, st.booleans(), st.sampled_from(["before", "after"]), inner)
    return st.one_of(
        make(SetLiteral, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        make(IfElse, inner, inner, inner),
        make(Or, several),
        make(And, several),
        make(Not, inner),
        make(Exists, sources),
        make(ForAll, sources, inner),
        make(Compare, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner),
        make(Member, inner, inner, st.booleans()),
        make(Between, inner, inner, inner, st.booleans()),
        make(Is, inner, st.sampled_from(["known", "unknown", "none"])),
        before,
        make(Within, inner, inner, st.just(value=False), st.just("of"), inner),
        make(Overlaps, inner, inner),
        make(SamePeriod, inner, periods | columns, inner),
        make(UpTo, inner, inner),
        make(Binary, st.sampled_from("+-*/"), inner, inner),
        make(Negative, inner),
        make(Aggregate, st.just("count"), st.booleans(), inner, sources),
        make(Aggregate, st.sampled_from(["sum", "min", "max"]), st.just(value=False), inner, sources),
        make(Pick, st.sampled_from(["latest", "earliest"]), inner, sources, inner),
        make(Rank, names, sources, inner, st.booleans()),
        make(
            Call,
            st.sampled_from(["f", "round", "day"]).map(lambda text: Name(text, **AT)),
            st.lists(inner, max_size=2).map(tuple),
        ),
        make(Call, st.sampled_from(["min", "max"]).map(lambda text: Name(text, **AT)), several),
    )


expressions = st.recursive(atoms, compound, max_leaves=12)


@given(expressions)
def test_what_is_shown_parses_to_the_same(expr: Expr):
    text = show_expr(expr)
    assert parse_expr(text) == (expr, ())
    assert "\n" not in text


@given(expressions)
def test_showing_twice_changes_nothing(expr: Expr):
    text = show_expr(expr)
    again, _ = parse_expr(text)
    assert again is not None
    assert show_expr(again) == text


def pairs(text: str) -> list[tuple[int, int]]:
    """Return the places of matching parentheses, outside strings."""
    found, waiting, quoted = [], [], False
    for place, character in enumerate(text):
        quoted ^= character == '"' and text[place - 1 : place] != "\\"
        if character == "(" and not quoted:
            waiting.append(place)
        elif character == ")" and not quoted:
            found.append((waiting.pop(), place))
    return found


@given(st.recursive(paths | numbers, compound, max_leaves=8))
def test_no_parenthesis_is_too_many(expr: Expr):
    text = show_expr(expr)
    for start, end in pairs(text):
        without = f"{text[:start]} {text[start + 1 : end]} {text[end + 1 :]}"
        assert parse_expr(without)[0] != expr


@pytest.mark.parametrize(
    "text",
    [
        "a or b and not c = d + e * -f",
        "(a or b) and not (c and d)",
        "not (a and b)",
        "(a = b) = c",
        "a - (b - c) - d",
        "(if a then b else c) + 1",
        "if a then b else if c then d else e",
        "exists x in t on (a, b) where (c or d) and e",
        "all x in c where (a) satisfy (b)",
        "not exists x in c",
        "a within 7 days strictly before b",
        "a on same row.window as b",
        "x in {a, b} and y not in c and z not between 1 and 2",
        "count(distinct x.a for x in c where (b)) > 3 days",
        "rank(x among l in c by l.p desc) > 50%",
        "min(a, b) < 30 g/L",
        'a = "b \\"c\\" \\\\"',
        "1 day",
    ],
)
def test_canonical_text_stays_as_it_is(text: str, expr: Callable[[str], Expr]):
    assert show_expr(expr(text)) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("((a)) 且 （b）", "a and b"),
        ("a ≠ 7天", "a != 7 days"),
        ("a > 18岁", "a > 18 years"),
        ("rank(x among l in c by (l.p) asc)", "rank(x among l in c by l.p)"),
        ("(a and b) or c", "a and b or c"),
        ("a=b", "a = b"),
        ("50 %", "50%"),
        ("a on same 日 as b", "a on same day as b"),
    ],
)
def test_other_text_becomes_canonical(text: str, canonical: str, expr: Callable[[str], Expr]):
    assert show_expr(expr(text)) == canonical


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_any_visible_text_can_be_quoted(text: str):
    found, diagnostics = parse_expr(quote(text))
    assert diagnostics == ()
    assert found == StringLiteral(text, **AT)
