"""Numbers, quantities, dates and strings: a folded line and a place in it to a lexeme and its problems."""

from __future__ import annotations

import re
from datetime import date

from sanku.core.number import parse_number
from sanku.core.span import Span
from sanku.core.text import nearest
from sanku.core.unit import find_unit, unit_names
from sanku.diagnostics.message import Diagnostic
from sanku.syntax.fold import FoldedLine
from sanku.syntax.keywords import CHINESE
from sanku.syntax.lexemes import Kind, Lexeme, Problem
from sanku.syntax.names import foreign_character

# A date, or what was meant as one; dividing 2025 by 01 by 01 without a blank is not.
_DATE = re.compile(r"([0-9]{4})([-/.]|年)([0-9]{1,2})([-/.]|月)([0-9]{1,2})(日?)(?!\w)", re.ASCII)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_UNIT = re.compile(r"(?P<blanks> *)(?P<unit>(?:10\*[0-9]+|%|[^\W\d_]\w*)(?:/[^\W\d_]\w*)*|\w+)")
_STRING = re.compile(r'"(?P<content>(?:\\.|[^"\\])*)\\?(?P<close>"?)')
_ESCAPE = re.compile(r"\\(.)")
_THOUSANDS = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_OPERATORS = frozenset(word for key in CHINESE for word in key.split())

Read = tuple[Lexeme, int, tuple[Problem, ...]]
"""A lexeme, the place after it, and what was wrong with it."""


def read_string(line: FoldedLine, start: int, *, is_first: bool) -> Read:
    """Read the string that starts at ``start``; it ends on its line."""
    match = _STRING.match(line.text, start)
    assert match
    span = line.span(start, match.end())
    problems: list[Problem] = []
    if not match["close"]:
        problems.append(
            _problem("unterminated-text", "the text in quotes does not end on its line", span, 'end it with `"`')
        )
    for escape in _ESCAPE.finditer(match["content"]):
        if escape[1] not in '"\\':
            begin = match.start("content") + escape.start()
            place = line.span(begin, begin + 2)
            problems.append(
                _problem(
                    "unknown-escape", f"`\\{escape[1]}` means nothing in a text", place, 'only `\\"` and `\\\\` do'
                )
            )
    content = _ESCAPE.sub(r"\1", match["content"])
    return Lexeme(Kind.STRING, content, span, is_first), match.end(), tuple(problems)


def read_number(line: FoldedLine, start: int, *, is_first: bool, words: frozenset[str]) -> Read:
    """Read the date, number or quantity that starts at ``start``.

    Args:
        line: The line.
        start: Where its first digit stands.
        is_first: Whether it is the first lexeme of the line.
        words: The keywords, in every spelling: what may follow a number.
    """
    dated = _DATE.match(line.text, start)
    if dated:
        return _read_date(line, dated, is_first=is_first)
    match = _NUMBER.match(line.text, start)
    assert match
    value = parse_number(match[0])
    problems: tuple[Problem, ...] = ()
    if value is None:
        problems = (_too_long(match[0], line.span(start, match.end())),)
    number = value or 0
    unit = _UNIT.match(line.text, match.end())
    if unit is None or (unit["blanks"] and _first_word(unit["unit"]) in words and find_unit(unit["unit"]) is None):
        return (
            Lexeme(Kind.NUMBER, match[0], line.span(start, match.end()), is_first, number=number),
            match.end(),
            problems,
        )
    if unit["blanks"] and unit["unit"][0] in "0123456789" and "*" not in unit["unit"]:
        return (
            Lexeme(Kind.NUMBER, match[0], line.span(start, match.end()), is_first, number=number),
            match.end(),
            problems,
        )
    found = find_unit(unit["unit"])
    end, span = unit.end(), line.span(start, unit.end())
    if found is None:
        place = line.span(unit.start("unit"), unit.end())
        word = re.match(r"\w*", unit["unit"])
        foreign = foreign_character(line, unit.start("unit"), word[0]) if word else None
        is_path = line.text[end : end + 1] in {".", "("}
        advice = _advise(match[0], unit["unit"], words, is_adjacent=not unit["blanks"], is_path=is_path)
        problems = (
            *problems,
            foreign or _unknown_unit(match[0], unit["unit"], place, advice, is_adjacent=not unit["blanks"]),
        )
    name = found.name if found else unit["unit"]
    lexeme = Lexeme(Kind.QUANTITY, match[0], span, is_first, number=number, unit=name, written=unit["unit"])
    return lexeme, end, problems


