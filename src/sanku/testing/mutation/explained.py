"""Mutants that change nothing, explained where they stand: ``# equivalent "WHAT": WHY`` in the same file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic

_COMMENT = re.compile(r'#\s*equivalent\s+"((?:[^"\\]|\\.)+)"\s*[:：]?\s*(.*)$')


def explanations(files: Iterable[str]) -> tuple[dict[tuple[str, str], str], tuple[Diagnostic, ...]]:
    """Return the reasons by (file, what was changed), and the explanations that give none.

    Args:
        files: Files that mutants stand in, as spans name them.
    """
    found: dict[tuple[str, str], str] = {}
    problems: list[Diagnostic] = []
    for file in sorted(set(files)):
        try:
            lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for number, line in enumerate(lines, 1):
            match = _COMMENT.search(line)
            if match is None:
                continue
            text, reason = match[1].replace('\\"', '"'), match[2].strip()
            if reason:
                found[file, text] = reason
            else:
                span = Span(file, number, match.start() + 1, number, len(line) + 1)
                problems.append(
                    Diagnostic("equivalent-reason", "no reason is given", span, help=f'# equivalent "{text}": why')
                )
    return found, tuple(problems)


def unused(
    found: Mapping[tuple[str, str], str], alive: Iterable[tuple[str, str]], files: Iterable[str]
) -> tuple[tuple[str, str], ...]:
    """Return the explanations (file, what) of mutants that are noticed, or that there are none of."""
    living, here = set(alive), set(files)
    return tuple(sorted(key for key in found if key not in living and key[0] in here))
