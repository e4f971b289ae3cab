"""``kb new``: files that are green from the first minute."""

from __future__ import annotations

from pathlib import Path

import click

from sanku.cli.bases import DEFAULT, write_whole
from sanku.scaffold import KINDS, RefusedError, new_files


@click.command("new")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("name")
@click.option("--title", default="", help="Chinese title of the rule, or of the base.")
@click.option(
    "--kb", "root", type=click.Path(path_type=Path), default=DEFAULT, show_default=True, help="The base it is for."
)
def command(kind: str, name: str, title: str, root: Path) -> None:
    """Begin a rule, a table, a code set (codes), a region or a whole base, with cases that pass.

    NAME is BASE.NAME, such as policy.albumin; of a region its six digits; of a base its folder.
    Nothing is overwritten. 新建规则、知识表、编码集、统筹区或知识库，自带通过的用例。

    Exit status: 0 written, 2 misuse (something is there already, or the name does not fit).
    """
    try:
        files = new_files(kind, name, title, root)
    except RefusedError as error:
        raise click.UsageError(str(error)) from None
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"`{path.parent}` cannot be made: {(error.strerror or 'unknown cause').lower()}"
            raise click.UsageError(message) from None
        write_whole(path, text)
        click.echo(path)
    place = name if kind == "base" else root
    click.echo(f"next: kb validate {place}; kb test {place}")
