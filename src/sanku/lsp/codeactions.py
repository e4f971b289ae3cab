"""What is found at a place of a file to the actions that an editor offers: its fixes, and allowing it in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lsprotocol import types as lsp

from sanku.checks.review import ALLOWABLE
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Edit
from sanku.lsp.desk import Desk
from sanku.lsp.wire import uri_of

_CHINESE = (
    (re.compile(r"^write "), "改为 "),
    (re.compile(r"^delete the allowance$"), "删除这条放行"),
    (re.compile(r"^delete (the |it$)"), "删除"),
    (re.compile(r"^delete "), "删除 "),
)

RangeOf = Callable[[str, Span], lsp.Range]
"""From a file and a span of it to the client's units."""


def actions(desk: Desk, path: str, given: lsp.Range, range_of: RangeOf) -> Iterator[lsp.CodeAction]:
    """Yield the actions for what is found in a range of a file, fixes first."""
    here = [one for one in desk.found.get(path, ()) if _meet(range_of(path, one.span), given)]
    for one in here:
        for fix in one.fixes:
            yield _action(_title(fix.title), one, fix.edits, range_of, preferred=fix.safe)
    for one in here:
        if one.code in ALLOWABLE and path.endswith((".kb", ".yaml", ".yml")):
            edit = Edit(Span(path, one.span.line, 1, one.span.line, 1), _comment(desk, one))
            yield _action(f"就地放行 `{one.code}`（请写原因）", one, (edit,), range_of, preferred=False)


def _comment(desk: Desk, found: Diagnostic) -> str:
    line = desk.lines(found.span.file)[found.span.line - 1]
    margin = line[: len(line) - len(line.lstrip())]
    return f"{margin}# allow {found.code}: \n"


def _title(title: str) -> str:
    for pattern, words in _CHINESE:
        if pattern.match(title):
            return pattern.sub(words, title)
    return title


def _action(
    title: str, found: Diagnostic, edits: tuple[Edit, ...], range_of: RangeOf, *, preferred: bool
) -> lsp.CodeAction:
    changes: dict[str, list[lsp.TextEdit]] = {}
    for edit in edits:
        changed = lsp.TextEdit(range_of(edit.span.file, edit.span), edit.text)
        changes.setdefault(uri_of(edit.span.file), []).append(changed)
    about = lsp.Diagnostic(range_of(found.span.file, found.span), found.message, code=found.code, source="kb")
    return lsp.CodeAction(
        title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[about],
        is_preferred=preferred or None,
        edit=lsp.WorkspaceEdit(dict(changes)),
    )


def _meet(one: lsp.Range, two: lsp.Range) -> bool:
    return (one.start.line, one.start.character) <= (two.end.line, two.end.character) and (
        two.start.line,
        two.start.character,
    ) <= (one.end.line, one.end.character)
