"""The page of a check is its test: the wrong form is reported as the page says, the right form is clean.

So are the pages of what reading reports. What the standard base declares and a page does not read is left out.
"""

import re
from pathlib import Path

import pytest

import sanku.checks as package
from sanku.checks import CHECKS, FIXES, READ, page
from sanku.checks.registry import WARNED
from sanku.checks.review import review
from sanku.diagnostics.message import Diagnostic
from sanku.kb import KnowledgeBase
from sanku.semantics import read_base
from sanku.testing import coverage, gaps, read_suite, run_case
from tests.fixtures.pages import BASE, Part, parts_of, sections, write_page

FOLDER = Path(package.__file__).parent
CODES = (*CHECKS, *READ)
STANDARD = {path.relative_to(BASE).as_posix() for path in BASE.rglob("*.yaml")}


def found_in(parts: tuple[Part, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """Return what is reported of the files of some fences: by reading, by all checks, and by the cases if there are some."""
    write_page(tmp_path, parts)
    monkeypatch.chdir(tmp_path)
    loaded = read_base(Path())
    reported = review(loaded.model, loaded.diagnostics, loaded.lines).found
    found = tuple(one for one in reported if not (one.code.startswith("unused-") and one.span.file in STANDARD))
    if not any(part.file.endswith(".test.yaml") for part in parts) or loaded.model is None:
        return found
    base = KnowledgeBase.of(loaded.model)
    suite = read_suite(base, Path())
    results = [run_case(base, file, case) for file, case in suite.cases]
    shown = gaps(coverage(loaded.model, results))
    return (*found, *suite.diagnostics, *shown)


def shown(diagnostics: tuple[Diagnostic, ...]) -> str:
    lines = [f"{one.span}: {one.severity}[{one.code}] {one.message}" for one in diagnostics]
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update", default=False))


def record(code: str, told: str) -> None:
    """Write what is said now into the page, for its author to read."""
    folder = FOLDER if code in CHECKS else FOLDER / "reading"
    path = folder / f"{code.replace('-', '_')}.md"
    text = path.read_text(encoding="utf-8")
    said = re.sub(r"^```expect\n.*?^```\n", lambda _: f"```expect\n{told}```\n", text, flags=re.MULTILINE | re.DOTALL)
    path.write_text(said, encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_the_wrong_form_is_reported(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, update: bool
) -> None:
    wrong = parts_of(dict(sections(page(code) or ""))["Instead of"])
    expected = next(part.text for part in wrong if part.language == "expect")
    found = found_in(wrong, tmp_path, monkeypatch)
    if update:
        record(code, shown(found))
        return
    assert f"[{code}]" in expected
    assert shown(found) == expected
    assert all(one.help for one in found if one.code == code), "a check says what to type"


@pytest.mark.parametrize("code", CODES)
def test_the_right_form_is_clean(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = parts_of(dict(sections(page(code) or ""))["write"])
    assert right
    assert shown(found_in(right, tmp_path, monkeypatch)) == ""


def test_every_check_has_a_page_with_its_name() -> None:
    pages = {path.stem.replace("_", "-"): path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    pages.pop("README")
    assert set(pages) == set(CHECKS)
    pages |= {code: page(code) or "" for code in READ}
    assert [code for code, text in pages.items() if not text.startswith(f"# {code}\n")] == []
    assert page("no-such-check") is None
    assert set(READ).isdisjoint(CHECKS)


def test_what_can_be_mended_is_a_check() -> None:
    assert set(FIXES) <= set(CHECKS)


def test_whatever_an_author_can_meet_has_a_page() -> None:
    tests = Path(__file__).parents[1]
    pages = [*(tests / "broken").glob("*.md"), *(tests / "golden").rglob("*.md"), *(tests / "semantics").rglob("*.md")]
    told = {
        code
        for path in pages
        for code in re.findall(r"\b(?:error|warning)\[([a-z-]+)\]", path.read_text(encoding="utf-8"))
    }
    assert len(told) > 100
    assert told - {*CODES} == set()


def test_what_reading_warns_of_is_said_on_its_page() -> None:
    warned = {code for code in READ if f"warning[{code}]" in (page(code) or "")}
    assert set(WARNED) == warned - {"idle-allow", "missing-branch"}
