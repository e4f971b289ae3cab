"""Markdown pages to their code fences."""

import re
from dataclasses import dataclass
from pathlib import Path

from sanku.syntax.format import format_rules

FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fence:
    """One code fence: its page, its first line, its language, its title and its text."""

    page: str
    line: int
    language: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def fences_of(path: Path, root: Path) -> list[Fence]:
    """Return the fences of a page in order."""
    content = path.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(content):
        language, _, rest = match["info"].strip().partition(" ")
        title = re.search(r'title="([^"]*)"', rest)
        line = content[: match.start()].count("\n") + 1
        name = path.relative_to(root).as_posix()
        found.append(Fence(name, line, language, title[1] if title else "", match["text"]))
    return found


def all_fences(root: Path, language: str) -> list[Fence]:
    """Return the fences of one language in README.md and docs/, in order of pages; of those that mean the same, one."""
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    found = [fence for page in pages for fence in fences_of(page, root) if fence.language == language]
    return list({meaning(fence): fence for fence in reversed(found)}.values())[::-1]


def meaning(fence: Fence) -> tuple[str, str, str]:
    """Return what a fence says whatever the language of its keywords: its language, its title, its text."""
    if fence.language != "kb":
        return fence.language, fence.title, fence.text
    text, diagnostics = format_rules(fence.text, str(fence), "en")
    assert text is not None, diagnostics
    return fence.language, fence.title, text
