"""Text to lexemes, comments and problems; nothing is a keyword yet.

Every line is scanned by itself: no lexeme crosses the end of a line, so one bad line spoils no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.syntax.characters import describe_character, meant_instead
from sanku.syntax.fold import FoldedLine, fold_line, split_lines
from sanku.syntax.lexemes import Kind, Lexeme, Problem, Scan
from sanku.syntax.literals import Read, read_number, read_string
from sanku.syntax.names import read_word
from sanku.syntax.nodes import Comment

_BLANK = re.compile(r" *")
_WORD = re.compile(r"\w+")
_AMOUNT = re.compile(r" *([0-9]+(?:\.[0-9]+)?)", re.ASCII)
_SYMBOL = re.compile(r"\.\.|!=|<=|>=|[.,:()\[\]{}+\-*/=<>]")
_DOUBLED = {"==": "=", "<>": "!=", "&&": "and", "||": "or", "=<": "<=", "=>": ">=", "=!": "!=", "!": "not"}
_FOREIGN_COMMENT = re.compile(r"//|/\*|--(?= )|;;?")
_MISTYPED = re.compile(r"==|<>|&&|\|\||=<|=>|=!|!(?!=)")


def scan(text: str, file: str, words: frozenset[str]) -> Scan:
    """Scan a text.

    Args:
        text: The text, without a byte order mark.
        file: Its path, for the spans.
        words: The keywords in every spelling; they may stand after a number, where other words are units.
    """
    lexemes: list[Lexeme] = []
    comments: list[Comment] = []
    problems: list[Problem] = []
    lines = split_lines(text)
    for number, original in enumerate(lines, 1):
        line, refused = fold_line(file, number, original)
        problems.extend(refused)
        place, is_first = _skip(line, 0), True
        while place < len(line.text):
            if line.text[place] == "#":
                comments.append(Comment(line.text[place:], is_first, span=line.span(place, len(line.text))))
                break
            if is_first and (foreign := _FOREIGN_COMMENT.match(line.text, place)):
                problems.append(_foreign_comment(line, place, foreign[0]))
                break
            lexeme, place, found = _read(line, place, is_first=is_first, words=words)
            problems.extend(found)
            if lexeme is not None:
                lexemes.append(lexeme)
                is_first = False
            place = _skip(line, place)
    end = Span(file, len(lines), len(lines[-1]) + 1, len(lines), len(lines[-1]) + 1)
    return Scan(tuple(lexemes), tuple(comments), _once_a_line(problems), end)


def _once_a_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the first of equal problems on one line: a pasted run of odd characters is one mistake."""
    first: dict[tuple[int, str], Problem] = {}
    for problem in problems:
        first.setdefault((problem.diagnostic.span.line, problem.diagnostic.message), problem)
    return tuple(first.values())


def _skip(line: FoldedLine, place: int) -> int:
    match = _BLANK.match(line.text, place)
    return match.end() if match else place


def _read(
    line: FoldedLine, place: int, *, is_first: bool, words: frozenset[str]
) -> Read | tuple[None, int, tuple[Problem, ...]]:
    character = line.text[place]
    if character == '"':
        return read_string(line, place, is_first=is_first)
    if character in "0123456789":
        return read_number(line, place, is_first=is_first, words=words)
    if word := _WORD.match(line.text, place):
        return read_word(line, word, is_first=is_first)
    if mistyped := _MISTYPED.match(line.text, place):
        return _mistyped(line, mistyped, is_first=is_first)
    if symbol := _SYMBOL.match(line.text, place):
        return Lexeme(Kind.SYMBOL, symbol[0], line.span(place, symbol.end()), is_first), symbol.end(), ()
    end = place + len(line.text[place:]) - len(line.text[place:].lstrip(character))
    return None, end, (_unknown_character(line, place),)


def _foreign_comment(line: FoldedLine, place: int, mark: str) -> Problem:
    message, span = f"`{mark}` starts no comment", line.span(place, place + len(mark))
    return Problem(Diagnostic("unknown-character", message, span, help="write `# …`"), fatal=False)


def _mistyped(line: FoldedLine, match: re.Match[str], *, is_first: bool) -> Read:
    meant, span = _DOUBLED[match[0]], line.span(match.start(), match.end())
    found = Diagnostic(
        code="unknown-character", message=f"`{match[0]}` is no operator", span=span, help=f"write `{meant}`"
    )
    return Lexeme(Kind.SYMBOL, meant, span, is_first), match.end(), (Problem(found),)


def _unknown_character(line: FoldedLine, place: int) -> Problem:
    original = line.original[line.columns[place] - 1]
    meant = meant_instead(original)
    amount = _AMOUNT.match(line.text, place + 1) if original in "¥￥$" else None
    found = Diagnostic(
        code="unknown-character",
        message=f"`{original}` ({describe_character(original)}) means nothing here",
        span=line.span(place, place + 1),
        help=f"write `{meant}`" if meant else f"write `{amount[1]} 元`" if amount else "delete it, or put it in quotes",
    )
    return Problem(found)
