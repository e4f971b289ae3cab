"""Random events full of holes: missing, null, unreadable; absent, partial and empty collections; refunds; twins."""

from __future__ import annotations

from collections.abc import Callable

from tests.agreement.dice import HOLE, Dice
from tests.agreement.facts import DAYS, DIAGNOSES, DRUGS

Record = dict[str, object]

TIMES = ("", "T08:00:00", "T10:30", "T23:59:59", "T00:00:00")


def moment(dice: Dice) -> object:
    """A date or time on one of the few days, or a hole."""
    return dice.maybe(*(f"{day}{dice.pick(TIMES)}" for day in dice.some(DAYS, 1, 1)))


def later(dice: Dice) -> object:
    """A date or time that may not have come yet."""
    return None if dice.one_in(4) else moment(dice)


def solid(record: Record) -> Record:
    """Leave out the holes."""
    return {key: value for key, value in record.items() if value is not HOLE}


def line(dice: Dice, number: int, *, past: bool) -> Record:
    """One line; now and then a refund."""
    record: Record = {
        "id": dice.pick([str(number)] * 7 + ["1", HOLE]),
        "code": dice.maybe(*DRUGS, *DRUGS[:2]),
        "kind": dice.maybe("drug", "drug", "drug", "service"),
        "name": dice.maybe("甲", "乙", "甲乙"),
        "at": moment(dice),
        "stopped_at": later(dice),
        "quantity": dice.maybe(1, 2, 3, 3, "0.5", {"value": "2", "unit": "盒"}, {"value": 1, "unit": "次"}),
        "price": dice.maybe("10", "20"),
        "amount": dice.maybe("10.00", "40.00", "100.00", "33.33"),
        "self_pay": dice.maybe("0.00", "5.00"),
        "days": dice.maybe(3, 7, {"value": 10, "unit": "天"}, {"value": 2, "unit": "周"}),
        "discharge_drug": dice.maybe(True, False),
        "prescription": dice.maybe("R1", "R2"),
        "order_id": dice.pick([HOLE, "O1", "O2"]),
        "episode": dice.maybe("发作1", "发作2"),
        "physician": solid({"title": dice.maybe("chief", "attending")}) if dice.one_in(2) else HOLE,
        "addon_of": dice.pick([HOLE, HOLE, "1", "2", "99"]),
        "fund_paid": dice.maybe(True, True, False),
        "judged": dice.pick([True, True, True, False, HOLE]),
    }
    if past:
        record["encounter_id"] = dice.pick(["V0", "V1", "V8", HOLE])
        record["judged"] = HOLE
    if dice.one_in(12):
        record |= {"quantity": -1, "amount": "-10.00", "refund_of": dice.pick([HOLE, "1", "2"])}
    return solid(record)


def encounter(dice: Dice, identity: str) -> Record:
    """One encounter."""
    return solid(
        {
            "id": identity,
            "kind": dice.maybe("inpatient", "inpatient", "outpatient", "emergency"),
            "admitted_at": moment(dice),
            "discharged_at": later(dice),
            "emergency": dice.maybe(True, False),
            "main_diagnosis": dice.maybe(*DIAGNOSES),
            "facility": {"id": dice.pick(["H1", "H1", "H2"])},
        }
    )


def diagnosis(dice: Dice) -> Record:
    """One diagnosis."""
    return solid(
        {
            "code": dice.maybe(*DIAGNOSES),
            "name": dice.maybe("病"),
            "main": dice.maybe(True, False),
            "at": moment(dice),
        }
    )


def observation(dice: Dice) -> Record:
    """One laboratory result; some have an operator, some another dimension."""
    amounts = [("28", "g/L"), ("3.5", "g/dL"), ("30", "g/L"), ("33", "IU")]
    value, unit = dice.pick(amounts)
    return solid(
        {
            "id": dice.pick([HOLE, "T1", "T2"]),
            "code": dice.maybe("1751-7", "1751-7", "718-7"),
            "value": dice.maybe({"value": value, "unit": unit}, {"value": value, "unit": unit}, 30),
            "value_op": dice.maybe("=", "=", "<", "<=", ">", ">=") if dice.one_in(2) else HOLE,
            "collected_at": moment(dice),
        }
    )


def document(dice: Dice) -> Record:
    """One document."""
    return solid({"kind": dice.maybe("course_note"), "fact": dice.maybe("failed"), "at": moment(dice)})


def _members(dice: Dice, make: Callable[[Dice], Record], most: int) -> object:
    """A list, empty, or not there."""
    if dice.holes and dice.one_in(8):
        return HOLE
    return [make(dice) for _ in range(dice.number(0, most))]


def _extent(dice: Dice) -> object:
    return solid(
        {
            "state": dice.pick(["complete"] * 4 + ["partial", "absent"]),
            "from": dice.pick([HOLE, HOLE, *DAYS]),
            "scope": dice.pick(["facility", "all", "all", HOLE]),
            "kinds": dice.pick([HOLE, HOLE, HOLE, ["inpatient"]]),
        }
    )


def _history(dice: Dice) -> object:
    if dice.one_in(5):
        return HOLE
    return solid(
        {
            "encounters": _members(dice, lambda dice: encounter(dice, dice.pick(["V0", "V8"])), 2),
            "lines": [line(dice, number + 10, past=True) for number in range(dice.number(0, 3))],
            "observations": _members(dice, observation, 2),
            "documents": _members(dice, document, 2),
        }
    )


def _supplied(dice: Dice) -> Record:
    """What of the collections was supplied; often all of the history, so that something can be decided."""
    names = ("history", "history.lines", "diagnoses", "observations", "lines", "documents")
    found = {name: _extent(dice) for name in dice.some(names, 0, 2)}
    return {"history": {"state": "complete", "scope": "all"}, **found} if dice.one_in(2) else found


def event(dice: Dice) -> Record:
    """One event: some without a hole, some with little else."""
    dice.holes = dice.pick((0, 0, 3, 10, 30))
    numbers = range(1, dice.pick((0, 1, 2, 3, 3, 4, 5)) + 1)
    return solid(
        {
            "id": "E1",
            "phase": dice.pick(["order", "settle", "audit"]),
            "asked_at": dice.pick([HOLE, "2025-02-20T10:00:00"]),
            "insured_region": dice.pick(["330100", "330100", "330000", "310000", "330199"]),
            "care_region": dice.pick(["330100", "000000"]),
            "patient": solid(
                {
                    "id": "P1",
                    "sex": dice.maybe("male", "female"),
                    "born": dice.maybe("2007-01-15", "1951-01-15"),
                    "died_at": dice.pick([HOLE, None, "2025-01-15"]),
                }
            ),
            "facility": solid({"id": "H1", "level": dice.maybe("primary", "secondary", "tertiary")}),
            "encounter": encounter(dice, "V1"),
            "diagnoses": _members(dice, diagnosis, 2),
            "observations": _members(dice, observation, 3),
            "documents": _members(dice, document, 1),
            "lines": HOLE if dice.one_in(20) else [line(dice, number, past=False) for number in numbers],
            "history": _history(dice),
            "ledger": dice.pick([HOLE, {"shown": [], "justified": []}]),
            "supplied": _supplied(dice),
        }
    )
