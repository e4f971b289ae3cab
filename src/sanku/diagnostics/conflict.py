"""What a merge left in a file: one problem, in place of all that follow from it."""

from __future__ import annotations

import re

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic

_CONFLICT = re.compile(r"^<{7}(?: [^\n]*)?\n.*?^={7}\r?\n.*?^>{7}(?: [^\n]*)?$", re.MULTILINE | re.DOTALL)


def conflict_in(text: str, file: str) -> Diagnostic | None:
    """Return the diagnostic of the first merge conflict that nobody resolved.

    Args:
        text: The text of a file.
        file: Its path.
    """
    found = _CONFLICT.search(text) if "<<<<<<<" in text else None
    if found is None:
        return None
    first = text.count("\n", 0, found.start()) + 1
    last = first + found[0].count("\n")
    message = f"a merge conflict stands in the file, to line {last}"
    advice = "keep the lines of one side and delete the marks `<<<<<<<`, `=======`, `>>>>>>>`"
    return Diagnostic("merge-conflict", message, Span(file, first, 1, first, 8), help=advice)
