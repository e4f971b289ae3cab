"""Generated claims: one plain record for a hand-written program, and the same as an event of ours."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import TypedDict

from benchmarks.rows import AREAS, LEVELS, Bases, diagnosis

YEAR = 2025
FIRST_DAY, LAST_DAY = date(YEAR, 4, 1).toordinal(), date(YEAR, 11, 20).toordinal()
VIOLATION = 0.03
"""Share of lines that may break a rule; real bills lie between one and five in a hundred."""
TRIES = 12


class Line(TypedDict):
    """A charged item; ``day`` is an ordinal, ``dose`` in mg."""

    number: int
    code: str
    day: int
    quantity: int
    dose: int
    days: int


class Claim(TypedDict):
    """One encounter of one patient, with what went before. Ages count on every day of the encounter."""

    number: int
    sex: str
    age: int
    facility: str
    level: int
    inpatient: bool
    day: int
    diagnoses: list[str]
    history: list[tuple[str, int, int]]
    discharges: list[tuple[str, int]]
    lines: list[Line]


Judge = Callable[[Claim], list[tuple[str, int]]]


def draw_claims(bases: Bases, count: int, judge: Judge, seed: int = 7, lines: int = 20) -> list[Claim]:
    """Draw claims of about ``lines`` lines.

    Args:
        bases: The rows that the claims are drawn for.
        count: How many.
        judge: Answers of the rows for a claim; a line that breaks one is drawn again, except for ``VIOLATION`` of them.
        seed: Same seed, same claims.
        lines: Lines of a claim; a tenth have half as many, a tenth one and a half times.
    """
    rng = random.Random(seed)  # noqa: S311 - a seeded draw, not a secret
    return [_claim(rng, bases, number, judge, lines) for number in range(count)]


def _claim(rng: random.Random, bases: Bases, number: int, judge: Judge, lines: int) -> Claim:
    day = rng.randrange(FIRST_DAY, LAST_DAY)
    facility = bases.facility(rng)
    claim = Claim(
        number=number,
        sex=rng.choice(("male", "female")),
        age=min(99, max(0, int(rng.gauss(52, 22)))),
        facility=facility,
        level=rng.choices((1, 2, 3), (3, 3, 4))[0],
        inpatient=rng.random() < 0.25,
        day=day,
        diagnoses=sorted({diagnosis(rng, rng.randrange(AREAS)) for _ in range(rng.randrange(1, 7))}),
        history=[
            (bases.drug(rng), day - rng.randrange(1, 120), rng.randrange(1, 4)) for _ in range(rng.randrange(2 * lines))
        ],
        discharges=[(bases.facility(rng), day - rng.randrange(1, 200)) for _ in range(rng.choice((0, 0, 0, 1, 2)))],
        lines=[],
    )
    if claim["inpatient"] and rng.random() < VIOLATION:
        claim["discharges"].append((facility, day - rng.randrange(20)))
    stay = rng.randrange(2, 8) if claim["inpatient"] else 1
    for place in range(lines * rng.choice((1, 2, 2, 2, 2, 2, 2, 2, 2, 3)) // 2):
        _add_line(
            rng,
            bases,
            claim,
            judge,
            Line(number=place, code="", day=day + rng.randrange(stay), quantity=1, dose=1, days=1),
        )
    return claim


def _add_line(rng: random.Random, bases: Bases, claim: Claim, judge: Judge, line: Line) -> None:
    may_break = rng.random() < VIOLATION
    before = len(judge(claim))
    claim["lines"].append(line)
    for _ in range(TRIES):
        line["code"] = bases.drug(rng) if rng.random() < 0.6 else bases.service(rng)
        line["quantity"] = rng.choice((1, 1, 1, 2, 3))
        line["dose"], line["days"] = rng.choice((50, 100, 200, 500)), rng.choice((1, 3, 7, 14))
        if may_break and rng.random() < 0.2:
            claim["history"].append((line["code"], line["day"] - rng.randrange(1, 40), 50))
        if may_break or len(judge(claim)) <= before:
            return
    claim["lines"].pop()


@lru_cache(maxsize=4096)
def iso(day: int) -> str:
    """Return an ordinal as an ISO date."""
    return date.fromordinal(day).isoformat()


def event(claim: Claim) -> dict[str, object]:
    """Return the claim as an event: ISO dates, exact amounts, a complete history."""
    return {
        "id": f"E{claim['number']}",
        "phase": "settle",
        "insured_region": "000000",
        "care_region": "000000",
        "patient": {"id": f"P{claim['number']}", "sex": claim["sex"], "born": f"{YEAR - claim['age']}-01-01"},
        "facility": {"id": claim["facility"], "level": LEVELS[claim["level"]]},
        "encounter": {
            "id": f"V{claim['number']}",
            "kind": "inpatient" if claim["inpatient"] else "outpatient",
            "admitted_at": iso(claim["day"]),
        },
        "diagnoses": [{"id": str(place), "code": code} for place, code in enumerate(claim["diagnoses"])],
        "lines": [event_line(line) for line in claim["lines"]],
        "history": {"encounters": list(_encounters(claim)), "lines": list(_past_lines(claim))},
        "supplied": {"history": {"state": "complete"}},
    }


def event_line(line: Line) -> dict[str, object]:
    """Return one line as an event has it."""
    return {
        "id": str(line["number"]),
        "code": line["code"],
        "kind": "drug" if line["code"].startswith("X") else "service",
        "name": "项目",
        "at": iso(line["day"]),
        "quantity": line["quantity"],
        "price": "12.50",
        "amount": f"{12.5 * line['quantity']:.2f}",
        "days": line["days"],
        "dose": {"value": line["dose"], "unit": "mg"},
    }


def _encounters(claim: Claim) -> Iterator[dict[str, object]]:
    for place, (facility, day) in enumerate(claim["discharges"]):
        yield {
            "id": f"V{claim['number']}-{place}",
            "kind": "inpatient",
            "admitted_at": iso(day - 5),
            "discharged_at": iso(day),
            "facility": {"id": facility},
        }


def _past_lines(claim: Claim) -> Iterator[dict[str, object]]:
    for place, (code, day, quantity) in enumerate(claim["history"]):
        yield {
            "id": f"h{place}",
            "code": code,
            "kind": "drug",
            "at": iso(day),
            "quantity": quantity,
            "amount": f"{quantity * 10}.00",
        }
