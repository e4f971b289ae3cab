"""A generated knowledge base of 57,000 rows and 40 rules in ten families, and events of 20 lines for it.

Nothing of it is medical: codes are counted up, limits drawn from a seeded generator.
"""

import random
from collections.abc import Iterator
from pathlib import Path

ROWS = 57_000
SHARES = {
    "sex": 4, "age": 10, "indication": 14, "level": 8, "days": 7, "dose": 7, "pair": 20, "included": 18, "per_day": 8,
    "window": 4,
}  # fmt: skip
VARIANTS = 4
"""Rules a family: each variant has a table and a rule of its own."""

KB = """name: benchmark
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {pattern: "X[A-Z0-9]+", levels: [{pattern: "X.*", at: [10, 23]}]}
  nhsa_service: {pattern: "[0-9]+", levels: [15]}
  icd10: {pattern: "[A-Z][0-9]{2}.*", levels: [3, 5, 7]}
reasons: {text: 其他说明}
region: {default: insured}
"""
COLUMNS = {
    "sex": ({"code": "code[nhsa_drug]", "sex": "sex"}, "code", ""),
    "age": ({"code": "code[nhsa_drug]", "low": "quantity[year]", "high": "quantity[year]"}, "code", ""),
    "indication": ({"code": "code[nhsa_drug]", "diagnoses": "codes[icd10]"}, "code", ""),
    "level": ({"code": "code[nhsa_drug]", "least": "facility_level"}, "code", ""),
    "days": ({"code": "code[nhsa_drug]", "most": "quantity[day]", "chronic": "quantity[day]"}, "code", ""),
    "dose": ({"code": "code[nhsa_drug]", "most": "quantity[mg]"}, "code", ""),
    "pair": ({"a": "code[nhsa_drug]", "b": "code[nhsa_drug]"}, "[a, b]", "symmetric: [a, b]\n"),
    "included": ({"part": "code[nhsa_service]", "whole": "code[nhsa_service]"}, "[part, whole]", ""),
    "per_day": ({"code": "code[nhsa_service]", "most": "number"}, "code", ""),
    "window": ({"code": "code[nhsa_drug]", "most": "number"}, "code", ""),
}
ON_CODE = {
    "sex": "  when     patient.sex != limit.sex",
    "age": "  when     age_years(patient.born, line.at) not between limit.low and limit.high",
    "indication": "  when     not exists d in diagnoses where (d.code in limit.diagnoses)",
    "level": "  when     facility.level < limit.least",
    "days": "  when     encounter.kind = outpatient and line.days > limit.most and line.days <= limit.chronic",
    "dose": "  when     line.dose > limit.most",
    "per_day": """  cap      sum(l.quantity for l in lines where (
               l.code = line.code and l.at on same day as line.at)) at most limit.most""",
    "window": """  when     sum(h.quantity for h in record.lines where (
               h.code = line.code and h.at within 30 days before line.at)) > limit.most""",
}


def drug(number: int) -> str:
    """Return the code of a drug, down to its product."""
    return f"XA01AB{number // 9000 % 10:01d}{number % 1000:03d}Z{number:012d}"


def service(number: int) -> str:
    """Return the code of a service."""
    return f"{number:015d}"


