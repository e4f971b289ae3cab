"""``kb validate``: what it allows in place, mends, leaves out since a revision, and how severe a check is."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from sanku.cli.main import group
from tests.cli.conftest import Ran, Run

UNUSED = """\
module policy.shared

define many(q: number) = q > 2

define few(q: number) = q < 2
"""


@pytest.fixture
def kb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, in the user's directory: it is the same, and starts at once."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Ran:
        done = CliRunner().invoke(group, arguments, catch_exceptions=False)
        return Ran(done.exit_code, done.stdout, done.stderr)

    return run


def test_a_check_is_allowed_in_place_with_a_reason(small_base: Path, kb: Run) -> None:
    file = small_base / "policy/shared.kb"
    file.parent.mkdir()
    file.write_text(
        UNUSED.replace("define few", "# 允许 unused-definition：各地叠加层使用\ndefine few"), encoding="utf-8"
    )
    found = kb("validate", "--strict", "--show-allowed")
    assert found.code == 1
    assert "nothing calls `policy.shared.many`" in found.err
    assert "shared.kb:6:8: allowed[unused-definition] nothing calls `policy.shared.few`: 各地叠加层使用" in found.err
    assert "1 warning, 1 allowed" in found.out
    listed = json.loads(kb("validate", "--format", "json", "--show-allowed").out)
    assert [(one["code"], one["allowed"]) for one in listed] == [
        ("unused-definition", None),
        ("unused-definition", "各地叠加层使用"),
    ]
    assert kb("fmt", "knowledge", "--lang", "zh").code == 0
    assert kb("fmt", "knowledge", "--lang", "en").code == 0
    assert "1 warning, 1 allowed" in kb("validate").out
    assert file.read_text(encoding="utf-8").count("# 允许") == 1


def test_a_row_of_a_csv_is_allowed_above_its_file(small_base: Path, kb: Run) -> None:
    table = small_base / "drugs/sex_limits.yaml"
    head, _, _ = table.read_text(encoding="utf-8").partition("rows:")
    rows = "id,code,sex,from,cites\nius,XG02BAZ061,female,2020-01-01,label|适应症\nagain,XG02BAZ061,female,2020-01-01,label|二\n"
    (small_base / "drugs/rows.csv").write_text(rows, encoding="utf-8")
    table.write_text(f"{head}rows: rows.csv\n", encoding="utf-8")
    assert "warning[repeated-row]" in kb("validate").err
    allowed = "# allow repeated-row: the label says it twice\n"
    table.write_text(f"{head}{allowed}rows: rows.csv\n", encoding="utf-8")
    found = kb("validate", "--strict")
    assert (found.code, found.err) == (0, "")


def test_kb_yaml_sets_how_severe_a_check_is(small_base: Path, kb: Run) -> None:
    file = small_base / "policy/shared.kb"
    file.parent.mkdir()
    file.write_text(UNUSED, encoding="utf-8")
    base = small_base / "kb.yaml"
    text = base.read_text(encoding="utf-8")
    base.write_text(f"{text}checks: {{unused-definition: error}}\n", encoding="utf-8")
    found = kb("validate")
    assert (found.code, found.err.count("error[unused-definition]")) == (1, 2)
    base.write_text(f"{text}checks: {{unused-definition: off}}\n", encoding="utf-8")
    assert kb("validate", "--strict").code == 0
    base.write_text(f"{text}checks: {{unknown-name: off, unused-definition: loud}}\n", encoding="utf-8")
    refused = kb("validate")
    assert "`unknown-name` stays an error: a base is not read with it" in refused.err
    assert "`loud` is no severity of a check" in refused.err


def test_safe_fixes_are_made_and_others_are_left(small_base: Path, run: Run) -> None:
    rule = small_base / "clinical/use.kb"
    right = rule.read_text(encoding="utf-8")
    rule.write_text(
        right.replace("{line.name}", "{line.nam}").replace("rule sex", "define old(q: number) = q > 2\n\nrule sex"),
        encoding="utf-8",
    )
    before = rule.read_text(encoding="utf-8")
    shown = run("validate", "--fix", "--diff")
    assert '+  say      "{line.name}限{limit.sex}使用' in shown.out
    assert rule.read_text(encoding="utf-8") == before
    fixed = run("validate", "--fix", "--strict")
    assert fixed.code == 0, fixed.err
    assert "clinical/use.kb:15:19: unknown-field: write `name`" in fixed.err
    assert "clinical/use.kb:4:8: unused-definition: delete it" in fixed.err
    assert rule.read_text(encoding="utf-8") == right
    rule.write_text(f"{right}\ndefine old(q: number) = q > 2  # allow lazy-unknown: no\n", encoding="utf-8")
    assert run("validate", "--fix", "--strict").code == 0
    assert rule.read_text(encoding="utf-8") == right


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def test_since_reports_only_what_a_change_adds(small_base: Path, run: Run, tmp_path: Path) -> None:
    outside = run("validate", "--since", "HEAD", GIT_CEILING_DIRECTORIES=str(tmp_path.parent))
    assert outside.code == 2
    assert "is in no git repository" in outside.err
    file = small_base / "policy/shared.kb"
    file.parent.mkdir()
    file.write_text(UNUSED, encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "knowledge")
    git(tmp_path, "commit", "-qm", "one")
    moved = UNUSED.replace("define many", "# moved down\n\ndefine many")
    file.write_text(f"{moved}\ndefine none_left(q: number) = q < 1\n", encoding="utf-8")
    found = run("validate", "--since", "HEAD", "--strict")
    assert found.code == 1
    assert found.err.count("warning[") == 1
    assert "`policy.shared.none_left`" in found.err
    file.write_text(moved, encoding="utf-8")
    assert run("validate", "--since", "HEAD", "--strict").code == 0
    unknown = run("validate", "--since", "nowhere")
    assert (unknown.code, unknown.err.count("git knows no revision `nowhere`")) == (2, 1)
