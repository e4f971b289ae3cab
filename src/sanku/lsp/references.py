"""Where a name is written: in rule files by meaning, in fact files and cases by the places where names can stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from sanku.catalog.yaml_reader import read_yaml
from sanku.core.span import Span
from sanku.lsp.desk import Desk
from sanku.lsp.occurrences import occurrences
from sanku.lsp.symbols import Kind, Symbol

_KEYS: Mapping[Kind, tuple[str, ...]] = {
    "rule": ("rule", "rules"), "exemption": ("excepted", "by"), "source": ("cites", "superseded_by"),
    "table": ("table",), "parameter": ("parameter",),
}  # fmt: skip
"""Keys of YAML files under which a name of a kind can stand; a code set may stand in any cell."""


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
    for file in desk.files.values():
        if file.tree is not None:
            found += [one.span for one in occurrences(file.tree, desk.model) if one.symbol == symbol]
    if symbol.kind in (*_KEYS, "code_set"):
        for path in _fact_files(desk.root):
            text = texts.get(path.as_posix())
            if text is None:
                text = path.read_text(encoding="utf-8", errors="replace")
            if _bare(symbol) in text:
                found += _in_facts(symbol, path, text)
    return tuple(sorted(set(found)))


def _bare(symbol: Symbol) -> str:
    return symbol.name.rpartition(".")[2] if symbol.kind in ("rule", "exemption") else symbol.name


def _fact_files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.suffix in (".yaml", ".yml", ".csv") and path.is_file())


def _in_facts(symbol: Symbol, path: Path, text: str) -> Iterator[Span]:
    if path.suffix == ".csv":
        if symbol.kind == "code_set":
            yield from _in_lines(symbol.name, path, text)
        return
    node, _ = read_yaml(text.encode(), path.as_posix())
    if node is None:
        return
    for key, scalar in _scalars(node, ""):
        if symbol.kind == "code_set":
            yield from _part(scalar, symbol.name)
        elif key in _KEYS[symbol.kind] and _names(scalar.text, symbol):
            yield _last_name(scalar, symbol)


def _names(text: str, symbol: Symbol) -> bool:
    return text == symbol.name or (symbol.kind in ("rule", "exemption") and symbol.name.endswith(f".{text}"))


def _last_name(scalar: YamlText, symbol: Symbol) -> Span:
    """Return the span of the last segment, which is what a rename changes; of the whole for sources."""
    span, bare = scalar.span, symbol.name.rpartition(".")[2]
    if scalar.plain and span.line == span.end_line:
        return Span(span.file, span.line, span.end_column - len(bare), span.line, span.end_column)
    return span


def _part(scalar: YamlText, name: str) -> Iterator[Span]:
    """Yield where a cell names a code set: whole, or as one of several."""
    bare = name.rpartition(".")[2]
    span, shift = scalar.span, 0 if scalar.plain else 1
    for match in re.finditer(rf"(?<![\w.]){re.escape(name)}(?![\w.])", scalar.text):
        end = span.column + shift + match.end()
        yield Span(span.file, span.line, end - len(bare), span.line, end)


def _in_lines(name: str, path: Path, text: str) -> Iterator[Span]:
    bare = name.rpartition(".")[2]
    for number, line in enumerate(text.splitlines(), start=1):
        for match in re.finditer(rf"(?<![\w.]){re.escape(name)}(?![\w.])", line):
            yield Span(path.as_posix(), number, match.end() - len(bare) + 1, number, match.end() + 1)


def _scalars(node: YamlNode, key: str) -> Iterator[tuple[str, YamlText]]:
    """Yield each text with the nearest key above it."""
    match node:
        case YamlText():
            yield key, node
        case YamlList(items=items):
            yield from _of_items(items, key)
        case YamlMap():
            for name, value in node.pairs():
                yield from _scalars(value, name.text)


def _of_items(items: Iterable[YamlNode], key: str) -> Iterator[tuple[str, YamlText]]:
    for item in items:
        yield from _scalars(item, key)
