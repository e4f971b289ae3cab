"""Diagnostics to files with their safe fixes made: each file whole, and never worse than before."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sanku.catalog.yaml_reader import read_yaml
from sanku.cli.bases import write_whole
from sanku.diagnostics import Diagnostic
from sanku.diagnostics.edits import by_file, edited, safe_fixes
from sanku.syntax import parse_text


@dataclass(frozen=True, slots=True)
class Change:
    """A file before and after its fixes, and what they mend."""

    path: Path
    before: str
    after: str
    made: tuple[tuple[Diagnostic, str], ...]


def mended(found: Sequence[Diagnostic]) -> tuple[Change, ...]:
    """Return the files that the safe fixes change; a file that would read worse after them is left as it is."""
    chosen = tuple(safe_fixes(found))
    changes: list[Change] = []
    for name, edits in sorted(by_file(fix for _, fix in chosen).items()):
        path = Path(name)
        before = path.read_bytes().decode("utf-8")
        after = edited(before, edits)
        if _faults(after, name) > _faults(before, name):
            continue
        made = tuple((one, fix.title) for one, fix in chosen if fix.edits[0].span.file == name)
        changes.append(Change(path, before, after, made))
    return tuple(changes)


def write_all(changes: Iterable[Change]) -> None:
    """Write the files, each whole or not at all, with the mode that it had."""
    for change in changes:
        mode = change.path.stat().st_mode & 0o7777
        write_whole(change.path, change.after)
        change.path.chmod(mode)


def differences(changes: Iterable[Change]) -> str:
    """Return what changes as one unified diff."""
    return "".join(line for change in changes for line in _difference(change))


def _difference(change: Change) -> Iterable[str]:
    before, after = (text.splitlines(keepends=True) for text in (change.before, change.after))
    name = change.path.as_posix()
    for line in difflib.unified_diff(before, after, name, name):
        yield line if line.endswith("\n") else f"{line}\n"


def _faults(text: str, name: str) -> int:
    found = parse_text(text, name)[1] if name.endswith(".kb") else read_yaml(text.encode(), name)[1]
    return len(found)
