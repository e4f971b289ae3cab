"""``kb test`` as an author meets it: selection, failures with their reason, coverage, reports."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sanku.testing.select import SelectionError, selection
from tests.cli.conftest import Run

CASES = "clinical/use.test.yaml"
FEMALE = """
- case: 女性
  event:
    phase: order
    patient: {sex: female}
    lines: [{id: 1, name: 节育系统, code: XG02BAZ061Z007010279543, kind: drug, at: 2025-06-14, quantity: 1, amount: 1153.00}]
  expect:
    outcome: allow
    findings: []
"""


def add(base: Path, text: str) -> None:
    file = base / CASES
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.mark.parametrize(
    ("expression", "text", "selected"),
    [
        ("", "anything", True),
        ("男性", "男性 sex", True),
        ("男性 and sex", "男性 sex", True),
        ("男性 and not sex", "男性 sex", False),
        ("not (A or B)", "C", True),
        ("not (A or B)", "B", False),
        ("A or B and C", "A", True),
        ('"two words"', "has two words here", True),
        ("（甲 or 乙）", "乙", True),
    ],
)
def test_an_expression_selects(expression: str, text: str, selected: bool) -> None:
    assert selection(expression)(text) is selected


@pytest.mark.parametrize("expression", ["A and", "(A", "or B", "A B", '"A', "not", ")"])
def test_an_expression_that_is_not_well_formed_is_told(expression: str) -> None:
    with pytest.raises(SelectionError):
        selection(expression)


def test_k_selects_by_title_and_rule(small_base: Path, run: Run) -> None:
    add(small_base, FEMALE)
    assert "1 case passed" in run("test", "-k", "女性").out
    assert "1 case passed" in run("test", "-k", "sex and not 女性").out
    assert "2 cases passed" in run("test", "-k", "男性 or 女性").out
    refused = run("test", "-k", "男性 and")
    assert refused.code == 2
    assert "-k: a piece of text is missing" in refused.err


def test_a_failure_shows_both_sides_and_the_reason(small_base: Path, run: Run) -> None:
    add(small_base, FEMALE.replace("outcome: allow\n    findings: []", "findings: [{rule: sex, line: 1}]"))
    failed = run("test")
    assert failed.code == 1
    assert "findings:" in failed.out
    assert "findings: none" in failed.out
    assert "clinical.use.sex [ius] on 1: does not fire" in failed.out
    assert "false   when: patient.sex != limit.sex  (女性 | 女性)" in failed.out


def test_a_failure_says_why_there_is_no_instance(small_base: Path, run: Run) -> None:
    add(small_base, FEMALE.replace("XG02BAZ061Z", "XG03BAZ061Z").replace("findings: []", "findings: [{rule: sex}]"))
    assert "no row of `drugs.sex_limits` is in force on 2025-06-14" in run("test").out
    file = small_base / CASES
    file.write_text(file.read_text(encoding="utf-8").replace("phase: order", "phase: audit"), encoding="utf-8")
    assert "it has no control in phase `audit`" in run("test").out


def test_a_failure_says_what_was_missing(small_base: Path, run: Run) -> None:
    add(small_base, FEMALE.replace("{sex: female}", "{}"))
    found = run("test").out
    assert "unknown when: patient.sex != limit.sex" in found
    assert "missing patient.sex (absent)" in found


def test_processes_give_the_same_answer_in_the_same_order(small_base: Path, run: Run) -> None:
    add(small_base, "".join(FEMALE.replace("女性", f"女性 {number}", 1) for number in range(60)))
    add(small_base, FEMALE.replace("outcome: allow", "outcome: block"))
    one = run("test", "-j", "1")
    two = run("test", "-j", "2")
    assert one.out == two.out
    assert "61 cases passed, 1 failed" in two.out


def test_coverage_counts_branches_rows_regions_and_values(small_base: Path, run: Run) -> None:
    add(small_base, FEMALE)
    table = small_base / "drugs/sex_limits.yaml"
    table.write_text(
        table.read_text(encoding="utf-8")
        + "  - {id: other, code: XG02BAZ062, sex: female, from: 2020-01-01, cites: [label, 适应症]}\n",
        encoding="utf-8",
    )
    found = run("test", "--coverage")
    assert found.code == 0, found.err
    assert "clinical.use.sex: fired order; not fired, undetermined MISSING; 1 of 2 rows" in found.out
    assert "rows without a case: other" in found.out
    assert "instances      1 of 2" in found.out
    assert run("test", "--min-coverage", "instances=50").code == 0
    short = run("test", "--min-coverage", "instances=51", "--min-coverage", "100")
    assert short.code == 1
    assert "coverage of instances: 1 of 2 is less than 51%" in short.err
    assert "coverage of branches: 2 of 3 is less than 100%" in short.err
    assert run("test", "--min-coverage", "rows=5").code == 2


def test_reports_hold_what_the_run_showed(small_base: Path, run: Run) -> None:
    add(small_base, FEMALE.replace("outcome: allow", "outcome: block").replace("case: 女性", 'case: "<女性>"'))
    done = run(
        "test", "--report", "html", "r.html", "--report", "json", "r.json", "--report", "junit", "r.xml"
    )  # fmt: skip
    assert done.code == 1
    folder = small_base.parent
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "&lt;女性&gt;" in page
    assert "<女性>" not in page
    assert "http" not in page
    assert "药品区分性别使用" in page
    report = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    assert (report["passed"], report["failed"]) == (1, 1)
    assert report["cases"][1]["problems"] == ["outcome: expected block, found allow"]
    assert report["coverage"]["instances"] == {"covered": 1, "all": 1}
    suites = ET.fromstring((folder / "r.xml").read_text(encoding="utf-8"))  # noqa: S314 - our own file
    assert (suites.get("tests"), suites.get("failures")) == ("2", "1")
    (failure,) = suites.iter("failure")
    assert failure.get("message") == "outcome: expected block, found allow"


def test_a_report_that_cannot_be_written_is_told(small_base: Path, run: Run) -> None:
    refused = run("test", "--report", "json", "nowhere/r.json")
    assert refused.code == 2
    assert "`nowhere/r.json` cannot be written" in refused.err


def test_a_case_for_review_is_reported_until_the_mark_is_removed(small_base: Path, run: Run) -> None:
    add(small_base, FEMALE.replace("  event:", "  review: true\n  event:"))
    found = run("test")
    assert found.code == 0
    assert "2 cases passed, 0 failed, 1 to be reviewed" in found.out
    assert "use.test.yaml:10:9: to be reviewed: 女性" in found.err
    add(small_base, FEMALE.replace("  event:", "  review: soon\n  event:"))
    assert "`review` is true or false" in run("test").err
