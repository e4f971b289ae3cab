"""The reference interpreter: semantics.md in code, walking the model."""

from sanku.engines.reference.deciding import AtomAnswers, Deciding, DecidingSet, what_would_decide
from sanku.engines.reference.judge import judge, judge_rule
from sanku.engines.reference.reasons import AtomValue, Reason, reasons_of
from sanku.engines.reference.scope import AtomKey
from sanku.engines.reference.subjects import Question
from sanku.engines.reference.taken import BRANCHES, Branch, Taken, branches_taken

__all__ = [
    "BRANCHES",
    "AtomAnswers",
    "AtomKey",
    "AtomValue",
    "Branch",
    "Deciding",
    "DecidingSet",
    "Question",
    "Reason",
    "Taken",
    "branches_taken",
    "judge",
    "judge_rule",
    "reasons_of",
    "what_would_decide",
]
