"""Decide, justify and audit over a knowledge base and a ledger; the doors only translate."""

from sanku.service.answers import Answer, NotShownError, Verdict
from sanku.service.editions import Editions, Exchange
from sanku.service.judging import Read
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
    "Read",
    "Service",
    "Showing",
    "Turn",
    "Verdict",
]
