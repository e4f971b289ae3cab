"""Errors that deserve words of their own, because authors make them often: a situation to a diagnostic, or none."""

from __future__ import annotations

from collections.abc import Callable

from sanku.core.text import nearest
from sanku.diagnostics.message import Diagnostic, Label
from sanku.syntax.habits import HABITS
from sanku.syntax.keywords import CLAUSES, EXPRESSION_WORDS, ITEMS, PERIODS
from sanku.syntax.lexemes import Kind
from sanku.syntax.situation import Situation, quoted

_CLOSING = {"(": ")", "{": "}", "[": "]"}
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_BINDERS = ("for", "match", "gather", "exists", "all", "among")
_CONDITIONS = ("not", "exists", "all")


def hint(place: Situation) -> Diagnostic | None:
    """Return the diagnostic of a well-known mistake, if it is one."""
    for recognise in (*_HINTS, *HABITS):
        if found := recognise(place):
            return found
    return None


def _open_bracket(place: Situation) -> Diagnostic | None:
    bracket, found = place.open_bracket, place.found
    if bracket is None:
        return None
    closing = _CLOSING[bracket.text]
    is_at_end = found is None or (found.is_first and place.grammar.means(found, (*CLAUSES, *ITEMS)))
    if not is_at_end or place.grammar.symbols[closing] not in place.accepted:
        return None
    return Diagnostic(
        code="unclosed-bracket",
        message=f"`{bracket.text}` is not closed",
        span=bracket.span,
        labels=(Label(place.span, f"`{closing}` expected at the latest here"),),
        help=f"write `{closing}`",
    )


def _stray_bracket(place: Situation) -> Diagnostic | None:
    found, bracket = place.found, place.open_bracket
    if found is None or found.kind is not Kind.SYMBOL or found.text not in _CLOSING.values():
        return None
    if bracket is None:
        message = f"`{found.text}` closes nothing"
        return Diagnostic("stray-bracket", message, found.span, help=f"delete `{found.text}`")
    closing = _CLOSING[bracket.text]
    if closing == found.text:
        return None
    label = Label(bracket.span, f"`{bracket.text}` opened here")
    message = f"`{found.text}` does not close `{bracket.text}`"
    return Diagnostic("stray-bracket", message, found.span, labels=(label,), help=f"write `{closing}`")


def _bare_where(place: Situation) -> Diagnostic | None:
    if place.word_before != "where" or place.accepted != {"LPAR"}:
        return None
    return Diagnostic(
        code="bare-where",
        message="the condition after `where` stands in parentheses here",
        span=place.span,
        help="write `where (…)`; only `for … where` does without",
    )


def _chained_comparison(place: Situation) -> Diagnostic | None:
    found = place.found
    if found is None or found.text not in _COMPARISONS or not place.accepted >= {"AND", "OR"}:
        return None
    if found.kind is not Kind.SYMBOL:
        return None
    return Diagnostic(
        code="unexpected-text",
        message=f"a second comparison `{found.text}` follows the first",
        span=found.span,
        help="join two comparisons with `and`: `a < b and b < c`; compare a condition in parentheses: `(a < b) = c`",
    )


def _condition_as_value(place: Situation) -> Diagnostic | None:
    found, accepted = place.found, place.accepted
    if found is None or "NUMBER" not in accepted or not place.grammar.means(found, (*_CONDITIONS, "if")):
        return None
    return Diagnostic(
        code="unexpected-text",
        message=f"{quoted(found.text)} cannot stand after {quoted(place.before)} without parentheses",
        span=found.span,
        help=f"write `({found.text} …)`",
    )


def _operator_as_value(place: Situation) -> Diagnostic | None:
    found, accepted = place.found, place.accepted
    if found is None or "NUMBER" not in accepted or not place.grammar.means(found, EXPRESSION_WORDS):
        return None
    return Diagnostic(
        code="unexpected-text",
        message=f"a value is missing between {quoted(place.before)} and {quoted(found.text)}",
        span=found.span,
        help=f"write a value before `{found.text}`",
    )


def _keyword_as_name(place: Situation) -> Diagnostic | None:
    """Recognise ``for in lines``: ``in`` was taken as the name."""
    index = place.index
    if index < 2 or place.found is None or "IN" not in place.accepted or "PLUS" in place.accepted:
        return None
    binder, name = place.lexemes[index - 2], place.lexemes[index - 1]
    if not place.grammar.means(name, ("in",)) or not place.grammar.means(binder, _BINDERS):
        return None
    return Diagnostic(
        code="unexpected-text",
        message=f"a name is missing between `{binder.text}` and `{name.text}`",
        span=name.span,
        help=f"write `{binder.text} x {name.text} …`",
    )


def _unknown_period(place: Situation) -> Diagnostic | None:
    index = place.index
    if index < 2 or place.accepted != {"DOT"} or not place.grammar.means(place.lexemes[index - 2], ("same", "on")):
        return None
    name = place.lexemes[index - 1]
    near = nearest(name.text, PERIODS)
    return Diagnostic(
        code="unknown-keyword",
        message=f"{quoted(name.text)} is no period",
        span=name.span,
        help=f"write `{near}`"
        if near
        else "write `hour`, `day`, `week`, `month`, `quarter`, `year`, `benefit_year`, "
        "`encounter`, or a row's column: `row.window`",
    )


def _late_use(place: Situation) -> Diagnostic | None:
    found = place.found
    if found is None or not found.is_first or not place.grammar.means(found, ("use", "module")):
        return None
    if place.index > 0:
        return _second_module(place)
    return Diagnostic(
        code="misplaced-use",
        message=f"{quoted(found.text)} stands after an item",
        span=found.span,
        help="a file is `module`, then its `use` lines, then its items; move it up",
    )


def _second_module(place: Situation) -> Diagnostic | None:
    found = place.found
    if found is None or "USE" not in place.accepted or not place.grammar.means(found, ("module",)):
        return None
    return Diagnostic(
        code="misplaced-use",
        message=f"a second {quoted(found.text)} stands in this file",
        span=found.span,
        help="a file is one module; move what follows into a file of its own",
    )


def _cap_of_another(place: Situation) -> Diagnostic | None:
    if place.accepted != {"COUNT", "SUM"}:
        return None
    return Diagnostic(
        code="unexpected-text",
        message=f"`cap` limits a `sum(…)` or a `count(…)`, found {place.found_in_words}",
        span=place.span,
        help="write `cap sum(x.quantity for x in C where (P)) at most E`; any other condition is a `when`",
    )


_HINTS: tuple[Callable[[Situation], Diagnostic | None], ...] = (
    _open_bracket,
    _stray_bracket,
    _bare_where,
    _chained_comparison,
    _condition_as_value,
    _operator_as_value,
    _keyword_as_name,
    _unknown_period,
    _late_use,
    _cap_of_another,
)
