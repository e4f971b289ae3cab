"""The two engines decide alike on everything written by hand: golden cases, the knowledge base's cases, the examples."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from sanku.kb import KnowledgeBase
from sanku.kb import load as load_knowledge
from sanku.testing import read_suite, run_case
from sanku.testing.cases import find_case_files
from tests.agreement.holding import difference
from tests.golden.cases import Case, all_cases, complete_event

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json*"))


@cache
def knowledge() -> KnowledgeBase:
    return load_knowledge(ROOT / "knowledge")


@pytest.mark.parametrize("case", [case for case in all_cases() if case.questions], ids=lambda case: case.path.stem)
def test_a_golden_case(case: Case, tmp_path: Path) -> None:
    base = load_knowledge(case.write_base(tmp_path))
    for event, _ in case.questions:
        assert difference(base, complete_event(event)) is None, event


@pytest.mark.parametrize("path", find_case_files(ROOT / "knowledge"), ids=lambda path: path.name.split(".")[0])
def test_every_case_of_the_knowledge_base(path: Path) -> None:
    suite = read_suite(knowledge(), path)
    assert suite.cases
    results = (run_case(knowledge(), path, case, ("event", "reference")) for path, case in suite.cases)
    assert [(found.file.name, found.case.title, found.problems) for found in results if not found.passed] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    events = [json.loads(line) for line in text.splitlines() if line] if path.suffix == ".jsonl" else [json.loads(text)]
    for event in events:
        assert difference(knowledge(), event) is None, path.name
