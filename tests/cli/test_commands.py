"""Each command does what its help says, with the exit status it promises."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import EVENT, Run


def test_a_clean_base_validates(small_base: Path, run: Run) -> None:
    found = run("validate")
    assert found.code == 0, found.err
    assert "1 rule" in found.out
    assert found.err == ""


def test_warnings_fail_only_when_strict(small_base: Path, run: Run) -> None:
    rule = small_base / "clinical/use.kb"
    rule.write_text(rule.read_text().replace("  unknown  remind\n", "  unknown  block\n"))
    assert run("validate").code == 0
    strict = run("validate", "--strict")
    assert strict.code == 1
    assert "warning[" in strict.err


def test_every_format_reports_the_same_problem(small_base: Path, run: Run) -> None:
    rule = small_base / "clinical/use.kb"
    rule.write_text(rule.read_text().replace("limit.sex\n", "limit.sax\n", 1))
    text = run("validate")
    assert text.code == 1
    assert "clinical/use.kb:8:" in text.err
    assert "did you mean `sex`" in text.err or "`sex`" in text.err
    listed = json.loads(run("validate", "--format", "json").out)
    assert listed[0]["code"] in text.err
    sarif = json.loads(run("validate", "--format", "sarif").out)
    assert sarif["version"] == "2.1.0"
    assert run("validate", "--format", "github").out.startswith("::error file=")


def test_cases_pass_and_fail_in_words(small_base: Path, run: Run) -> None:
    assert run("test").code == 0
    case = small_base / "clinical/use.test.yaml"
    case.write_text(case.read_text().replace("amount: 1153}", "amount: 1152}"))
    failed = run("test", "--engine", "both")
    assert failed.code == 1
    assert "amount: expected 1152, found 1153.00" in failed.out


def test_a_control_without_a_case_fails(small_base: Path, run: Run) -> None:
    rule = small_base / "clinical/use.kb"
    rule.write_text(rule.read_text().replace("  order    remind\n", "  order    remind\n  settle   remind\n"))
    failed = run("test")
    assert failed.code == 1
    assert "error[missing-case]" in failed.err
    assert "`settle`" in failed.err


def test_a_decision_has_the_promised_keys(small_base: Path, run: Run) -> None:
    found = run("decide", "event.json", "--json")
    assert found.code == 0, found.err
    (decision,) = found.decisions
    assert {"event", "outcome", "phase", "region", "edition", "lines", "findings", "undetermined", "notes"} == set(
        decision
    )
    (finding,) = decision["findings"]
    assert {
        "id", "rule", "rows", "base", "control", "severity", "bears", "lines", "involved", "amount", "amount_known",
        "message", "citations", "evidence", "near_miss", "excepted", "justification", "retroactive", "layers",
    } <= set(finding)  # fmt: skip
    assert finding["amount"] == "1153.00"
    assert finding["message"]["zh"] == "节育系统限女性使用，患者为男性"
    assert decision["lines"] == [
        {
            "id": "1", "pay": "paid", "net": "1153.00", "own_pay": "0.00", "self_pay": "0.00", "denied": "0.00",
            "eligible": "1153.00", "flags": [],
        }
    ]  # fmt: skip


def test_standard_input_and_lines_keep_their_order(small_base: Path, run: Run) -> None:
    events = [{**EVENT, "id": f"E{number}"} for number in range(20)]
    lines = "\n".join(json.dumps(event) for event in events).encode()
    found = run("decide", "-", "--json", stdin=lines)
    assert [decision["event"] for decision in found.decisions] == [f"E{number}" for number in range(20)]


def test_a_built_edition_decides_as_its_directory(small_base: Path, run: Run, tmp_path: Path) -> None:
    assert run("build", "-o", "base.kbe").code == 0
    from_directory = run("decide", "event.json", "--json")
    from_edition = run("decide", "event.json", "--json", "--kb", "base.kbe")
    assert from_edition.out == from_directory.out
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".base")] == []


def test_a_base_with_errors_builds_nothing(small_base: Path, run: Run, tmp_path: Path) -> None:
    (small_base / "clinical/broken.kb").write_text("module clinical.broken\n\nrule\n")
    found = run("build", "-o", "base.kbe")
    assert found.code == 1
    assert not (tmp_path / "base.kbe").exists()


def test_a_damaged_edition_is_refused(small_base: Path, run: Run, tmp_path: Path) -> None:
    run("build", "-o", "base.kbe")
    data = bytearray((tmp_path / "base.kbe").read_bytes())
    data[-5] ^= 1
    (tmp_path / "base.kbe").write_bytes(data)
    found = run("decide", "event.json", "--kb", "base.kbe")
    assert found.code == 1
    assert "damaged" in found.err


def test_a_decision_is_explained_in_both_languages(small_base: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "decision.jsonl").write_text(run("decide", "event.json", "--json").out, encoding="utf-8")
    chinese = run("explain", "decision.jsonl").out
    assert "【提醒】" in chinese
    assert "说明书" in chinese
    assert "1,153.00元" in chinese
    assert "CNY 1,153.00" in run("explain", "decision.jsonl", "--lang", "en").out


def test_what_is_open_says_what_would_decide_it(small_base: Path, run: Run, tmp_path: Path) -> None:
    event = {**EVENT, "patient": {"id": "P1"}}
    (tmp_path / "open.json").write_text(json.dumps(event), encoding="utf-8")
    shown = run("decide", "open.json", "--deciding").out
    assert "patient.sex != limit.sex" in shown
    assert "若成立 → 不符合规则" in shown
    assert "若不成立 → 符合规则" in shown


def test_misuse_exits_with_two(run: Run) -> None:
    assert run("decide").code == 2
    assert run("validate", "nowhere").code == 2
    unknown = run("valdate")
    assert unknown.code == 2
    assert "validate" in unknown.err


def test_a_decision_does_not_depend_on_the_day_or_the_place(small_base: Path, run: Run) -> None:
    """No clock: the same bytes under another system date (faked below Python) and in another time zone."""
    here = run("decide", "event.json", "--json", TZ="Asia/Shanghai")
    there = run("decide", "event.json", "--json", TZ="America/Los_Angeles", PYTHONHASHSEED="7")
    assert here.code == 0
    assert here.out == there.out
