"""``kb test --generate`` and ``--mutate``: boundary cases, and the faults that cases notice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sanku.testing.generation.scale import between, data_at, place_of, shifted
from tests.cli.conftest import Run


@pytest.fixture
def limit_base(tmp_path: Path, run: Run) -> Path:
    """A fresh base with its one rule: more than ten of a line."""
    assert run("new", "base", "knowledge").code == 0
    return tmp_path / "knowledge"


def test_a_place_between_two_values() -> None:
    eight, nine = place_of("8"), place_of("9")
    assert eight is not None
    assert nine is not None
    assert between(eight, nine) is None
    middle = between(eight, place_of("20") or nine)
    assert middle is not None
    assert data_at(middle) == "14"
    fine = between(eight, place_of("8.5") or nine)
    assert fine is not None
    assert data_at(fine) == "8.25"
    assert place_of({"value": "30", "unit": "g/L"}) != place_of("30")
    assert place_of("text") is None
    assert shifted("2025-01-01", -1) == "2024-12-31"
    assert shifted("12", 5) == "12"


def test_generated_cases_stand_on_both_sides_and_pass(limit_base: Path, run: Run) -> None:
    found = run("test", "--generate", "first", "-o", "knowledge/policy/first_edges.test.yaml")
    assert found.code == 0, found.err
    text = (limit_base / "policy/first_edges.test.yaml").read_text(encoding="utf-8")
    assert "quantity: 11" in text
    assert "quantity: 10" in text
    assert "2024-12-31，前一日" in text
    assert "2025-01-01，当日起" in text
    assert "lines.quantity 未提供，无法判定" in text
    assert "事后，触发" in text
    assert text.count("review: true") == text.count("- case:")
    again = run("test", "--engine", "both")
    assert again.code == 0, again.out + again.err
    assert "to be reviewed" in again.out


def test_generated_cases_are_the_same_each_time_and_nothing_is_overwritten(limit_base: Path, run: Run) -> None:
    assert run("test", "--generate", "first").out == run("test", "--generate", "policy.first.first").out
    refused = run("test", "--generate", "first", "-o", "knowledge/policy/first.kb")
    assert refused.code == 2
    assert "is not overwritten" in refused.err
    unknown = run("test", "--generate", "furst")
    assert unknown.code == 2
    assert "did you mean `first`?" in unknown.err


def test_mutants_are_noticed_or_listed_with_a_case(limit_base: Path, run: Run) -> None:
    first = run("test", "-j", "1", "--mutate", "-o", "score.json", XDG_CACHE_HOME=str(limit_base.parent))
    score = json.loads((limit_base.parent / "score.json").read_text(encoding="utf-8"))
    assert score["mutants"] == score["noticed"] + len(score["survivors"])
    noticed = {one["mutant"] for one in score["verdicts"] if one["noticed_by"]}
    assert {
        "when: `line.quantity > policy.first_limit`: > becomes >=",
        "policy.first_limit: 10 becomes 11",
        "without order remind",
        "audit query becomes deny",
        "unknown remind becomes pass",
    } <= noticed
    (day_before,) = [one for one in score["survivors"] if one["mutant"].endswith("from 2025-01-01 becomes 2024-12-31")]
    assert "at: 2024-12-31" in day_before["case"]
    assert first.code == 1
    assert "0 verdicts kept" in first.out
    second = run("test", "-j", "1", "--mutate", XDG_CACHE_HOME=str(limit_base.parent))
    assert f"{score['mutants']} verdicts kept" in second.out


def test_the_listed_case_kills_its_mutant(limit_base: Path, run: Run) -> None:
    run("test", "-j", "1", "--mutate", "-o", "score.json", XDG_CACHE_HOME=str(limit_base.parent))
    survivors = json.loads((limit_base.parent / "score.json").read_text(encoding="utf-8"))["survivors"]
    survivors = [one for one in survivors if one["case"] and not one["case_there"]]
    cases = {one["case"] for one in survivors}
    assert cases
    (limit_base / "policy/more.test.yaml").write_text("\n".join(sorted(cases)), encoding="utf-8")
    run("test", "-j", "1", "--mutate", "-o", "after.json", XDG_CACHE_HOME=str(limit_base.parent))
    after = json.loads((limit_base.parent / "after.json").read_text(encoding="utf-8"))
    killed = {one["mutant"] for one in survivors}
    assert killed.isdisjoint(one["mutant"] for one in after["survivors"])


def test_an_equivalent_mutant_is_explained_in_place(limit_base: Path, run: Run) -> None:
    cache = {"XDG_CACHE_HOME": str(limit_base.parent)}
    text = "policy.first_limit: from 2025-01-01 becomes 2025-01-02"
    value = limit_base / "policy/first_limit.yaml"
    before = run("test", "-j", "1", "--mutate", **cache).out
    assert f"not noticed: {text}" in before
    value.write_text(f'{value.read_text(encoding="utf-8")}# equivalent "{text}": 示例\n', encoding="utf-8")
    after = run("test", "-j", "1", "--mutate", **cache).out
    assert f"not noticed: {text}" not in after
    assert "1 explained" in after
    value.write_text(value.read_text(encoding="utf-8").replace(": 示例", ":"), encoding="utf-8")
    assert "error[equivalent-reason]: no reason is given" in run("test", "-j", "1", "--mutate", **cache).err


def test_cases_that_do_not_pass_notice_nothing(limit_base: Path, run: Run) -> None:
    file = limit_base / "policy/first.test.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("outcome: allow", "outcome: block"), encoding="utf-8")
    found = run("test", "-j", "1", "--mutate", "first", XDG_CACHE_HOME=str(limit_base.parent))
    assert found.code == 1
    assert "does not pass, so it can notice nothing" in found.out
