"""Published points to a knowledge base: a table for each class, a row for each point, the rules beside them.

Tests only. What a class means is its entry in ``CLASSES``; the engine knows none of them.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.published.points import Point

DECLARED = "2024-01-01"
"""From when a row without a day of release holds. No point says it; this is the test's own word."""

RULES = Path(__file__).with_name("rules.kb")

BASE = """\
name: published points
bases: {published: []}
systems:
  nhsa_drug: {pattern: "[XZ][0-9A-Z]{19,22}", levels: [{pattern: "X.*", at: [10, 14, 23]}, {pattern: "Z.*", at: [11, 20]}]}
  nhsa_herb: {pattern: "T[0-9]{9}", levels: [10]}
  nhsa_service: {pattern: "[0-9]{15}", levels: [15]}
  nhsa_consumable: {levels: []}
  icd10: {pattern: "[A-Z][0-9]{2}.*", levels: [3, 5, 7]}
reasons: {text: 其他说明}
region: {default: insured}
"""
SOURCES = """\
sources:
  declared: {title: 测试声明的参数}
"""
PARAMETERS = {
    "child_under": "type: quantity[year]\nvalues: [{from: 2000-01-01, value: 14 years, cites: [declared, 儿童]}]\n",
    "second_operation_share": "type: number\nvalues: [{from: 2000-01-01, value: '0.5', cites: [declared, 折价]}]\n",
}
SETS = {"sex_unclear": "system: icd10\ninclude: [Q56, Q97..Q99]\ncites: [declared, 性别不清]\n"}

SEXES = {"男": "male", "女": "female"}
LEVELS = {"二级": "secondary", "三级": "tertiary"}
VISITS = {"住院": "inpatient"}
WINDOWS = {"单日": "day", "单次就诊": "encounter", "同一小时": "hour", "6小时": "6 hours"}


@dataclass(frozen=True, slots=True)
class Param:
    """A column that takes its cell from a published value.

    Args:
        type: Its type.
        source: Name of the published value.
        words: What the published words mean; ``{}`` = the value as it stands.
        unit: Added to a number.
    """

    type: str
    source: str
    words: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""

    def cell(self, point: Point) -> str:
        """Return the cell of a point; blank if the point has no such value."""
        value = point.params.get(self.source)
        if value is None:
            return ""
        return f"{self.words[value] if self.words else value}{self.unit}"


@dataclass(frozen=True, slots=True)
class Class:
    """What a published class becomes.

    Args:
        table: Name of its table; that of its rule too, if it is judged.
        system: Code system of its items.
        params: Columns from published values.
        constants: Columns (type, cell) whose value the class alone says.
        paired: Whether its points are a containing item and a contained one.
        judged: Whether a claim can show it. What needs a first line that failed, a visit over the internet or a
            working age that nobody defined is loaded and listed.
    """

    table: str
    system: str
    params: Mapping[str, Param] = field(default_factory=dict)
    constants: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    paired: bool = False
    judged: bool = True

    @property
    def keys(self) -> tuple[str, ...]:
        """The key columns."""
        return ("part", "whole") if self.paired else ("code",)

    @property
    def columns(self) -> dict[str, str]:
        """The columns and their types."""
        return {
            **dict.fromkeys(self.keys, f"code[{self.system}]"),
            "name": "text",
            "said": "text",
            **{name: param.type for name, param in self.params.items()},
            **{name: type_ for name, (type_, _) in self.constants.items()},
        }

    def cells(self, point: Point) -> dict[str, str]:
        """Return the cells of a point."""
        whole_and_part = point.codes if self.paired else ()
        keys = (
            dict(zip(("whole", "part"), whole_and_part, strict=True))
            if self.paired
            else {"code": ";".join(point.codes)}
        )
        return {
            **keys,
            "name": point.name,
            "said": point.text,
            **{name: param.cell(point) for name, param in self.params.items()},
            **{name: cell for name, (_, cell) in self.constants.items()},
        }


_SEX = {"sex": Param("sex", "allowed_sex", SEXES)}
_DAYS = {"most": Param("number", "max_days")}
_CHILD = {"people": ("enum[child]", "child")}

