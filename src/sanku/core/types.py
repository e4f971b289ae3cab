"""The types of the language: what fields, columns, parameters and expressions can be (semantics 23-31)."""

from __future__ import annotations

import msgspec

from sanku.core.unit import Dimension


class _Type(msgspec.Struct, frozen=True, tag=True):
    pass


class BoolType(_Type, frozen=True, tag="bool"):
    """True or false; in conditions also unknown."""


class QuantityType(_Type, frozen=True, tag="quantity"):
    """A number with a unit. Money, unit prices, counts, durations and ages are quantities.

    Args:
        dimension: The dimension, or ``None`` if the unit comes with the value (semantics 24).
        unit: Unit that a bare number in a column or parameter is in; ``""`` if none.
        decimals: Most decimals a stored value may have (money 2, unit_price 6); ``None`` for no limit.
        nonnegative: Whether no value of it is below zero (semantics 11).
    """

    dimension: Dimension | None = ()
    unit: str = ""
    decimals: int | None = None
    nonnegative: bool = False


class SpanType(_Type, frozen=True, tag="span"):
    """A length of time whose unit is data: days, hours, months or years; only for windows."""


class WindowType(_Type, frozen=True, tag="window"):
    """A period name (``day``, ``encounter``, …) or a length of time (semantics 59)."""


class DateType(_Type, frozen=True, tag="date"):
    """A civil date, or with ``time`` a date and time with its precision."""

    time: bool = False


class PeriodType(_Type, frozen=True, tag="period"):
    """Half-open in time (semantics 58)."""


class TextType(_Type, frozen=True, tag="text"):
    """Text."""


class CodeType(_Type, frozen=True, tag="code"):
    """A code of one of the systems."""

    systems: tuple[str, ...]


class CodesType(_Type, frozen=True, tag="codes"):
    """A set of codes: a code set, a column that takes codes and set names, or a code literal list."""

    systems: tuple[str, ...]


class EnumType(_Type, frozen=True, tag="enum"):
    """One of the members, listed low to high when ``ordered`` (semantics 30).

    ``labels`` holds the Chinese word of each member, in the same order.
    """

    name: str
    members: tuple[str, ...]
    labels: tuple[str, ...] = ()
    ordered: bool = False


class ListType(_Type, frozen=True, tag="list"):
    """A list column or field; usable with ``in`` and in messages only."""

    item: Type


class RefType(_Type, frozen=True, tag="ref"):
    """The id of a member of another collection: comparable with ids as text; its fields can be read through it."""

    collection: str


class MemberType(_Type, frozen=True, tag="member"):
    """A bound member of an event collection; ``record`` names its field list (``line``, ``encounter``, …)."""

    record: str
    collection: str


class RowType(_Type, frozen=True, tag="row"):
    """A bound row of a table."""

    table: str


class RowsType(_Type, frozen=True, tag="rows"):
    """The rows that ``gather`` took."""

    table: str


Type = (
    BoolType | QuantityType | SpanType | WindowType | DateType | PeriodType | TextType | CodeType | CodesType | EnumType
    | ListType | RefType | MemberType | RowType | RowsType
)  # fmt: skip

PERIODS = ("hour", "day", "week", "month", "quarter", "year", "benefit_year", "encounter")
