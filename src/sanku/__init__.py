"""sanku (三库): judge medical-insurance claim events by rules over cited facts.

``load`` a knowledge base, ``decide`` an event; see ``docs/`` for the language.
"""

from sanku.claim.decision import Decision, Finding, LineVerdict, Undetermined
from sanku.claim.event import ClaimEvent
from sanku.claim.facts import Ledger
from sanku.kb import EventError, Justification, KnowledgeBase, KnowledgeError, load

__version__ = "0.1.0"

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
