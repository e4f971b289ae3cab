"""The parser: lexemes to what the builders make of them. Lark is named only here.

A word is handed to the parser as a keyword where the parser's state can take that keyword, else as a name.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

from lark import Lark, Token, UnexpectedToken
from lark import logger as lark_logger
from lark.exceptions import GrammarError
from lark.lexer import PatternStr

from sanku.core.span import Span
from sanku.storage import user_cache
from sanku.syntax.build import CALLBACKS
from sanku.syntax.keywords import EXPRESSION_WORDS, FUNCTIONS, PERIODS, spellings
from sanku.syntax.lexemes import Kind, Lexeme
from sanku.syntax.tables import parser_of

STARTS = ("file", "preamble", "use", "items", "clauses", "expression")


class Leaf(Token):
    """A token of the grammar that knows its lexeme."""

    __slots__ = ("lexeme",)
    lexeme: Lexeme

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.lexeme.span


@dataclass(frozen=True, slots=True)
class Stuck:
    """Where the parser could not go on.

    Args:
        start: The start rule.
        index: The lexeme it could not take; the number of lexemes if the text ended too early.
    """

    start: str
    index: int


@dataclass(frozen=True, slots=True)
class Grammar:
    """The built parser, and how words and symbols become its terminals."""

    lark: Lark
    symbols: dict[str, str]
    words: dict[str, tuple[tuple[str, ...], ...]]
    spelled: dict[str, str]
    openers: frozenset[str]

    def parse(self, start: str, lexemes: Sequence[Lexeme]) -> Any:  # noqa: ANN401 - what a start rule builds differs
        """Return what the builders make of ``lexemes``, or ``Stuck``."""
        parser = self.lark.parse_interactive(start=start)
        for index, lexeme in enumerate(lexemes):
            following = lexemes[index + 1] if index + 1 < len(lexemes) else None
            for terminal in self._terminals(lexeme, following, parser.choices()):
                leaf = Leaf(terminal, lexeme.text)
                leaf.lexeme = lexeme
                try:
                    parser.feed_token(leaf)
                except UnexpectedToken:
                    return Stuck(start, index)
        try:
            return parser.feed_eof()
        except UnexpectedToken:
            return Stuck(start, len(lexemes))

    def starts_expression(self, terminal: str) -> bool:
        """Return whether an expression can start with a terminal."""
        return terminal in self.openers

    def in_order(self, terminals: Collection[str]) -> tuple[str, ...]:
        """Return the keywords and symbols among ``terminals`` in the order of the grammar."""
        return tuple(terminal for terminal in self.spelled if terminal in terminals)

    def meanings(self, lexeme: Lexeme) -> frozenset[str]:
        """Return the keywords that a word can stand for, in English; none for a name."""
        found = self.words.get(lexeme.text, ()) if lexeme.kind is Kind.WORD else ()
        return frozenset(meaning[0] for meaning in found)

    def means(self, lexeme: Lexeme, words: Collection[str]) -> bool:
        """Return whether a word can stand for one of ``words``."""
        return not self.meanings(lexeme).isdisjoint(words)

    def accepted(self, lexemes: Sequence[Lexeme], stuck: Stuck) -> frozenset[str]:
        """Return the terminals that the parser could have taken where it got stuck."""
        # From the start again: before giving up the parser reduces what it can, and then no longer knows of operators.
        parser = self.lark.parse_interactive(start=stuck.start)
        for index, lexeme in enumerate(lexemes[: stuck.index]):
            following = lexemes[index + 1] if index + 1 < len(lexemes) else None
            for terminal in self._terminals(lexeme, following, parser.choices()):
                leaf = Leaf(terminal, lexeme.text)
                leaf.lexeme = lexeme
                parser.feed_token(leaf)
        return frozenset(parser.accepts())

    def _terminals(self, lexeme: Lexeme, following: Lexeme | None, choices: dict[str, Any]) -> tuple[str, ...]:
        if lexeme.kind is Kind.SYMBOL:
            return (self.symbols[lexeme.text],)
        if lexeme.kind is not Kind.WORD:
            return (lexeme.kind.value,)
        after = following.text if following and following.kind is Kind.SYMBOL else ""
        meanings = self.words.get(lexeme.text, ())
        for meaning in meanings:
            word = meaning[0]
            is_name = (word in FUNCTIONS and after != "(") or (word in PERIODS and after == ".")
            is_reserved = word in EXPRESSION_WORDS and "NUMBER" in choices
            if (word.upper() in choices or is_reserved) and not is_name:
                return tuple(part.upper() for part in meaning)
        if "NAME" in choices or not meanings:
            return ("NAME",)
        return (meanings[0][0].upper(),)


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """Build the parser, once for each process and when it is first needed."""
    return _build(CALLBACKS)


@lru_cache(maxsize=1)
def concrete_grammar() -> Grammar:
    """Build the parser whose trees keep every word and mark as they stand, for what lays a text out anew."""
    return _build(None)


def _build(callbacks: SimpleNamespace | None) -> Grammar:
    lark = parser_of(grammar_text(), STARTS, callbacks, user_cache())
    fixed = {t.pattern.value: t.name for t in lark.terminals if isinstance(t.pattern, PatternStr)}
    english = frozenset(text for text in fixed if text.isidentifier())
    symbols = {text: name for text, name in fixed.items() if text not in english}
    openers = frozenset(lark.parse_interactive(start="expression").choices())
    return Grammar(lark, symbols, spellings(english), {name: text for text, name in fixed.items()}, openers)


def grammar_text() -> str:
    """Return the text of the grammar."""
    return files("sanku.syntax").joinpath("grammar.lark").read_text(encoding="utf-8")


def conflicts(text: str, starts: Sequence[str]) -> tuple[str, ...]:
    """Return the LALR conflicts of a grammar; Lark itself resolves shift/reduce conflicts silently."""
    heard = io.StringIO()
    handler, level = logging.StreamHandler(heard), lark_logger.level
    lark_logger.addHandler(handler)
    lark_logger.setLevel(logging.DEBUG)
    try:
        Lark(text, parser="lalr", lexer="basic", start=list(starts), debug=True)
    except GrammarError as error:
        return (str(error),)
    finally:
        lark_logger.removeHandler(handler)
        lark_logger.setLevel(level)
    return tuple(line for line in heard.getvalue().splitlines() if "conflict" in line.lower())
