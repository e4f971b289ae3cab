"""`kb coverage` says what of a register the rules say, and finds every answer that is not so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # noqa: PLC0414 - a fixture, used by name
from tests.cli.conftest import small_base as small_base  # noqa: PLC0414 - a fixture, used by name

SPARED = """\

- case: 女性
  event:
    phase: order
    patient: {sex: female}
    lines: [{id: 1, name: 节育系统, code: XG02BAZ061Z007010279543, kind: drug, at: 2025-06-14, quantity: 1, amount: 1153.00}]
  expect:
    outcome: allow
    findings: []
"""
WHOLE = """\
clauses:
  CL1: {rule: clinical.use.sex, rows: [ius], fires: [男性], spares: [女性]}
  CL2: {needs: lines.photograph of the package}
  CL3: {human: 只有查看实物才能判断是否串换}
framework:
  GZ1: {population: 需要全国同行的统计值才能比较}
"""


@pytest.fixture
def register(small_base: Path) -> Path:
    case = small_base / "clinical/use.test.yaml"
    case.write_text(case.read_text() + SPARED)
    place = small_base / "coverage.yaml"
    place.write_text(WHOLE)
    return place


def test_a_whole_register_is_counted(register: Path, run: Run) -> None:
    found = run("coverage", "--json")
    assert found.code == 0, found.err
    counted = json.loads(found.out)
    assert {key: counted[key] for key in ("clauses", "rule", "needs", "human", "dangling")} == {
        "clauses": 3,
        "rule": 1,
        "needs": 1,
        "human": 1,
        "dangling": 0,
    }
    assert counted["lists"]["rule"][0]["rows"] == ["ius"]
    assert counted["framework"]["population"] == 1
    table = run("coverage")
    assert table.code == 0
    assert "clinical.use.sex" in table.out


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("clinical.use.sex", "clinical.use.sax", "there is no rule `clinical.use.sax`"),
        ("[ius]", "[iud]", "there is no row `iud`"),
        ("fires: [男性]", "fires: [男人]", "no case titled `男人`"),
        ("fires: [男性]", "fires: [女性]", "expects no finding of `clinical.use.sex`"),
        ("spares: [女性]", "spares: [男性]", "expects a finding of `clinical.use.sex`"),
        ("spares: [女性]", "spares: []", "names no case that spares"),
        ("lines.photograph", "lines.amount", "which an event can carry"),
        ("只有查看实物才能判断是否串换", "难", "gives no reason"),
        ("{needs: lines.photograph of the package}", "{}", "`CL2` has no answer"),
        ("clauses:", "clause:", "has no key `clause`"),
    ],
)
def test_what_is_not_so_is_dangling(register: Path, run: Run, right: str, wrong: str, said: str) -> None:
    register.write_text(WHOLE.replace(right, wrong))
    found = run("coverage")
    assert found.code == 1
    assert said in found.err
    assert "coverage.yaml:" in found.err


def test_a_base_without_a_register_says_what_to_write(small_base: Path, run: Run) -> None:
    found = run("coverage")
    assert found.code == 2
    assert "coverage.yaml" in found.err
