"""Compiled source holds what the compiler minted and nothing that an author or a row wrote (semantics 49)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from sanku.kb import KnowledgeBase
from tests.engines.event.bases import event, load

HOSTILE = "x'); import os; os.abort() #"
RULES = f"""module policy.case
use drugs

rule 性别 "{HOSTILE}"
  cites    law "一"
  for      line in lines where line.kind = drug
  match    m in drugs.limits on line.code
  let      total = sum(l.quantity for l in lines where (l.code = line.code))
  when     patient.sex != m.sex and line.name = m.note and line.name = "{HOSTILE}" and total > 10 and (patient.sex = male or total > 33)
  unless   exists d in diagnoses where (d.name = "{HOSTILE}")
  settle   remind
  severity low
  say      "{HOSTILE}"
"""
TABLE = f"""table: drugs.limits
columns: {{code: "code[nhsa_drug]", sex: sex, note: text}}
key: code
cites: [law, 表]
from: 2020-01-01
rows: [{{id: r1, code: XA01AA0001, sex: female, note: "{HOSTILE}"}}]
"""
NAME = "policy.case.性别"
PLACES = range(8)
"""Places in cells and in the sieve's records."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return load(tmp_path_factory.mktemp("source"), {"policy/case.kb": RULES, "drugs/limits.yaml": TABLE})


def test_a_hostile_text_is_data(base: KnowledgeBase) -> None:
    line = {"id": 1, "code": "XA01AA0001", "kind": "drug", "name": HOSTILE, "at": "2025-06-10", "quantity": 11}
    (finding,) = base.decide(event(lines=[line])).findings
    assert finding.message("zh") == HOSTILE
    assert any(item.value == HOSTILE for item in finding.evidence)


def test_source_holds_no_constant_of_the_rule(base: KnowledgeBase) -> None:
    tree = ast.parse(base.program.source(NAME))
    constants = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert constants <= {True, False, None, *PLACES}


def test_source_holds_minted_names_only(base: KnowledgeBase) -> None:
    text = base.program.source(NAME)
    code = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert code.isascii()
    assert "os" not in {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    assert not [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_source_is_shown_with_what_its_constants_stand_for(base: KnowledgeBase) -> None:
    text = base.program.source(NAME)
    assert "def whole(x, s, r1):" in text
    assert "# k" in text


def test_source_grows_with_the_rule_not_with_what_its_names_stand_for(tmp_path: Path) -> None:
    def length(depth: int) -> int:
        lets = [f"  let      a{number} = a{number - 1} + a{number - 1}" for number in range(1, depth)]
        text = "\n".join(
            [
                "module policy.case",
                'rule doubled "翻倍"',
                '  cites    law "一"',
                "  for      line in lines",
                "  let      a0 = line.quantity",
                *lets,
                f"  when     a{depth - 1} > 3",
                "  settle   remind",
                "  severity low",
                '  say      "x"',
            ]
        )
        base = load(tmp_path / str(depth), {"policy/case.kb": text})
        line = {"id": 1, "kind": "drug", "at": "2025-06-10", "quantity": 1}
        assert len(base.decide(event(lines=[line])).findings) == 1
        return len(base.program.source("policy.case.doubled"))

    assert length(40) < 5 * length(10)
