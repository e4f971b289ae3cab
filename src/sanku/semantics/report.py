"""Where problems are put while a base is resolved: resolution goes on, and a broken part has no value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sanku.core.span import Span
from sanku.core.text import all_nearest
from sanku.diagnostics.message import Diagnostic, Label, Severity

_MOST_MEANT = 3


@dataclass(frozen=True, slots=True)
class Report:
    """The problems found so far, in the order they were met, none twice."""

    found: dict[Diagnostic, None] = field(default_factory=dict)

    def error(self, code: str, message: str, span: Span, help_: str = "", *labels: Label) -> None:
        """Add an error."""
        self.found[Diagnostic(code, message, span, Severity.ERROR, labels, help_)] = None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was reported."""
        return tuple(self.found)


def suggest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a help text with the nearest known name, or those that are equally near; ``otherwise`` if none is."""
    near = all_nearest(name, known)[:_MOST_MEANT]
    return f"did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else otherwise


def listed(names: Iterable[str], most: int = 12) -> str:
    """Return names in backticks, comma-separated; a long list is cut."""
    found = list(names)
    shown = ", ".join(f"`{name}`" for name in found[:most])
    return f"{shown}, …" if len(found) > most else shown
