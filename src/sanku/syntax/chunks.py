"""Lexemes to the stretches that recovery parses one by one: items, and inside a broken item its clauses.

Only used on text that does not parse: where a stretch starts is then read from lines, columns and near keywords.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sanku.core.text import nearest
from sanku.syntax.grammar import Grammar
from sanku.syntax.keywords import CLAUSES, ITEMS
from sanku.syntax.lexemes import Kind, Lexeme

_TOP = frozenset({*ITEMS, "use", "module"})
_DEPTH = {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}
_ENDS_OPEN = frozenset("=,.(<>+-*/{[:") | {"!=", "<=", ">="}


@dataclass(frozen=True, slots=True)
class Chunks:
    """A text cut at its top-level starts: what stands before the first item, and one stretch for each item."""

    preamble: tuple[Lexeme, ...]
    items: tuple[tuple[Lexeme, ...], ...]


def cut_items(grammar: Grammar, lexemes: Sequence[Lexeme]) -> Chunks:
    """Cut the lexemes of a file before each line that starts an item, or was meant to."""
    margin = lexemes[0].span.column if lexemes else 1
    starts = [i for i in range(1, len(lexemes)) if _starts_top(grammar, lexemes, i, margin)]
    first = next((i for i in (0, *starts) if i < len(lexemes) and not _is_preamble(grammar, lexemes[i])), len(lexemes))
    bounds = [i for i in starts if i > first]
    return Chunks(tuple(lexemes[:first]), _cut(lexemes, first, bounds))


def cut_uses(grammar: Grammar, preamble: Sequence[Lexeme]) -> tuple[tuple[Lexeme, ...], ...]:
    """Cut a preamble into its ``module`` and its ``use`` lines."""
    starts = [i for i in range(1, len(preamble)) if preamble[i].is_first and _is_preamble(grammar, preamble[i])]
    return _cut(preamble, 0, starts)


def cut_clauses(grammar: Grammar, item: Sequence[Lexeme]) -> tuple[tuple[Lexeme, ...], ...]:
    """Cut an item before each line that starts a clause, or was meant to; the first stretch is its head."""
    body = next((lexeme.span.column for lexeme in item[1:] if lexeme.is_first), 0)
    bounds, depth = [], 0
    for index in range(1, len(item)):
        previous, lexeme = item[index - 1], item[index]
        depth = max(0, depth + _DEPTH.get(previous.text, 0)) if previous.kind is Kind.SYMBOL else depth
        if lexeme.is_first and _starts_clause(grammar, previous, lexeme, depth, body):
            bounds.append(index)
            depth = 0
    return _cut(item, 0, bounds)


def _cut(lexemes: Sequence[Lexeme], first: int, starts: Sequence[int]) -> tuple[tuple[Lexeme, ...], ...]:
    bounds = [first, *starts, len(lexemes)]
    return tuple(tuple(lexemes[a:b]) for a, b in pairwise(bounds) if a < b)


def meant_keyword(grammar: Grammar, lexeme: Lexeme, words: Collection[str]) -> str:
    """Return the keyword among ``words`` that a misspelt one is near to, in English; ``""`` if none is."""
    spelled = {
        spelling: meaning[0]
        for spelling, meanings in grammar.words.items()
        for meaning in meanings
        if meaning[0] in words
    }
    near = nearest(lexeme.text, spelled) if lexeme.kind is Kind.WORD else None
    return spelled[near] if near else ""


def _is_preamble(grammar: Grammar, lexeme: Lexeme) -> bool:
    near = meant_keyword(grammar, lexeme, ("module", "use", *ITEMS, *CLAUSES))
    return grammar.means(lexeme, ("module", "use")) or (not grammar.meanings(lexeme) and near in {"module", "use"})


def _starts_top(grammar: Grammar, lexemes: Sequence[Lexeme], index: int, margin: int) -> bool:
    lexeme = lexemes[index]
    following = lexemes[index + 1] if index + 1 < len(lexemes) else None
    if not lexeme.is_first or lexeme.kind is not Kind.WORD:
        return False
    names_something = following is not None and following.kind is Kind.WORD and not following.is_first
    if grammar.means(lexeme, _TOP):
        return lexeme.span.column <= margin or names_something
    if lexeme.span.column > margin or grammar.meanings(lexeme) or not names_something:
        return False
    third = lexemes[index + 2] if index + 2 < len(lexemes) else None
    is_headed = third is not None and third.kind is Kind.STRING and not third.is_first
    return is_headed or meant_keyword(grammar, lexeme, (*_TOP, *CLAUSES)) in _TOP


def _starts_clause(grammar: Grammar, previous: Lexeme, lexeme: Lexeme, depth: int, body: int) -> bool:
    if lexeme.kind is not Kind.WORD:
        return False
    at_margin = lexeme.span.column <= body
    if grammar.means(lexeme, CLAUSES):
        return at_margin or depth == 0
    is_continued = previous.kind is Kind.SYMBOL and previous.text in _ENDS_OPEN
    return at_margin and not grammar.meanings(lexeme) and not is_continued
