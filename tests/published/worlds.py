"""Three events for a point: one that its rule must fire on, one that it must spare, one that it cannot decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.published.converter import LEVELS, SEXES, WINDOWS
from tests.published.points import Point

Event = dict[str, object]
Line = dict[str, object]

AT = datetime(2026, 6, 15, 10, 30)
"""When the judged line is: after the last release."""

SUBJECT = "S"
ABSENT = object()
"""In place of a fact: the event does not bring it."""

KINDS = {"X": "drug", "Z": "drug", "T": "herb"}
UNLISTED_SLICE = "T999999999"
UNMAPPED = "?"


@dataclass(frozen=True, slots=True)
class World:
    """A point's three events, and the amount that the finding shows on the first."""

    fires: Event
    spares: Event
    undetermined: Event
    amount: str | None


def line(identity: str, code: str, **facts: object) -> Line:
    """Return a line of one unit at 100.00 yuan; keywords replace its facts."""
    given = {
        "id": identity,
        "name": "项目",
        "code": code,
        "kind": KINDS.get(code[0], "service"),
        "at": AT.isoformat(),
        "quantity": 1,
        "price": "100.00",
        "list_price": "100.00",
        "amount": "100.00",
        "prescription": "R1",
    }
    return _known({**given, **facts})


def event(lines: Sequence[Line], **parts: Mapping[str, object] | Sequence[object]) -> Event:
    """Return a settlement in a tertiary hospital of a woman of 46 with a complete history; keywords change records."""
    records: dict[str, dict[str, object]] = {
        "patient": {"id": "P1", "sex": "female", "born": "1980-01-01"},
        "coverage": {"scheme": "employee", "work_injury": False},
        "facility": {"id": "H1", "level": "tertiary"},
        "encounter": {"id": "V1", "kind": "inpatient", "admitted_at": "2025-01-01", "discharged_at": None},
        "history": {"encounters": [{"id": "V0", "kind": "outpatient", "admitted_at": "2024-06-01"}], "lines": []},
        "supplied": {name: {"state": "complete", "scope": "all"} for name in ("history.lines", "history.encounters")},
    }
    lists = {"diagnoses": [], "procedures": [], **{name: part for name, part in parts.items() if name not in records}}
    changed = {
        name: _known({**record, **(given if isinstance(given := parts.get(name), Mapping) else {})})
        for name, record in records.items()
    }
    return {
        "id": "E1",
        "phase": "settle",
        "insured_region": "000000",
        "care_region": "000000",
        **changed,
        **lists,
        "lines": [*lines],
    }


def _known(record: dict[str, object]) -> dict[str, object]:
    return {name: fact for name, fact in record.items() if fact is not ABSENT}


def _of(point: Point, amount: str | None, *choices: Mapping[str, Mapping[str, object]]) -> World:
    """Return the events that differ only in one fact beside a line of the point's first item."""
    made = [event([line(SUBJECT, point.codes[0])], **choice) for choice in choices]
    return World(*made, amount)


def by_sex(point: Point) -> World:
    sex = SEXES[point.params["allowed_sex"]]
    other = next(name for name in SEXES.values() if name != sex)
    return _of(point, "100.00", *({"patient": {"sex": found}} for found in (other, sex, ABSENT)))


def by_age(point: Point) -> World:
    """Children are under 14: the birthday itself ends it."""
    days = (f"{AT.year - 14}-06-15", f"{AT.year - 14}-06-16", ABSENT)
    return _of(point, "100.00", *({"patient": {"born": day}} for day in days))


def by_work_injury(point: Point) -> World:
    return _of(point, "100.00", *({"coverage": {"work_injury": found}} for found in (False, True, ABSENT)))


def by_scheme(point: Point) -> World:
    return _of(point, "100.00", *({"coverage": {"scheme": found}} for found in ("resident", "maternity", ABSENT)))


def by_visit(point: Point) -> World:
    return _of(point, "100.00", *({"encounter": {"kind": found}} for found in ("outpatient", "inpatient", ABSENT)))


def by_level(point: Point) -> World:
    least = LEVELS[point.params["min_hospital_level"]]
    below = {"secondary": "primary", "tertiary": "secondary"}[least]
    return _of(point, "100.00", *({"facility": {"level": found}} for found in (below, least, ABSENT)))


def by_drug_course(point: Point) -> World:
    """The day after the last paid one; a line that nobody could map may be one more of these days."""
    most, code = int(point.params["max_days"]), point.codes[-1]
    judged = line(SUBJECT, code)
    others = [*_days_before(code, most, judged=False)]
    unmapped = line("U", UNMAPPED, at=others[-1]["at"], judged=False)
    return World(
        event([*others, judged]),
        event([*others[:-1], line("same day", code, judged=False), judged]),
        event([*others[:-1], unmapped, judged]),
        "100.00",
    )


def by_service_course(point: Point) -> World:
    """Days of the past that the fund paid count; a history that may have more of them decides nothing."""
    most, code = int(point.params["max_days"]), point.codes[0]
    paid = [*_days_before(code, most, fund_paid=True, encounter="V0")]
    unpaid = [*paid[:-1], {**paid[-1], "fund_paid": False}]
    judged = [line(SUBJECT, code)]
    return World(_after(judged, paid), _after(judged, unpaid), _after(judged, paid[:-1], partial=True), "100.00")


