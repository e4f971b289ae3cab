"""Text of a ``.kb`` file to its tree and what is wrong with it: the one way into this folder."""

from __future__ import annotations

from sanku.core.span import Span
from sanku.diagnostics.conflict import conflict_in
from sanku.diagnostics.message import Diagnostic, sort_key
from sanku.syntax.decode import decode
from sanku.syntax.depth import brackets_too_deep, too_deep
from sanku.syntax.expect import describe
from sanku.syntax.grammar import Stuck, grammar
from sanku.syntax.nodes import Expr, File
from sanku.syntax.recover import read
from sanku.syntax.scan import scan
from sanku.syntax.spelling import in_chinese, is_chinese

_MARK = "\ufeff"


def parse_text(text: str, file: str) -> tuple[File | None, tuple[Diagnostic, ...]]:
    """Parse a file.

    Args:
        text: Its text; a byte order mark before it is skipped.
        file: Its path, as the user gave it.

    Returns:
        The tree with all items that are whole, or ``None`` if the file does not say which module it is; and every
        problem, in the order of the text.
    """
    path = file.replace("\\", "/")
    if conflict := conflict_in(text, path):
        return None, (conflict,)
    parser = grammar()
    scanned = scan(text.removeprefix(_MARK), path, frozenset(parser.words))
    problems = (*scanned.problems, *brackets_too_deep(scanned.lexemes))
    reading = read(parser, scanned.lexemes, problems, scanned.end)
    found = (*(problem.diagnostic for problem in problems), *reading.diagnostics)
    if is_chinese(scanned.lexemes, frozenset(parser.words)):
        found = tuple(in_chinese(one) for one in found)
    diagnostics = tuple(sorted(dict.fromkeys(found), key=sort_key))
    if reading.module is None:
        return None, diagnostics
    tree = File(
        path,
        reading.module,
        tuple(reading.uses),
        tuple(reading.items),
        scanned.comments,
        tuple(reading.dropped),
        span=Span(path, 1, 1, scanned.end.end_line, scanned.end.end_column),
    )
    return tree, diagnostics


def parse_bytes(data: bytes, file: str) -> tuple[File | None, tuple[Diagnostic, ...]]:
    """Parse a file from its bytes; a wrong encoding is one diagnostic.

    Args:
        data: Its bytes: UTF-8, with or without a byte order mark.
        file: Its path, as the user gave it.
    """
    text = decode(data, file.replace("\\", "/"))
    return parse_text(text, file) if isinstance(text, str) else (None, (text,))


def parse_expr(text: str, file: str = "") -> tuple[Expr | None, tuple[Diagnostic, ...]]:
    """Parse one expression, as it could stand after ``when``.

    Args:
        text: The expression.
        file: The path for its spans.
    """
    parser = grammar()
    scanned = scan(text, file, frozenset(parser.words))
    problems = (*scanned.problems, *brackets_too_deep(scanned.lexemes))
    if any(problem.fatal for problem in problems):
        return None, tuple(sorted((problem.diagnostic for problem in problems), key=sort_key))
    result = parser.parse("expression", scanned.lexemes)
    if isinstance(result, Stuck):
        if not scanned.lexemes:
            return None, (Diagnostic("unfinished", "expected an expression, found nothing", scanned.end),)
        return None, (describe(parser, scanned.lexemes, result),)
    deep = tuple(too_deep(result))
    found = (*(problem.diagnostic for problem in problems), *deep)
    return (None if deep else result), tuple(sorted(found, key=sort_key))
