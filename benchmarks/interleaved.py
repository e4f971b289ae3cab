"""Contenders timed side by side: every round gives each of them every segment, in turns, so that a busy machine hits all.

The collector stays on; what is loaded is frozen first (``gc.freeze``), as a service does after loading.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

ROUNDS, SEGMENT = 5, 250

Action = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Contender:
    """What is done for each claim, and its input for each, made before the clock runs."""

    action: Action
    inputs: Sequence[object]


@dataclass(frozen=True, slots=True)
class Compared:
    """Median microseconds of each contender in each round."""

    micros: Mapping[str, tuple[float, ...]]

    def median(self, name: str) -> float:
        """Return the median of a contender's rounds, in microseconds."""
        return statistics.median(self.micros[name])

    def ratios(self, name: str, against: str) -> tuple[float, ...]:
        """Return each round's ratio, least first; the middle one is the figure, the ends its spread."""
        return tuple(sorted(a / b for a, b in zip(self.micros[name], self.micros[against], strict=True)))


def compare(contenders: Mapping[str, Contender], rounds: int = ROUNDS, *, warm: bool = True) -> Compared:
    """Time the contenders on the same claims; ``warm`` does everything once before, which an input used up forbids."""
    for contender in contenders.values() if warm else ():
        for one in contender.inputs:
            contender.action(one)
    gc.collect()
    gc.freeze()
    names = list(contenders)
    size = len(next(iter(contenders.values())).inputs)
    medians: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        times: dict[str, list[int]] = {name: [] for name in names}
        for start in range(0, size, SEGMENT):
            shift = (turn + start // SEGMENT) % len(names)
            for name in (*names[shift:], *names[:shift]):
                contender = contenders[name]
                times[name].extend(_timed(contender.action, contender.inputs[start : start + SEGMENT]))
        for name in names:
            medians[name].append(statistics.median(times[name]) / 1000)
    gc.unfreeze()
    return Compared({name: tuple(some) for name, some in medians.items()})


def _timed(action: Action, inputs: Sequence[object]) -> list[int]:
    times = []
    for one in inputs:
        start = perf_counter_ns()
        action(one)
        times.append(perf_counter_ns() - start)
    return times
