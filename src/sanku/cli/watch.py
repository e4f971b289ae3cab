"""``kb watch``: validate and run the cases that a save can turn; broken files are told and waited for."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

import click
from watchfiles import watch

from sanku.cli.bases import DEFAULT
from sanku.cli.screen import plural, print_diagnostics, print_paragraphs
from sanku.cli.validate import validate
from sanku.diagnostics.message import sort_key
from sanku.kb import KnowledgeBase
from sanku.semantics.nodes import Model
from sanku.storage import user_cache
from sanku.testing import affected, read_suite, run_case
from sanku.testing.parallel import default_jobs, in_parallel
from sanku.testing.report import failure_lines

_WATCHED = (".kb", ".yaml", ".yml", ".csv")


@click.command("watch")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=DEFAULT)
def command(path: Path) -> None:
    """Validate the base at PATH (default: ./knowledge) on each save, and run the cases that it can turn.

    每次保存后校验知识库，并运行受影响的用例；Ctrl-C 结束。

    Exit status: 0 stopped, whatever was found, 2 misuse.
    """
    try:
        _look(path, ())
        for changes in watch(path, watch_filter=lambda _, name: name.endswith(_WATCHED), raise_interrupt=True):
            _look(path, sorted({Path(name) for _, name in changes}))
    except KeyboardInterrupt:
        click.echo()


def _look(path: Path, changed: Collection[Path]) -> None:
    """Show how the base stands after a save; nothing that is in a file ends the watch."""
    if sys.stdout.isatty():
        click.clear()
    if changed:
        click.echo(", ".join(file.name for file in changed))
    model, diagnostics = validate(path, user_cache())
    found = sorted(set(diagnostics), key=sort_key)
    print_diagnostics(found, "text")
    errors = sum(one.is_error for one in found)
    if model is None:
        click.secho(f"{path}: {plural(errors, 'error')}, {plural(len(found) - errors, 'warning')}; waiting", fg="red")
        return
    _run(path, model, changed)


def _run(path: Path, model: Model, changed: Collection[Path]) -> None:
    base = KnowledgeBase.of(model)
    suite = read_suite(base, path)
    print_diagnostics(suite.diagnostics, "text")
    chosen = affected(model, suite, changed) if changed else suite
    results = list(in_parallel(lambda item: run_case(base, *item), chosen.cases, default_jobs()))
    failed = [result for result in results if not result.passed]
    for result in failed:
        print_paragraphs(tuple(failure_lines(result)))
    text = f"{path}: {plural(len(results) - len(failed), 'case')} passed, {len(failed)} failed"
    click.secho(f"{text}, {len(suite.cases) - len(results)} not touched; waiting", fg="red" if failed else "green")
