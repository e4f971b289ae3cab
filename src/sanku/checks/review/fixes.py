"""Diagnostics to diagnostics with fixes: those that the file of a check offers, and names with one slip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from sanku.checks.registry import FIXES
from sanku.core.span import Span
from sanku.core.text import slips
from sanku.diagnostics.blocks import Lines
from sanku.diagnostics.message import Diagnostic, Edit, Fix
from sanku.syntax.keywords import CHINESE

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
    if found.code == "missing-use":
        return _use(found, lines(found.span.file))
    return _meant(found, lines)


def _use(found: Diagnostic, lines: Sequence[str]) -> Fix | None:
    """Return the fix that adds a `use` below the others; offered only, since the bases may not allow it."""
    words = {word: (*word.split(), *CHINESE.get(word, ())) for word in ("module", "use")}
    starts = [line.split(maxsplit=1)[0] if line.strip() else "" for line in lines]
    heads = [number for number, start in enumerate(starts, 1) if start in (*words["module"], *words["use"])]
    if not heads or not found.help.startswith("use "):
        return None
    last = heads[-1]
    word = "use" if starts[heads[0] - 1] == "module" else CHINESE["use"][0]
    text = f"{word} {found.help.removeprefix('use ')}\n"
    return Fix(f"write `{text.strip()}`", (Edit(Span(found.span.file, last + 1, 1, last + 1, 1), text),))


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
