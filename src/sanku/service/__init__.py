"""Decide, justify and audit over a knowledge base and a ledger; the doors only translate."""

from sanku.service.answers import Answer, NotShownError, Verdict
from sanku.service.editions import Editions, Exchange
from sanku.service.service import Decided, Justified, Service
from sanku.service.turn import LateError, Turn

__all__ = [
    "Answer",
    "Decided",
    "Editions",
    "Exchange",
    "Justified",
    "LateError",
    "NotShownError",
    "Service",
    "Turn",
    "Verdict",
]
