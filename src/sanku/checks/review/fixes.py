"""Diagnostics to diagnostics with fixes: those that the file of a check offers, and names with one slip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from sanku.checks.registry import FIXES
from sanku.core.text import slips
from sanku.diagnostics.blocks import Lines
from sanku.diagnostics.message import Diagnostic, Edit, Fix

_MEANT = re.compile(r"did you mean `(?P<name>[^`]+)`\?")
_SHORTEST = 4
"""Letters of a name below which one slip is a guess."""


def with_fixes(found: Iterable[Diagnostic], lines: Lines) -> Iterator[Diagnostic]:
    """Yield diagnostics with the edits that would mend them."""
    for one in found:
        fix = None if one.fixes else _fix(one, lines)
        yield one if fix is None else msgspec.structs.replace(one, fixes=(fix,))


def _fix(found: Diagnostic, lines: Lines) -> Fix | None:
    if found.code in FIXES:
        return FIXES[found.code](found, lines(found.span.file))
    return _meant(found, lines)


def _meant(found: Diagnostic, lines: Lines) -> Fix | None:
    """Return the fix of a misspelt name: safe if one slip away, and no other name of a rule file is as near."""
    meant = _MEANT.fullmatch(found.help)
    span = found.span
    if meant is None or span.line != span.end_line or span.line < 1:
        return None
    line = next(iter(lines(span.file)[span.line - 1 : span.line]), "")
    written = line[span.column - 1 : span.end_column - 1]
    if f"`{written}`" not in found.message:
        return None
    name = meant["name"]
    last = name.rpartition(".")[2]
    sure = span.file.endswith(".kb") and slips(written, name) == 1 and len(last) >= _SHORTEST
    return Fix(f"write `{name}`", (Edit(span, name),), safe=sure)
