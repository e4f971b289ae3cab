"""Decisions and rules in the words of the people who must live with them."""

from sanku.explain.deciding import explain_deciding
from sanku.explain.decision import Paragraph, Part, Words, explain_decision, explain_shadow
from sanku.explain.reading.page import CaseAt, explain_amendment, explain_exemption, explain_rule
from sanku.explain.reading.sentence import amendment_sentence, exemption_sentence, rule_sentence
from sanku.explain.voices import VOICES, Voice, explain_for

__all__ = [
    "VOICES",
    "CaseAt",
    "Paragraph",
    "Part",
    "Voice",
    "Words",
    "amendment_sentence",
    "exemption_sentence",
    "explain_amendment",
    "explain_deciding",
    "explain_decision",
    "explain_exemption",
    "explain_for",
    "explain_rule",
    "explain_shadow",
    "rule_sentence",
]
