"""Decisions and rules in the words of the people who must live with them."""

from sanku.explain.deciding import explain_deciding
from sanku.explain.decision import Paragraph, Part, Words, explain_decision

__all__ = ["Paragraph", "Part", "Words", "explain_deciding", "explain_decision"]
