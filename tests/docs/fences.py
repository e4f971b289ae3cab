"""Markdown pages to their code fences."""

import re
from dataclasses import dataclass
from pathlib import Path

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
    """Return the fences of one language in README.md and docs/, in order of pages."""
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    return [fence for page in pages for fence in fences_of(page, root) if fence.language == language]
