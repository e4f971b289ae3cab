"""The form of each clause, item and construct, as help for an author who got it wrong; data, and how to choose."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sanku.syntax.keywords import CLAUSES, FUNCTIONS
from sanku.syntax.lexemes import Kind
from sanku.syntax.situation import Situation

CLAUSE_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "module": "module a.b",
        "use": "use a.b as NAME",
        "rule": 'rule NAME "title"',
        "define": "define NAME(x: type) = E",
        "exempt": 'exempt RULE as NAME row ID, … in PHASE, … "title"',
        "withdraw": "withdraw NAME from 2025-01-31",
        "amend": 'amend RULE "title"',
        "cites": 'cites SOURCE "place"',
        "effective": "effective 2025-01-01 .. 2025-12-31",
        "published": "published 2025-01-31",
        "region": "region insured|care",
        "for": "for x in C where E by K",
        "dated": "dated by E",
        "match": "match ROW in TABLE on KEY, …",
        "gather": "gather ROWS in TABLE on KEY, …",
        "let": "let NAME = E",
        "when": "when CONDITION",
        "unless": "unless CONDITION",
        "amount": "amount E",
        "cap": "cap sum(E for x in C where (P)) at most E",
        "order": "order remind|self_pay|block",
        "settle": "settle remind|self_pay|block",
        "audit": "audit query|deny|deny if unjustified",
        "severity": "severity clear|high|low",
        "bears": "bears patient|hospital|employer|fund",
        "accept": "accept NAME, …",
        "justify": "justify within 7 days",
        "unknown": "unknown pass|remind|hold|block",
        "status": "status draft|shadow|active|retired",
        "say": 'say zh|en "…"',
    }
)

_OF_FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "count": "count(E for x in C where (P))",
        "sum": "sum(E for x in C where (P))",
        "min": "min(E for x in C where (P))` or `min(a, b)",
        "max": "max(E for x in C where (P))` or `max(a, b)",
        "latest": "latest(E for x in C where (P) by T)",
        "earliest": "earliest(E for x in C where (P) by T)",
        "rank": "rank(x among l in C where (P) by K desc)",
    }
)

_OF_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "exists": "exists x in C on KEY where (P)",
        "all": "all x in C where (P) satisfy (P)",
        "if": "if C then A else B",
        "between": "A between L and H",
        "is": "A is known|unknown|none",
        "within": "A within 7 days before|after|of B",
        "on": "A on same PERIOD as B",
        "up": "A up to B",
    }
)


def form_of(place: Situation) -> str:
    """Return the form of what the author was writing, ``""`` if there is none to show.

    That is the function whose parenthesis is open, else the last construct begun in the clause, else the clause.
    """
    depth, head = 0, place.head
    before = place.lexemes[: place.index]
    for index in range(len(before) - 1, -1, -1):
        lexeme = before[index]
        if lexeme.kind is Kind.SYMBOL:
            depth += {")": 1, "}": 1, "(": -1, "{": -1}.get(lexeme.text, 0)
            continue
        if depth < 0 and index + 1 < len(before) and before[index + 1].text == "(":
            for word in sorted(place.grammar.meanings(lexeme) & FUNCTIONS):
                return _OF_FUNCTIONS[word]
        if depth != 0 or (index and before[index - 1].text == "."):
            continue
        meanings = place.grammar.meanings(lexeme)
        if meanings & set(CLAUSES) and lexeme.is_first:
            break
        for word in sorted(meanings & _OF_WORDS.keys() if head != "justify" else ()):
            return _OF_WORDS[word]
    return CLAUSE_FORMS.get(head, "")
