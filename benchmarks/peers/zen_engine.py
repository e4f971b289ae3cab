"""zen-engine: for each code one compiled expression that lists what is broken; the index by code is ours.

The sums and the prefixes of diagnoses are made by the host inside the clock: the expression language has no cheap way
to say them, and an expert would not. One decision table over all rows takes over a second a claim at 57,000 rows.
"""

from __future__ import annotations

from collections import defaultdict

import zen

from benchmarks.claims import Claim
from benchmarks.hand import ENCOUNTER, READMISSION, WINDOW, Answer
from benchmarks.rows import Row


class ZenEngine:
    """The rows as expressions."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        """Join the tests of a code to one expression, and compile it."""
        tests: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            tests[row.code.split()[0]].append(f"{_test(row)} ? '{row.id}' : ''")
        self.programs = {code: zen.compile_expression(f"[{', '.join(some)}]") for code, some in tests.items()}

    def judge(self, claim: Claim) -> Answer:
        """Return what is broken."""
        found: Answer = []
        lines = claim["lines"]
        shared = {
            "sex": claim["sex"],
            "age": claim["age"],
            "level": claim["level"],
            "outpatient": not claim["inpatient"],
            "prefixes": list({code[:size] for code in claim["diagnoses"] for size in (3, 5, 7)}),
            "codes": dict.fromkeys((line["code"] for line in lines), 1),
        }
        of_day: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for line in lines:
            of_day[line["day"]][line["code"]] += line["quantity"]
        for line in lines:
            program = self.programs.get(line["code"])
            if program is None:
                continue
            last = line["day"]
            total = sum(n for code, day, n in claim["history"] if code == line["code"] and last - WINDOW <= day <= last)
            total += sum(n.get(line["code"], 0) for day, n in of_day.items() if last - WINDOW <= day <= last)
            context = {**shared, "dose": line["dose"], "days": line["days"], "total": total, "today": of_day[last],
                       "of_day": of_day[last][line["code"]]}  # fmt: skip
            found.extend((row, line["number"]) for row in program.evaluate(context) if row)
        program = self.programs.get(claim["facility"])
        if program is not None and claim["inpatient"]:
            gaps = [claim["day"] - day for facility, day in claim["discharges"] if facility == claim["facility"]]
            found.extend((row, ENCOUNTER) for row in program.evaluate({"gaps": gaps}) if row)
        return found


def _test(row: Row) -> str:
    match row.family, row.cells:
        case "sex", (sex,):
            return f"sex != '{sex}'"
        case "age", (low, high):
            return f"age not in [{low}..{high}]"
        case "indication", (tuple(prefixes),):
            return f"none({list(prefixes)}, # in prefixes)"
        case "level", (least,):
            return f"level < {least}"
        case "dose", (dose, days):
            return f"(dose > {dose} or outpatient and days > {days})"
        case "per_day", (most,):
            return f"of_day > {most}"
        case "cumulation", (most,):
            return f"total > {most}"
        case "readmission", _:
            return f"some(gaps, # >= 0 and # <= {READMISSION})"
        case family, _:
            return f"{'codes' if family == 'drug_pair' else 'today'}['{row.code.split()[1]}'] != null"
