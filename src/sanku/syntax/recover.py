"""Lexemes to as much of a file as can be read, and one diagnostic for each place that cannot.

The whole text is parsed first. Only if that fails it is cut, so that what is valid never depends on how it is laid out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.syntax.build_clauses import Preamble, WithdrawClauses
from sanku.syntax.chunks import cut_clauses, cut_items, cut_uses, meant_keyword
from sanku.syntax.expect import describe, missing_module
from sanku.syntax.grammar import Grammar, Stuck
from sanku.syntax.keywords import ITEMS
from sanku.syntax.lexemes import Kind, Lexeme, Problem
from sanku.syntax.nodes import Clause, Item, Name, Path, Use
from sanku.syntax.shape import check_clauses, check_item


@dataclass(slots=True)
class Reading:
    """What has been read so far, filled while a text is read; ``spoiled`` are the places of fatal problems, sorted."""

    grammar: Grammar
    spoiled: Sequence[tuple[int, int]]
    module: Path | None = None
    uses: list[Use] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    dropped: list[Name] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read(grammar: Grammar, lexemes: Sequence[Lexeme], problems: Sequence[Problem], end: Span) -> Reading:
    """Read a file.

    Args:
        grammar: The parser.
        lexemes: Its lexemes.
        problems: What the scanner met; a clause with a fatal one is not parsed, for its text is not what was meant.
        end: The end of the text.
    """
    spans = (problem.diagnostic.span for problem in problems if problem.fatal)
    reading = Reading(grammar, sorted((span.line, span.column) for span in spans))
    if not lexemes:
        if not problems:
            reading.diagnostics.append(missing_module(None, end))
        return reading
    stuck: Stuck | None = None
    if not reading.spoiled:
        result = grammar.parse("file", lexemes)
        if not isinstance(result, Stuck):
            _take_preamble(reading, result[0])
            _take_items(reading, result[1])
            return reading
        stuck = result
    chunks = cut_items(grammar, lexemes)
    _read_preamble(reading, chunks.preamble, chunks.items[0][0] if chunks.items else lexemes[0])
    for chunk in chunks.items:
        _read_items(reading, chunk)
    if stuck is not None and not reading.diagnostics:
        reading.diagnostics.append(describe(grammar, lexemes, stuck))
    return reading


def _take_preamble(reading: Reading, preamble: Preamble) -> None:
    reading.module = preamble.module
    reading.uses.extend(preamble.uses)


def _take_items(reading: Reading, items: Sequence[Item | WithdrawClauses]) -> None:
    for found in items:
        beside: tuple[Clause, ...] = ()
        item = found
        if isinstance(found, WithdrawClauses):
            item, beside = found.withdraw, found.clauses
        assert not isinstance(item, WithdrawClauses)
        wrong = tuple(check_item(item, beside))
        reading.diagnostics.extend(wrong)
        if not wrong:
            reading.items.append(item)
        elif name := _name_of(item):
            reading.dropped.append(name)


def _name_of(item: Item) -> Name | None:
    name = getattr(item, "name", None)
    return name if isinstance(name, Name) else None


def _read_preamble(reading: Reading, preamble: Sequence[Lexeme], first: Lexeme) -> None:
    lines = cut_uses(reading.grammar, preamble)
    if not lines or not reading.grammar.means(lines[0][0], ("module",)):
        if not lines or reading.grammar.meanings(lines[0][0]):
            begin = preamble[0] if preamble else first
            if not _is_spoiled(reading, (begin,)):
                reading.diagnostics.append(missing_module(begin, begin.span))
        elif not _is_spoiled(reading, lines[0]):
            stuck = reading.grammar.parse("preamble", lines[0])
            reading.diagnostics.append(describe(reading.grammar, lines[0], stuck))
            lines = lines[1:]
    for line in lines:
        if _is_spoiled(reading, line):
            continue
        start = "preamble" if reading.grammar.means(line[0], ("module",)) else "use"
        result = reading.grammar.parse(start, line)
        if isinstance(result, Stuck):
            reading.diagnostics.append(describe(reading.grammar, line, result))
        elif isinstance(result, Use):
            reading.uses.append(result)
        elif reading.module is None:
            _take_preamble(reading, result)


def _read_items(reading: Reading, chunk: Sequence[Lexeme]) -> None:
    stuck: Stuck | None = None
    if not _is_spoiled(reading, chunk):
        result = reading.grammar.parse("items", chunk)
        if not isinstance(result, Stuck):
            _take_items(reading, result)
            return
        stuck = result
    before = len(reading.diagnostics)
    head, *rest = cut_clauses(reading.grammar, chunk)
    clauses: list[Clause] = []
    for start, piece in (("items", head), *(("clauses", piece) for piece in rest)):
        if _is_spoiled(reading, piece):
            continue
        result = reading.grammar.parse(start, piece)
        if isinstance(result, Stuck):
            reading.diagnostics.append(describe(reading.grammar, piece, result))
        elif start == "clauses":
            clauses.extend(result)
    if stuck is not None and len(reading.diagnostics) == before:
        # Every stretch parses by itself: the cut was wrong, so the item as a whole has to say what it needs.
        reading.diagnostics.append(describe(reading.grammar, chunk, stuck))
    else:
        reading.diagnostics.extend(check_clauses(tuple(clauses)))
    if name := _name_in(reading.grammar, chunk):
        reading.dropped.append(name)


def _name_in(grammar: Grammar, chunk: Sequence[Lexeme]) -> Name | None:
    head = grammar.meanings(chunk[0]) or {meant_keyword(grammar, chunk[0], ITEMS)}
    if head & {"rule", "define"} and len(chunk) > 1:
        lexeme = chunk[1]
    elif "exempt" in head:
        lexeme = next((b for a, b in pairwise(chunk) if grammar.means(a, ("as",))), chunk[0])
    else:
        return None
    return Name(lexeme.text, span=lexeme.span) if lexeme.kind is Kind.WORD else None


def _is_spoiled(reading: Reading, chunk: Sequence[Lexeme]) -> bool:
    """Return whether a fatal problem stands in a stretch; before its first lexeme too, if that starts the line."""
    first, last = chunk[0], chunk[-1]
    low = (first.span.line, 0 if first.is_first else first.span.column)
    high = (last.span.end_line + 1, 0)
    index = bisect_left(reading.spoiled, low)
    return index < len(reading.spoiled) and reading.spoiled[index] < high