CLASSES: Mapping[str, Class] = {
    "药品区分性别使用": Class("drug_sex", "nhsa_drug", _SEX),
    "医疗服务项目区分性别使用": Class("service_sex", "nhsa_service", _SEX),
    "药品儿童专用": Class("drug_for_children", "nhsa_drug", constants=_CHILD),
    "药品限儿童使用": Class("drug_paid_for_children", "nhsa_drug", constants=_CHILD),
    "医疗服务项目儿童专用": Class("service_for_children", "nhsa_service", constants=_CHILD),
    "药品限工伤保险": Class(
        "work_injury", "nhsa_drug", constants={"fund": ("enum[work_injury, maternity]", "work_injury")}
    ),
    "药品限生育保险": Class(
        "maternity", "nhsa_drug", constants={"fund": ("enum[work_injury, maternity]", "maternity")}
    ),
    "药品限就医方式": Class("visit", "nhsa_drug", {"kind": Param("encounter_kind", "visit_type", VISITS)}),
    "药品限医疗机构级别": Class("level", "nhsa_drug", {"least": Param("facility_level", "min_hospital_level", LEVELS)}),
    "药品限支付疗程": Class("drug_course", "nhsa_drug", _DAYS),
    "医疗服务项目限支付疗程": Class(
        "service_course", "nhsa_service", {**_DAYS, "gap": Param("quantity[day]", "min_gap_days", unit=" days")}
    ),
    "医疗服务项目限定频次": Class(
        "frequency", "nhsa_service", {"most": Param("number", "max_quantity"), "unit": Param("text", "per")}
    ),
    "医疗服务项目周期超频次": Class(
        "cycle",
        "nhsa_service",
        {"most": Param("number", "max_times"), "cycle": Param("quantity[day]", "cycle_days", unit=" days")},
    ),
    "医疗服务项目重复收费": Class(
        "duplicate", "nhsa_service", {"window": Param("window", "window", WINDOWS)}, paired=True
    ),
    "手术项目未按规定折价收费": Class("surgery", "nhsa_service", {"group": Param("text", "surgery_group")}),
    "中药饮片单方使用不予支付": Class(
        "slice_alone", "nhsa_herb", constants={"paid": ("enum[in_formula, never]", "in_formula")}
    ),
    "中药饮片单复方均不予支付": Class(
        "slice_never", "nhsa_herb", constants={"paid": ("enum[in_formula, never]", "never")}
    ),
    "药品限二线使用": Class("second_line", "nhsa_drug", judged=False),
    "超互联网医院药品支付范围": Class("internet", "nhsa_drug", judged=False),
    "医疗服务项目限年龄": Class("working_age", "nhsa_service", judged=False),
}
"""Every published class, once."""

JUDGED = tuple(name for name, meaning in CLASSES.items() if meaning.judged)
LISTED = tuple(name for name, meaning in CLASSES.items() if not meaning.judged)

NOTES = "notes"
"""The table of points that name no item: they say something about their class."""


def row_table(point: Point) -> str:
    """Return the table that holds a point."""
    return CLASSES[point.rule_class].table if point.codes else NOTES


def write_base(root: Path, points: Iterable[Point]) -> Path:
    """Write the knowledge base of the points below ``root`` and return it."""
    points = tuple(points)
    _write(root / "kb.yaml", BASE)
    batches = sorted({point.batch for point in points})
    _write(
        root / "sources" / "all.yaml",
        SOURCES + "".join(f"  {batch}: {{title: 两库知识点 {batch}}}\n" for batch in batches),
    )
    for name, text in PARAMETERS.items():
        _write(root / "published" / f"{name}.yaml", f"parameter: published.{name}\n{text}")
    for name, text in SETS.items():
        _write(root / "published" / f"{name}.yaml", f"codes: published.{name}\n{text}")
    for rule_class, meaning in CLASSES.items():
        _write_table(root, meaning, [point for point in points if point.rule_class == rule_class and point.codes])
    _write_notes(root, [point for point in points if not point.codes])
    shutil.copy(RULES, root / "published" / RULES.name)
    return root


def _write_table(root: Path, meaning: Class, points: Iterable[Point]) -> None:
    columns = ", ".join(f'{name}: "{type_}"' for name, type_ in meaning.columns.items())
    head = f"table: published.{meaning.table}\ncolumns: {{{columns}}}\nkey: [{', '.join(meaning.keys)}]\n"
    _write_rows(root, meaning.table, head, [*meaning.columns], [{**_attributes(p), **meaning.cells(p)} for p in points])


def _write_notes(root: Path, points: Iterable[Point]) -> None:
    head = f"table: published.{NOTES}\ncolumns: {{rule_class: text, said: text}}\nkey: rule_class\n"
    rows = [{**_attributes(point), "rule_class": point.rule_class, "said": point.name} for point in points]
    _write_rows(root, NOTES, head, ["rule_class", "said"], rows)


def _attributes(point: Point) -> dict[str, str]:
    return {"id": point.id, "from": point.published, "cites": f"{point.batch}|{point.id}"}


def _write_rows(root: Path, table: str, head: str, columns: list[str], rows: list[dict[str, str]]) -> None:
    listed = any(meaning.table == table and not meaning.judged for meaning in CLASSES.values())
    allowed = "# allow unused-table: listed only, no rule is published for it\n" if listed or table == NOTES else ""
    _write(root / "published" / f"{table}.yaml", f"{allowed}{head}from: {DECLARED}\nrows: {table}.csv\n")
    with (root / "published" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "from", "cites", *columns], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
