"""What an expert writes by hand for these ten families: one flat record for each code, partner sets for pairs.

No dates of rows, no unknowns, no regions, no money, no explanation: a floor, not an engine.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from benchmarks.claims import Claim
from benchmarks.rows import Row

Answer = list[tuple[str, int]]
"""Row id and number of the line; -1 stands for the encounter."""

ENCOUNTER = -1
WINDOW, READMISSION = 30, 15
_NEVER = 10**9


class Hand:
    """The rows as records."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        """Index the rows."""
        single: dict[str, dict[str, Row]] = defaultdict(dict)
        pairs: dict[str, dict[str, str]] = defaultdict(dict)
        days: dict[str, dict[str, str]] = defaultdict(dict)
        self.readmission: dict[str, str] = {}
        for row in rows:
            if row.family == "readmission":
                self.readmission[row.code] = row.id
            elif row.family in ("drug_pair", "same_day"):
                a, b = row.code.split()
                (pairs if row.family == "drug_pair" else days)[a][b] = row.id
            else:
                single[row.code][row.family] = row
        codes = {*single, *pairs, *days}
        self.records = {code: _record(single.get(code, {}), pairs.get(code), days.get(code)) for code in codes}

    def judge(self, claim: Claim) -> Answer:  # noqa: PLR0915 - one flat function is the point of it
        """Return what is broken, in the order it is found."""
        found: Answer = []
        records, lines = self.records, claim["lines"]
        sex, age, level, inpatient = claim["sex"], claim["age"], claim["level"], claim["inpatient"]
        codes = {line["code"] for line in lines}
        on_day: set[tuple[str, int]] | None = None
        prefixes: set[str] | None = None
        for line in lines:
            code = line["code"]
            record = records.get(code)
            if record is None:
                continue
            (bad_sex, sex_id, low, high, age_id, indications, indication_id, least, level_id, dose, days, dose_id,
             per_day, per_day_id, total, total_id, pair, same_day) = record  # fmt: skip
            number = line["number"]
            if sex == bad_sex:
                found.append((sex_id, number))
            if not low <= age <= high:
                found.append((age_id, number))
            if level < least:
                found.append((level_id, number))
            if line["dose"] > dose or (not inpatient and line["days"] > days):
                found.append((dose_id, number))
            if indications is not None:
                if prefixes is None:
                    prefixes = {code[:size] for code in claim["diagnoses"] for size in (3, 5, 7)}
                if indications.isdisjoint(prefixes):
                    found.append((indication_id, number))
            if pair is not None and not codes.isdisjoint(pair):
                found.extend((pair[other], number) for other in pair.keys() & codes)
            if same_day is not None and not codes.isdisjoint(same_day):
                if on_day is None:
                    on_day = {(other["code"], other["day"]) for other in lines}
                found.extend((same_day[b], number) for b in same_day.keys() & codes if (b, line["day"]) in on_day)
            if per_day is not None:
                day, quantity = line["day"], 0
                for other in lines:
                    if other["code"] == code and other["day"] == day:
                        quantity += other["quantity"]
                if quantity > per_day:
                    found.append((per_day_id, number))
            if total is not None:
                last, quantity = line["day"], 0
                first = last - WINDOW
                for past_code, day, past in claim["history"]:
                    if past_code == code and first <= day <= last:
                        quantity += past
                for other in lines:
                    if other["code"] == code and first <= other["day"] <= last:
                        quantity += other["quantity"]
                if quantity > total:
                    found.append((total_id, number))
        if inpatient and (row := self.readmission.get(claim["facility"])) is not None:
            facility, day = claim["facility"], claim["day"]
            for other_facility, left in claim["discharges"]:
                if other_facility == facility and 0 <= day - left <= READMISSION:
                    found.append((row, ENCOUNTER))
                    break
        return found


def _record(rows: dict[str, Row], pair: dict[str, str] | None, same_day: dict[str, str] | None) -> tuple[Any, ...]:
    """Return one flat record; where a family is absent, a limit that nothing passes."""

    def cells(family: str, *absent: object) -> tuple[object, ...]:
        row = rows.get(family)
        return (*row.cells, row.id) if row else (*absent, "")

    sex, sex_id = cells("sex", None)
    bad_sex = {"male": "female", "female": "male"}.get(str(sex))
    indications, indication_id = cells("indication", None)
    prefixes = frozenset(indications) if isinstance(indications, tuple) else None
    return (
        bad_sex, sex_id, *cells("age", -1, _NEVER), prefixes, indication_id, *cells("level", 0),
        *cells("dose", _NEVER, _NEVER), *cells("per_day", None), *cells("cumulation", None), pair, same_day,
    )  # fmt: skip
