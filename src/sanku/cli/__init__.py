"""The command ``kb``: one file per command, found by its name."""

from sanku.cli.main import main

__all__ = ["main"]
