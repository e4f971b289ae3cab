"""Our values to the protocol's: places in the client's units, diagnostics, fixes, outlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types as lsp
from pygls.uris import from_fs_path, to_fs_path
from pygls.workspace import PositionCodec

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.lsp.completion import Choice
from sanku.lsp.formatting import Edit
from sanku.syntax import nodes as syntax

_KINDS = {
    "field": lsp.CompletionItemKind.Field, "column": lsp.CompletionItemKind.Field,
    "table": lsp.CompletionItemKind.Struct, "parameter": lsp.CompletionItemKind.Constant,
    "keyword": lsp.CompletionItemKind.Keyword, "module": lsp.CompletionItemKind.Module,
    "value": lsp.CompletionItemKind.EnumMember, "function": lsp.CompletionItemKind.Function,
    "source": lsp.CompletionItemKind.Reference, "code set": lsp.CompletionItemKind.Enum,
    "code": lsp.CompletionItemKind.Value, "alias": lsp.CompletionItemKind.Value, "rule": lsp.CompletionItemKind.Class,
}  # fmt: skip
_MEANT = re.compile(r"did you mean `([^`]+)`\?")


def uri_of(path: str) -> str:
    """Return the address of a file."""
    return from_fs_path(str(Path(path).resolve())) or ""


def path_of(uri: str) -> str:
    """Return the file of an address, with forward slashes."""
    return Path(to_fs_path(uri) or "").as_posix()


def range_of(span: Span, lines: Sequence[str], codec: PositionCodec) -> lsp.Range:
    """Return a span in the client's units; a span of line 0 is the start of the file."""
    start = _position(span.line, span.column, lines, codec)
    end = _position(span.end_line, span.end_column, lines, codec)
    return lsp.Range(start, end)


def _position(line: int, column: int, lines: Sequence[str], codec: PositionCodec) -> lsp.Position:
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return lsp.Position(max(line - 1, 0), codec.client_num_units(text[: max(column - 1, 0)]))


def place_of(position: lsp.Position, lines: Sequence[str], codec: PositionCodec) -> tuple[int, int]:
    """Return line and column, both from 1, of a position in the client's units."""
    if position.line >= len(lines):
        return position.line + 1, 1
    text, column = lines[position.line].rstrip("\r\n"), 0
    while column < len(text) and codec.client_num_units(text[: column + 1]) <= position.character:
        column += 1
    return position.line + 1, column + 1


def diagnostic_of(one: Diagnostic, lines: Sequence[str], codec: PositionCodec) -> lsp.Diagnostic:
    """Return a diagnostic with what to type in its text and its second places as related information."""
    related = [
        lsp.DiagnosticRelatedInformation(
            lsp.Location(uri_of(label.span.file), range_of(label.span, (), codec)), label.message
        )
        for label in one.labels
        if label.span.file
    ]
    return lsp.Diagnostic(
        range=range_of(one.span, lines, codec),
        message=f"{one.message}\n{one.help}" if one.help else one.message,
        severity=lsp.DiagnosticSeverity.Error if one.is_error else lsp.DiagnosticSeverity.Warning,
        code=one.code,
        source="kb",
        related_information=related or None,
    )


def list_of(choices: Sequence[Choice], typed: lsp.Range, word: str) -> lsp.CompletionList:
    """Return choices that replace what is typed; where codes are among them, more come as more is typed."""
    codes = any(one.kind == "code" for one in choices)
    items = [
        lsp.CompletionItem(
            one.text,
            kind=_KINDS.get(one.kind, lsp.CompletionItemKind.Text),
            detail=one.about or one.kind,
            text_edit=lsp.TextEdit(typed, one.text),
            filter_text=f"{word}{one.text}" if one.kind == "code" else None,
        )
        for one in choices
    ]
    return lsp.CompletionList(is_incomplete=codes, items=items)


def edits_of(edits: Sequence[Edit], lines: Sequence[str], codec: PositionCodec) -> list[lsp.TextEdit]:
    """Return edits of whole lines; the end of a last line that has no end is where its text ends."""

    def start(line: int) -> lsp.Position:
        if line < len(lines) or not lines or lines[-1].endswith(("\n", "\r")):
            return lsp.Position(line, 0)
        return lsp.Position(line - 1, codec.client_num_units(lines[-1]))

    return [lsp.TextEdit(lsp.Range(start(one.first), start(one.last)), one.text) for one in edits]


def replacement(message: str) -> str | None:
    """Return the name that a diagnostic proposes, ``None`` if it proposes none."""
    found = _MEANT.search(message)
    return found[1] if found else None


def outline(tree: syntax.File, lines: Sequence[str], codec: PositionCodec) -> list[lsp.DocumentSymbol]:
    """Return the items of a file with their titles."""
    found: list[lsp.DocumentSymbol] = []
    for item in tree.items:
        name, detail, kind = _heading(item)
        head = item.name.span if isinstance(item, syntax.Rule | syntax.Define | syntax.Exempt) else item.span
        whole = range_of(item.span, lines, codec)
        found.append(lsp.DocumentSymbol(name, kind, whole, range_of(head, lines, codec), detail))
    return found


def _heading(item: syntax.Item) -> tuple[str, str, lsp.SymbolKind]:
    match item:
        case syntax.Rule(name=name, title=title):
            return name.text, title, lsp.SymbolKind.Class
        case syntax.Define(name=name):
            return name.text, "定义", lsp.SymbolKind.Function
        case syntax.Exempt(name=name, title=title):
            return name.text, f"豁免 {title}", lsp.SymbolKind.Event
        case syntax.Amend(rule=rule, title=title):
            return rule.text, f"修订 {title}", lsp.SymbolKind.Event
        case syntax.Withdraw(name=path):
            return path.text, "撤销", lsp.SymbolKind.Event
