"""Where a name is written and where it gets its meaning: in rule files, in fact files and in cases, by meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sanku.core.span import Span
from sanku.lsp.codes import listed_at
from sanku.lsp.desk import Desk
from sanku.lsp.occurrences import occurrences
from sanku.lsp.symbols import Occurrence, Symbol, declared_at
from sanku.lsp.yaml_names import yaml_names

_IN_CSV = ("code_set", "row", "code")
"""What a cell of a CSV file can name; its lines are searched as text."""


def names_in(path: str, desk: Desk, line: int = 0) -> tuple[Occurrence, ...]:
    """Return the names of a file as the desk has it; of a YAML file those on ``line``, if it is given."""
    if desk.model is None:
        return ()
    if path.endswith(".kb"):
        file = desk.files.get(path)
        return occurrences(file.tree, desk.model) if file is not None and file.tree is not None else ()
    node = desk.documents[path].node if path in desk.documents else None
    return yaml_names(node, path, desk.model, line) if node is not None else ()


def definition(symbol: Symbol, path: str, desk: Desk) -> Span | None:
    """Return where a name that is written in a file gets its meaning."""
    if desk.model is None:
        return None
    if symbol.kind == "code":
        system, _, code = symbol.name.partition(":")
        return listed_at(desk.model.catalog, system, code)
    found = declared_at(symbol, desk.model)
    if found is None and symbol.kind in ("local", "reason", "system", "field"):
        where = path if symbol.kind == "local" else (desk.root / "kb.yaml").as_posix()
        desk.read(where)
        named = (one for one in names_in(where, desk) if one.symbol == symbol and one.declares)
        found = next((one.span for one in named), None)
    return found


def references(symbol: Symbol, desk: Desk, texts: Mapping[str, str]) -> tuple[Span, ...]:
    """Return every place that names a symbol, declarations included.

    Args:
        symbol: What is looked for.
        desk: The base.
        texts: Open texts by path; other files are read from disk.
    """
    if desk.model is None:
        return ()
    found: list[Span] = []
    for name in desk.files:
        found += [one.span for one in names_in(name, desk) if _same(one.symbol, symbol)]
    for path in _fact_files(desk.root) if symbol.kind != "local" else ():
        name = path.as_posix()
        text = texts.get(name)
        if text is None:
            text = path.read_text(encoding="utf-8", errors="replace")
        if _written(symbol) not in text:
            continue
        if path.suffix == ".csv":
            found += _in_lines(symbol, name, text) if symbol.kind in _IN_CSV else ()
        else:
            desk.read(name, text)
            found += [one.span for one in names_in(name, desk) if _same(one.symbol, symbol)]
    return tuple(sorted(set(found)))


def _same(one: Symbol, wanted: Symbol) -> bool:
    """Tell whether two symbols are one; a term is of every column of its name."""
    if one.kind == wanted.kind == "column" and (one.name.startswith("/") or wanted.name.startswith("/")):
        return one.name.partition("/")[2] == wanted.name.partition("/")[2]
    return one == wanted


def _written(symbol: Symbol) -> str:
    """Return what every place that names the symbol has in its text."""
    match symbol.kind:
        case "column" | "row":
            return symbol.name.partition("/")[2]
        case "code":
            return symbol.name.partition(":")[2]
        case "source" | "reason" | "system":
            return symbol.name
        case _:
            return symbol.name.rpartition(".")[2]


def _fact_files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.suffix in (".yaml", ".yml", ".csv") and path.is_file())


def _in_lines(symbol: Symbol, file: str, text: str) -> Iterator[Span]:
    written = symbol.name if symbol.kind == "code_set" else _written(symbol)
    bare = written.rpartition(".")[2] if symbol.kind == "code_set" else written
    for number, line in enumerate(text.splitlines(), start=1):
        for match in re.finditer(rf"(?<![\w.]){re.escape(written)}(?![\w.])", line):
            yield Span(file, number, match.end() - len(bare) + 1, number, match.end() + 1)
