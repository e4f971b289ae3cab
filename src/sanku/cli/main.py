"""The group ``kb``: finds its commands by file name and imports one only when it is asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules

import click

import sanku
from sanku import cli

_NOT_COMMANDS = frozenset(("main", "screen", "bases", "mending", "revision", "test_generate", "test_mutate"))


def _modules() -> dict[str, str]:
    """Return the commands with their modules; a module whose command is a word of Python ends in ``_``."""
    names = (found.name for found in iter_modules(cli.__path__) if found.name not in _NOT_COMMANDS)
    return {name.rstrip("_"): name for name in names}


class _Commands(click.Group):
    """Commands are the modules of this folder that define ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return sorted(_modules())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"sanku.cli.{_modules()[cmd_name]}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            message = f"{error.message} Known commands: {', '.join(self.list_commands(ctx))}."
            raise click.UsageError(message, ctx) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(sanku.__version__, prog_name="kb")
def group() -> None:
    """Judge medical-insurance claims by rules over cited facts.

    三库：用文本写的医保规则，对处方、结算、审核逐条判断，给出依据、事实、金额与差距。

    Exit status: 0 clean, 1 problems found, 2 misuse.
    """


def main() -> None:
    """Run the command; a reader that closes the pipe early is no error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        group(prog_name="kb")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
