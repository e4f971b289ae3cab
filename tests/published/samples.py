"""Which points of a class are judged, and which of them stand for the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tests.published.converter import CLASSES, JUDGED
from tests.published.points import Point
from tests.published.worlds import partner

SAMPLE = 25


def judged_points(points: Iterable[Point], rule_class: str) -> list[Point]:
    """Return the points of a class that its rule can judge: with an item, and with a value unless the class says it."""
    says_it = bool(CLASSES[rule_class].constants)
    return [point for point in points if point.rule_class == rule_class and point.codes and (says_it or point.params)]


def sample(points: Sequence[Point]) -> list[Point]:
    """Return at least ``SAMPLE`` of the points, evenly spread, and one of each set of values; all if there are fewer."""
    step = max(1, len(points) // SAMPLE)
    one_of_each = {tuple(sorted(point.params.items())): point for point in points}
    chosen = {point.id for point in (*points[::step], *one_of_each.values())}
    return [point for point in points if point.id in chosen]


def sampled(points: Sequence[Point]) -> list[Point]:
    """Return the sample of every judged class, with the operations that it needs beside it."""
    chosen = {point.id for name in JUDGED for point in sample(judged_points(points, name))}
    operations = [point for point in points if "surgery_group" in point.params]
    codes = Counter(point.codes for point in operations)
    chosen |= {point.id for point in operations if codes[point.codes] > 1}
    chosen |= {partner(point, operations).id for point in operations}
    return [point for point in points if point.id in chosen]
