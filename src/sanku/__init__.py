"""sanku (三库): judge medical-insurance claim events by rules over cited facts.

``load`` a knowledge base, ``decide`` an event; see ``docs/`` for the language. Names are imported when they are first
asked for: a command that judges nothing does not pay for the engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sanku.claim.decision import Decision, Finding, LineVerdict, Undetermined
    from sanku.claim.event import ClaimEvent
    from sanku.claim.facts import Ledger
    from sanku.kb import EventError, Justification, KnowledgeBase, KnowledgeError, load

__version__ = "0.1.0"

_HOMES = {
    "ClaimEvent": "sanku.claim.event",
    "Decision": "sanku.claim.decision",
    "EventError": "sanku.kb",
    "Finding": "sanku.claim.decision",
    "Justification": "sanku.kb",
    "KnowledgeBase": "sanku.kb",
    "KnowledgeError": "sanku.kb",
    "Ledger": "sanku.claim.facts",
    "LineVerdict": "sanku.claim.decision",
    "Undetermined": "sanku.claim.decision",
    "load": "sanku.kb",
}

__all__ = [
    "ClaimEvent",
    "Decision",
    "EventError",
    "Finding",
    "Justification",
    "KnowledgeBase",
    "KnowledgeError",
    "Ledger",
    "LineVerdict",
    "Undetermined",
    "__version__",
    "load",
]


def __getattr__(name: str) -> object:
    """Return a public name from where it is defined."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module `sanku` has no attribute `{name}`")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
