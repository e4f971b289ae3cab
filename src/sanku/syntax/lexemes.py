"""What the scanner hands to the parser: lexemes with spans, comments, and the problems met on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sanku.core.number import Rational
from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.syntax.nodes import Comment


class Kind(StrEnum):
    """What a lexeme is before the parser looks at it; a word becomes a keyword or a name only there."""

    WORD = "NAME"
    NUMBER = "NUMBER"
    QUANTITY = "QUANTITY"
    DATE = "DATE"
    STRING = "STRING"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of text.

    Args:
        kind: What it is.
        text: Its text after NFKC; of a string the content, of a quantity the number's spelling.
        span: Where it stands in the original text.
        is_first: Whether it is the first on its line.
        number: The value of a number or quantity.
        day: The value of a date.
        unit: The canonical unit of a quantity.
        written: The unit as written.
    """

    kind: Kind
    text: str
    span: Span
    is_first: bool
    number: Rational = 0
    day: date = date.min
    unit: str = ""
    written: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A diagnostic of the scanner; a ``fatal`` one makes the clause it stands in unreadable."""

    diagnostic: Diagnostic
    fatal: bool = True


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned text. ``end`` is the empty span after the last character."""

    lexemes: tuple[Lexeme, ...]
    comments: tuple[Comment, ...]
    problems: tuple[Problem, ...]
    end: Span
