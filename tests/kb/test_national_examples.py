"""The two observed 3101 requests, judged by our own base as a vendor would: found, cited, priced; oddities noted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sanku import kb
from sanku.doors.nhsa import read_message
from sanku.testing.compare import first_difference
from sanku.testing.run import ENGINES

pytestmark = pytest.mark.shared

KB = str(Path(sys.executable).with_name("kb"))
Decided = dict[str, dict[str, object]]


def examples(shared: Path) -> list[Path]:
    return [
        shared / "standards" / "examples" / f"example-3101-request-{name}.json" for name in ("inpatient", "outpatient")
    ]


def run(root: Path, shared: Path, *options: str) -> subprocess.CompletedProcess[str]:
    arguments = [KB, "decide", *map(str, examples(shared)), "--kb", str(root / "knowledge"), *options]
    return subprocess.run(arguments, check=False, capture_output=True, encoding="utf-8")


@pytest.fixture(scope="module")
def decided(root: Path, shared: Path) -> Decided:
    done = run(root, shared, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return dict(zip(("inpatient", "outpatient"), map(json.loads, done.stdout.splitlines()), strict=True))


def of_rule(decision: dict[str, object], rule: str) -> list[dict[str, object]]:
    return [finding for finding in decision["findings"] if finding["rule"] == rule]


def test_the_contraceptive_system_for_a_man_is_found(decided: Decided) -> None:
    decision = decided["inpatient"]
    (finding,) = of_rule(decision, "clinical.drug_use.sex_limit")
    assert (decision["phase"], decision["outcome"]) == ("order", "warn")
    assert finding["message"]["zh"] == "左炔诺孕酮宫内节育系统限女性使用，患者为男性"
    assert (finding["lines"], finding["control"], finding["amount"], finding["amount_known"]) == (
        ["6001"],
        "remind",
        "1153.00",
        True,
    )
    assert ("label_levonorgestrel_ius", "适应症") in {(cite["source"], cite["place"]) for cite in finding["citations"]}
    evidence = {(item["path"], item["member"], item["value"]) for item in finding["evidence"]}
    assert evidence >= {
        ("lines.code", "6001", "XG02BAZ061Z007010279543"),
        ("patient.sex", "", "男性"),
        ("drugs.sex_limits.sex", "levonorgestrel_ius", "女性"),
    }
    assert finding["accepts"] == ["documented_exception", "specialist_opinion", "text"]


def test_a_reminder_moves_no_money(decided: Decided) -> None:
    lines = {line["id"]: line for line in decided["inpatient"]["lines"]}
    assert (lines["6001"]["pay"], lines["6001"]["net"], lines["6001"]["eligible"]) == ("paid", "1153.00", "1153.00")


def test_swaps_and_odd_codes_are_noted_where_they_stand(decided: Decided) -> None:
    notes = {
        (note["code"], note["path"].rpartition("dtos[0].")[2], note["raw"]) for note in decided["inpatient"]["notes"]
    }
    assert notes >= {
        ("swapped", "adm_dept_codg", "骨科"),
        ("contradiction", "medins_admdvs", "430796"),
        ("contradiction", "med_mdtrt_type", "1"),
        ("no-dictionary", "matn_stas", "0"),
        ("not-stated", "hilist_lv", "--"),
        ("unmapped", "encounter.main_diagnosis", "XYZD018987"),
        *(
            ("unmapped", f"diagnoses[{place}].code", raw)
            for place, raw in enumerate(("XYZD019082", "XYZD020255", "XYZD018987", "XYZD020123"))
        ),
    }


def test_what_the_odd_codes_leave_open_is_listed(decided: Decided) -> None:
    missing = {
        (entry["rule"], fact["path"], fact["cause"])
        for entry in decided["inpatient"]["undetermined"]
        for fact in entry["missing"]
    }
    assert ("policy.records.diagnosis_sex", "diagnoses.code", "unmapped") in missing


def test_two_herbal_slices_without_a_formula_are_found(decided: Decided) -> None:
    decision = decided["outpatient"]
    found = of_rule(decision, "policy.coverage.slices_alone")
    assert [(finding["lines"], finding["amount"], finding["control"]) for finding in found] == [
        (["RX-1"], "3.60", "remind"),
        (["RX-2"], "22.50", "remind"),
    ]
    assert [finding["message"]["zh"].partition("：")[0] for finding in found] == ["丁香", "人参片"]
    assert all("nrdl_2024" in {cite["source"] for cite in finding["citations"]} for finding in found)
    assert decision["outcome"] == "warn"


def test_strict_tells_that_there_were_notes(root: Path, shared: Path, decided: Decided) -> None:
    done = run(root, shared, "--json", "--strict")
    assert done.returncode == 1
    assert [json.loads(line) for line in done.stdout.splitlines()] == list(decided.values())


def test_both_engines_decide_them_alike(root: Path, shared: Path) -> None:
    base = kb.load(root / "knowledge")
    for path in examples(shared):
        (event,) = read_message(json.loads(path.read_text(encoding="utf-8")), base.model.catalog.senders)
        facts = base.facts(event)
        one, other = (base.decide_results(facts, judge(base, facts)) for judge in ENGINES.values())
        assert first_difference(one, other) is None
