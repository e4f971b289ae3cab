"""The command as a user runs it: in a directory of their own, with a small base."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

FILES = {
    "kb.yaml": """\
name: small
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {levels: [{pattern: "X.*", at: [10, 14, 20, 23]}], pattern: "[XZ][A-Z0-9]{9,22}"}
  icd10: {levels: [3, 5, 7, 11], pattern: "[A-Z][0-9]{2}.*"}
reasons: {documented_exception: 病历记录的特殊情况, text: 其他说明}
region: {default: insured}
""",
    "sources/label.yaml": "title: 说明书\nissuer: 药品监督管理部门\n",
    "drugs/sex_limits.yaml": """\
table: drugs.sex_limits
columns: {code: "code[nhsa_drug]", sex: sex}
key: code
rows:
  - {id: ius, code: XG02BAZ061, sex: female, from: 2020-01-01, cites: [label, 适应症]}
""",
    "clinical/use.kb": """\
module clinical.use
use drugs

rule sex "药品区分性别使用"
  cites    label "适应症"
  for      line in lines
  match    limit in drugs.sex_limits on line.code
  when     patient.sex != limit.sex
  order    remind
  severity high
  accept   documented_exception, text
  unknown  remind
  say      "{line.name}限{limit.sex}使用，患者为{patient.sex}"
""",
    "clinical/use.test.yaml": """\
- case: 男性
  event:
    phase: order
    patient: {sex: male}
    lines: [{id: 1, name: 节育系统, code: XG02BAZ061Z007010279543, kind: drug, at: 2025-06-14, quantity: 1, amount: 1153.00}]
  expect:
    outcome: warn
    findings: [{rule: sex, line: 1, control: remind, amount: 1153}]
""",
}

EVENT = {
    "id": "E1",
    "phase": "order",
    "insured_region": "000000",
    "care_region": "000000",
    "patient": {"id": "P1", "sex": "male", "born": "1951-01-15"},
    "facility": {"id": "H1"},
    "encounter": {"id": "V1", "kind": "outpatient", "admitted_at": "2025-06-14"},
    "diagnoses": [],
    "lines": [
        {
            "id": "1",
            "name": "节育系统",
            "code": "XG02BAZ061Z007010279543",
            "kind": "drug",
            "at": "2025-06-14T10:00:00",
            "quantity": "1",
            "amount": "1153.00",
            "self_pay": "0.00",
        }
    ],
}


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the command came to."""

    code: int
    out: str
    err: str

    @property
    def decisions(self) -> list[dict[str, object]]:
        """The decisions that it printed with ``--json``."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def small_base(tmp_path: Path) -> Path:
    """A small base called ``knowledge`` in the user's directory."""
    for name, text in FILES.items():
        place = tmp_path / "knowledge" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (tmp_path / "event.json").write_text(json.dumps(EVENT, ensure_ascii=False), encoding="utf-8")
    return tmp_path / "knowledge"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``kb`` in the user's directory; a traceback is a failure whatever else comes out."""

    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> Ran:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("kb")), *arguments],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            check=False,
            env={**os.environ, **environment},
            timeout=120,
        )
        found = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in found.err + found.out, found.err
        return found

    return run
