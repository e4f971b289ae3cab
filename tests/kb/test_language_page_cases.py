"""The tour's modules, taken from the page as they stand, with tables beside them: valid, and their cases pass."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from sanku import kb
from sanku.checks import run as run_checks
from sanku.kb import KnowledgeBase
from sanku.semantics import load_model
from sanku.testing.coverage import coverage, gaps
from sanku.testing.run import ENGINES, CaseResult, read_suite, run_case

pytestmark = pytest.mark.shared

BESIDE = Path(__file__).with_name("language_page")
FENCE = re.compile(r"^```(kb|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# knowledge/(\S+)")
MODULE = re.compile(r"module (\S+)")

# It shows `removes` and `replaces` with rows that the page does not have.
FRAGMENT = "regions/330100/sex_limits.yaml"


@pytest.fixture(scope="module")
def root(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page's modules, facts and case, and beside them what the page leaves out."""
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(BESIDE, folder, dirs_exist_ok=True)
    for name, text in fences((shared / "design" / "language.md").read_text(encoding="utf-8")).items():
        place = folder / name
        assert not place.exists(), f"{name} stands on the page"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def fences(page: str) -> dict[str, str]:
    """Return the files that the page shows, by their place in a knowledge directory."""
    found: dict[str, str] = {}
    for language, text in FENCE.findall(page):
        named = MODULE.match(text) if language == "kb" else FILE.match(text)
        if named is None:
            found["clinical/page.test.yaml"] = text
        elif named[1] != FRAGMENT:
            found[f"{named[1].replace('.', '/')}.kb" if language == "kb" else named[1]] = text
    return found


@pytest.fixture(scope="module")
def base(root: Path) -> KnowledgeBase:
    return kb.load(root)


@pytest.fixture(scope="module")
def results(root: Path, base: KnowledgeBase) -> list[CaseResult]:
    suite = read_suite(base, root)
    assert suite.diagnostics == ()
    return [run_case(base, file, case, tuple(ENGINES)) for file, case in suite.cases]


def test_the_page_shows_three_modules_five_files_of_facts_and_a_case(shared: Path) -> None:
    assert sorted(fences((shared / "design" / "language.md").read_text(encoding="utf-8"))) == [
        "clinical/drug_use.kb",
        "clinical/icd10.yaml",
        "clinical/page.test.yaml",
        "drugs/sex_limits.yaml",
        "kb.yaml",
        "policy/charging.kb",
        "policy/coverage.kb",
        "policy/limits.yaml",
        "regions/330100/limits.yaml",
    ]


def test_they_validate_without_a_word(root: Path) -> None:
    model, diagnostics = load_model(root)
    assert diagnostics == ()
    assert model is not None
    assert run_checks(model) == ()


def test_every_case_passes_in_both_engines(results: list[CaseResult]) -> None:
    failed = [f"{result.case.title}: {problem}" for result in results for problem in result.problems]
    assert failed == []


def test_every_rule_fires_in_each_phase_spares_and_is_undetermined(
    base: KnowledgeBase, results: list[CaseResult]
) -> None:
    found = coverage(base.model, results)
    assert len(found) == 8
    assert gaps(found) == ()
