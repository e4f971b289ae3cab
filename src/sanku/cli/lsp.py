"""``kb lsp``: the language server that an editor starts."""

from __future__ import annotations

import click


@click.command("lsp")
def command() -> None:
    """Serve an editor over standard input and output; started by the editor, not by hand.

    供编辑器调用的语言服务：边写边查错、悬停说明、补全、跳转、改名、排版、用例计数。

    Exit status: 0 stopped by the editor, 1 the extra `lsp` is not installed, 2 misuse.
    """
    try:
        from sanku.lsp.server import build_server  # noqa: PLC0415 - needs the extra `lsp`
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("pygls", "lsprotocol"):
            raise
        message = "the language server needs a further package: pip install 'sanku[lsp]'"
        raise click.ClickException(message) from None
    build_server().start_io()
