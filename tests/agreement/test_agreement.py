"""The two engines decide alike, field by field, on generated bases and events (undetermined instances included)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from sanku.diagnostics import render_text
from sanku.kb import EventError, KnowledgeBase
from sanku.semantics import load_model
from sanku.testing.compare import first_difference
from sanku.testing.run import ENGINES

from tests.agreement.events import event
from tests.agreement.facts import fact_files
from tests.agreement.rules import rule_files

EXAMPLES = int(os.environ.get("SANKU_EXAMPLES", "120"))


def load(files: dict[str, str]) -> KnowledgeBase:
    """Load generated files; what is generated must resolve."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            place = root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        model, diagnostics = load_model(root)
        errors = [found for found in diagnostics if found.is_error]
        assert model is not None and not errors, render_text(errors, lambda *_: None)
        return KnowledgeBase.of(model)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(facts=fact_files(), rules=rule_files(), events=st.lists(event(), min_size=4, max_size=6))
def test_both_engines_decide_alike(
    facts: dict[str, str], rules: dict[str, str], events: list[dict[str, object]]
) -> None:
    for name, text in {**facts, **rules}.items():
        note(f"--- {name}\n{text}")
    base = load({**facts, **rules})
    for message in events:
        try:
            read = base.facts(message)
        except EventError:
            continue
        decisions = {name: base.decide_results(read, judge(base, read)) for name, judge in ENGINES.items()}
        one, other = decisions.values()
        differs = first_difference(one, other)
        assert differs is None, f"{' against '.join(decisions)}: {differs}\n{message}"
        assert not any(cause.cause == "fault" for entry in one.undetermined for cause in entry.missing), message
