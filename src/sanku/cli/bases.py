"""Loading the base that a command works on, or leaving with its diagnostics."""

from __future__ import annotations

from pathlib import Path

import click

from sanku.cli.screen import patience, print_diagnostics
from sanku.kb import KnowledgeBase, KnowledgeError, load
from sanku.storage import user_cache


def load_base(path: Path) -> KnowledgeBase:
    """Load a directory or an edition; print what is wrong and leave with status 1 if it cannot be used."""
    if not path.exists():
        message = (
            f"there is no knowledge base at `{path}`; name one with --kb, or change to the directory that holds it"
        )
        raise click.UsageError(message)
    try:
        with patience(f"loading {path}"):
            return load(path, user_cache())
    except KnowledgeError as error:
        print_diagnostics([found for found in error.diagnostics if found.is_error], "text")
        click.echo(f"{path}: the base has errors and decides nothing", err=True)
        raise click.exceptions.Exit(1) from None
