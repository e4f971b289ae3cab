"""The longest that a length of time can be: of a literal, of a parameter's values, of a column's cells."""

from __future__ import annotations

from collections.abc import Iterable

from sanku.catalog.nodes import Catalog
from sanku.core.quantity import Quantity
from sanku.core.unit import DAY, MONTH, YEAR
from sanku.semantics import nodes

_PERIODS = {"hour": 1, "day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366, "benefit_year": 366}
_LONGEST = {DAY.dimension: 1, MONTH.dimension: 31, YEAR.dimension: 366}


def whole_days(period: str) -> int | None:
    """Return the most days that a period of the calendar has, ``None`` for what is none."""
    return _PERIODS.get(period)


def longest(catalog: Catalog, length: nodes.Expr) -> int | None:
    """Return the most days that a length can be, over all layers and dates, or ``None`` if that is not static."""
    match length:
        case nodes.Literal(value=Quantity() as value):
            return _days(value)
        case nodes.ParameterValue(name=name):
            return _longest(found.value for found in catalog.parameters[name].values)
        case nodes.Cell(table=table, column=column):
            facts = catalog.tables[table]
            index = facts.index(column)
            return _longest(row.cells[index] for layer in facts.layers for row in layer.rows)
        case _:
            return None


def _longest(values: Iterable[object]) -> int | None:
    found = [_days(value) for value in values if value is not None]
    known = [days for days in found if days is not None]
    return max(known) if known and len(known) == len(found) else None


def _days(value: object) -> int | None:
    if not isinstance(value, Quantity) or value.dimension not in _LONGEST:
        return None
    days = value.base * _LONGEST[value.dimension]
    return -(-days.numerator // days.denominator)
