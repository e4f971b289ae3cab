"""Where the parser got stuck to a diagnostic in the author's words: what was expected, what was found, what to type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic, Label
from sanku.syntax.forms import form_of
from sanku.syntax.grammar import Grammar, Stuck
from sanku.syntax.hints import hint
from sanku.syntax.keywords import CLAUSES, ITEMS
from sanku.syntax.lexemes import Kind, Lexeme
from sanku.syntax.situation import Situation, nearest_keyword, quoted, shown

_OPERAND = frozenset({"NAME", "NUMBER", "LPAR"})
_OPERATORS = frozenset({
    "PLUS", "MINUS", "STAR", "SLASH", "EQUAL", "LESSTHAN", "MORETHAN", "IN", "NOT", "BETWEEN", "IS", "WITHIN",
    "OVERLAPS", "ON", "UP", "AND", "OR", "DOT", "LPAR",
})  # fmt: skip
_STARTS_CLAUSE = frozenset(word.upper() for word in CLAUSES)
_STARTS_ITEM = frozenset(word.upper() for word in ITEMS)

# What a name or a text is, by the word before it; "" where nothing better can be said.
_NAMES = {
    "module": "the name of the module", "use": "the name of a module", "rule": "the name of the rule",
    "define": "the name of the definition", "exempt": "the name of the rule", "amend": "the name of the rule",
    "withdraw": "the name of the exemption", "as": "a name", "cites": "the name of a source",
    "for": "a name for the member", "match": "a name for the row", "gather": "a name for the rows",
    "let": "a name", "exists": "a name for the member", "all": "a name for the member", "in": "a collection or table",
    "bears": "`patient`, `hospital`, `employer` or `fund`", "severity": "`clear`, `high`, `low` or a column",
    "accept": "the name of a reason", "row": "the id of a row",
}  # fmt: skip
# Words of other languages and habits for words that may stand there.
_MEANT = {
    "null": "none", "nil": "none", "empty": "none", "missing": "unknown", "absent": "unknown", "nan": "unknown",
    "warn": "remind", "warning": "remind", "alert": "remind", "reject": "block", "stop": "block", "forbid": "block",
    "refuse": "deny", "allow": "pass", "wait": "hold", "live": "active", "on": "active", "off": "retired",
    "disabled": "retired", "enabled": "active", "local": "care", "chinese": "zh", "english": "en", "cn": "zh",
    "like": "in", "contains": "in", "equals": "=", "prior": "before", "since": "after", "past": "before",
    "otherwise": "else", "from": "in", "having": "where", "with": "where", "if": "when",
    "message": "say", "text": "say", "source": "cites", "because": "cites", "condition": "when", "except": "unless",
    "limit": "cap", "level": "severity", "grade": "severity", "警告": "提醒", "拒绝": "拒付", "禁止": "拦截",
    "阻断": "拦截", "事先": "事前", "事后审核": "事后", "允许": "放行", "条件": "当", "如果": "当",
    "消息": "提示", "来源": "依据", "例外": "除非",
}  # fmt: skip
_WHOLE = {"at": "at most", "most": "at most", "dated": "dated by"}
_ENDS = frozenset({"an operator", "the next clause", "the next item"})
_FACTS = frozenset({"table", "parameter", "codes", "sources", "title"})
_COUNT = "delete it, or write what joins it to what stands before"
_TITLED = frozenset({"rule", "exempt", "amend"})


def describe(grammar: Grammar, lexemes: Sequence[Lexeme], stuck: Stuck) -> Diagnostic:
    """Describe why the parser got stuck.

    Args:
        grammar: The parser.
        lexemes: What it was given.
        stuck: Where it stopped.
    """
    place = Situation(grammar, tuple(lexemes), stuck.index, grammar.accepted(lexemes, stuck))
    return hint(place) or _unknown_start(place) or _expected(place)


def missing_module(first: Lexeme | None, end: Span) -> Diagnostic:
    """Return the diagnostic of a file that does not start with ``module``."""
    message = "this file is empty" if first is None else "this file does not start with its module"
    span = first.span if first else end
    advice = "start it with `module NAME`, such as `module policy.coverage`"
    if first is not None and first.text in _FACTS:
        advice = "facts stand in a file whose name ends in `.yaml`"
    return Diagnostic("missing-module", message, span, help=advice)


def _unknown_start(place: Situation) -> Diagnostic | None:
    """Describe a word that should start a clause, an item or a file, and is no keyword."""
    found, accepted = place.found, place.accepted
    if found is None or found.kind is not Kind.WORD or place.grammar.meanings(found) or accepted & {"PLUS", "NAME"}:
        return None
    if accepted >= _STARTS_CLAUSE and (found.is_first or place.index == 0):
        kind, known = "clause", CLAUSES
    elif accepted >= _STARTS_ITEM and place.index == 0:
        kind, known = "item", ITEMS
    else:
        return None
    near = _MEANT.get(found.text.lower(), "") or nearest_keyword(place, known)
    advice = f"write `{near}`" if near else f"what may start here: {', '.join(f'`{word}`' for word in known)}"
    return Diagnostic("unknown-keyword", f"`{shown(found.text)}` starts no {kind}", found.span, help=advice)


def _expected(place: Situation) -> Diagnostic:
    form = form_of(place)
    phrases = _phrases(place, form)
    *first, last = phrases
    expected = f"{', '.join(first)} or {last}" if first else last
    after = f" after {quoted(place.before)}" if place.before else ""
    code, near = "unexpected-text", ""
    if place.found is None:
        code = "unfinished"
    elif place.found.kind is Kind.WORD and not place.grammar.meanings(place.found):
        words = [place.grammar.spelled[terminal] for terminal in _allowed(place) if terminal in place.grammar.spelled]
        near = _MEANT.get(place.found.text.lower(), "")
        near = near if near in words else nearest_keyword(place, words)
        code = "unknown-keyword" if near else code
    # Where the clause could have ended, its form says nothing about the word that is one too many.
    shows_form = form and not _ENDS.issuperset(phrases)
    advice = f"write `{near}`" if near else f"the form is `{form}`" if shows_form else ""
    labels: tuple[Label, ...] = ()
    bracket = place.open_bracket
    if not near and bracket is not None and place.found is not None and "RPAR" in place.accepted:
        labels = (Label(bracket.span, f"`{bracket.text}` opened here"),)
        advice = advice if shows_form and "(" in form else "close the bracket with `)`, or go on with an operator"
    message = f"expected {expected}{after}, found {place.found_in_words}"
    return Diagnostic(code, message, place.span, labels=labels, help=advice or _COUNT)


def _allowed(place: Situation) -> frozenset[str]:
    # The grammar takes every control in every phase, so that a wrong pair has a message of its own.
    accepted = place.accepted
    match place.word_before:
        case "order" | "settle" if "REMIND" in accepted:
            return accepted - {"QUERY", "DENY"}
        case "audit" if "REMIND" in accepted:
            return accepted - {"REMIND", "SELF_PAY", "BLOCK"}
        case _:
            return accepted


def _phrases(place: Situation, form: str) -> list[str]:
    accepted = _allowed(place) - {"$END", "INSIDE"}
    phrases: list[str] = []
    after_operand = "PLUS" in accepted
    if accepted >= _OPERAND:
        phrases.append("an expression" if "NOT" in accepted else "a value")
        accepted -= {t for t in accepted if t in _OPERAND or place.grammar.starts_expression(t)}
    elif "NAME" in accepted:
        phrases.append(_NAMES.get(place.word_before, "a name"))
    if "STRING" in accepted:
        phrases.append(_text_wanted(place))
    if "DATE" in accepted:
        phrases.append("a date such as `2025-01-31`")
    if "QUANTITY" in accepted:
        phrases.append("a length of time such as `7 days`")
    accepted -= {"NAME", "STRING", "DATE", "QUANTITY"}
    words = accepted
    for starts in (_STARTS_CLAUSE, _STARTS_ITEM):
        words -= starts if accepted >= starts else frozenset()
    if after_operand:
        words -= _OPERATORS - (frozenset({"AND"}) if place.wants_and else frozenset())
        words = frozenset(t for t in words if place.grammar.spelled[t] not in {"!=", "<=", ">="})
    elif phrases or len(words) > 1:
        words -= {"DOT"}
    listed = [place.grammar.spelled[terminal] for terminal in place.grammar.in_order(words)]
    # In the order of the form, where it shows them: `pass`, `remind`, `hold`, `block`.
    shown_first = re.split(r"\W+", form)
    listed.sort(key=lambda word: shown_first.index(word) if word in shown_first else len(shown_first))
    phrases.extend(f"`{_WHOLE.get(word, word)}`" for word in listed)
    if after_operand:
        phrases.append("an operator")
    if accepted >= _STARTS_CLAUSE:
        phrases.append("the next clause")
    elif accepted >= _STARTS_ITEM:
        phrases.append("the next item" if place.index else "an item")
    return phrases or ["nothing more"]


def _text_wanted(place: Situation) -> str:
    match place.head:
        case head if head in _TITLED and place.word_before != "row":
            return "the title in quotes"
        case "cites":
            return "the place in the source, in quotes"
        case "say":
            return "the message in quotes"
        case _:
            return "a text in quotes"
