"""One line of text to folded text whose every character knows its original column.

Outside strings and comments NFKC and the operator table apply; strings and comments keep their characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.syntax.characters import describe_character, fold_character, is_hidden
from sanku.syntax.lexemes import Problem

_LINE_END = re.compile(r"\r\n|\r|\n")
_REFUSED_QUOTES = {"“": "”“", "”": "”", "„": "”“", "‘": "’‘", "’": "’", "'": "'", "「": "」", "『": "』"}
_QUOTES = {'"': '"', "＂": '"＂'} | {opening: f'"{closing}' for opening, closing in _REFUSED_QUOTES.items()}


def split_lines(text: str) -> list[str]:
    """Return the lines of a text; only CR, LF and CRLF end one, so that editors agree on the numbers."""
    return _LINE_END.split(text)


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """A folded line: ``columns[i]`` is the original column of ``text[i]``, with one more entry for the end."""

    file: str
    number: int
    original: str
    text: str
    columns: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Return where the folded characters from ``start`` to before ``end`` stand in the original text."""
        first = self.columns[start]
        last = self.columns[end - 1] + 1 if end > start else first
        return Span(self.file, self.number, first, self.number, last)


def fold_line(file: str, number: int, original: str) -> tuple[FoldedLine, tuple[Problem, ...]]:
    """Return a line folded, with one problem for each kind of refused character and one for its tabs."""
    if original.isascii() and original.isprintable() and "'" not in original:
        return FoldedLine(file, number, original, original, range(1, len(original) + 2)), ()
    pieces: list[str] = []
    columns: list[int] = []
    problems: dict[str, Problem] = {}
    index = 0
    while index < len(original):
        character = original[index]
        folded, end, place = fold_character(character), index + 1, "rule text"
        if character in _QUOTES:
            end, place = _string_end(original, index), "text"
            # Whatever quotes the author used, the string stands in straight ones from here on.
            closes = end - 1 > index and original[end - 1] in _QUOTES[character]
            folded = f'"{original[index + 1 : end - 1]}"' if closes else f'"{original[index + 1 : end]}'
            if character in _REFUSED_QUOTES:
                problems.setdefault(character, _other_quote(file, number, index + 1, character))
        elif folded == "#":
            end, place = len(original), "comment"
            folded = f"#{original[index + 1 :]}"
        elif character == "\t":
            problems.setdefault(character, _tab(file, number, index + 1))
            folded = " "
        elif is_hidden(character):
            folded = " "
        for hidden in range(index, end):
            found = original[hidden]
            is_refused = is_hidden(found) and (found != "\t" or place == "text")
            if is_refused and place + found not in problems:
                problems[place + found] = _hidden(file, number, hidden + 1, found, place)
        pieces.append(folded)
        columns.extend([index + 1] * len(folded) if end == index + 1 else range(index + 1, end + 1))
        index = end
    columns.append(len(original) + 1)
    return FoldedLine(file, number, original, "".join(pieces), columns), tuple(problems.values())


def _string_end(original: str, start: int) -> int:
    """Return the place after the string that starts at ``start``: after its closing quote, or the end of the line."""
    closing = _QUOTES[original[start]]
    index = start + 1
    while index < len(original):
        if original[index] == "\\":
            index += 1
        elif original[index] in closing:
            return index + 1
        index += 1
    return len(original)


def _at(file: str, number: int, column: int) -> Span:
    return Span(file, number, column, number, column + 1)


def _hidden(file: str, number: int, column: int, character: str, place: str) -> Problem:
    found = Diagnostic(
        code="hidden-character",
        message=f"a hidden character stands in the {place}: {describe_character(character)}",
        span=_at(file, number, column),
        help="delete it: what is read must be what is seen",
    )
    return Problem(found, fatal=place != "comment")


def _other_quote(file: str, number: int, column: int, character: str) -> Problem:
    found = Diagnostic(
        code="unknown-character",
        message=f"`{character}` does not start a text",
        span=_at(file, number, column),
        help='write straight quotes: `"…"`',
    )
    return Problem(found)


def _tab(file: str, number: int, column: int) -> Problem:
    found = Diagnostic(
        code="tab",
        message="a tab stands between the words of this line",
        span=_at(file, number, column),
        help="use spaces",
    )
    return Problem(found, fatal=False)
