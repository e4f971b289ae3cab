"""Random events full of holes: missing, null, unreadable; absent, partial and empty collections; refunds; twins."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.agreement.facts import DAYS, DIAGNOSES, DRUGS

_TIMES = ("", "T08:00:00", "T10:30", "T23:59:59", "T00:00:00")
_HOLE = object()


def holed(values: list[object]) -> st.SearchStrategy[object]:
    """A value, now and then null, unreadable or not there at all."""
    return st.sampled_from([*values, *values, *values, None, "??", _HOLE])


@st.composite
def moment(draw: st.DrawFn) -> object:
    """A date or time on one of the few days, or a hole."""
    if draw(st.integers(0, 11)) == 0:
        return draw(st.sampled_from([None, "??", _HOLE]))
    return draw(st.sampled_from(DAYS)) + draw(st.sampled_from(_TIMES))


def solid(record: dict[str, object]) -> dict[str, object]:
    """Leave out the holes."""
    return {key: value for key, value in record.items() if value is not _HOLE}


@st.composite
def line(draw: st.DrawFn, number: int, *, past: bool) -> dict[str, object]:
    """One line; now and then a refund."""
    quantity = draw(holed([1, 2, 3, {"value": "2", "unit": "盒"}, {"value": 1, "unit": "次"}]))
    record: dict[str, object] = {
        "id": draw(st.sampled_from([str(number), str(number), str(number), "1"])),
        "code": draw(holed(list(DRUGS))),
        "kind": draw(holed(["drug", "drug", "service"])),
        "name": draw(holed(["甲", "乙"])),
        "at": draw(moment()),
        "stopped_at": draw(moment()),
        "quantity": quantity,
        "price": draw(holed(["10", "20"])),
        "amount": draw(holed(["10.00", "40.00", "100.00"])),
        "self_pay": draw(holed(["0.00", "5.00"])),
        "days": draw(holed([3, 7, {"value": 10, "unit": "天"}])),
        "discharge_drug": draw(holed([True, False])),
        "prescription": draw(holed(["R1", "R2"])),
        "fund_paid": draw(holed([True, False])),
        "judged": draw(st.sampled_from([True, True, True, False, _HOLE])),
    }
    if past:
        record["encounter_id"] = draw(st.sampled_from(["V0", "V1", "V8"]))
    if draw(st.integers(0, 7)) == 0:
        record |= {"quantity": -1, "amount": "-10.00", "refund_of": draw(st.sampled_from([_HOLE, "1", "2"]))}
    return solid(record)


@st.composite
def encounter(draw: st.DrawFn, identity: str) -> dict[str, object]:
    """One encounter."""
    return solid(
        {
            "id": identity,
            "kind": draw(holed(["inpatient", "outpatient"])),
            "admitted_at": draw(moment()),
            "discharged_at": draw(moment()),
            "emergency": draw(holed([True, False])),
            "facility": {"id": draw(st.sampled_from(["H1", "H2"]))},
        }
    )


@st.composite
def _members(draw: st.DrawFn, strategy: st.SearchStrategy[dict[str, object]], most: int) -> object:
    """A list, empty, or not there."""
    if draw(st.integers(0, 6)) == 0:
        return _HOLE
    return draw(st.lists(strategy, max_size=most))


@st.composite
def _extent(draw: st.DrawFn) -> object:
    return solid(
        {
            "state": draw(st.sampled_from(["complete", "complete", "partial", "absent"])),
            "from": draw(st.sampled_from([_HOLE, *DAYS])),
            "scope": draw(st.sampled_from(["facility", "all", _HOLE])),
            "kinds": draw(st.sampled_from([_HOLE, _HOLE, ["inpatient"]])),
        }
    )


def diagnosis() -> st.SearchStrategy[dict[str, object]]:
    """One diagnosis."""
    fields = {"code": holed(list(DIAGNOSES)), "name": holed(["病"]), "main": holed([True, False]), "at": moment()}
    return st.fixed_dictionaries(fields).map(solid)


def observation() -> st.SearchStrategy[dict[str, object]]:
    """One laboratory result."""
    fields = {
        "code": holed(["1751-7"]),
        "value": holed([{"value": "28", "unit": "g/L"}, {"value": "3.5", "unit": "g/dL"}, {"value": "33", "unit": "IU"}, 30]),
        "value_op": holed(["=", "=", "<"]),
        "collected_at": moment(),
    }
    return st.fixed_dictionaries(fields).map(solid)


def document() -> st.SearchStrategy[dict[str, object]]:
    """One document."""
    return st.fixed_dictionaries({"kind": holed(["course_note"]), "fact": holed(["failed"]), "at": moment()}).map(solid)


@st.composite
def event(draw: st.DrawFn) -> dict[str, object]:
    """One event."""
    numbers = range(1, draw(st.integers(0, 4)) + 1)
    history = _HOLE
    if draw(st.integers(0, 3)):
        history = solid(
            {
                "encounters": draw(_members(st.sampled_from(["V0", "V8"]).flatmap(encounter), 2)),
                "lines": [draw(line(number + 10, past=True)) for number in range(draw(st.integers(0, 3)))],
                "observations": draw(_members(observation(), 2)),
                "documents": draw(_members(document(), 2)),
            }
        )
    record: dict[str, object] = {
        "id": "E1",
        "phase": draw(st.sampled_from(["order", "settle", "audit"])),
        "asked_at": draw(st.sampled_from([_HOLE, "2025-02-20T10:00:00"])),
        "insured_region": draw(st.sampled_from(["330100", "330000", "310000", "330199"])),
        "care_region": draw(st.sampled_from(["330100", "000000"])),
        "patient": solid({"id": "P1", "sex": draw(holed(["male", "female"])), "born": draw(holed(["2007-01-15", "1951-01-15"])), "died_at": draw(st.sampled_from([_HOLE, None, "2025-01-15"]))}),
        "facility": solid({"id": "H1", "level": draw(holed(["primary", "secondary", "tertiary"]))}),
        "encounter": draw(encounter("V1")),
        "diagnoses": draw(_members(diagnosis(), 2)),
        "observations": draw(_members(observation(), 2)),
        "documents": draw(_members(document(), 1)),
        "lines": _HOLE if draw(st.integers(0, 15)) == 0 else [draw(line(number, past=False)) for number in numbers],
        "history": history,
        "ledger": draw(st.sampled_from([_HOLE, {"shown": [], "justified": []}])),
        "supplied": draw(st.dictionaries(st.sampled_from(["history", "history.lines", "diagnoses", "observations", "lines"]), _extent(), max_size=3)),
    }
    return solid(record)
