"""The register: most clauses are rules, and a rule that answers an official code cites it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.conftest import run as run  # noqa: PLC0414 - a fixture, used by name

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
LEAST_CLAUSES = 170
LEAST_FRAMEWORK = 60


def test_the_register_is_whole_and_nothing_dangles(run: Run) -> None:
    found = run("coverage", str(KNOWLEDGE), "--json")
    assert found.code == 0, found.err
    counted = json.loads(found.out)
    assert counted["clauses"] == 177
    assert counted["rule"] >= LEAST_CLAUSES
    assert counted["dangling"] == 0
    assert counted["framework"]["rule"] >= LEAST_FRAMEWORK
    assert counted["framework"]["population"] == 8


def test_every_official_code_is_cited_by_a_rule_that_answers_it(run: Run) -> None:
    answers = json.loads(run("coverage", str(KNOWLEDGE), "--json").out)["framework"]["lists"]["rule"]
    rules = dict(blocks())
    missing = [
        entry["id"]
        for entry in answers
        if entry["id"].startswith("GZ") and not any(entry["id"] in rules[rule] for rule in entry["rules"])
    ]
    assert missing == []


def blocks() -> list[tuple[str, str]]:
    """Each rule of the base with its text."""
    found: list[tuple[str, str]] = []
    for path in KNOWLEDGE.rglob("*.kb"):
        text = path.read_text(encoding="utf-8")
        module = re.search(r"^module (\S+)", text, re.MULTILINE)
        assert module is not None
        rules = re.finditer(r"^rule (\S+) .*?(?=\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
        found.extend((f"{module.group(1)}.{rule.group(1)}", rule.group(0)) for rule in rules)
    return found
