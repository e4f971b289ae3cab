"""``-k``: which cases an expression selects. ``and``, ``or``, ``not`` and brackets over pieces of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Selection = Callable[[str], bool]
"""Whether a case of this text (title, file, rules) is selected."""

_TOKEN = re.compile(r"\s*(?:([()（）])|\"([^\"]*)\"|([^\s()（）\"]+))")
_WORDS = ("and", "or", "not")


class SelectionError(Exception):
    """An expression that cannot be read; the message says why, in an author's words."""


def selection(expression: str) -> Selection:
    """Return the test that an expression means; the empty one selects everything.

    Raises:
        SelectionError: The expression is not well formed.
    """
    tokens = list(_tokens(expression))
    if not tokens:
        return lambda _: True
    found = _either(tokens)
    if tokens:
        raise SelectionError(f"`{tokens[0][1]}` is not expected here; join pieces of text with `and` or `or`")
    return found


def _tokens(expression: str) -> Iterator[tuple[str, str]]:
    place, text = 0, expression.strip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise SelectionError('a quotation mark is not closed; write "…" around a text with spaces')
        place = found.end()
        bracket, quoted, word = found.groups()
        if bracket:
            yield "bracket", "(" if bracket in "(（" else ")"
        elif word in _WORDS:
            yield "word", word
        else:
            yield "text", quoted if quoted is not None else word


def _either(tokens: list[tuple[str, str]]) -> Selection:
    found = _both(tokens)
    while tokens and tokens[0] == ("word", "or"):
        tokens.pop(0)
        found = _any_of(found, _both(tokens))
    return found


def _both(tokens: list[tuple[str, str]]) -> Selection:
    found = _one(tokens)
    while tokens and tokens[0] == ("word", "and"):
        tokens.pop(0)
        found = _all_of(found, _one(tokens))
    return found


def _any_of(one: Selection, other: Selection) -> Selection:
    return lambda text: one(text) or other(text)


def _all_of(one: Selection, other: Selection) -> Selection:
    return lambda text: one(text) and other(text)


def _one(tokens: list[tuple[str, str]]) -> Selection:
    if not tokens:
        raise SelectionError("a piece of text is missing at the end")
    kind, text = tokens.pop(0)
    if (kind, text) == ("word", "not"):
        inner = _one(tokens)
        return lambda given: not inner(given)
    if (kind, text) == ("bracket", "("):
        found = _either(tokens)
        if not tokens or tokens.pop(0) != ("bracket", ")"):
            raise SelectionError("a bracket is not closed")
        return found
    if kind != "text":
        raise SelectionError(f"a piece of text is missing before `{text}`")
    return lambda given: text in given