class Generator:
    """Draws rows and events. Drugs and services are chosen unevenly, as in real bills."""

    def __init__(self, rows: int, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a seeded draw, not a secret
        self.rows = rows
        self.drugs = max(60, rows // 6)
        self.services = max(40, rows // 10)

    def one_of(self, count: int) -> int:
        """Return a number below ``count``, small ones more often."""
        if self.random.random() < 0.5:
            return min(int(self.random.paretovariate(0.35)) - 1, count - 1)
        return self.random.randrange(count)

    def category(self) -> str:
        """Return one of forty categories of diagnoses."""
        return f"{self.random.choice('ABCDEFGHIJ')}{self.random.randrange(4):02d}"

    def cells(self, family: str, number: int) -> list[str]:
        """Return the cells of one row."""
        rng = self.random
        code = drug(rng.randrange(self.drugs))
        match family:
            case "sex":
                return [drug(rng.randrange(self.drugs // 2, self.drugs)), rng.choice(("male", "female"))]
            case "age":
                low = rng.choice((0, 0, 1, 6, 12, 18))
                return [code, f"{low} years", f"{rng.choice((80, 100, 120))} years"]
            case "indication":
                return [code, ";".join(sorted({self.category() for _ in range(rng.randrange(8, 60))}))]
            case "level":
                return [code, rng.choice(("primary",) * 9 + ("secondary",))]
            case "days":
                return [code, f"{rng.choice((7, 14))} days", "30 days"]
            case "dose":
                return [code, f"{rng.choice((100, 200, 500, 1000))} mg"]
            case "pair":
                return [drug(number % self.drugs), drug((number * 7 + 500 + number // self.drugs) % self.drugs)]
            case "included":
                return [
                    service(number % self.services),
                    service((number * 11 + 900 + number // self.services) % self.services),
                ]
            case "per_day":
                return [service(rng.randrange(self.services)), str(rng.choice((3, 4, 6, 24)))]
            case _:
                return [code, str(rng.choice((30, 60, 90)))]

    def event(self, number: int, lines: int) -> dict[str, object]:
        """Return an event with a history of as many lines."""
        rng = self.random
        day = rng.randrange(1, 28)
        return {
            "id": f"E{number}",
            "phase": "settle",
            "insured_region": "000000",
            "care_region": "000000",
            "patient": {
                "id": f"P{number}",
                "sex": rng.choice(("male", "female")),
                "born": f"{rng.randrange(1940, 2015)}-05-05",
            },
            "facility": {
                "id": f"H{number % 50}",
                "level": rng.choice(("primary", "secondary", "tertiary", "tertiary")),
            },
            "encounter": {"id": f"V{number}", "kind": "outpatient", "admitted_at": f"2025-06-{day:02d}"},
            "diagnoses": [{"id": i, "code": f"{self.category()}.{rng.randrange(10)}"} for i in range(6)],
            "lines": [self.line(i, f"2025-06-{day:02d}") for i in range(lines)],
            "history": {
                "encounters": [],
                "lines": [self.line(i, f"2025-05-{rng.randrange(1, 29):02d}") for i in range(lines)],
            },
            "supplied": {"history.lines": {"state": "complete", "from": "2024-01-01"}},
        }

    def line(self, number: int, at: str) -> dict[str, object]:
        """Return one line."""
        rng = self.random
        quantity = rng.choice((1, 1, 2, 3))
        plain = {"id": number, "at": at, "price": "12.50", "quantity": quantity, "amount": f"{12.5 * quantity:.2f}"}
        if rng.random() < 0.4:
            return {**plain, "kind": "service", "code": service(self.one_of(self.services)), "name": "项目"}
        dose = {"value": rng.choice((50, 100)), "unit": "mg"}
        return {
            **plain,
            "kind": "drug",
            "code": drug(self.one_of(self.drugs)),
            "name": "药品",
            "days": rng.choice((3, 7)),
            "dose": dose,
        }


def write_base(root: Path, rows: int, seed: int = 1) -> None:
    """Write the knowledge base below ``root``."""
    generator = Generator(rows, seed)
    (root / "sources").mkdir(parents=True)
    (root / "sources" / "law.yaml").write_text("title: 规定\n", encoding="utf-8")
    (root / "kb.yaml").write_text(KB, encoding="utf-8")
    for family, share in SHARES.items():
        for variant in range(VARIANTS):
            _write_table(root, generator, family, variant, rows * share // 100 // VARIANTS)
    (root / "policy").mkdir()
    (root / "policy" / "rules.kb").write_text("\n".join(_rules()), encoding="utf-8")


def _write_table(root: Path, generator: Generator, family: str, variant: int, count: int) -> None:
    columns, key, extra = COLUMNS[family]
    name = f"{family}_{variant}"
    shape = ", ".join(f'{column}: "{kind}"' for column, kind in columns.items())
    head = f"table: drugs.{name}\ncolumns: {{{shape}}}\nkey: {key}\n{extra}from: 2020-01-01\n"
    folder = root / "drugs"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(f"{head}cites: [law, 第一条]\nrows: {name}.csv\n", encoding="utf-8")
    lines = (",".join([f"r{number}", *generator.cells(family, number * VARIANTS + variant)]) for number in range(count))
    (folder / f"{name}.csv").write_text("\n".join([",".join(["id", *columns]), *lines, ""]), encoding="utf-8")


def _rules() -> Iterator[str]:
    yield "module policy.rules\nuse drugs\n"
    for family in SHARES:
        for variant in range(VARIANTS):
            yield "\n".join(_rule(family, f"{family}_{variant}"))


def _rule(family: str, name: str) -> Iterator[str]:
    yield f'rule {name} "规则{name}"'
    yield '  cites    law "第一条"'
    match family:
        case "pair":
            yield "  for      a, b in lines"
            yield f"  match    pair in drugs.{name} on a.code, b.code"
            yield "  when     a.at on same day as b.at"
            yield from _controls("{a.name}与{each b.name}")
        case "included":
            yield "  for      part in lines"
            yield "  for      whole in lines"
            yield f"  match    pair in drugs.{name} on part.code, whole.code"
            yield "  when     part.at on same day as whole.at"
            yield from _controls("{part.name}已包含在{each whole.name}中")
        case _:
            yield "  for      line in lines"
            yield f"  match    limit in drugs.{name} on line.code"
            yield ON_CODE[family]
            yield from _controls("{line.name}不符合规定")


def _controls(message: str) -> Iterator[str]:
    yield from (
        "  order    remind",
        "  settle   remind",
        "  severity high",
        "  unknown  remind",
        f'  say      "{message}"',
        "",
    )
