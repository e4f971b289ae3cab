"""The place where the parser got stuck, as the wording of errors asks about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanku.core.span import Span
from sanku.core.text import nearest
from sanku.syntax.grammar import Grammar
from sanku.syntax.keywords import CLAUSES, ITEMS
from sanku.syntax.lexemes import Kind, Lexeme

_HEADS = frozenset({"module", "use", *ITEMS, *CLAUSES})
_OPENING = {")": "(", "}": "{", "]": "["}
_LONGEST = 40


def shown(text: str) -> str:
    """Return the author's text as a message shows it: cut if long."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def quoted(text: str) -> str:
    """Return the author's text in backticks, cut if long."""
    return f"`{shown(text)}`"


def written(lexeme: Lexeme) -> str:
    """Return a lexeme as its author wrote it, but for blanks and width."""
    if lexeme.kind is Kind.STRING:
        return f'"{lexeme.text}"'
    return f"{lexeme.text} {lexeme.written}".rstrip()


@dataclass(frozen=True, slots=True)
class Situation:
    """Where the parser got stuck: in which lexemes, at which of them, and what it could have taken there."""

    grammar: Grammar
    lexemes: tuple[Lexeme, ...]
    index: int
    accepted: frozenset[str]

    @property
    def found(self) -> Lexeme | None:
        """The lexeme that could not be taken; none at the end."""
        index = self.index
        return self.lexemes[index] if index < len(self.lexemes) else None

    @property
    def found_in_words(self) -> str:
        """What was found, for the end of a sentence."""
        lexeme = self.found
        if lexeme is None:
            return "nothing more" if self.head in {"", "module", "use", *ITEMS} else f"the end of `{self.head}`"
        text = written(lexeme)
        prefix = {
            Kind.NUMBER: "the number ",
            Kind.QUANTITY: "the quantity ",
            Kind.DATE: "the date ",
            Kind.STRING: "the text ",
        }
        return f"{prefix.get(lexeme.kind, '')}{quoted(text)}"

    @property
    def span(self) -> Span:
        """The place to point at: the lexeme found, or just behind the last one."""
        if self.found:
            return self.found.span
        last = self.lexemes[-1].span
        return Span(last.file, last.end_line, last.end_column, last.end_line, last.end_column)

    @property
    def before(self) -> str:
        """The text before the place: one lexeme, or the whole of a path."""
        index = self.index
        if index == 0:
            return ""
        first = index - 1
        while first >= 2 and self.lexemes[first].kind is Kind.WORD and self.lexemes[first - 1].text == ".":
            first -= 2
        return "".join(written(lexeme) for lexeme in self.lexemes[first:index])

    @property
    def word_before(self) -> str:
        """The keyword directly before the place, in English; ``""`` if there is none."""
        if self.index == 0:
            return ""
        meanings = self.grammar.meanings(self.lexemes[self.index - 1])
        return min(meanings) if meanings else ""

    @property
    def head(self) -> str:
        """The word that starts the clause or item around the place, in English."""
        for index in range(min(self.index, len(self.lexemes)) - 1, -1, -1):
            lexeme = self.lexemes[index]
            heads = self.grammar.meanings(lexeme) & _HEADS
            if heads and (lexeme.is_first or index == 0):
                return min(heads)
        return ""

    @property
    def wants_and(self) -> bool:
        """Whether a ``between`` before the place still waits for its ``and``."""
        depth = 0
        for lexeme in reversed(self.lexemes[: self.index]):
            if lexeme.kind is Kind.SYMBOL and lexeme.text in _OPENING:
                depth += 1
            elif lexeme.kind is Kind.SYMBOL and lexeme.text in _OPENING.values():
                depth -= 1
            if depth < 0 or (depth == 0 and self.grammar.means(lexeme, ("and", "or", *CLAUSES))):
                return False
            if depth == 0 and self.grammar.means(lexeme, ("between", "not between")):
                return True
        return False

    @property
    def open_bracket(self) -> Lexeme | None:
        """The innermost bracket that is open at the place."""
        waiting: list[Lexeme] = []
        for lexeme in self.lexemes[: self.index]:
            if lexeme.kind is Kind.SYMBOL and lexeme.text in _OPENING.values():
                waiting.append(lexeme)
            elif lexeme.kind is Kind.SYMBOL and lexeme.text in _OPENING and waiting:
                waiting.pop()
        return waiting[-1] if waiting else None


def nearest_keyword(place: Situation, words: Sequence[str]) -> str:
    """Return the spelling nearest to the word found, among the spellings of ``words``; ``""`` if none is near.

    A Chinese keyword that runs into the next word (当患者) is near too: the advice then has the blank.
    """
    assert place.found
    text = place.found.text
    spellings = [word for word, meanings in place.grammar.words.items() if any(m[0] in words for m in meanings)]
    glued = [word for word in spellings if not word.isascii() and text.startswith(word) and len(text) > len(word)]
    if glued:
        keyword = max(glued, key=len)
        return f"{keyword} {text.removeprefix(keyword)}"
    return nearest(text.lower(), spellings) or ""
