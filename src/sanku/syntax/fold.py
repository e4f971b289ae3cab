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
_OTHER_QUOTES = {"“": "”“", "”": "”", "„": "”“", "‘": "’‘", "’": "’", "'": "'", "「": "」", "『": "』"}


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


def fold_line(file: str, number: int, original: str) -> tuple[FoldedLine, list[Problem]]:
    """Return a line folded, with one problem for each refused character and one for its tabs."""
    if original.isascii() and original.isprintable() and "'" not in original:
        return FoldedLine(file, number, original, original, range(1, len(original) + 2)), []
    characters: list[str] = []
    columns: list[int] = []
    problems: list[Problem] = []
    reported: set[str] = set()
    closing, escaped, is_comment, tab = "", False, False, 0
    for column, character in enumerate(original, 1):
        folded = character
        if is_comment:
            if is_hidden(character) and character != "\t" and character not in reported:
                problems.append(_hidden(file, number, column, character, "comment"))
                reported.add(character)
        elif closing:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character in closing:
                closing, folded = "", '"'
            if is_hidden(character) and character not in reported:
                problems.append(_hidden(file, number, column, character, "text"))
                reported.add(character)
        elif character == "\t":
            tab, folded = tab or column, " "
        elif is_hidden(character):
            if character not in reported:
                problems.append(_hidden(file, number, column, character, "rule text"))
                reported.add(character)
            folded = " "
        elif character in _OTHER_QUOTES:
            problems.append(_other_quote(file, number, column, character))
            closing, folded = _OTHER_QUOTES[character] + '"', '"'
        else:
            folded = fold_character(character)
            closing = {'"': '"＂' if character != '"' else '"'}.get(folded, "")
            is_comment = folded == "#"
        characters.append(folded)
        columns.extend([column] * len(folded))
    if tab:
        problems.append(_tab(file, number, tab))
    columns.append(len(original) + 1)
    return FoldedLine(file, number, original, "".join(characters), columns), problems


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
