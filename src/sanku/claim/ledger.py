"""Justifications given with a question, and a ledger that stands for the event's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sanku.claim.facts import Facts, Justified, Ledger


def require_justifications(given: tuple[object, ...]) -> None:
    """Raise ``TypeError`` for anything that is no justification: callers without a type checker pass dictionaries."""
    for one in given:
        if not isinstance(one, Justified):
            raise TypeError(f"a justification is a sanku.Justification, not {type(one).__name__}")


def with_ledger(facts: Facts, justifications: Iterable[Justified], ledger: Ledger | None) -> Facts:
    """Return facts with a ledger in place of the event's own, and with reasons that are given now."""
    known = ledger if ledger is not None else facts.ledger
    given = tuple(justifications)
    require_justifications(given)
    if given:
        known = Ledger(known.shown if known else (), (*(known.justified if known else ()), *given))
    return facts if known is facts.ledger else replace(facts, ledger=known)
