"""The page of a check is its test: the wrong form is reported as the page says, the right form is clean."""

from pathlib import Path

import pytest

import sanku.checks as package
from sanku.checks import CHECKS, page, run
from sanku.diagnostics.message import Diagnostic
from sanku.semantics import read_base
from tests.fixtures.pages import Part, parts_of, sections, write_page

FOLDER = Path(package.__file__).parent


def found_in(parts: tuple[Part, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Diagnostic, ...]:
    """Return what resolution and all checks report of the files of some fences."""
    write_page(tmp_path, parts)
    monkeypatch.chdir(tmp_path)
    loaded = read_base(Path())
    assert loaded.model is not None
    return (*loaded.diagnostics, *run(loaded.model))


def shown(diagnostics: tuple[Diagnostic, ...]) -> str:
    lines = [f"{one.span}: {one.severity}[{one.code}] {one.message}" for one in diagnostics]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("code", CHECKS)
def test_the_wrong_form_is_reported(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = parts_of(dict(sections(page(code) or ""))["Instead of"])
    expected = next(part.text for part in wrong if part.language == "expect")
    assert f"[{code}]" in expected
    assert shown(found_in(wrong, tmp_path, monkeypatch)) == expected


@pytest.mark.parametrize("code", CHECKS)
def test_the_right_form_is_clean(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = parts_of(dict(sections(page(code) or ""))["write"])
    assert [part for part in right if part.language == "kb"]
    assert shown(found_in(right, tmp_path, monkeypatch)) == ""


def test_every_check_has_a_page_with_its_name() -> None:
    pages = {path.stem.replace("_", "-"): path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    pages.pop("README")
    assert set(pages) == set(CHECKS)
    assert [code for code, text in pages.items() if not text.startswith(f"# {code}\n")] == []
    assert page("no-such-check") is None


def test_a_check_says_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in CHECKS:
        wrong = parts_of(dict(sections(page(code) or ""))["Instead of"])
        place = tmp_path / code
        place.mkdir()
        found = found_in(wrong, place, monkeypatch)
        assert all(one.help for one in found), code
