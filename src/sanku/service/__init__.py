"""Decide, justify and audit over a knowledge base and a ledger; the doors only translate."""

from sanku.service.answers import Answer, NotShownError, Verdict
from sanku.service.editions import Editions, Exchange
from sanku.service.recording import Asker
from sanku.service.service import Decided, Justified, Service, Showing
from sanku.service.turn import LateError, Turn

__all__ = [
    "Answer",
    "Asker",
    "Decided",
    "Editions",
    "Exchange",
    "Justified",
    "LateError",
    "NotShownError",
    "Service",
    "Showing",
    "Turn",
    "Verdict",
]
