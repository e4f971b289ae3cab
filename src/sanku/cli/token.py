"""``kb token``: make a bearer token for ``kb serve --tokens``."""

from __future__ import annotations

import secrets

import click


@click.command("token")
@click.argument("name")
def command(name: str) -> None:
    """Make a token for NAME: the line for the token file on standard output, the token itself on standard error.

    生成访问令牌：令牌文件的一行输出到标准输出，令牌本身只显示一次。

    Exit status: 0, 2 misuse.
    """
    from sanku.doors.http.tokens import token_line  # noqa: PLC0415 - the extra `serve` is asked for only here

    if not name.replace("-", "").replace("_", "").replace(".", "").isalnum() or not name.isascii():
        message = "a name has letters, digits, `-`, `_` and `.` only"
        raise click.UsageError(message)
    token = secrets.token_urlsafe(32)
    click.echo(token_line(name, token))
    click.echo(f"token for {name}, shown this once: {token}", err=True)
