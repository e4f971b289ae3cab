"""An expectation that says little does not take the finding that another one, which says more, is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from sanku import kb
from sanku.testing.run import read_suite, run_case
from tests.cli.conftest import FILES

CASES = """\
- case: 两条发现
  event:
    phase: order
    patient: {{sex: male}}
    lines:
      - {{id: 1, code: XG02BAZ061Z007010279543, kind: drug, at: 2025-06-14, amount: 10.00}}
      - {{id: 2, code: XG02BAZ061Z007010279543, kind: drug, at: 2025-06-14, amount: 20.00}}
  expect: {{findings: [{expected}]}}
"""


def problems(folder: Path, expected: str) -> tuple[str, ...]:
    for name, text in {**FILES, "clinical/use.test.yaml": CASES.format(expected=expected)}.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    base = kb.load(folder)
    ((file, case),) = read_suite(base, folder).cases
    return run_case(base, file, case).problems


@pytest.mark.parametrize(
    "expected", ["{rule: sex}, {rule: sex, line: 1}", "{rule: sex, control: remind}, {rule: sex, amount: 10}"]
)
def test_the_order_of_expectations_does_not_matter(tmp_path: Path, expected: str) -> None:
    assert problems(tmp_path, expected) == ()


def test_one_finding_does_not_serve_two_expectations(tmp_path: Path) -> None:
    found = problems(tmp_path, "{rule: sex, line: 1}, {rule: sex, line: 1}")
    assert [problem.partition(":")[0] for problem in found] == ["finding expected", "finding not expected"]
