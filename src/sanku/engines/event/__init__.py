"""The compiled event engine: a model to a program, a program and the facts of an event to results."""

from __future__ import annotations

from sanku.claim.codes import KnownCode
from sanku.claim.facts import Facts
from sanku.engines.event.program import Program
from sanku.engines.event.reads import keys_read
from sanku.engines.event.session import LineSession, Session
from sanku.engines.event.sieve.sieve import Suspect
from sanku.judgement.results import Results
from sanku.semantics.nodes import Model


def compile_model(model: Model, known_code: KnownCode | None = None) -> Program:
    """Return the program of a model; rules of a region are resolved when an event of that region comes.

    ``known_code``: whether a loaded catalogue lists a code, as the reader of facts is told.
    """
    return Program(model, known_code)


def judge(model: Model, facts: Facts) -> Results:
    """Return what the rules of a model find in one event. To judge many, keep the program."""
    return Program(model).judge(facts)


__all__ = ["LineSession", "Program", "Session", "Suspect", "compile_model", "judge", "keys_read"]
