"""Habits of other languages, of Word and of speech: a situation to the text to type, or none."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from sanku.core.span import Span
from sanku.core.unit import find_unit
from sanku.diagnostics.message import Diagnostic
from sanku.syntax.keywords import CLAUSES
from sanku.syntax.lexemes import Kind, Lexeme
from sanku.syntax.situation import Situation, quoted

_PHASE_OF = {"remind": "order", "self_pay": "settle", "block": "settle", "query": "audit", "deny": "audit"}
_HALVES = frozenset({"<", ">"})


def _touches(one: Lexeme, other: Lexeme) -> bool:
    return (one.span.end_line, one.span.end_column) == (other.span.line, other.span.column)


def _around(place: Situation) -> tuple[Lexeme | None, Lexeme | None, Lexeme | None]:
    """Return the lexeme before the place, the one found and the one behind it."""
    index, lexemes = place.index, place.lexemes
    return (
        lexemes[index - 1] if index else None,
        place.found,
        lexemes[index + 1] if index + 1 < len(lexemes) else None,
    )


def _control_without_phase(place: Situation) -> Diagnostic | None:
    found = place.found
    words = place.grammar.meanings(found) & _PHASE_OF.keys() if found is not None and found.is_first else frozenset()
    if found is None or not words or "WHEN" not in place.accepted:
        return None
    phase = _PHASE_OF[min(words)]
    message = f"{quoted(found.text)} stands without its phase"
    return Diagnostic("unexpected-text", message, found.span, help=f"write `{phase} {min(words)}`")


def _if_as_clause(place: Situation) -> Diagnostic | None:
    found = place.found
    if found is None or not found.is_first or "WHEN" not in place.accepted or not place.grammar.means(found, ("if",)):
        return None
    return Diagnostic("unknown-keyword", f"{quoted(found.text)} starts no clause", found.span, help="write `when`")


def _colon(place: Situation) -> Diagnostic | None:
    before, found, _ = _around(place)
    if found is None or found.text != ":" or before is None or not place.grammar.means(before, CLAUSES):
        return None
    message = f"a `:` stands after {quoted(before.text)}"
    return Diagnostic("unexpected-text", message, found.span, help="write a blank in its place")


def _hyphenated_name(place: Situation) -> Diagnostic | None:
    before, found, behind = _around(place)
    if found is None or found.text != "-" or before is None or behind is None or "STRING" not in place.accepted:
        return None
    if not (before.kind is behind.kind is Kind.WORD and _touches(before, found) and _touches(found, behind)):
        return None
    message = f"a name has no hyphen: {quoted(f'{before.text}-{behind.text}')}"
    return Diagnostic("unexpected-text", message, found.span, help=f"write `{before.text}_{behind.text}`")


def _parted_comparison(place: Situation) -> Diagnostic | None:
    before, found, _ = _around(place)
    if found is None or found.text != "=" or before is None or before.text not in _HALVES:
        return None
    message = f"a blank parts `{before.text}` and `=`"
    return Diagnostic("unexpected-text", message, before.span.to(found.span), help=f"write `{before.text}=`")


def _grouped_digits(place: Situation) -> Diagnostic | None:
    before, found, behind = _around(place)
    if found is None or found.text != "," or before is None or behind is None:
        return None
    if before.kind is not Kind.NUMBER or behind.kind not in (Kind.NUMBER, Kind.QUANTITY):
        return None
    if not (_touches(before, found) and _touches(found, behind) and len(behind.text.partition(".")[0]) == 3):
        return None
    span = before.span.to(behind.span)
    written = f"{before.text},{behind.text}"
    message = f"{quoted(written)} has a comma inside the number"
    return Diagnostic("unexpected-text", message, span, help=f"write `{before.text}{behind.text}`")


def _number_in_words(place: Situation) -> Diagnostic | None:
    before, found, _ = _around(place)
    if found is None or found.kind is not Kind.WORD or find_unit(found.text) is None or before is None:
        return None
    digits = [unicodedata.numeric(letter, None) for letter in before.text]
    if before.kind is not Kind.WORD or not digits or None in digits:
        return None
    shown = int(digits[0] or 0) if len(digits) == 1 else "7"
    message = f"{quoted(before.text)} is a number in words"
    return Diagnostic("unexpected-text", message, before.span, help=f"write it in digits: `{shown} {found.text}`")


def _is_not(place: Situation) -> Diagnostic | None:
    before, found, _ = _around(place)
    if found is None or before is None or not place.grammar.means(found, ("not",)):
        return None
    if not place.grammar.means(before, ("is",)):
        return None
    message = f"{quoted(found.text)} cannot stand after {quoted(before.text)}"
    advice = "write `A != B`; for what is missing `not (A is none)`"
    return Diagnostic("unexpected-text", message, found.span, help=advice)


def _text_without_quotes(place: Situation) -> Diagnostic | None:
    found = place.found
    if (
        found is None
        or found.kind is not Kind.WORD
        or "STRING" not in place.accepted
        or "NAME" in place.accepted
        or found.is_first
    ):
        return None
    end = next((i for i in range(place.index, len(place.lexemes)) if place.lexemes[i].is_first), len(place.lexemes))
    words = place.lexemes[place.index : end]
    if any(lexeme.kind is Kind.STRING for lexeme in words):
        return None
    text = " ".join(lexeme.text for lexeme in words)
    message = f"{quoted(text)} is a text without quotes"
    return Diagnostic("unexpected-text", message, found.span.to(words[-1].span), help=f'write `"{text}"`')


def _quotes_in_quotes(place: Situation) -> Diagnostic | None:
    before, found, _ = _around(place)
    if found is None or before is None or before.kind is not Kind.STRING or not _touches(before, found):
        return None
    end = Span(before.span.file, before.span.end_line, before.span.end_column - 1, *_end(before))
    message = "the text in quotes ends here, and more follows"
    return Diagnostic("unexpected-text", message, end, help='a quote inside a text is `\\"`, or write `“…”`')


def _end(lexeme: Lexeme) -> tuple[int, int]:
    return lexeme.span.end_line, lexeme.span.end_column


def _comma_outside(place: Situation) -> Diagnostic | None:
    before, found, _ = _around(place)
    if found is None or found.text != "," or place.open_bracket is not None or "COMMA" in place.accepted:
        return None
    if before is None or "PLUS" not in place.accepted or all(lexeme.text != ")" for lexeme in place.lexemes):
        return None
    advice = "a `)` before it closes too much: move it behind what belongs inside"
    return Diagnostic("unexpected-text", "a `,` stands outside any bracket", found.span, help=advice)


HABITS: tuple[Callable[[Situation], Diagnostic | None], ...] = (
    _control_without_phase,
    _if_as_clause,
    _colon,
    _hyphenated_name,
    _parted_comparison,
    _grouped_digits,
    _number_in_words,
    _is_not,
    _text_without_quotes,
    _quotes_in_quotes,
    _comma_outside,
)
