"""Broken files, many a page: what an author did to the base in ``base``, and what is said of it.

Below a ``##`` heading stand fences. Their first word is the language, the second the file, a third how it is saved:

- ``diff FILE``: lines with ``-`` stand in that file of the base and give way to the lines with ``+``;
- ``kb``, ``yaml``, ``csv`` or ``text`` and ``FILE``: the whole file;
- ``expect``: every problem, one line each and the help below it. A case file is read as ``kb test`` does.

``→`` at the start of a line is a tab.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from sanku.cli.validate import validate
from sanku.diagnostics import Diagnostic, sort_key
from sanku.kb import KnowledgeBase
from sanku.storage import NO_CACHE
from sanku.testing import read_suite, run_case

FOLDER = Path(__file__).parent
BASE = FOLDER / "base"
FENCE = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Broken:
    """One mistake: its page, its title, the fences that make it, and what is said of it."""

    page: Path
    title: str
    changes: tuple[tuple[str, ...], ...]
    expected: str

    def __str__(self) -> str:
        return f"{self.page.stem}: {self.title}"

    def write(self, root: Path) -> None:
        """Write the base with the mistake below ``root``."""
        shutil.copytree(BASE, root, dirs_exist_ok=True)
        for language, file, encoding, written in self.changes:
            place = root / file
            is_change = language == "diff"
            text = changed(place.read_text(encoding="utf-8"), written, str(self)) if is_change else written
            place.parent.mkdir(parents=True, exist_ok=True)
            tabs = re.sub(r"^→+", lambda found: "\t" * len(found[0]), text, flags=re.MULTILINE)
            place.write_bytes(tabs.encode(encoding))

    def record(self, found: str) -> None:
        """Write what is said now into the page, for its author to read."""
        text = self.page.read_text(encoding="utf-8")
        start = text.index(f"## {self.title}\n")
        end = text.find("\n## ", start)
        section = text[start:] if end < 0 else text[start : end + 1]
        said = f"```expect\n{found}```\n"
        told = re.sub(r"^```expect\n.*?^```\n", lambda _: said, section, flags=re.MULTILINE | re.DOTALL)
        told = told if "```expect\n" in section else f"{section.rstrip()}\n{said}\n"
        self.page.write_text(text.replace(section, told), encoding="utf-8")


def all_broken() -> list[Broken]:
    """Return every mistake of every page, in order."""
    return [broken for page in sorted(FOLDER.glob("*.md")) for broken in read_page(page)]


def read_page(page: Path) -> list[Broken]:
    """Return the mistakes of one page."""
    found = []
    for section in re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, body = section.partition("\n")
        changes: list[tuple[str, ...]] = []
        expected = ""
        for fence in FENCE.finditer(body):
            language, *rest = fence["info"].split()
            if language == "expect":
                expected = fence["text"]
            else:
                changes.append((language, rest[0], rest[1] if len(rest) > 1 else "utf-8", fence["text"]))
        found.append(Broken(page, title.strip(), tuple(changes), expected))
    return found


def changed(text: str, change: str, name: str) -> str:
    """Return a text with the lines of a change replaced; they must stand in it once."""
    old, new = [], []
    for line in change.splitlines(keepends=True):
        if line[:1] in ("-", " "):
            old.append(line[1:])
        if line[:1] in ("+", " "):
            new.append(line[1:])
    assert text.count("".join(old)) == 1, f"{name}: the lines to change are not in the base once: {old}"
    return text.replace("".join(old), "".join(new))


def said_of(root: Path) -> str:
    """Return what ``kb validate`` says of a base and, if it has no error, ``kb test`` of its case files."""
    model, diagnostics = validate(root, NO_CACHE)
    found = shown(tuple(sorted(set(diagnostics), key=sort_key)))
    if model is None:
        return found
    base = KnowledgeBase.of(model)
    suite = read_suite(base, root)
    results = [run_case(base, file, case) for file, case in suite.cases]
    lines = [f"{one.case.span}: case `{one.case.title}`: {problem}" for one in results for problem in one.problems]
    return found + shown(suite.diagnostics) + "".join(f"{line}\n" for line in lines)


def shown(diagnostics: tuple[Diagnostic, ...]) -> str:
    """Return what a page shows of diagnostics."""
    lines = []
    for one in diagnostics:
        lines.append(f"{one.span}: {one.severity}[{one.code}] {one.message}")
        lines += [f"  see {label.span}: {label.message}" for label in one.labels]
        lines += [f"  help: {one.help}"] if one.help else []
    return "".join(f"{line}\n" for line in lines)
