"""Advice in the words of the author: who writes Chinese keywords reads Chinese keywords."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from sanku.diagnostics.message import Diagnostic
from sanku.syntax.keywords import CHINESE
from sanku.syntax.lexemes import Kind, Lexeme

_WORDS = {word: spellings[0] for word, spellings in CHINESE.items()} | {"on same": "同一", "dated by": "日期依"}
_KEYWORD = re.compile(rf"(?<![\w.])(?:{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})(?![\w.])")
_QUOTED = re.compile(r"`[^`]*`")
_WANTED = re.compile(r"(?:expected|has no) .*?(?= after `|, found |$)")


def is_chinese(lexemes: Sequence[Lexeme], words: frozenset[str]) -> bool:
    """Tell whether an author writes keywords in Chinese: the first word that is one decides."""
    first = next((one.text for one in lexemes if one.kind is Kind.WORD and one.text in words), "")
    return bool(first) and not first.isascii()


def in_chinese(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic whose advice, and what it says was expected, spell keywords in Chinese."""
    message = _WANTED.sub(lambda wanted: _spelled(wanted[0]), diagnostic.message)
    return msgspec.structs.replace(diagnostic, message=message, help=_spelled(diagnostic.help))


def _spelled(text: str) -> str:
    return _QUOTED.sub(lambda quoted: _KEYWORD.sub(lambda word: _WORDS[word[0]], quoted[0]), text)
