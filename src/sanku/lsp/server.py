"""The server: one desk for each base, questions of the protocol to the functions of this folder."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from sanku.core.span import Span
from sanku.diagnostics.message import Diagnostic
from sanku.lsp import wire
from sanku.lsp.desk import Desk, base_of
from sanku.lsp.formatting import formatted, lines_of
from sanku.lsp.hover import code_name, heading_at, hover_text
from sanku.lsp.lenses import Lens, case_lenses, counts, rule_lenses, run_one
from sanku.lsp.occurrences import at
from sanku.lsp.offer import offered
from sanku.lsp.references import definition, names_in, references
from sanku.lsp.rename import rename
from sanku.lsp.symbols import Occurrence
from sanku.semantics.nodes import Model

PAUSE = 0.1
"""Seconds without a keystroke after which diagnostics are computed."""

IDLE = 0.7
"""Seconds without a keystroke after which cases are counted again: they take the processor from whoever types on."""

RUN_CASE = "sanku.runCase"


class Server(LanguageServer):
    """The language server with the bases that are open in it."""

    def __init__(self) -> None:
        super().__init__("sanku", version("sanku"))
        self.desks: dict[Path, Desk] = {}
        self.waiting: dict[str, asyncio.TimerHandle] = {}
        self.shown: dict[Path, set[str]] = {}
        self.counted: dict[str, tuple[int, dict[str, str]]] = {}

    def desk_of(self, path: str) -> Desk | None:
        """Return the base that a file belongs to, loaded; ``None`` if it belongs to none."""
        root = base_of(Path(path).parent)
        if root is None:
            return None
        if root not in self.desks:
            self.desks[root] = Desk(root)
            self.desks[root].load()
            # What was loaded stays: the collector need not look through it again while its author types.
            gc.freeze()
        return self.desks[root]

    def lines(self, path: str) -> Sequence[str]:
        """Return the lines of a file as the editor has them."""
        return self.workspace.get_text_document(wire.uri_of(path)).lines

    def texts(self) -> dict[str, str]:
        """Return the open texts by path."""
        return {wire.path_of(uri): document.source for uri, document in self.workspace.text_documents.items()}

    def range(self, path: str, span: Span) -> lsp.Range:
        """Return a span of a file in the client's units."""
        return wire.range_of(span, self.lines(path), self.workspace.position_codec)

    def publish(self, desk: Desk) -> None:
        """Send what is found now, and clear the files that had something before."""
        codec = self.workspace.position_codec
        before = self.shown.get(desk.root, set())
        for name in sorted(before | desk.found.keys()):
            if not Path(name).is_file():
                continue
            lines = self.lines(name)
            found = [wire.diagnostic_of(one, lines, codec) for one in desk.found.get(name, ())]
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(wire.uri_of(name), found))
        self.shown[desk.root] = set(desk.found)

    def take(self, uri: str) -> Desk | None:
        """Take the text of a document as it is now; what is found in it is published after the pause all the same."""
        path = wire.path_of(uri)
        desk = self.desk_of(path)
        if desk is not None:
            desk.edit(path, self.workspace.get_text_document(uri).source)
        return desk

    def forget(self, uri: str) -> None:
        """Stop waiting for a pause in a document."""
        timer = self.waiting.pop(uri, None)
        if timer is not None:
            timer.cancel()

    def settle(self, uri: str) -> None:
        """Take the text and publish; what a timer calls after a pause."""
        self.forget(uri)
        desk = self.take(uri)
        if desk is not None:
            self.publish(desk)

    def occurrence(self, uri: str, position: lsp.Position) -> tuple[Desk, Model, Occurrence] | None:
        """Return the name at a position of a rule file or a YAML file."""
        desk, path = self.take(uri), wire.path_of(uri)
        if desk is None or desk.model is None:
            return None
        line, column = wire.place_of(position, self.lines(path), self.workspace.position_codec)
        found = at(names_in(path, desk, line), line, column)
        return None if found is None else (desk, desk.model, found)


def build_server() -> Server:
    """Return the server with its answers registered."""
    server = Server()
    _documents(server)
    _questions(server)
    _structure(server)
    _lenses(server)
    return server


