"""Loading the base that a command works on, or leaving with its diagnostics.

Asks ``sanku`` for its names only when a base is loaded: a command that loads none does not pay for the engines.
"""

from __future__ import annotations

import os
import tempfile
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


def base_of(path: Path) -> Path:
    """Return the nearest directory at or above ``path`` that holds ``kb.yaml``; ``path`` itself if none does."""
    for folder in (path.resolve(), *path.resolve().parents):
        if (folder / "kb.yaml").is_file():
            return path if folder == path.resolve() else folder
    return path


def write_whole(place: Path, text: str) -> None:
    """Write a file whole or not at all, or leave with a message."""
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(place)
    except OSError as error:
        message = f"`{place}` cannot be written: {(error.strerror or 'unknown cause').lower()}"
        raise click.UsageError(message) from None
