"""Rules read back as sentences: the starter base against golden pages, the 96 rules of the design one by one."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from sanku.explain import amendment_sentence, exemption_sentence, rule_sentence
from sanku.semantics import read_base
from sanku.semantics.nodes import Model
from tests.fixtures.examples_kb.examples_kb import write_examples_kb

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
MODULES = (
    "clinical.drug_use",
    "clinical.service_use",
    "policy.charging",
    "policy.coverage",
    "policy.records",
    "policy.stay",
    "policy.supply",
)


@pytest.fixture(scope="module")
def model() -> Model:
    found = read_base(ROOT / "knowledge").model
    assert found is not None
    return found


def shown(model: Model, module: str) -> str:
    """Return the page of a module: each rule with its sentences, its exemptions and amendments below it."""
    rules = [rule for rule in model.rules.values() if rule.name.rpartition(".")[0] == module]
    parts = [f"# {module}\n"]
    for rule in rules:
        exemptions = [one for one in model.exemptions.values() if one.rule == rule.name]
        amendments = [one for one in model.amendments if one.rule == rule.name]
        parts.append(f"\n## {rule.name.rpartition('.')[2]}: {rule.title}\n")
        for language in ("zh", "en"):
            parts.append(f"\n{rule_sentence(model, rule, language)}\n")
            parts += [f"\n- {exemption_sentence(model, one, language)}\n" for one in exemptions]
            parts += [f"\n- {amendment_sentence(model, one, language)}\n" for one in amendments]
    return "".join(parts)


@pytest.mark.parametrize("module", MODULES)
def test_the_starter_base_reads_as_it_did(model: Model, module: str, request: pytest.FixtureRequest):
    page = GOLDEN / f"{module}.md"
    text = shown(model, module)
    if request.config.getoption("--update"):
        page.write_text(text, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == text


def unread(sentences: Iterable[str]) -> list[str]:
    """Return the identifiers that stand outside of quotes: words that no reviewer knows."""
    return [word for one in sentences for word in re.findall(r"[a-z0-9]+_\w+", re.sub("“[^”]*”", "", one))]


def test_no_name_of_the_language_stands_outside_quotes(model: Model):
    assert unread(rule_sentence(model, rule, "zh") for rule in model.rules.values()) == []
    assert unread(exemption_sentence(model, one, "zh") for one in model.exemptions.values()) == []


@pytest.mark.shared
def test_each_rule_of_the_design_that_resolves_has_a_sentence(shared: Path, tmp_path: Path):
    files = sorted((shared / "design/examples").glob("*.kb"))
    model = read_base(write_examples_kb(tmp_path, files)).model
    assert model is not None
    assert len(model.rules) == 93
    for language, end in (("zh", "。"), ("en", ".")):
        said = [rule_sentence(model, rule, language) for rule in model.rules.values()]
        assert all(sentence.endswith(end) for sentence in said)
        assert len(set(said)) >= 90
    assert unread(rule_sentence(model, rule, "zh") for rule in model.rules.values()) == []
