"""Problems that only follow from others: a name that is unknown because the file that declares it is broken.

The author mends the file first; what then remains is reported then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import PurePath

from sanku.diagnostics.message import Diagnostic

_UNKNOWN = frozenset({
    "unknown-alias", "unknown-base", "unknown-code-set", "unknown-definition", "unknown-exemption", "unknown-function",
    "unknown-name", "unknown-parameter", "unknown-row", "unknown-rule", "unknown-source", "unknown-table",
})  # fmt: skip
_QUOTED = re.compile(r"`([^`\s]+)`")


def without_consequences(
    found: Sequence[Diagnostic], lines: Callable[[str], tuple[str, ...]]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong in its own right.

    Args:
        found: Everything that was reported.
        lines: From the name of a file to its lines, as far as they can be read.
    """
    broken = sorted({one.span.file for one in found if one.is_error and one.code not in _UNKNOWN})
    if not broken:
        return tuple(found)
    text = cache(lambda file: "\n".join(lines(file)).replace("\x00", ""))

    def follows(one: Diagnostic) -> bool:
        if one.code not in _UNKNOWN:
            return False
        names = {name for whole in _QUOTED.findall(one.message) for name in (whole, whole.rpartition(".")[2])}
        return any(
            _declares(name, file, text(file)) for file in broken if file != one.span.file for name in sorted(names)
        )

    return tuple(one for one in found if not follows(one))


def _declares(name: str, file: str, text: str) -> bool:
    """Tell whether a broken file looks as if it declares a name: where one is declared, whatever stands before it."""
    written = re.escape(name)
    forms = (
        rf"^[^\s#]+\s*[:：]?\s*[\"“]?{written}(?![\w.])",  # `table: NAME`, `rule NAME`, a row of a CSV file
        rf"^{written}\s*[,，;:：]",
        rf"^\s+[\"“]?{written}[\"”]?\s*[:：]",  # a source, a base, an alias
        rf"\b(?:id|[iI][dD])\s*[:：]\s*{written}(?![\w.])",
        rf"[{{,]\s*{written}\s*[:：]",
    )
    if PurePath(file).stem == name:
        return True
    return re.search("|".join(forms), text, re.MULTILINE) is not None
