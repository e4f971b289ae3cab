"""Diagnostics to JSON: our own list of objects, one for each diagnostic, the same keys always."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as a JSON list; lines and columns count from 1, ``end_column`` is the one after the last.

    A place that is not known is ``null``.

    Args:
        diagnostics: In the order to list them.
    """
    listed = [
        {
            "code": diagnostic.code,
            "severity": diagnostic.severity.value,
            "message": diagnostic.message,
            "place": _place(diagnostic.span),
            "labels": [{"message": label.message, "place": _place(label.span)} for label in diagnostic.labels],
            "help": diagnostic.help,
        }
        for diagnostic in diagnostics
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def _place(span: Span) -> dict[str, str | int | None] | None:
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
