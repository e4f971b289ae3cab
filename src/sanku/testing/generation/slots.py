"""Which slots a rule reads, and what may stand in each: built from the constants that the rule compares with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from sanku.claim.facts import SINGLES
from sanku.core.moment import add_months
from sanku.core.number import exact, show_number
from sanku.core.quantity import Quantity
from sanku.core.types import BoolType, CodeType, DateType, EnumType, QuantityType, RefType, TextType, Type
from sanku.core.unit import find_unit
from sanku.graph import Graph, requirements
from sanku.semantics.nodes import Model, Rule
from sanku.testing.cases import Data
from sanku.testing.generation.constants import Constants


def member_id(place: str, number: int) -> str:
    """Return a short id: lines are numbered, others carry their initial, those of other encounters an ``h`` before."""
    past, name = ("h", place.removeprefix("history.")) if place.startswith("history.") else ("", place)
    return f"{past}{'' if name == 'lines' else name[0]}{number + 1}"


_SHOWN_ONLY = ("name", "local_name", "title")
_ONE_MORE, _YEAR = timedelta(days=1), 12


def fields_read(graph: Graph, rule: Rule) -> dict[str, tuple[str, ...]]:
    """Return the fields of each place that a rule reads; names that only messages show are left out."""
    found = requirements(graph, rule=rule.name)
    places: dict[str, tuple[str, ...]] = dict(found.singles)
    places.update({need.name: need.fields for need in found.collections})
    return {
        place: tuple(name for name in names if name.rpartition(".")[2] not in _SHOWN_ONLY)
        for place, names in places.items()
    }


def pools_of(
    model: Model, places: Mapping[str, Iterable[str]], constants: Constants
) -> dict[tuple[str, str], tuple[Data, ...]]:
    """Return, for each place and field, the values worth trying; a field that nothing is known for is left out."""
    found: dict[tuple[str, str], tuple[Data, ...]] = {}
    for place, names in places.items():
        record = place if place in SINGLES else model.schema.collections[place].record
        for name in names:
            spec = model.schema.records[record].fields.get(name)
            if spec is None or name == "id":
                continue
            values = _values(place, spec.type, name, constants)
            if values:
                nullable: tuple[Data, ...] = (
                    (None,) if isinstance(spec.type, DateType) and name.endswith("ed_at") else ()
                )
                found[place, name] = (*values, *nullable) if name != "admitted_at" else values
    return found


def with_values_of(
    pools: Mapping[tuple[str, str], tuple[Data, ...]], events: Iterable[Mapping[str, Data]], model: Model
) -> dict[tuple[str, str], tuple[Data, ...]]:
    """Return the pools with what the events of cases hold in the same slots: authors know values that no rule says."""
    found = {key: list(values) for key, values in pools.items()}
    for event in events:
        for (place, name), values in found.items():
            record = place if place in SINGLES else model.schema.collections[place].record
            path = model.schema.records[record].fields[name].keys[0].split(".")
            for member in _members(dict(event), place.split(".")):
                value = _at(member, path)
                if value is not None and value not in values:
                    values.append(value)
    return {key: tuple(values) for key, values in found.items()}


def _members(event: Data, path: list[str]) -> list[Data]:
    for key in path:
        event = event.get(key) if isinstance(event, dict) else None
    return event if isinstance(event, list) else [event]


def _at(member: Data, path: list[str]) -> Data:
    for key in path:
        member = member.get(key) if isinstance(member, dict) else None
    return member


def _values(place: str, kind: Type, name: str, constants: Constants) -> tuple[Data, ...]:
    match kind:
        case BoolType():
            return ("true", "false")
        case EnumType(name=enum, members=members):
            said = constants.members.get(enum, ())
            others = [member for member in members if member not in said]
            return (*said, *others[:2])
        case CodeType(systems=systems):
            return tuple(code for system in systems for code in constants.codes.get(system, ()))
        case QuantityType():
            numbers = list(numbers_near(kind, constants.quantities))
            return tuple(value for index, value in enumerate(numbers) if value not in numbers[:index])
        case DateType():
            return tuple(dict.fromkeys(day.isoformat() for day in _days(place, name, constants)))
        case RefType(collection=collection):
            return (member_id(collection, 0), member_id(collection, 1))
        case TextType():
            return (*constants.texts, "甲", "乙")
        case _:
            return ()


def numbers_near(kind: QuantityType, constants: Iterable[Quantity]) -> Iterable[str | dict[str, Data]]:
    """Yield numbers on both sides of each constant of a dimension; money keeps to the fen, others to whole numbers."""
    for constant in constants:
        for value in (constant.value, constant.value + 1, constant.value * 2, Fraction(constant.value) / 2):
            shown = show_number(exact(value))
            if kind.dimension is None:
                yield {"value": shown, "unit": constant.unit.name} if constant.unit.name else shown
                if (part := constant.unit.name.partition("/")[0]) not in ("", constant.unit.name):
                    yield {"value": shown, "unit": part}  # a daily dose is compared with dose times frequency
                continue
            unit = find_unit(kind.unit) if kind.unit else None
            same = constant.to(unit) if unit is not None and constant.dimension == kind.dimension else None
            if same is not None and value == constant.value:
                base = same.value
                yield from (show_number(exact(number)) for number in (base, base + 1, base * 2, Fraction(base) / 2))
            elif constant.dimension == kind.dimension == ():
                yield shown
    if kind.dimension is not None:
        yield from ("1", "100")
    else:
        yield from ("1", "0")


def _days(place: str, name: str, constants: Constants) -> Iterable[date]:
    day = constants.day
    lengths = [found for found in map(_back, constants.quantities) if found is not None]
    if name == "born":
        yield from (add_months(day, -months) for months in (30 * _YEAR, *(m for m, _ in lengths if m)))
        yield from (add_months(day, -months) - _ONE_MORE for months, _ in lengths if months)
        yield from (add_months(day, -months // 2) for months, _ in lengths if months)
        yield add_months(day, -70 * _YEAR)
        return
    if place.startswith("history."):
        yield from (day - timedelta(days=days) for _, days in lengths if days)
        yield day - timedelta(days=2)
        yield day - timedelta(days=400)
    if name in ("valid_from", "effective_from"):
        yield add_months(day, -_YEAR)
    if name.startswith(("valid_to", "discharged", "died")):
        yield day + timedelta(days=3)
        yield day - _ONE_MORE
    yield day
    yield day - _ONE_MORE


def _back(constant: Quantity) -> tuple[int, int] | None:
    """Return a length of time in calendar months and in days, as far as it has either."""
    dimensions = constant.unit.name
    if dimensions == "year":
        return int(constant.value * _YEAR), 0
    if dimensions == "month":
        return int(constant.value), 0
    return (0, int(constant.base)) if constant.dimension == (("day", 1),) else None
