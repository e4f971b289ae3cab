"""A knowledge base from text and an event from data, through the public path."""

from __future__ import annotations

from pathlib import Path

from sanku.claim.facts import Facts
from sanku.claim.read import EventRefused, read_event
from sanku.semantics import load_model
from sanku.semantics.nodes import Model
from tests.golden.cases import BASE, read_data

SET = """codes: policy.renal
system: icd10
include: [N18]
cites: [law, 附表]
"""


def rule_text(name: str, when: str, for_: str = "line in lines", *, more: str = "") -> str:
    """Return a rule that reminds."""
    clauses = f"\n{more}" if more else ""
    return f"""rule {name} "{name}"
  cites    law "一"
  for      {for_}{clauses}
  when     {when}
  settle   remind
  severity low
  unknown  remind
  say      "x"
"""


def model_of(folder: Path, *rules: str, **files: str) -> Model:
    """Return the model of rules in the module ``policy.case`` and of further files (``name__yaml``)."""
    root = folder / "knowledge"
    (root / "policy").mkdir(parents=True)
    (root / "sources").mkdir()
    (root / "kb.yaml").write_text((BASE / "kb.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (root / "sources" / "law.yaml").write_text("title: 用例\n", encoding="utf-8")
    (root / "policy" / "case.kb").write_text("module policy.case\n\n" + "\n".join(rules), encoding="utf-8")
    (root / "policy" / "renal.yaml").write_text(SET, encoding="utf-8")
    for name, text in files.items():
        (root / "policy" / name.replace("__", ".")).write_text(text, encoding="utf-8")
    model, diagnostics = load_model(root)
    assert model is not None, [f"{found.span}: {found.message}" for found in diagnostics]
    return model


def facts_of(model: Model, event: str) -> Facts:
    """Return the facts of an event in YAML, completed by the plain parts."""
    data = {**read_data((BASE / "event.yaml").read_text(encoding="utf-8"), "base"), **read_data(event, "event")}
    facts = read_event(data, model.schema, model.catalog.systems)
    assert not isinstance(facts, EventRefused), facts
    return facts
