"""Loading the base that a command works on, or leaving with its diagnostics.

Asks ``sanku`` for its names only when a base is loaded: a command that loads none does not pay for the engines.
"""

from __future__ import annotations

from pathlib import Path

import click

import sanku
from sanku.cli.screen import patience, print_diagnostics
from sanku.storage import user_cache

DEFAULT = "knowledge"


def load_base(path: Path) -> sanku.KnowledgeBase:
    """Load a directory or an edition; print what is wrong and leave with status 1 if it cannot be used."""
    if not path.exists():
        message = (
            f"there is no knowledge base at `{path}`; name one with --kb, or change to the directory that holds it"
        )
        raise click.UsageError(message)
    try:
        with patience(f"loading {path}"):
            return sanku.load(path, user_cache())
    except sanku.KnowledgeError as error:
        print_diagnostics([found for found in error.diagnostics if found.is_error], "text")
        click.echo(f"{path}: the base has errors and decides nothing", err=True)
        raise click.exceptions.Exit(1) from None
