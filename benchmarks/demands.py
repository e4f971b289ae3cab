"""What is demanded of each figure, and what is gone for after that: the rows of the page on speed, in its order."""

from __future__ import annotations

from dataclasses import dataclass

PEAK_DAY = 34_760_000
"""Settlements of the whole country on the busiest day so far."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand.

    Args:
        title: What is measured.
        reach: What has to be reached.
        then: What is gone for next.
        unit: ``x`` (a ratio), ``s``, or ``B``.
        is_most: Whether less is better.
    """

    title: str
    reach: float
    then: float
    unit: str
    is_most: bool = True

    def is_met(self, value: float) -> bool:
        """Tell whether a figure reaches what is demanded."""
        return value <= self.reach if self.is_most else value >= self.reach


DEMANDS = {
    "event_vs_hand": Demand(
        "one event, prepared, 57,000 instances, against a flat record written by hand", 1.0, 0.75, "x"
    ),
    "bytes_vs_hand": Demand(
        "JSON bytes to the bytes of the decision, against orjson and the record by hand", 1.5, 1.2, "x"
    ),
    "flat_1m_vs_10k": Demand("one event over 1,000,000 instances, against 10,000", 2.0, 1.5, "x"),
    "vs_zen": Demand("how many times longer zen-engine takes, written by an expert", 20, 30, "x", is_most=False),
    "session_ratio": Demand("one line added in a session, against judging the event afresh", 0.25, 0.1, "x"),
    "load_57k_s": Demand("loading an edition of 57,000 instances", 0.3, 0.1, "s"),
    "load_1m_s": Demand("loading an edition of 1,000,000 instances", 1.0, 0.3, "s"),
    "validate_cold_s": Demand("`kb validate`, 57,000 instances, nothing kept", 8.0, 4.0, "s"),
    "validate_warm_s": Demand("`kb validate` after one row was edited", 1.0, 0.3, "s"),
    "bytes_per_instance": Demand("memory of one instance, loaded and used", 250, 150, "B"),
    "jsonl_1m_s": Demand("`kb decide` over a file of 1,000,000 lines, two workers", 4.0, 2.5, "s"),
}
