"""Every numbered rule of the meaning has a case, and both engines decide every case as it says."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from sanku.catalog.layers import listed_codes
from sanku.checks import run as run_checks
from sanku.claim.facts import Facts
from sanku.claim.read import EventRefused, read_event
from sanku.engines.reference import judge as reference
from sanku.judgement import decide
from sanku.judgement.results import Results
from sanku.semantics import load_model
from sanku.semantics.nodes import Model
from tests.golden.cases import Case, all_cases, complete_event, read_data
from tests.golden.excerpt import excerpt, show

ROOT = Path(__file__).resolve().parents[2]
RULES = range(1, 61)
CASES = all_cases()
DECIDED = [case for case in CASES if case.questions]
REPORTED = [case for case in CASES if case.diagnostics]

Judge = Callable[[Model, Facts], Results]


def engines() -> list[str]:
    """The reference interpreter, and the event engine as soon as its folder says what it is."""
    written = (ROOT / "src" / "sanku" / "engines" / "event" / "README.md").is_file()
    return ["reference", "event"] if written else ["reference"]


def judge_of(engine: str) -> Judge:
    return reference if engine == "reference" else import_module("sanku.engines.event").judge


def name_of(case: Case) -> str:
    return case.path.stem


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update", default=False))


def test_every_rule_has_a_case() -> None:
    covered = {case.number for case in CASES}
    assert [number for number in RULES if number not in covered] == []


def test_every_case_is_about_a_rule() -> None:
    assert [name_of(case) for case in CASES if case.number not in RULES] == []


@pytest.mark.parametrize("engine", engines())
@pytest.mark.parametrize("case", DECIDED, ids=name_of)
def test_a_case_is_decided_as_it_says(case: Case, engine: str, tmp_path: Path, *, update: bool) -> None:
    model, diagnostics = load_model(case.write_base(tmp_path))
    assert model is not None, "\n".join(f"{found.span}: {found.message} ({found.help})" for found in diagnostics)
    for event, expect in case.questions:
        facts = facts_of(model, complete_event(event))
        results = judge_of(engine)(model, facts)
        faults = [cause for entry in results.undecided for cause in entry.missing if cause.cause == "fault"]
        assert faults == [], expect
        wanted = read_data(expect.text, str(expect))
        found = excerpt(decide(model, facts, results, "edition"), wanted)
        if update:
            record(case.path, expect.text, show(found))
        else:
            assert show(found) == show(wanted), f"tests/golden/semantics/{expect}"


def facts_of(model: Model, event: dict[str, object]) -> Facts:
    senders = model.catalog.senders
    facts = read_event(event, model.schema, model.catalog.systems, known_codes(model), senders.get("default"))
    assert not isinstance(facts, EventRefused), facts
    return facts


def known_codes(model: Model) -> Callable[[str, str], bool | None]:
    listed = listed_codes(model.catalog)
    return lambda system, code: code in listed[system] if system in listed else None


@pytest.mark.parametrize("case", REPORTED, ids=name_of)
def test_a_case_is_reported_as_it_says(case: Case, tmp_path: Path, *, update: bool) -> None:
    root = case.write_base(tmp_path)
    found = "".join(f"{line}\n" for line in reports_of(root))
    wanted = "".join(fence.text for fence in case.diagnostics)
    if update:
        record(case.path, wanted, found)
    else:
        assert found == wanted, case.path.name


def reports_of(root: Path) -> list[str]:
    """What loading and checking say, one line each and its help."""
    model, diagnostics = load_model(root)
    lines: list[str] = []
    for found in (*diagnostics, *(() if model is None else run_checks(model, whole=False))):
        place = str(found.span).removeprefix(f"{root.as_posix()}/")
        lines.append(f"{place}: {found.severity.value}[{found.code}] {found.message}")
        lines += [f"  help: {found.help}"] if found.help else []
    return lines


def record(path: Path, old: str, new: str) -> None:
    """Write what was found into the fence, for the author to hold against semantics.md."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
