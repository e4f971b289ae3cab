"""Windows to tests: by civil days alone; what a time of day decides is left to the complete engine."""

from __future__ import annotations

from sanku.core.types import MemberType
from sanku.engines.event.sieve.comparisons import known_and, ordered
from sanku.engines.event.sieve.emitter import Emitter
from sanku.engines.event.sieve.numbers import Value, day, length
from sanku.semantics import nodes

_CALENDAR = ("week", "month", "quarter", "year")


def within(emitter: Emitter, expr: nodes.Within, *, surely: bool) -> str | None:
    """Return a test of ``A within LENGTH before|after|of B``."""
    item, anchor, most = day(emitter, expr.item), day(emitter, expr.anchor), length(emitter, expr.length)
    if item is None or anchor is None or most is None or expr.relation not in ("before", "after", "of"):
        return None
    if any(side.source == "None" for side in (item, anchor, most)):
        return None if surely else "True"

    def gap(names: list[str]) -> str:
        return f"{names[0]} - {names[1]}" if expr.relation == "after" else f"{names[1]} - {names[0]}"

    def near(names: list[str]) -> str:
        low = f"-{names[2]}" if expr.relation == "of" else "0"
        return f"{low} <= {gap(names)} <= {names[2]}"

    def strictly(names: list[str]) -> str:
        if surely:
            return f"0 < {gap(names)} <= {names[2]}"
        later = f"{gap(names)} < 0" if expr.relation != "of" else "False"
        one_day = (
            f" or ({gap(names)} == 0 and len({item.text}) <= 10 >= len({anchor.text}))"
            if item.text and anchor.text
            else ""
        )
        return f"({later} or not {near(names)}{one_day})"

    def said(names: list[str]) -> str:
        if expr.strictly:
            return strictly(names)
        return near(names) if surely else f"not {near(names)}"

    return known_and([item, anchor, most], said, emitter, none_counts=not surely)


def same_period(emitter: Emitter, expr: nodes.SamePeriod, *, surely: bool) -> str | None:
    """Return a test of ``A on same P as B`` for whole days and longer."""
    sides = [_time(emitter, side) for side in (expr.left, expr.right)]
    if expr.period == "day":
        return ordered(emitter, "=", sides, surely=surely)
    if expr.period not in _CALENDAR or None in sides:
        return None
    period = emitter.space.constant(expr.period, expr.period)
    first = [Value(f"first_day[{side.source}, {period}]") for side in sides if side is not None]
    return ordered(emitter, "=", list(first), surely=surely)


def _time(emitter: Emitter, side: nodes.Expr) -> Value | None:
    if not isinstance(side.type, MemberType):
        return day(emitter, side)
    record = emitter.space.schema.records.get(side.type.record)
    if record is None or not record.dated:
        return None
    return day(emitter, nodes.Field(side, record.dated, type=record.fields[record.dated].type))
