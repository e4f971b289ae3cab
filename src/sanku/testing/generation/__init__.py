"""Boundary cases of a rule, found by asking the reference interpreter, for a person to review."""

from sanku.testing.generation.boundaries import Found, boundary_drafts
from sanku.testing.generation.cases import case_text, events_about, expectation, generated_cases, judge_alone
from sanku.testing.generation.constants import whole_code
from sanku.testing.generation.draft import Draft, event_of

__all__ = [
    "Draft",
    "Found",
    "boundary_drafts",
    "case_text",
    "event_of",
    "events_about",
    "expectation",
    "generated_cases",
    "judge_alone",
    "whole_code",
]
