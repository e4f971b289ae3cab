"""One diagnostic shape for every stage; renderers live beside it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from sanku.core.span import NOWHERE, Span


class Severity(StrEnum):
    """How bad a diagnostic is: an error stops the base from being used."""

    ERROR = "error"
    WARNING = "warning"


class Label(msgspec.Struct, frozen=True):
    """A second place that explains the first: ``declared here``."""

    span: Span
    message: str


class Edit(msgspec.Struct, frozen=True):
    """A stretch of one source file, and the text that is to stand there; an empty stretch is a place to insert at."""

    span: Span
    text: str


class Fix(msgspec.Struct, frozen=True):
    """What would mend a problem.

    Args:
        title: What it does, in a few words: ``write `sex```.
        edits: All of them together, or none.
        safe: Whether nobody need look at it: what the base means stays, or a name with one slip is put right.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


class Diagnostic(msgspec.Struct, frozen=True):
    """A problem in a source, as a value.

    Args:
        code: Its name (``unit-mismatch``); names are searched and documented, never numbered.
        message: One line that stands alone: lower case, no full stop, user text in backticks, no class names.
        span: Where.
        severity: Error or warning.
        labels: Second places.
        help: What to type instead; ``""`` if nothing can be said.
        fixes: The same as edits, where a program can make them.
    """

    code: str
    message: str
    span: Span = NOWHERE
    severity: Severity = Severity.ERROR
    labels: tuple[Label, ...] = ()
    help: str = ""
    fixes: tuple[Fix, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether it is an error."""
        return self.severity is Severity.ERROR


def sort_key(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """Return the key of report order: file, line, column, code."""
    span = diagnostic.span
    return (span.file, span.line, span.column, diagnostic.code, diagnostic.message)
