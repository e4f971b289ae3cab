"""A case's event to the events around it: one thing left out, said otherwise, said twice, or on another day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta

from sanku.claim.facts import SINGLES
from sanku.claim.schema import Schema
from sanku.core.moment import add_months
from sanku.testing.cases import Data

Way = tuple[str, ...]
"""Keys from an event to a field, members of lists left out: ``("history", "lines", "code")``."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Near:
    """An event as a case would write it, and what sets it apart, in Chinese."""

    event: Mapping[str, Data]
    shows: str


def ways(schema: Schema, pools: Mapping[tuple[str, str], Sequence[Data]]) -> dict[Way, Sequence[Data]]:
    """Return what may stand in each field, by way instead of by place and name."""
    found: dict[Way, Sequence[Data]] = {}
    for (place, name), values in pools.items():
        record = place if place in SINGLES else schema.collections[place].record
        found[(*place.split("."), *schema.records[record].fields[name].keys[0].split("."))] = values
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """What may stand in an event.

    Args:
        fields: What may stand in each field.
        others: What may stand instead of a value, whatever its field: members of the same enumeration, other texts.
        days: Days on which something changes: the whole event is moved there, and to the day before.
        lengths: Lengths of time in days that something is compared with.
        ages: Lengths of time in months that something is compared with.
    """

    fields: Mapping[Way, Sequence[Data]]
    others: Mapping[str, Sequence[Data]]
    days: Sequence[date]
    lengths: Sequence[int]
    ages: Sequence[int]


def nearest(event: Mapping[str, Data], words: Words) -> Iterator[Near]:
    """Yield the event as it is written, on the days of change, without each of its members, and with each twice."""
    yield Near(event, "")
    yield from _on_days(event, words.days)
    for way, place in _members(event):
        yield Near(_without(event, way, place), f"无 {_called(way)}{place + 1}")
        yield Near(_twice(event, way, place), f"{_called(way)}{place + 1} 重复")


def changed(event: Mapping[str, Data], words: Words) -> Iterator[Near]:
    """Yield the event with one field left out or saying something else, then with one member twice and changed so."""
    for change in _changes(event, words):
        yield Near(change.applied(event), change.shows)
    for way, place in _members(event):
        twice = _twice(event, way, place)
        inside = (*way, str(place + 1))
        for change in _changes(twice, words):
            if change.path[: len(inside)] == inside:
                yield Near(change.applied(twice), f"{_called(way)}{place + 1} 重复，{change.shows}")


@dataclass(frozen=True, slots=True)
class _Change:
    path: tuple[str, ...]
    value: Data
    left_out: bool
    shows: str

    def applied(self, event: Mapping[str, Data]) -> Mapping[str, Data]:
        """Return the event with the change; as it is if the way there is barred by a value."""
        copy = deepcopy(dict(event))
        holder: Data = copy
        for key in self.path[:-1]:
            if isinstance(holder, dict):
                holder = holder.setdefault(key, {})
            elif isinstance(holder, list) and key.isdecimal():
                holder = holder[int(key)]
        if not isinstance(holder, dict):
            return event
        if self.left_out:
            holder.pop(self.path[-1], None)
        else:
            holder[self.path[-1]] = self.value
        return copy


def _changes(event: Mapping[str, Data], words: Words) -> Iterator[_Change]:
    leaves = dict(_leaves(event, ()))
    for path, value in leaves.items():
        way = _way(path)
        name = _named(path)
        if path[-1] != "id" and len(path) > 1:
            yield _Change(path, None, left_out=True, shows=f"{name} 未提供")
            yield _Change(path, None, left_out=False, shows=f"{name} 为无")
        others = words.others.get(value, ()) if isinstance(value, str) else ()
        born = _born(event, words.ages) if path[-1] == "born" else ()
        for other in (*born, *_near(value, words.lengths), *others, *words.fields.get(way, ())):
            if other != value and (other in born or not _strange(value, other)):
                yield _Change(path, other, left_out=False, shows=f"{name} = {_said(other)}")
    days = list(dict.fromkeys(value for value in leaves.values() if isinstance(value, str) and _DAY.fullmatch(value)))
    for holder in _holders(event):
        for way, values in words.fields.items():
            rest = _rest(_way(holder), way)
            if rest and len(rest) <= _DEEPEST and not _taken((path := (*holder, *rest)), leaves):
                for other in days[:2] if days and any(_is_day(one) for one in values) else values:
                    yield _Change(path, other, left_out=False, shows=f"{_named(path)} = {_said(other)}")


def _born(event: Mapping[str, Data], ages: Sequence[int]) -> tuple[str, ...]:
    """Return the birthdays of someone who is of an age on the day of the first line, and of one a day younger."""
    day = next((date.fromisoformat(found) for found in _days_of(event)), None)
    births = (add_months(day, -months) for months in ages) if day is not None else ()
    return tuple(one.isoformat() for birth in births for one in (birth, birth + timedelta(days=1)))


def _days_of(event: Mapping[str, Data]) -> list[str]:
    """Return the days of an event but birthdays: those of its lines first."""
    found = [
        (path[0] != "lines", hit[0])
        for path, value in _leaves(event, ())
        if isinstance(value, str) and (hit := _DAY.match(value)) and path[-1] != "born"
    ]
    return list(dict.fromkeys(day for _, day in sorted(found, key=lambda one: one[0])))


