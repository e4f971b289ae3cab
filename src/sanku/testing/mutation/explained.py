"""Mutants that change nothing, explained in their rule or fact file: ``# equivalent "WHAT": WHY``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Severity

_COMMENT = re.compile(r'#\s*equivalent\s+"((?:[^"\\]|\\.)+)"\s*[:：]?\s*(.*)$')
_RULE_FILE = ".kb"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One comment: what was changed, why that changes nothing (``""`` = not said), where the comment stands."""

    text: str
    reason: str
    span: Span


def explanations(files: Iterable[str]) -> tuple[dict[str, dict[int, list[Explanation]]], dict[str, list[int]]]:
    """Return the explanations in files by the block that they stand in, and where the blocks of each file begin.

    Args:
        files: Files that mutants stand in, as spans name them.
    """
    found: dict[str, dict[int, list[Explanation]]] = {}
    blocks: dict[str, list[int]] = {}
    for file in sorted(set(files)):
        try:
            lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        blocks[file] = list(_blocks(file, lines))
        for number, line in enumerate(lines, 1):
            match = _COMMENT.search(line)
            if match is not None:
                span = Span(file, number, match.start() + 1, number, len(line) + 1)
                said = Explanation(match[1].replace('\\"', '"'), match[2].strip(), span)
                found.setdefault(file, {}).setdefault(block_of(blocks[file], number), []).append(said)
    return found, blocks


def block_of(blocks: Iterable[int], line: int) -> int:
    """Return the first line of the block that a line stands in."""
    return max((start for start in blocks if start <= line), default=1)


def _blocks(file: str, lines: list[str]) -> Iterator[int]:
    """Yield the first line of each rule, the comments above it included; a file of facts is one block."""
    yield 1
    if not file.endswith(_RULE_FILE):
        return
    above: int | None = None
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            above = above or number
        elif not line.strip():
            above = None
        elif not line[0].isspace():
            yield above or number
            above = None


@dataclass(slots=True)
class Reasons:
    """The explanations of some files, asked one mutant after the other; it remembers which were of use."""

    found: Mapping[str, Mapping[int, list[Explanation]]]
    blocks: Mapping[str, list[int]]
    used: set[Explanation]

    @classmethod
    def of(cls, files: Iterable[str]) -> Reasons:
        """Return the explanations in files."""
        return cls(*explanations(files), set())

    def of_mutant(self, span: Span, text: str) -> str:
        """Return why a mutant changes nothing; ``""`` if it is not said."""
        block = block_of(self.blocks.get(span.file, ()), span.line)
        for said in self.found.get(span.file, {}).get(block, ()):
            if said.text == text:
                self.used.add(said)
                return said.reason
        return ""

    def problems(self, *, whole: bool) -> tuple[Diagnostic, ...]:
        """Return the explanations that give no reason and, of a whole base, those of mutants that are noticed.

        Args:
            whole: Whether all mutants of the files were asked for.
        """
        every = [said for blocks in self.found.values() for some in blocks.values() for said in some]
        silent = [
            Diagnostic("equivalent-reason", "no reason is given", said.span, help=f'# equivalent "{said.text}": why')
            for said in every
            if not said.reason
        ]
        idle = [
            Diagnostic(
                "equivalent-unused",
                f"no such fault lives here: `{said.text}`",
                said.span,
                severity=Severity.WARNING,
                help="a case notices it, or the text has changed: take the comment out, or copy the text of the fault",
            )
            for said in every
            if said.reason and said not in self.used
        ]
        return (*silent, *(idle if whole else ()))
