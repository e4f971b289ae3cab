"""The rows as a knowledge base of ours: forty rules over forty tables, cited and dated, written to a directory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.hand import READMISSION, WINDOW
from benchmarks.rows import LEVELS, SHARES, Row

VARIANTS = 4
"""Tables and rules of each family: forty rules for ten families."""

_BASE = """name: benchmark
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {pattern: "X[A-Z0-9]+", levels: [{pattern: "X.*", at: [10, 23]}]}
  nhsa_service: {pattern: "[0-9]+", levels: [15]}
  icd10: {pattern: "[A-Z][0-9]{2}.*", levels: [3, 5, 7]}
reasons: {text: 其他说明}
region: {default: insured}
"""
_DRUG, _SERVICE = "code[nhsa_drug]", "code[nhsa_service]"
_COLUMNS = {
    "sex": {"code": _DRUG, "sex": "sex"},
    "age": {"code": _DRUG, "low": "quantity[year]", "high": "quantity[year]"},
    "indication": {"code": _DRUG, "diagnoses": "codes[icd10]"},
    "level": {"code": _DRUG, "least": "facility_level"},
    "dose": {"code": _DRUG, "most": "quantity[mg]", "longest": "quantity[day]"},
    "drug_pair": {"code": _DRUG, "other": _DRUG},
    "same_day": {"code": _SERVICE, "other": _SERVICE},
    "per_day": {"code": _SERVICE, "most": "number"},
    "cumulation": {"code": _DRUG, "most": "number"},
    "readmission": {"facility": "text"},
}
_PAIR = ("drug_pair", "same_day")
_WHEN = {
    "sex": "patient.sex != limit.sex",
    "age": "age_years(patient.born, line.at) not between limit.low and limit.high",
    "indication": "not exists d in diagnoses where (d.code in limit.diagnoses)",
    "level": "facility.level < limit.least",
    "dose": "line.dose > limit.most or encounter.kind = outpatient and line.days > limit.longest",
    "drug_pair": "other.kind = drug",
    "same_day": "line.at on same day as other.at",
    "per_day": """sum(l.quantity for l in lines where (
               l.code = line.code and l.at on same day as line.at)) > limit.most""",
    "cumulation": f"""sum(h.quantity for h in record.lines where (
               h.code = line.code and h.at within {WINDOW} days before line.at)) > limit.most""",
    "readmission": f"line.admitted_at within {READMISSION} days after prior.discharged_at",
}


def write_base(root: Path, rows: tuple[Row, ...]) -> None:
    """Write the knowledge base below ``root``; the rows of a family are dealt to its tables in turn."""
    for folder in ("sources", "drugs", "policy"):
        (root / folder).mkdir(parents=True)
    (root / "kb.yaml").write_text(_BASE, encoding="utf-8")
    (root / "sources" / "law.yaml").write_text("title: 规定\n", encoding="utf-8")
    for family in SHARES:
        of_family = [row for row in rows if row.family == family]
        for variant in range(VARIANTS):
            _write_table(root / "drugs", family, f"{family}_{variant}", of_family[variant::VARIANTS])
    (root / "policy" / "rules.kb").write_text("\n".join(_rules()), encoding="utf-8")


def _write_table(folder: Path, family: str, name: str, rows: list[Row]) -> None:
    columns = _COLUMNS[family]
    shape = ", ".join(f'{column}: "{kind}"' for column, kind in columns.items())
    key = "[code, other]" if family in _PAIR else next(iter(columns))
    head = f"table: drugs.{name}\ncolumns: {{{shape}}}\nkey: {key}\nfrom: 2020-01-01\n"
    (folder / f"{name}.yaml").write_text(f"{head}cites: [law, 第一条]\nrows: {name}.csv\n", encoding="utf-8")
    with (folder / f"{name}.csv").open("w", encoding="utf-8") as file:
        file.write(",".join(["id", *columns]) + "\n")
        file.writelines(",".join([row.id, *row.code.split(), *_texts(row)]) + "\n" for row in rows)


def _texts(row: Row) -> Iterator[str]:
    """Yield the cells of a row after its codes."""
    match row.family, row.cells:
        case "age", (low, high):
            yield from (f"{low} years", f"{high} years")
        case "indication", (tuple(prefixes),):
            yield ";".join(prefixes)
        case "level", (int(least),):
            yield LEVELS[least]
        case "dose", (dose, days):
            yield from (f"{dose} mg", f"{days} days")
        case _, cells:
            yield from map(str, cells)


def _rules() -> Iterator[str]:
    yield "module policy.rules\nuse drugs\n"
    for family in SHARES:
        for variant in range(VARIANTS):
            yield "\n".join(_rule(family, f"{family}_{variant}"))


def _rule(family: str, name: str) -> Iterator[str]:
    yield f'rule {name} "规则{name}"'
    yield '  cites    law "第一条"'
    if family == "readmission":
        yield "  for      line in encounter where line.kind = inpatient"
        yield "  for      prior in history.encounters where prior.facility.id = line.facility.id"
        yield f"  match    limit in drugs.{name} on line.facility.id"
    elif family in _PAIR:
        yield "  for      line in lines"
        yield "  for      other in lines"
        yield f"  match    limit in drugs.{name} on line.code, other.code"
    else:
        yield "  for      line in lines"
        yield f"  match    limit in drugs.{name} on line.code"
    yield f"  when     {_WHEN[family]}"
    yield "  order    remind"
    yield "  settle   remind"
    yield "  severity high"
    yield "  unknown  remind"
    yield '  say      "再次住院"' if family == "readmission" else '  say      "{line.name}不符合规定"'
    yield ""
