"""``kb new``, ``kb try`` and ``kb watch`` as an author uses them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run

KB = str(Path(sys.executable).with_name("kb"))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("rule", "policy.albumin"), ("rule", "drugs.when"), ("table", "drugs.doses"), ("codes", "clinical.chronic"),
        ("region", "330100"),
    ],
)  # fmt: skip
def test_what_is_new_is_green(tmp_path: Path, run: Run, kind: str, name: str) -> None:
    assert run("new", "base", "knowledge", "--title", "我的知识库").code == 0
    assert run("validate", "--strict").code == 0
    made = run("new", kind, name, "--title", "新的规则")
    assert made.code == 0, made.err
    strict = run("validate", "--strict")
    assert strict.code == 0, strict.err
    tested = run("test", "--engine", "both")
    assert tested.code == 0, tested.err
    assert "8 cases passed, 0 failed" in tested.out
    again = run("new", kind, name)
    assert again.code == 2
    assert "is not overwritten" in again.err


def test_what_is_new_is_about_its_code(tmp_path: Path, run: Run) -> None:
    run("new", "base", "knowledge")
    made = [
        ("rule", "doses", "XB05AAR021", "policy/doses_codes.yaml"),
        ("rule", "group", "nhsa_drug:XB05AA", "policy/group_codes.yaml"),
        ("table", "times", "XB05AAR021", "policy/times.yaml"),
        ("codes", "visits", "001102", "policy/visits.yaml"),
    ]
    for kind, name, code, written in made:
        assert run("new", kind, f"policy.{name}", "--code", code).code == 0
        stem = code.rpartition(":")[2]
        assert f'"{stem}"' in (tmp_path / "knowledge" / written).read_text(encoding="utf-8")
        cases = next((tmp_path / "knowledge/policy").glob(f"{name}*.test.yaml")).read_text(encoding="utf-8")
        assert f'code: "{stem}' in cases
    assert run("validate", "--strict").code == 0
    assert "20 cases passed, 0 failed" in run("test").out


def test_a_code_that_cannot_be_meant_is_told(run: Run) -> None:
    run("new", "base", "knowledge")
    for code, message in (
        ("XB05AAR02", "18 or 23 characters: `XB05AA`"),
        ("0011021", "`0011021` ends on no level of `nhsa_service`"),
        ("XB05AA", "write `nhsa_drug:XB05AA` or"),
        ("白蛋白", "looks like no code of `nhsa_drug`"),
    ):
        refused = run("new", "rule", "policy.x", "--code", code)
        assert refused.code == 2
        assert message in refused.err
    assert "a region is about no code" in run("new", "region", "330100", "--code", "XB05AAR021").err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rule", "polcy.x"), "did you mean `policy.x`?"),
        (("rule", "policy.X-1"), "write BASE.NAME in small letters"),
        (("rule", "albumin"), "write BASE.NAME in small letters"),
        (("region", "33010"), "write its six digits"),
        (("rule", "policy.y", "--title", 'a"b'), "quotation mark"),
        (("rule", "policy.y", "--kb", "nowhere"), "there is no knowledge base at `nowhere`"),
    ],
)
def test_a_name_that_cannot_be_used_is_told(run: Run, arguments: tuple[str, ...], message: str) -> None:
    run("new", "base", "knowledge")
    refused = run("new", *arguments)
    assert refused.code == 2
    assert message in refused.err


def test_a_rule_is_tried_by_answers(small_base: Path, run: Run) -> None:
    said = "\n?\nfemal\nfemale\nback\n男性\nshow\nwrite new.test.yaml\nq"
    found = run("try", "sex", stdin=said.encode())
    assert found.code == 0, found.err
    assert "1. ius" in found.out
    assert "→ 无法判定：缺少 patient.sex" in found.out
    assert "male 男性，female 女性" in found.out
    assert "没有“femal” / there is no `femal`: female?" in found.out
    assert "→ 不触发" in found.out
    assert "→ 触发：remind，" in found.out
    assert "findings: [{rule: clinical.use.sex, rows: [ius]" in found.out
    assert "1 case passed" in run("test", "new.test.yaml", "--kb", "knowledge").out


def test_a_rule_is_tried_with_collections_in_english(tmp_path: Path, run: Run) -> None:
    run("new", "base", "knowledge")
    kb = tmp_path / "knowledge/policy/first.kb"
    more = "line.quantity > policy.first_limit and exists d in diagnoses where (d.code = high)"
    kb.write_text(kb.read_text(encoding="utf-8").replace("line.quantity > policy.first_limit", more), encoding="utf-8")
    settings = tmp_path / "knowledge/kb.yaml"
    text = settings.read_text(encoding="utf-8").replace("icd10: {levels", "icd10: {aliases: {high: I10}, levels")
    settings.write_text(text, encoding="utf-8")
    said = "many\n1\nwhy\nI10\n12\nback\n2\nq"
    found = run("try", "policy.first.first", "--lang", "en", stdin=said.encode())
    assert found.code == 0, found.err
    assert "→ undetermined：missing diagnoses, lines.quantity" in found.out
    assert "a whole number from 0 to 9" in found.out
    assert "diagnoses.code (absent)" in found.out
    assert "→ fires：remind" in found.out
    assert "→ does not fire" in found.out


def test_input_that_ends_early_ends_the_trial(small_base: Path, run: Run) -> None:
    assert run("try", "sex", stdin=b"1\n").code == 0
    assert run("try", "sex", "--row", "nothing", stdin=b"").code == 2
    assert "did you mean `sex`?" in run("try", "sexx").err


def test_the_watch_survives_a_broken_file(small_base: Path) -> None:
    rule = small_base / "clinical/use.kb"
    text = rule.read_text(encoding="utf-8")
    out = small_base.parent / "watch.txt"
    with out.open("wb") as file:
        done = subprocess.Popen(
            [KB, "watch"], cwd=small_base.parent, stdout=file, stderr=subprocess.STDOUT, env={**os.environ}
        )
        try:
            assert wait_for(out, "1 case passed, 0 failed, 0 not touched; waiting")
            rule.write_text(text.replace("patient.sex !=", "patient.sexx !="), encoding="utf-8")
            assert wait_for(out, "error[")
            assert wait_for(out, "; waiting", 2)
            rule.write_text(text.replace('"{line.name}限', '"{line.name}仅限'), encoding="utf-8")
            assert wait_for(out, "1 case passed", 2)
        finally:
            done.send_signal(signal.SIGINT)
            assert done.wait(30) == 0
    assert "Traceback" not in out.read_text(encoding="utf-8")


def wait_for(file: Path, text: str, times: int = 1) -> bool:
    """Return whether a text stands in a file so often, once it does or half a minute has passed."""
    for _ in range(300):
        if file.read_text(encoding="utf-8").count(text) >= times:
            return True
        time.sleep(0.1)
    return False