def _documents(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(given: lsp.DidOpenTextDocumentParams) -> None:
        server.settle(given.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(given: lsp.DidChangeTextDocumentParams) -> None:
        uri = given.text_document.uri
        server.forget(uri)
        server.waiting[uri] = asyncio.get_running_loop().call_later(PAUSE, server.settle, uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(given: lsp.DidSaveTextDocumentParams) -> None:
        path = wire.path_of(given.text_document.uri)
        desk = server.desk_of(path)
        if desk is not None and not path.endswith(".kb"):
            desk.close(path)
            desk.load()
            server.publish(desk)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(given: lsp.DidCloseTextDocumentParams) -> None:
        server.forget(given.text_document.uri)
        path = wire.path_of(given.text_document.uri)
        desk = server.desk_of(path)
        if desk is not None:
            desk.close(path)
            server.publish(desk)


def _questions(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(given: lsp.HoverParams) -> lsp.Hover | None:
        uri = given.text_document.uri
        path, found = wire.path_of(uri), server.occurrence(uri, given.position)
        if found is not None:
            desk, model, one = found
            text = hover_text(one.symbol, model, desk.codes)
            span = server.range(path, one.asked)
            return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), span) if text else None
        known = server.desk_of(path)
        if known is None or known.model is None:
            return None
        file = known.files.get(path)
        heading = heading_at(file.tree, known.model, given.position.line + 1) if file and file.tree else None
        word = server.workspace.get_text_document(uri).word_at_position(given.position)
        text = hover_text(heading, known.model, known.codes) if heading else code_name(known.codes, word)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text)) if text else None

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[".", " ", "=", '"', "["]))
    def completion(given: lsp.CompletionParams) -> lsp.CompletionList:
        path = wire.path_of(given.text_document.uri)
        desk, lines = server.desk_of(path), server.lines(path)
        line, column = wire.place_of(given.position, lines, server.workspace.position_codec)
        before = lines[line - 1][: column - 1] if line <= len(lines) else ""
        choices, typed = offered(desk, path, lines, line, before) if desk else ((), 0)
        span = Span(path, line, column - typed, line, column)
        return wire.list_of(choices, server.range(path, span), before[len(before) - typed :])

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def defined(given: lsp.DefinitionParams) -> lsp.Location | None:
        path, found = wire.path_of(given.text_document.uri), server.occurrence(given.text_document.uri, given.position)
        span = None if found is None else definition(found[2].symbol, path, found[0])
        return None if span is None else lsp.Location(wire.uri_of(span.file), server.range(span.file, span))

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def all_references(given: lsp.ReferenceParams) -> list[lsp.Location]:
        found = server.occurrence(given.text_document.uri, given.position)
        spans = references(found[2].symbol, found[0], server.texts()) if found else ()
        return [lsp.Location(wire.uri_of(span.file), server.range(span.file, span)) for span in spans]

    @server.feature(lsp.TEXT_DOCUMENT_RENAME)
    def renamed(given: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        found = server.occurrence(given.text_document.uri, given.position)
        spans = rename(found[2].symbol, given.new_name, found[0], server.texts()) if found else "there is no name here"
        if isinstance(spans, str):
            server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, spans))
            return None
        edits: dict[str, list[lsp.TextEdit]] = {}
        for span in spans:
            edits.setdefault(wire.uri_of(span.file), []).append(
                lsp.TextEdit(server.range(span.file, span), given.new_name)
            )
        return lsp.WorkspaceEdit(dict(edits))


def _structure(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    async def format_document(given: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
        path = wire.path_of(given.text_document.uri)
        text = server.workspace.get_text_document(given.text_document.uri).source
        found = await asyncio.to_thread(formatted, path, text)
        if isinstance(found, Diagnostic):
            said = f"第 {found.span.line} 行有错误，没有排版：{found.message}"
            server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, said))
        edits = found if isinstance(found, tuple) else ()
        return wire.edits_of(edits, lines_of(text), server.workspace.position_codec) or None

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(given: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        path = wire.path_of(given.text_document.uri)
        desk = server.take(given.text_document.uri)
        file = desk.files.get(path) if desk else None
        if file is None or file.tree is None:
            return []
        return wire.outline(file.tree, server.lines(path), server.workspace.position_codec)

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION)
    def actions(given: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        found: list[lsp.CodeAction] = []
        for one in given.context.diagnostics:
            text = wire.replacement(one.message)
            if text is not None:
                edit = lsp.WorkspaceEdit({given.text_document.uri: [lsp.TextEdit(one.range, text)]})
                kind = lsp.CodeActionKind.QuickFix
                found.append(lsp.CodeAction(f"改为 `{text}`", kind=kind, diagnostics=[one], edit=edit))
        return found


def _lenses(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    async def lenses(given: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        path = wire.path_of(given.text_document.uri)
        desk = server.take(given.text_document.uri)
        if desk is None:
            return []
        if path.endswith(".kb"):
            kept = server.counted.get(path)
            if kept is None or kept[0] != desk.version:
                asked = desk.version
                if kept is not None:
                    await asyncio.sleep(IDLE)
                if kept is None or asked == desk.version:
                    kept = (asked, await asyncio.to_thread(counts, desk, path))
                    server.counted[path] = kept
            return [_lens(server, path, one) for one in rule_lenses(desk, path, kept[1])]
        return [_lens(server, path, one) for one in await asyncio.to_thread(case_lenses, desk, path)]

    @server.command(RUN_CASE)
    async def run_case(path: str, line: int) -> str:
        for uri in tuple(server.waiting):
            server.take(uri)
        desk = server.desk_of(path)
        text = "没有知识库" if desk is None else await asyncio.to_thread(run_one, desk, path, line)
        kind = lsp.MessageType.Info if text.startswith("通过") else lsp.MessageType.Warning
        server.window_show_message(lsp.ShowMessageParams(kind, text))
        return text


def _lens(server: Server, path: str, one: Lens) -> lsp.CodeLens:
    command = (
        lsp.Command(one.text, RUN_CASE, arguments=[path, one.case.line]) if one.case else lsp.Command(one.text, "")
    )
    return lsp.CodeLens(server.range(path, one.span), command)
