"""``kb build``: a directory to one edition file."""

from __future__ import annotations

from pathlib import Path

import click

from sanku.cli.bases import DEFAULT
from sanku.cli.screen import patience, plural, print_diagnostics
from sanku.cli.validate import validate
from sanku.edition import write_edition
from sanku.storage import NO_CACHE, user_cache


@click.command("build")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=DEFAULT)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The edition file."
)
@click.option("--no-cache", is_flag=True, help="Read and check everything again.")
def command(path: Path, output: Path, no_cache: bool) -> None:
    """Build the base at PATH (default: ./knowledge) into one file that loads without parsing.

    The edition is named by the digest of what the base means. A base with errors is not built.
    把知识库编译为一个以内容摘要命名的版本文件，加载时无需解析。

    Exit status: 0 built, 1 the base has errors, 2 misuse.
    """
    if not output.absolute().parent.is_dir():
        message = f"there is no directory `{output.parent}` to write to"
        raise click.UsageError(message)
    with patience(f"building {path}"):
        model, diagnostics = validate(path, NO_CACHE if no_cache else user_cache())
        errors = [found for found in diagnostics if found.is_error]
        if model is None or errors:
            print_diagnostics(errors, "text")
            click.echo(f"{path}: {plural(len(errors), 'error')}, nothing was built", err=True)
            raise click.exceptions.Exit(1)
        header = write_edition(model, output)
    click.echo(f"{output}: edition {header.digest}, {plural(header.rules, 'rule')}, {plural(header.rows, 'row')}")
