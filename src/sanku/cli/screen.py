"""What the terminal shows: colours only where someone looks, diagnostics with their lines, patience on slow work."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from sanku.diagnostics import Diagnostic, render_github, render_json, render_sarif, render_text
from sanku.diagnostics.columns import safe

if TYPE_CHECKING:
    # Only named here: a command that explains nothing does not pay for the sentences.
    from sanku.explain import Paragraph

FORMATS = ("text", "json", "sarif", "github")
_SLOW = 2.0
_STYLES = {"strong": "bold", "good": "green", "warn": "yellow", "bad": "bold red", "quiet": "dim"}


def console(*, error: bool = False) -> Console:
    """Return a console that wraps nothing when its output is not a terminal."""
    stream = sys.stderr if error else sys.stdout
    return Console(
        stderr=error, highlight=False, soft_wrap=True, markup=False, emoji=False, no_color=not stream.isatty()
    )


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[float], None]]:
    """Show on a terminal how far something is: call what is yielded with the share that is done."""
    with Progress(console=console(error=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda share: bar.update(task, completed=share)


def print_paragraphs(paragraphs: Sequence[Paragraph]) -> None:
    """Print an explanation; roles become colours, and control characters that a message brought become visible."""
    out = console()
    for paragraph in paragraphs:
        text = Text("  " * paragraph.depth)
        for part in paragraph.parts:
            text.append(safe(part.text), _STYLES.get(part.role, ""))
        out.print(text)


def print_diagnostics(
    diagnostics: Sequence[Diagnostic], form: str, allowed: Sequence[tuple[Diagnostic, str]] = ()
) -> None:
    """Print diagnostics in one of ``FORMATS``: text to standard error, the others to standard output.

    ``allowed``: those that are not reported, with their reasons; text and json list them, sarif marks them suppressed.
    """
    match form:
        case "json":
            click.echo(render_json(diagnostics, allowed))
        case "sarif":
            click.echo(render_sarif(diagnostics, allowed))
        case "github":
            if diagnostics:
                click.echo(render_github(diagnostics))
        case _:
            if diagnostics:
                click.echo(render_text(diagnostics, source_line, colour=sys.stderr.isatty()), err=True)
            for one, reason in allowed:
                click.echo(safe(f"{one.span}: allowed[{one.code}] {one.message}: {reason}"), err=True)


@lru_cache(maxsize=256)
def _lines(file: str) -> tuple[str, ...]:
    try:
        text = Path(file).read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return ()
    return tuple(text.splitlines())


def source_line(file: str, line: int) -> str | None:
    """Return a line of a source file for a diagnostic, ``None`` if there is no such line."""
    lines = _lines(file)
    return lines[line - 1] if 0 < line <= len(lines) else None


@contextmanager
def patience(doing: str) -> Iterator[None]:
    """Say what is being done if it takes longer than two seconds and somebody looks."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()

    def show() -> None:
        if not done.wait(_SLOW):
            with console(error=True).status(doing):
                done.wait()

    watcher = threading.Thread(target=show, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def plural(count: int, singular: str) -> str:
    """Return ``1 rule`` or ``12 rules``."""
    many = f"{singular[:-1]}ies" if singular.endswith("y") else f"{singular}s"
    return f"{count} {singular if count == 1 else many}"
