"""The parser's tables, kept between runs: working them out takes twenty times as long as reading them.

Lark keeps them itself only as a pickle; what stands here is what its stand-alone parsers are made of, as plain data.
"""

from __future__ import annotations

from collections.abc import Sequence

import lark
import msgspec
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from sanku.storage import Cache, Kind, Shapes, key_of

_TABLES = Kind("TABLES", 1, Shapes(()))


def parser_of(grammar: str, starts: Sequence[str], callbacks: object, cache: Cache) -> Lark:
    """Return the parser of a grammar.

    Args:
        grammar: Its text.
        starts: Its start rules.
        callbacks: What makes nodes of its rules.
        cache: Where the tables are kept.
    """
    key = key_of((lark.__version__, grammar, *starts))
    kept = cache.get(_TABLES, key)
    if isinstance(kept, bytes | memoryview):
        data, memo = msgspec.msgpack.decode(kept)
        found: Lark = Lark._load_from_dict(data, memo, transformer=callbacks)  # noqa: SLF001 - as its stand-alone parsers do
        return found
    parser = Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        start=list(starts),
        keep_all_tokens=True,
        maybe_placeholders=True,
        transformer=callbacks,
    )
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    options = {name: found for name, found in data["options"].items() if name != "transformer"}
    cache.put(_TABLES, key, msgspec.msgpack.encode(({**data, "options": options}, memo)))
    return parser