def by_frequency(point: Point) -> World:
    """One unit past the limit, of as many as the line has; a second line without a quantity may be it."""
    most, code = int(point.params["max_quantity"]), point.codes[0]
    full = line(SUBJECT, code, quantity=most, amount=f"{100 * most}.00")
    return World(
        event([line(SUBJECT, code, quantity=most + 1, amount=f"{100 * (most + 1)}.00")]),
        event([full, line("next day", code, at=(AT + timedelta(days=1)).isoformat())]),
        event([line("A", code, quantity=ABSENT, at=AT.replace(hour=8).isoformat()), full]),
        None,
    )


def by_cycle(point: Point) -> World:
    """The last day of the cycle is too early, the next one is not."""
    cycle, code = int(point.params["cycle_days"]), point.codes[0]
    judged = [line(SUBJECT, code)]
    last, next_ = (
        line("H", code, at=(AT - timedelta(days=days)).isoformat(), fund_paid=True, encounter="V0")
        for days in (cycle - 1, cycle)
    )
    return World(_after(judged, [last]), _after(judged, [next_]), _after(judged, [next_], partial=True), "100.00")


def by_duplicate(point: Point) -> World:
    """The contained item inside and outside the window of the containing one; then nobody knows when, or what, that was."""
    whole, part = point.codes
    judged = line(SUBJECT, part)
    match WINDOWS[point.params["window"]]:
        case "day":
            inside, outside, open_ = {"at": "2026-06-15"}, {"at": "2026-06-16T00:30:00"}, {"at": ABSENT}
        case "hour":
            inside, outside, open_ = {"at": "2026-06-15T10:59:00"}, {"at": "2026-06-15T11:00:00"}, {"at": "2026-06-15"}
        case "6 hours":
            inside, outside, open_ = {"at": "2026-06-15T04:30:00"}, {"at": "2026-06-15T04:29:00"}, {"at": "2026-06-15"}
        case "encounter":
            inside, outside, open_ = {"at": "2026-05-20"}, {"code": UNLISTED_SLICE}, {"code": UNMAPPED}
        case window:
            raise AssertionError(window)
    made = (event([line("W", **{"code": whole, **facts}), judged]) for facts in (inside, outside, open_))
    return World(*made, "100.00")


def by_surgery(point: Point, partner: str) -> World:
    """The cheaper of two operations through one incision, in full and at half its price; then nobody says which incision."""
    procedures = [{"id": name, "at": "2026-06-15", "incision": cut} for name, cut in (("a", "I"), ("b", "I"))]
    dear = line("D", partner, price="1000.00", list_price="1000.00", amount="1000.00", procedure="a")

    def second(amount: str) -> Line:
        return line(SUBJECT, point.codes[0], price=amount, list_price="800.00", amount=amount, procedure="b")

    return World(
        event([dear, second("800.00")], procedures=procedures),
        event([dear, second("400.00")], procedures=procedures),
        event([dear, second("800.00")], procedures=[procedures[0], _known({**procedures[1], "incision": ABSENT})]),
        "400.00",
    )


def by_slice_alone(point: Point) -> World:
    """Another slice in the prescription makes a formula; whether it is in this prescription may be open."""
    judged = line(SUBJECT, point.codes[0])
    other = line("O", UNLISTED_SLICE)
    return World(
        event([judged]),
        event([judged, other]),
        event([judged, _known({**other, "prescription": ABSENT})]),
        "100.00",
    )


def by_slice_never(point: Point) -> World:
    """Beside whatever; the same code as granules is no slice."""
    made = (
        event([line(SUBJECT, point.codes[0], kind=kind), line("O", UNLISTED_SLICE)])
        for kind in ("herb", "granule", ABSENT)
    )
    return World(*made, "100.00")


def _days_before(code: str, count: int, **facts: object) -> Iterator[Line]:
    days = (AT - timedelta(days=count - number) for number in range(count))
    return (line(f"D{number}", code, at=day.isoformat(), **facts) for number, day in enumerate(days))


def _after(lines: Sequence[Line], past: Sequence[Line], *, partial: bool = False) -> Event:
    made = event(lines, history={"lines": [*past]})
    if partial:
        made["supplied"] = {"history.lines": {"state": "partial"}}
    return made


WORLDS: Mapping[str, Callable[[Point], World]] = {
    "药品区分性别使用": by_sex,
    "医疗服务项目区分性别使用": by_sex,
    "药品儿童专用": by_age,
    "药品限儿童使用": by_age,
    "医疗服务项目儿童专用": by_age,
    "药品限工伤保险": by_work_injury,
    "药品限生育保险": by_scheme,
    "药品限就医方式": by_visit,
    "药品限医疗机构级别": by_level,
    "药品限支付疗程": by_drug_course,
    "医疗服务项目限支付疗程": by_service_course,
    "医疗服务项目限定频次": by_frequency,
    "医疗服务项目周期超频次": by_cycle,
    "医疗服务项目重复收费": by_duplicate,
    "中药饮片单方使用不予支付": by_slice_alone,
    "中药饮片单复方均不予支付": by_slice_never,
}
"""How a claim shows each class but surgery, which needs a second item of its group."""


def world(point: Point, points: Sequence[Point]) -> World:
    """Return the three events of a point; ``points`` are those of its class."""
    if "surgery_group" in point.params:
        return by_surgery(point, partner(point, points).codes[0])
    return WORLDS[point.rule_class](point)


def partner(point: Point, points: Sequence[Point]) -> Point:
    """Return the first other operation of a point's group."""
    return next(other for other in points if other.params == point.params and other.codes != point.codes)


def day_before(day: str) -> str:
    """Return the civil day before one."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
