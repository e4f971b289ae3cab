"""A new name at every place of the old one, or the reason why at none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sanku.core.span import Span
from sanku.lsp.desk import YAML, Desk
from sanku.lsp.references import references
from sanku.lsp.symbols import Kind, Symbol, declared_at
from sanku.syntax.keywords import CHINESE

_NAME = re.compile(r"[A-Za-z_一-鿿][\w一-鿿]*")
_WORDS = frozenset((
    *(word for words in CHINESE for word in words.split()),
    *(word for spellings in CHINESE.values() for word in spellings),
))  # fmt: skip
"""Words of the language: some of them may be names in places, none of them is a good one."""

_RENAMED: tuple[Kind, ...] = ("rule", "definition", "exemption", "table", "parameter", "code_set", "local")


def rename(symbol: Symbol, new: str, desk: Desk, texts: Mapping[str, str]) -> tuple[Span, ...] | str:
    """Return the spans that become ``new``, or why nothing can be renamed."""
    if desk.model is None:
        return "the base cannot be read: mend it first"
    if symbol.kind not in _RENAMED:
        return f"a {symbol.kind} is not named in this base's rule files, so it cannot be renamed here"
    broken = [name for name, file in desk.files.items() if file.tree is None or any(one.is_error for one in file.found)]
    if broken:
        return f"`{broken[0]}` does not parse: names in it cannot be told apart, mend it first"
    facts = [path for path, found in desk.found.items() if path.endswith(YAML) and any(one.is_error for one in found)]
    if facts:
        return f"`{facts[0]}` has errors: names in it cannot be told apart, mend it first"
    if not _NAME.fullmatch(new) or new in _WORDS:
        return f"`{new}` is no name: letters, digits, `_` and Han characters, and no word of the language"
    if taken := _taken(symbol, new, desk):
        return taken
    return references(symbol, desk, texts)


def _taken(symbol: Symbol, new: str, desk: Desk) -> str:
    """Return why a name is not free, ``""`` if it is."""
    model = desk.model
    assert model is not None
    if symbol.kind == "local":
        file = desk.files.get(symbol.name.rsplit(":", 2)[0])
        if file is not None and re.search(rf"(?<![\w.]){re.escape(new)}(?![\w])", file.text):
            return f"`{new}` is written in this file already: another name would be safe"
        return ""
    full = f"{symbol.name.rpartition('.')[0]}.{new}"
    kinds: tuple[Kind, ...] = ("rule", "definition", "exemption", "table", "parameter", "code_set")
    if any(declared_at(Symbol(kind, full), model) is not None for kind in kinds):
        return f"`{full}` is declared already"
    return ""
