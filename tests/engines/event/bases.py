"""Knowledge bases from text, and events from plain data, for the tests of the event engine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sanku.kb import KnowledgeBase
from sanku.semantics import load_model

LANGUAGE = Path(__file__).resolve().parents[2] / "semantics" / "fixtures" / "language"
"""The example modules of the language page, with tables."""

KB = """name: event engine
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {pattern: "[XZ][A-Z0-9]+", levels: [{pattern: "X.*", at: [4, 10, 14]}]}
  nhsa_service: {pattern: "[0-9]+", levels: [15]}
  icd10: {pattern: "[A-Z][0-9]{2}.*", levels: [3, 5]}
reasons: {text: 其他说明}
"""


def load(folder: Path, files: Mapping[str, str]) -> KnowledgeBase:
    """Return the base of files by name; ``kb.yaml`` and one source are there already."""
    plain = {"kb.yaml": KB, "sources/law.yaml": "title: 用例\n", **files}
    for name, text in plain.items():
        place = folder / "knowledge" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    model, diagnostics = load_model(folder / "knowledge")
    assert model is not None, [f"{found.span}: {found.message}" for found in diagnostics]
    return KnowledgeBase.of(model, edition="test")


def rule(name: str, *clauses: str) -> str:
    """Return a rule that reminds at settlement."""
    written = "\n".join(f"  {clause}" for clause in clauses)
    return (
        f'rule {name} "{name}"\n  cites law "一"\n{written}\n'
        '  settle remind\n  severity low\n  unknown remind\n  say "{line.name}"\n'
    )


def event(**parts: object) -> dict[str, object]:
    """Return a settlement of an outpatient on 2025-06-10."""
    return {
        "id": "E1",
        "phase": "settle",
        "insured_region": "330100",
        "care_region": "330100",
        "patient": {"id": "P1", "sex": "male", "born": "1960-01-01"},
        "facility": {"id": "H1", "level": "primary"},
        "encounter": {"id": "V1", "kind": "outpatient", "admitted_at": "2025-06-10", "facility": {"id": "H1"}},
        "diagnoses": [],
        "lines": [],
        **parts,
    }


def found(base: KnowledgeBase, message: Mapping[str, object]) -> dict[str, str]:
    """Return what became of each rule that is not silent: ``fires``, ``excepted`` or ``undetermined``."""
    decision = base.decide(message)
    faults = [cause for entry in decision.undetermined for cause in entry.missing if cause.cause == "fault"]
    assert faults == []
    said = {entry.rule or "undated": "undetermined" for entry in decision.undetermined}
    said |= {finding.rule: "excepted" if finding.excepted else "fires" for finding in decision.findings}
    return {name.rpartition(".")[2]: what for name, what in said.items()}
