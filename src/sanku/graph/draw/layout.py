"""Boxes in columns, ordered so that links cross little: the mean place of a box's neighbours decides, a few sweeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

_SWEEPS = 6


def in_columns(column_of: Mapping[str, int], links: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Return the boxes of each column, top to bottom.

    Args:
        column_of: Column of each box; boxes start in the order given.
        links: Pairs of boxes that should stand near each other.
    """
    columns: list[list[str]] = [[] for _ in range(max(column_of.values(), default=-1) + 1)]
    for name, number in column_of.items():
        columns[number].append(name)
    near: dict[str, list[str]] = {name: [] for name in column_of}
    for one, other in links:
        near[one].append(other)
        near[other].append(one)
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            place = _places(columns)
            mean = {name: fmean([place[other] for other in near[name]] or [place[name]]) for name in column}
            column.sort(key=mean.__getitem__)
    return tuple(tuple(column) for column in columns)


def _places(columns: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return how far down each box stands in its column, from 0 to 1."""
    return {name: (index + 0.5) / len(column) for column in columns for index, name in enumerate(column)}
