"""A word of a folded line to a lexeme; a character that names do not have is named in a problem (semantics 44)."""

from __future__ import annotations

import re

from sanku.diagnostics.message import Diagnostic
from sanku.syntax.characters import describe_character, is_name_character, plain_spelling
from sanku.syntax.fold import FoldedLine
from sanku.syntax.lexemes import Kind, Lexeme, Problem


def read_word(line: FoldedLine, match: re.Match[str], *, is_first: bool) -> tuple[Lexeme, int, tuple[Problem, ...]]:
    """Return the word that ``match`` found, the place after it, and what is wrong with it."""
    word, span = match[0], line.span(match.start(), match.end())
    problem = foreign_character(line, match.start(), word)
    if problem is None:
        return Lexeme(Kind.WORD, word, span, is_first), match.end(), ()
    return Lexeme(Kind.WORD, plain_spelling(word) or word, span, is_first), match.end(), (problem,)


def foreign_character(line: FoldedLine, start: int, word: str) -> Problem | None:
    """Return the problem of the first character of a word that no name may have, or ``None``."""
    strange = next((index for index, character in enumerate(word) if not is_name_character(character)), None)
    if strange is None:
        return None
    character, plain = word[strange], plain_spelling(word)
    shown = word if len(word) <= 30 else f"{word[:30]}…"
    where = f"`{character}`" if word == character else f"`{character}` in `{shown}`"
    is_digit = character.isdigit()
    wanted = "a digit 0 to 9" if is_digit else "an ASCII letter or a Han character"
    found = Diagnostic(
        code="foreign-digit" if is_digit else "foreign-letter",
        message=f"{where} is {describe_character(character)}, not {wanted}",
        span=line.span(start + strange, start + strange + 1),
        help=f"write `{plain}`" if plain else "names are ASCII letters, digits, `_` and Han characters",
    )
    return Problem(found)
