"""Where a load collects what is wrong with its sources, so that one bad file or cell never hides another.

Diagnostics out; a kind that repeats is folded into the first few and a count.
"""

from __future__ import annotations

from collections import Counter

from sanku.core.span import NOWHERE, Span
from sanku.diagnostics.message import Diagnostic, Label, Severity, sort_key

MOST_OF_ONE_KIND = 10
_MOST_SHOWN = 400


class Problems:
    """Collects diagnostics.

    ``topic`` groups what repeats (one column of one table): after ten of a topic the rest is only counted.
    """

    def __init__(self) -> None:
        self._count = 0
        self._found: list[Diagnostic] = []
        self._topics: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], Diagnostic] = {}

    @property
    def has_errors(self) -> bool:
        """Whether anything was reported that the base cannot be used with."""
        return any(found.severity is Severity.ERROR for found in self._found)

    def error(
        self,
        code: str,
        message: str,
        span: Span = NOWHERE,
        *,
        help: str = "",  # noqa: A002 - the word of Diagnostic
        topic: str = "",
        labels: tuple[Label, ...] = (),
    ) -> None:
        """Add an error."""
        self.add(Diagnostic(code, one_line(message), span, Severity.ERROR, labels, one_line(help)), topic)

    def warning(
        self,
        code: str,
        message: str,
        span: Span = NOWHERE,
        *,
        help: str = "",  # noqa: A002 - the word of Diagnostic
        topic: str = "",
        labels: tuple[Label, ...] = (),
    ) -> None:
        """Add a warning."""
        self.add(Diagnostic(code, one_line(message), span, Severity.WARNING, labels, one_line(help)), topic)

    def add(self, diagnostic: Diagnostic, topic: str = "") -> None:
        """Add a diagnostic, or count it if its topic has had its ten."""
        self._count += 1
        if topic:
            kind = (topic, diagnostic.code)
            self._topics[kind] += 1
            if self._topics[kind] > MOST_OF_ONE_KIND:
                self._last[kind] = diagnostic
                return
        self._found.append(diagnostic)

    @property
    def count(self) -> int:
        """How many diagnostics were added, counted ones included."""
        return self._count

    def files_with_errors(self) -> frozenset[str]:
        """Return the files in which an error stands."""
        return frozenset(found.span.file for found in self._found if found.is_error)

    def result(self) -> tuple[Diagnostic, ...]:
        """Return everything in report order, with one line for what was folded."""
        folded = [
            Diagnostic(
                last.code,
                f"{self._topics[kind] - MOST_OF_ONE_KIND} more of this kind in {kind[0]}; the last stands here",
                last.span,
                last.severity,
            )
            for kind, last in self._last.items()
            if self._topics[kind] > MOST_OF_ONE_KIND
        ]
        return tuple(sorted([*self._found, *folded], key=sort_key))


def one_line(text: str) -> str:
    """Return a message on one line and of a length that a person reads: it may quote what a file holds."""
    line = " ".join(text.split("\n")).strip()
    return line if len(line) <= _MOST_SHOWN else f"{line[: _MOST_SHOWN - 1]}…"
