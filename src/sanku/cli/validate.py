"""``kb validate``: parse, resolve, type and check a base; every problem of every file in one run."""

from __future__ import annotations

from pathlib import Path

import click

from sanku.checks import run as run_checks
from sanku.cli.bases import DEFAULT
from sanku.cli.screen import FORMATS, patience, plural, print_diagnostics
from sanku.diagnostics.message import Diagnostic, sort_key
from sanku.edition import edition_digest
from sanku.semantics import read_base
from sanku.semantics.nodes import Model
from sanku.storage import NO_CACHE, Cache, user_cache


@click.command("validate")
@click.argument("path", type=click.Path(path_type=Path), default=DEFAULT)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to report.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--no-cache", is_flag=True, help="Read and check everything again.")
def command(path: Path, form: str, strict: bool, no_cache: bool) -> None:
    """Check the knowledge base at PATH (default: ./knowledge).

    Reports every problem with file, line and column, the source line, and what to type instead.
    检查知识库：语法、名称、类型、单位、编码、日期、依据、依赖，一次报告全部问题。

    Exit status: 0 clean or warnings, 1 errors (with --strict also warnings), 2 misuse.
    """
    if not path.exists():
        message = f"there is nothing at `{path}`"
        raise click.UsageError(message)
    with patience(f"validating {path}"):
        model, diagnostics = validate(path, NO_CACHE if no_cache else user_cache())
    found = sorted(set(diagnostics), key=sort_key)
    print_diagnostics(found, form)
    errors = sum(problem.is_error for problem in found)
    warnings = len(found) - errors
    if form == "text":
        click.echo(_summary(path, model, errors, warnings), err=bool(errors))
    if errors or (strict and warnings):
        raise click.exceptions.Exit(1)


def validate(path: Path, cache: Cache) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """Return the model, if it can be used, and everything found; checks run on whatever resolves.

    What an unchanged file gave before is taken from ``cache``; the result is the same without.
    """
    loaded = read_base(path, cache)
    cache.prune()
    checked = run_checks(loaded.model, whole=not loaded.has_errors) if loaded.model is not None else ()
    return None if loaded.has_errors else loaded.model, (*loaded.diagnostics, *checked)


def _summary(path: Path, model: Model | None, errors: int, warnings: int) -> str:
    if model is None or errors:
        return f"{path}: {plural(errors, 'error')}, {plural(warnings, 'warning')}"
    catalog = model.catalog
    rows = sum(len(layer.rows) for table in catalog.tables.values() for layer in table.layers)
    parts = (
        plural(len(model.rules), "rule"),
        plural(len(model.exemptions), "exemption"),
        f"{plural(rows, 'row')} in {plural(len(catalog.tables), 'table')}",
        plural(len(catalog.parameters), "parameter"),
        plural(len(catalog.code_sets), "code set"),
        plural(len(catalog.regions), "region"),
        plural(len(catalog.sources), "source"),
    )
    verdict = plural(warnings, "warning") if warnings else "no problems"
    return f"{path}: {', '.join(parts)}; {verdict}; edition {edition_digest(model)[:12]}"
