"""A register: what is asked from outside, and how the base answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic

RULE, NEEDS, HUMAN, POPULATION = KINDS = ("rule", "needs", "human", "population")


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that an answer names, and where it does."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry and its answer.

    Args:
        name: Its identity in the register: ``CL001``, ``GZ10000102012000``.
        kind: One of ``KINDS``.
        rules: The rules that answer it.
        rows: The rows of their tables that do; ``()`` = the rule as a whole.
        fires: Titles of cases that show it.
        spares: Titles of cases at the other side.
        reason: Why there is no rule: the missing field, or what only a person can judge.
        span: Where it stands.
    """

    name: str
    kind: str
    rules: tuple[Reference, ...]
    rows: tuple[Reference, ...]
    fires: tuple[Reference, ...]
    spares: tuple[Reference, ...]
    reason: Reference | None
    span: Span


@dataclass(frozen=True, slots=True)
class Register:
    """What ``coverage.yaml`` says.

    Args:
        sections: Name of a section (``clauses``, ``framework``) to its entries, in the order written.
        diagnostics: What is wrong with the file, and every dangling reference.
    """

    sections: Mapping[str, tuple[Entry, ...]]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries."""
        return tuple(entry for section in self.sections.values() for entry in section)
