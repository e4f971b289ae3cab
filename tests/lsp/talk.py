"""What an editor sends and waits for, in the words of a test."""

from pathlib import Path

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient


def opened(client: LanguageClient, path: Path, text: str | None = None) -> str:
    uri = path.as_uri()
    content = path.read_text(encoding="utf-8") if text is None else text
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "kb", 1, content)))
    return uri


def changed(client: LanguageClient, uri: str, text: str) -> None:
    document = lsp.VersionedTextDocumentIdentifier(2, uri)
    change = lsp.TextDocumentContentChangeWholeDocument(text)
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))


def place(text: str, word: str, shift: int = 0) -> lsp.Position:
    """Return the position of a word in UTF-16 units, as editors count."""
    before = text[: text.index(word) + shift].split("\n")
    return lsp.Position(len(before) - 1, len(before[-1].encode("utf-16-le")) // 2)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def document(uri: str) -> lsp.TextDocumentIdentifier:
    return lsp.TextDocumentIdentifier(uri)


async def diagnostics(client: LanguageClient, uri: str) -> list[lsp.Diagnostic]:
    await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics.get(uri, ()))