def _taken(path: tuple[str, ...], leaves: Mapping[tuple[str, ...], Data]) -> bool:
    return any(path[: end + 1] in leaves for end in range(len(path)))


def _is_day(value: Data) -> bool:
    return isinstance(value, str) and _DAY.match(value) is not None


def _strange(value: Data, other: Data) -> bool:
    """Tell whether a value is a day that has nothing to do with the days of the event."""
    return _is_day(value) and isinstance(other, str) and isinstance(value, str) and other[:4] != value[:4]


_DEEPEST = 2
"""Keys of a field inside its member: ``physician.title``."""


def _rest(holder: Way, way: Way) -> Way:
    return way[len(holder) :] if holder and way[: len(holder)] == holder else ()


def _holders(event: Mapping[str, Data]) -> Iterator[tuple[str, ...]]:
    yield from ((name,) for name in SINGLES)
    yield from ((*way, str(place)) for way, place in _members(event))


def _leaves(data: Data | Mapping[str, Data], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Data]]:
    if isinstance(data, Mapping) and not ("unit" in data and "value" in data):
        for key, value in data.items():
            if not (not path and key in ("phase", "supplied", "ledger", "id")):
                yield from _leaves(value, (*path, key))
    elif isinstance(data, list) and any(isinstance(item, dict) for item in data):
        for place, item in enumerate(data):
            yield from _leaves(item, (*path, str(place)))
    elif path:
        yield path, data if not isinstance(data, Mapping) else dict(data)


def _members(event: Mapping[str, Data], way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    for key, value in event.items():
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            yield from (((*way, key), place) for place in range(len(value)))
        elif key in ("history", "record") and isinstance(value, dict):
            yield from _members(value, (*way, key))


def _list_at(event: Mapping[str, Data], way: tuple[str, ...]) -> tuple[dict[str, Data], list[Data]]:
    copy = deepcopy(dict(event))
    holder: Data = copy
    for key in way:
        assert isinstance(holder, dict)
        holder = holder[key]
    assert isinstance(holder, list)
    return copy, holder


def _without(event: Mapping[str, Data], way: tuple[str, ...], place: int) -> Mapping[str, Data]:
    copy, items = _list_at(event, way)
    del items[place]
    return copy


def _twice(event: Mapping[str, Data], way: tuple[str, ...], place: int) -> Mapping[str, Data]:
    """Return the event with a member twice; the second has an id of its own if the first has one."""
    copy, items = _list_at(event, way)
    again = deepcopy(items[place])
    if isinstance(again, dict) and "id" in again:
        again["id"] = f"{again['id']}b"
    items.insert(place + 1, again)
    return copy


def _near(value: Data, lengths: Sequence[int]) -> Iterator[Data]:
    match value:
        case {"value": str(number), "unit": unit}:
            yield from ({"value": other, "unit": unit} for other in _near(number, ()))
        case str() if (found := _DAY.match(value)) is not None:
            steps = (
                -1,
                1,
                7,
                *(sign * step for length in lengths for step in (length, length + 1) for sign in (-1, 1)),
            )
            for step in dict.fromkeys(steps):
                yield _moved(value, found[0], step)
        case str() if _NUMBER.fullmatch(value) and (len(value) < _LONG and (value == "0" or value[0] != "0")):
            whole, _, cents = value.partition(".")
            rest = f".{cents}" if cents else ""
            yield from (f"{int(whole) + step}{rest}" for step in (1, -1, int(whole)) if step and int(whole) + step >= 0)
            yield "0"
            if len(cents) == _FEN:
                yield f"{whole}.{(int(cents) + 1) % 100:02}"
        case "true" | "false":
            yield "false" if value == "true" else "true"
        case _:
            return


_FEN = 2
"""Decimals of money."""
_LONG = 10
"""Digits of what is rather a code than a number."""


def _on_days(event: Mapping[str, Data], days: Iterable[date]) -> Iterator[Near]:
    for day in days:
        for anchor in _days_of(event)[:_MOST_ANCHORS]:
            for there in (day - timedelta(days=1), day):
                step = (there - date.fromisoformat(anchor)).days
                yield Near(_shifted(dict(event), step), f"移至{there.isoformat()}")


_MOST_ANCHORS = 4


def _shifted(data: dict[str, Data], days: int) -> dict[str, Data]:
    return {key: _shifted_value(value, days) for key, value in data.items()}


def _shifted_value(value: Data, days: int) -> Data:
    match value:
        case dict():
            return _shifted(value, days)
        case list():
            return [_shifted_value(item, days) for item in value]
        case str() if found := _DAY.match(value):
            return _moved(value, found[0], days)
        case _:
            return value


def _moved(value: str, day: str, days: int) -> str:
    try:
        there = date.fromordinal(date.fromisoformat(day).toordinal() + days)
    except (ValueError, OverflowError):
        return value
    return f"{there.isoformat()}{value[len(day) :]}"


def _way(path: tuple[str, ...]) -> Way:
    return tuple(key for key in path if not key.isdecimal())


def _named(path: tuple[str, ...]) -> str:
    return " ".join(str(int(key) + 1) if key.isdecimal() else key for key in path)


def _called(way: tuple[str, ...]) -> str:
    return f"{' '.join(way)} "


def _said(value: Data) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return "无" if value is None else str(value)
