"""Golden pages: rules, and the model they become or the diagnostics they get. ``pytest --update`` records them."""

from pathlib import Path

import pytest

from sanku.diagnostics.text import render_text
from sanku.semantics import Loaded, read_base, show_model
from tests.fixtures.pages import parts_of, sections, write_page

PAGES = sorted((Path(__file__).parent / "golden").glob("*.md"))
CASES = [(page, heading) for page in PAGES for heading, _ in sections(page.read_text(encoding="utf-8"))]
SHOWN = ("model", "text")


def shown(loaded: Loaded, language: str) -> str:
    if language == "model":
        assert loaded.model is not None
        return f"{show_model(loaded.model)}\n"

    def read_line(file: str, line: int) -> str | None:
        lines = loaded.lines(file)
        return lines[line - 1] if 0 < line <= len(lines) else None

    return render_text(loaded.diagnostics, read_line)


@pytest.mark.parametrize(("page", "heading"), CASES, ids=[f"{page.stem}-{heading}" for page, heading in CASES])
def test_golden(
    page: Path, heading: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    whole = page.read_text(encoding="utf-8")
    text = dict(sections(whole))[heading]
    parts = parts_of(text)
    write_page(tmp_path, parts)
    monkeypatch.chdir(tmp_path)
    loaded = read_base(Path())
    expected = [part for part in parts if part.language in SHOWN]
    assert expected, "a section shows a model or diagnostics"
    if request.config.getoption("--update"):
        new = text
        for part in reversed(expected):
            new = new[: part.start] + shown(loaded, part.language) + new[part.end :]
        page.write_text(whole.replace(f"## {heading}\n{text}", f"## {heading}\n{new}"), encoding="utf-8")
        return
    for part in expected:
        assert shown(loaded, part.language) == part.text
    assert loaded.has_errors == any("error[" in part.text for part in expected)
