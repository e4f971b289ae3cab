"""One rule tried by question and answer: which fact to ask for next, and what the rule says so far."""

from __future__ import annotations

from sanku.testing.dialogue.answers import Answer, Misread, read_answer
from sanku.testing.dialogue.questions import Question, first_draft, next_question, row_choices
from sanku.testing.dialogue.state import Standing, answered, standing

__all__ = [
    "Answer",
    "Misread",
    "Question",
    "Standing",
    "answered",
    "first_draft",
    "next_question",
    "read_answer",
    "row_choices",
    "standing",
]
