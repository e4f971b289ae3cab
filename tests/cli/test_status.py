"""The life of a rule, draft to retired, through every command that its author uses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sanku.cli.main import group
from tests.cli.conftest import EVENT, FILES

COVERAGE = """\
clauses:
  CL001: {rule: clinical.use.sex, fires: [男性], spares: [女性]}
"""
SPARED = """\
- case: 女性
  event:
    phase: order
    patient: {sex: female}
    lines: [{id: 1, name: 节育系统, code: XG02BAZ061Z007010279543, kind: drug, at: 2025-06-14, quantity: 1, amount: 1153.00}]
  expect: {outcome: allow, findings: []}
"""
RUNS = {"draft": False, "shadow": True, "active": True, "retired": False}
FINDING = "[{rule: sex, line: 1, control: remind, amount: 1153}]"


def run(*arguments: Path | str) -> Result:
    return CliRunner().invoke(group, [str(one) for one in arguments], env={"COLUMNS": "200"})


@pytest.fixture(params=list(RUNS))
def status(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def base(tmp_path: Path, status: str) -> Path:
    files = dict(FILES)
    files["clinical/use.kb"] = files["clinical/use.kb"].replace("  accept", f"  status   {status}\n  accept")
    found = {"active": f"warn\n    findings: {FINDING}", "shadow": f"allow\n    findings: []\n    shadow: {FINDING}"}
    expect = found.get(status, "allow\n    findings: []")
    head = files["clinical/use.test.yaml"].partition("    outcome:")[0]
    files["clinical/use.test.yaml"] = f"{head}    outcome: {expect}\n\n{SPARED}"
    folder = tmp_path / "kb"
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "event.json").write_text(json.dumps(EVENT), encoding="utf-8")
    return folder


def test_a_rule_of_any_status_is_checked_tested_shown_and_built(base: Path, status: str, tmp_path: Path) -> None:
    assert run("validate", base, "--strict", "--no-cache").exit_code == 0
    tested = run("test", base, "--engine", "both")
    assert (tested.exit_code, "2 cases passed" in tested.output) == (0, True), tested.output
    word = {"draft": "草案", "shadow": "试运行", "active": "启用", "retired": "停用"}[status]
    assert f"状态: {word}" in run("explain", "sex", "--kb", base).output.replace("：", ": ")
    assert "clinical.use.sex" in run("graph", "clinical.use.sex", "--kb", base, "--format", "json").output
    assert run("build", base, "-o", tmp_path / "built.kbe").exit_code == 0


def test_only_rules_that_run_find_something_and_only_active_ones_tell(base: Path, status: str, tmp_path: Path) -> None:
    built = tmp_path / "built.kbe"
    assert run("build", base, "-o", built).exit_code == 0
    for place in (base, built):
        told = json.loads(run("decide", tmp_path / "event.json", "--kb", place, "--json").output)
        assert told["outcome"] == ("warn" if status == "active" else "allow")
        assert "shadow" not in told
        tried = json.loads(run("decide", tmp_path / "event.json", "--kb", place, "--json", "--shadow").output)
        assert [one["rule"] for one in tried.get("shadow", ())] == ["clinical.use.sex"] * (status == "shadow")
    text = run("decide", tmp_path / "event.json", "--kb", base, "--shadow").output
    assert ("试运行规则的结果，不影响结论" in text) == (status == "shadow")
    assert ("限female使用" in text or "限女" in text) == RUNS[status]


def test_a_clause_is_not_covered_by_a_rule_that_never_runs(base: Path, status: str) -> None:
    (base / "coverage.yaml").write_text(COVERAGE, encoding="utf-8")
    done = run("coverage", base)
    if RUNS[status]:
        assert done.exit_code == 0, done.output
    else:
        assert done.exit_code == 1
        assert f"`clinical.use.sex` never runs: its status is {status}" in done.output
