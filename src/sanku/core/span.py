"""Places in source files: what every diagnostic, node and edge points at."""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True, order=True):
    """A stretch of one source file.

    Args:
        file: Path as the user gave it, with forward slashes; ``""`` for text without a file.
        line: First line, from 1.
        column: First column, from 1, in characters (not bytes).
        end_line: Last line.
        end_column: Column after the last character.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def to(self, last: Span) -> Span:
        """Return the span from the start of this one to the end of ``last``."""
        return Span(self.file, self.line, self.column, last.end_line, last.end_column)


NOWHERE = Span("", 0, 0, 0, 0)
