"""A number or a day in a slot as a whole number on a scale, so that a boundary can be found by halving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sanku.core.number import exact, parse_number, show_number
from sanku.testing.cases import Data

_FINE = 100
"""Steps in one, where a value has decimals: a fen."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value on its scale: steps from zero (of a day: its ordinal), steps in one, the unit it was said in."""

    steps: int
    scale: int
    unit: str = ""


def place_of(value: Data) -> Place | None:
    """Return where a slot's value stands, ``None`` if it is neither a number nor a day."""
    match value:
        case {"value": str(text), "unit": str(unit)}:
            found = place_of(text)
            return None if found is None or not found.scale else Place(found.steps, found.scale, unit)
        case str():
            number = parse_number(value)
            if number is not None:
                scale = 1 if Fraction(number).denominator == 1 else _FINE
                return Place(int(number * scale), scale)
            try:
                return Place(date.fromisoformat(value).toordinal(), 0)
            except ValueError:
                return None
        case _:
            return None


def between(low: Place, high: Place) -> Place | None:
    """Return the place half way, ``None`` if there is none between them or they cannot be compared."""
    if low.unit != high.unit or (low.scale == 0) != (high.scale == 0):
        return None
    scale = max(low.scale, high.scale)
    one = low.steps * (scale // low.scale) if scale else low.steps
    two = high.steps * (scale // high.scale) if scale else high.steps
    return Place((one + two) // 2, scale, low.unit) if abs(one - two) > 1 else None


def data_at(place: Place) -> Data:
    """Return a place as a slot holds it."""
    if place.scale == 0:
        return date.fromordinal(place.steps).isoformat()
    shown = show_number(exact(Fraction(place.steps, place.scale)))
    return {"value": shown, "unit": place.unit} if place.unit else shown


def shifted(value: Data, days: int) -> Data:
    """Return a day moved by days; anything else as it is."""
    place = place_of(value)
    if place is None or place.scale:
        return value
    moved = place.steps + days
    return date.fromordinal(moved).isoformat() if 0 < moved <= date.max.toordinal() else value
