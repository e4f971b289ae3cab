"""The command in a directory of the user's own, with the small base of the other command tests."""

from tests.cli.conftest import run, small_base

__all__ = ["run", "small_base"]