def _read_date(line: FoldedLine, match: re.Match[str], *, is_first: bool) -> Read:
    year, first, month, second, day, suffix = match.groups()
    span = line.span(match.start(), match.end())
    spelled = f"{year}-{month:0>2}-{day:0>2}"
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        problem = _problem(
            "bad-date", f"there is no day `{match[0]}`", span, "write a day of the calendar: `2025-01-31`"
        )
        return Lexeme(Kind.DATE, match[0], span, is_first), match.end(), (problem,)
    problems: tuple[Problem, ...] = ()
    if match[0] != spelled:
        assert first or second or suffix
        problems = (_problem("bad-date", f"`{match[0]}` is not how a date is written", span, f"write `{spelled}`"),)
    return Lexeme(Kind.DATE, spelled, span, is_first, day=value), match.end(), problems


def _first_word(unit: str) -> str:
    return re.split(r"[/*]", unit, maxsplit=1)[0]


def _too_long(text: str, span: Span) -> Problem:
    shown = text if len(text) <= 30 else f"{text[:30]}…"
    message = f"`{shown}` is too long for a number"
    return _problem(
        "number-too-long", message, span, 'write at most 18 digits and 6 decimals; a code stands in quotes: `"…"`'
    )


def _unknown_unit(number: str, unit: str, span: Span, advice: str, *, is_adjacent: bool) -> Problem:
    shown = unit if len(unit) <= 30 else f"{unit[:30]}…"
    if is_adjacent and re.fullmatch(r"[eE][0-9]*", unit, re.ASCII):
        return _problem("exponent", f"`{number}{shown}` has an exponent", span, "write the digits out")
    return _problem("unknown-unit", f"`{shown}` after `{number}` is not a unit", span, advice)


def _advise(number: str, unit: str, words: frozenset[str], *, is_adjacent: bool, is_path: bool) -> str:
    parts = unit.split("/")
    thousands = _THOUSANDS.get(unit[0])
    if thousands and number.isdecimal() and (rest := unit[1:] or "元") and find_unit(rest):
        return f"write `{int(number) * thousands} {rest}`"
    if is_adjacent and "_" in unit:
        return "a name begins with a letter"
    if len(parts) > 1 and is_path:
        return f"to divide, put blanks around `/`: `{number} {' / '.join(parts)}`"
    glued = next((end for end in range(len(unit) - 1, 0, -1) if find_unit(unit[:end]) and unit[end:] in words), 0)
    if glued:
        return f"write `{number} {unit[:glued]} {unit[glued:]}`"
    # Apart from the number it may also be a keyword that was misspelt.
    known = unit_names() if is_adjacent or len(parts) > 1 else (*unit_names(), *_OPERATORS)
    near = [part if find_unit(part) else _nearest_unit(part, known) for part in parts]
    if all(near):
        return f"write `{number} {'/'.join(near)}`"
    if len(parts) > 1:
        return f"write a unit such as `g/L`, or put blanks around `/` to divide: `{number} {' / '.join(parts)}`"
    return f"a number takes a unit (`{number} mg`, `{number} days`), an operator or a keyword"


def _nearest_unit(part: str, known: tuple[str, ...]) -> str:
    other_case = [name for name in known if name.lower() == part.lower()]
    return other_case[0] if other_case else nearest(part, known) or ""


def _problem(code: str, message: str, span: Span, advice: str) -> Problem:
    return Problem(Diagnostic(code=code, message=message, span=span, help=advice))
