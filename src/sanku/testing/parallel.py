"""The same work on many items in several processes, results in the order of the items.

Workers are forked: they share the loaded base, which cannot be sent. Where there is no fork, one process does it all.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")

_WORTH = 40
"""Below this many items starting processes costs more than it saves."""

_work: list[Callable[[int], object]] = []


def default_jobs() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_parallel(
    work: Callable[[Item], Found], items: Sequence[Item], jobs: int, worth: int = _WORTH
) -> Iterator[Found]:
    """Yield ``work(item)`` for each item, in order.

    Args:
        work: What is done; its result is sent between processes.
        items: What it is done to.
        jobs: Processes; 1 does everything here.
        worth: Fewest items for which processes are started.
    """
    if jobs <= 1 or len(items) < worth or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, items)
        return
    context = multiprocessing.get_context("fork")
    size = max(1, len(items) // (jobs * 8))

    def run(number: int) -> Found:
        return work(items[number])

    with context.Pool(jobs, _start, (run,)) as pool:
        yield from pool.imap(_run, range(len(items)), size)


def _start(run: Callable[[int], object]) -> None:
    _work[:] = [run]


def _run(number: int) -> object:
    return _work[0](number)
