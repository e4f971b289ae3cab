"""How many of the 96 example rules of the design resolve and type against declared tables; the page says it too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sanku.checks import run
from sanku.diagnostics.message import Diagnostic
from sanku.semantics import Loaded, read_base
from sanku.syntax import parse_bytes
from tests.fixtures.examples_kb.examples_kb import write_examples_kb

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "census.md"
TABLES = "tests/fixtures/examples_kb/declarations.yaml"
RULES = 96

HEAD = f"""# Census of the example rules

The design says {RULES} rules in the language, written before anything could check them. All of them parse. This page says how
many of them also resolve and type, against the tables, code sets and parameters that `{TABLES}`
declares for them, and why the others do not. The rules are kept as they were written. The tables are declared without rows, so what
is missing or unused is left out.

<!-- written by tests/semantics/test_census.py with --update -->
"""


@pytest.fixture(scope="module")
def rule_files(shared: Path) -> list[Path]:
    return sorted((shared / "design" / "examples").glob("*.kb"))


@pytest.fixture(scope="module")
def loaded(rule_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return read_base(write_examples_kb(tmp_path_factory.mktemp("examples"), rule_files))


@pytest.mark.shared
def test_all_example_rules_parse(rule_files: list[Path]) -> None:
    found = [parse_bytes(path.read_bytes(), path.name) for path in rule_files]
    assert [problem for _, problems in found for problem in problems] == []
    assert len([item for file, _ in found if file for item in file.items if type(item).__name__ == "Rule"]) == RULES


@pytest.mark.shared
def test_the_declarations_are_clean(loaded: Loaded) -> None:
    outside = [one for one in loaded.diagnostics if "/rules/" not in one.span.file]
    assert {one.code for one in outside} <= {"uncited-fact"}


@pytest.mark.shared
def test_the_page_says_what_resolves(loaded: Loaded, rule_files: list[Path], request: pytest.FixtureRequest) -> None:
    text = census(loaded, rule_files)
    if request.config.getoption("--update"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text
    assert loaded.model is not None
    assert len(loaded.model.rules) >= RULES - 3


def census(loaded: Loaded, rule_files: list[Path]) -> str:
    assert loaded.model is not None
    rules = loaded.model.rules.values()
    rows = [
        f"| `{path.name}` | {len(written)} | {sum(Path(rule.span.file).name == path.name for rule in rules)} |"
        for path in rule_files
        for written in (written_rules(path),)
    ]
    table = "\n".join(
        ("| file | rules | resolve and type |", "|---|---|---|", *rows, f"| all | {RULES} | {len(rules)} |")
    )
    errors = [one for one in loaded.diagnostics if one.is_error]
    warnings = run(loaded.model, whole=False)
    return "\n".join(
        (
            f"{HEAD}\n## How many\n\n{table}\n",
            "## Why the others do not\n",
            *lines(errors, rule_files),
            "\n## What the checks say of those that do\n",
            *lines(warnings, rule_files),
            "",
        )
    )


def lines(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic], rule_files: list[Path]) -> Iterator[str]:
    for one in diagnostics:
        name = Path(one.span.file).name
        path = next(path for path in rule_files if path.name == name)
        rule = [rule for line, rule in written_rules(path) if line <= one.span.line][-1]
        yield f"- `{rule}` (`{name}:{one.span.line}`): {one.severity.value}[{one.code}] {one.message}"


def written_rules(path: Path) -> list[tuple[int, str]]:
    text = path.read_text(encoding="utf-8").splitlines()
    return [(number, found[1]) for number, line in enumerate(text, 1) if (found := re.match(r"rule (\w+) ", line))]
