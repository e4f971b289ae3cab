"""Boundary cases of a rule, found by asking the reference interpreter, for a person to review."""

from sanku.testing.generation.boundaries import Found, boundary_drafts
from sanku.testing.generation.cases import (
    case_text,
    case_title,
    cases_about,
    expectation,
    flow,
    generated_cases,
    judge_alone,
)
from sanku.testing.generation.constants import whole_code
from sanku.testing.generation.draft import Draft, event_of

__all__ = [
    "Draft",
    "Found",
    "boundary_drafts",
    "case_text",
    "case_title",
    "cases_about",
    "event_of",
    "expectation",
    "flow",
    "generated_cases",
    "judge_alone",
    "whole_code",
]
