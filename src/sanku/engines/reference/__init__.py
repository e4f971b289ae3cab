"""The reference interpreter: semantics.md in code, walking the model."""

from sanku.engines.reference.deciding import AtomAnswers, Deciding, DecidingSet, what_would_decide
from sanku.engines.reference.judge import judge
from sanku.engines.reference.scope import AtomKey

__all__ = ["AtomAnswers", "AtomKey", "Deciding", "DecidingSet", "judge", "what_would_decide"]
