"""``kb fmt``: rules and facts in their one canonical form."""

from __future__ import annotations

import difflib
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from sanku.catalog.fact_text import format_facts
from sanku.cli.screen import patience, plural, print_diagnostics
from sanku.diagnostics import Diagnostic
from sanku.syntax.decode import decode
from sanku.syntax.format import format_rules

_FACTS = (".yaml", ".yml")
_RULES = ".kb"


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True), required=True)
@click.option("--check", is_flag=True, help="Write nothing; fail if a file is not in its canonical form.")
@click.option("--diff", "show_diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--lang", type=click.Choice(("zh", "en")), help="Keywords and units; default: those of each file.")
@click.option("--stdin-name", default="standard input.kb", help="What `-` is called: its ending says what it holds.")
def command(paths: tuple[Path, ...], lang: str | None, stdin_name: str, *, check: bool, show_diff: bool) -> None:
    """Bring rules (.kb) and facts (.yaml) at PATHS into their one canonical form.

    A directory means every such file below it, `-` standard input. Comments stay where they belong. A file with
    errors is left as it is. CSV files are left alone.
    统一排版规则与知识文件；--lang zh|en 在中文与英文关键字之间互换，含义不变。

    Exit status: 0 done, or nothing to do; 1 errors, with --check or --diff also files to change; 2 misuse.
    """
    if Path("-") in paths:
        if len(paths) > 1:
            message = "`-` stands alone"
            raise click.UsageError(message)
        _standard_input(stdin_name, lang or "", check=check, show_diff=show_diff)
        return
    files = tuple(_files(paths))
    changed, broken = 0, 0
    with patience(f"formatting {plural(len(files), 'file')}"):
        for path in files:
            data = _bytes(path)
            shown, found = _formatted(data, path.as_posix(), lang or "")
            print_diagnostics(found, "text")
            broken += bool(found)
            if shown is None or shown.encode() == data:
                continue
            changed += 1
            if show_diff:
                click.echo(_difference(data, shown, path.as_posix()), nl=False)
            elif check:
                click.echo(f"{path}: not in canonical form; `kb fmt {path}` mends it", err=True)
            else:
                _write(path, shown)
    verb = "to format" if check or show_diff else "formatted"
    left = f", {plural(broken, 'file')} with errors left alone" if broken else ""
    click.echo(f"{plural(changed, 'file')} {verb}, {len(files) - changed - broken} unchanged{left}", err=show_diff)
    if broken or (changed and (check or show_diff)):
        raise click.exceptions.Exit(1)


def _standard_input(name: str, language: str, *, check: bool, show_diff: bool) -> None:
    if not name.endswith((_RULES, *_FACTS)):
        message = f"`--stdin-name {name}` ends neither in .kb nor in .yaml"
        raise click.UsageError(message)
    data = sys.stdin.buffer.read()
    shown, found = _formatted(data, name, language)
    print_diagnostics(found, "text")
    if shown is None:
        raise click.exceptions.Exit(1)
    if show_diff:
        click.echo(_difference(data, shown, name), nl=False)
    elif not check:
        click.echo(shown, nl=False)
    if (check or show_diff) and shown.encode() != data:
        raise click.exceptions.Exit(1)


def _formatted(data: bytes, name: str, language: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return a file's canonical text, or ``None`` and what is wrong with it."""
    if name.endswith(_FACTS):
        return format_facts(data, name)
    text = decode(data, name)
    return (None, (text,)) if isinstance(text, Diagnostic) else format_rules(text, name, language)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            message = f"there is nothing at `{path}`"
            raise click.UsageError(message)
        if path.is_file() and path.suffix not in (_RULES, *_FACTS):
            message = f"`{path}` ends neither in .kb nor in .yaml; CSV and other files have no canonical form"
            raise click.UsageError(message)
        found = (path,) if path.is_file() else sorted(_below(path))
        yield from (one for one in found if one not in seen)
        seen.update(found)


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix in (_RULES, *_FACTS) and not hidden and path.is_file():
            yield path


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"`{path}` cannot be read: {error.strerror}"
        raise click.UsageError(message) from None


def _difference(data: bytes, shown: str, name: str) -> str:
    before = data.decode("utf-8").splitlines(keepends=True)
    lines = difflib.unified_diff(before, shown.splitlines(keepends=True), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _write(path: Path, text: str) -> None:
    """Write a text beside its final place and move it there with the mode the file had."""
    target = path.resolve()
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), target.stat().st_mode & 0o7777)
            file.write(text.encode())
        Path(name).replace(target)
    except OSError as error:
        Path(name).unlink(missing_ok=True) if name else None
        message = f"`{path}` cannot be written: {error.strerror}"
        raise click.UsageError(message) from None
