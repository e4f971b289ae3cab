"""Diagnostics to JSON: our own list of objects, one for each diagnostic, the same keys always."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def render_json(diagnostics: Iterable[Diagnostic], allowed: Iterable[tuple[Diagnostic, str]] = ()) -> str:
    """Return diagnostics as a JSON list; lines and columns count from 1, ``end_column`` is the one after the last.

    A place that is not known is ``null``. ``allowed`` is ``null``, or the reason for which it is not to be reported.

    Args:
        diagnostics: In the order to list them.
        allowed: Those that are allowed, with their reasons; they follow.
    """
    listed = [_object(one, None) for one in diagnostics] + [_object(one, reason) for one, reason in allowed]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def _object(diagnostic: Diagnostic, reason: str | None) -> dict[str, Json]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "place": _place(diagnostic.span),
        "labels": [{"message": label.message, "place": _place(label.span)} for label in diagnostic.labels],
        "help": diagnostic.help,
        "fixes": [
            {
                "title": fix.title,
                "safe": fix.safe,
                "edits": [{"place": _place(edit.span), "text": edit.text} for edit in fix.edits],
            }
            for fix in diagnostic.fixes
        ],
        "allowed": reason,
    }


def _place(span: Span) -> dict[str, Json] | None:
    if not span.file and not span.line:
        return None
    known = span.line > 0
    return {
        "file": span.file,
        "line": span.line if known else None,
        "column": span.column if known else None,
        "end_line": span.end_line if known else None,
        "end_column": span.end_column if known else None,
    }
