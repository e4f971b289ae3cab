"""Decide, justify and audit over a knowledge base and a ledger; the doors only translate."""

from sanku.service.answers import Answer, NotShownError, Verdict
from sanku.service.editions import Editions, Exchange
from sanku.service.judging import Read
from sanku.service.service import Decided, Justified, Service

__all__ = ["Answer", "Decided", "Editions", "Exchange", "Justified", "NotShownError", "Read", "Service", "Verdict"]
