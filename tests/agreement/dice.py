"""Where generated bases and events take their choices from: one seed in, the same text out on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

HOLE = object()
"""A field that is not there at all."""


class Dice:
    """Choices. ``holes``: how many of a hundred fields of the event at hand are missing, null or unreadable."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311 - test data, not secrets
        self.holes = 0

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices."""
        return choices[int(self._random.random() * len(choices))]

    def number(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def one_in(self, chances: int) -> bool:
        """Return true once in so many times."""
        return self._random.random() * chances < 1

    def some(self, choices: Sequence[T], low: int, high: int) -> list[T]:
        """Return different choices in any order."""
        return self._random.sample(choices, min(self.number(low, high), len(choices)))

    def maybe(self, *values: object) -> object:
        """Return a value for a field, or a hole."""
        if self.holes and self._random.random() * 100 < self.holes:
            return self.pick((None, "??", HOLE, HOLE))
        return self.pick(values)
