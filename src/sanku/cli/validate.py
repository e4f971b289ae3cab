"""``kb validate``: parse, resolve, type and check a base; every problem of every file in one run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from sanku.checks.review import Allowed, Reviewed, review
from sanku.cli.bases import DEFAULT
from sanku.cli.mending import differences, mended, write_all
from sanku.cli.revision import base_at, only_new
from sanku.cli.screen import FORMATS, patience, plural, print_diagnostics
from sanku.diagnostics.edits import safe_fixes
from sanku.diagnostics.message import Diagnostic
from sanku.edition import edition_digest
from sanku.semantics import read_base
from sanku.semantics.nodes import Model
from sanku.storage import NO_CACHE, Cache, user_cache

_MOST_PASSES = 5
"""Fixes can make room for others; what has not settled by then is left to the author."""


@click.command("validate")
@click.argument("path", type=click.Path(path_type=Path), default=DEFAULT)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to report.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--since", "revision", metavar="REV", help="Report only what was not there in a git revision.")
@click.option("--fix", is_flag=True, help="Make the safe fixes and report what is left.")
@click.option("--diff", "show_diff", is_flag=True, help="With --fix: write nothing, show what would change.")
@click.option("--show-allowed", is_flag=True, help="Show what is allowed in place, with the reasons.")
@click.option("--no-cache", is_flag=True, help="Read and check everything again.")
def command(
    path: Path,
    form: str,
    strict: bool,
    revision: str | None,
    fix: bool,
    show_diff: bool,
    show_allowed: bool,
    no_cache: bool,
) -> None:
    """Check the knowledge base at PATH (default: ./knowledge).

    Reports every problem with file, line and column, the source line, and what to type instead. A check is allowed in
    place by a comment `# allow CODE: reason`; `kb explain CODE` says what it reports.
    检查知识库：语法、名称、类型、单位、编码、日期、依据、依赖，一次报告全部问题；--fix 自动改正有把握的，
    --since 只报告相对某个 git 版本新增的；`# 允许 CODE：原因` 就地放行。

    Exit status: 0 clean or warnings, 1 errors (with --strict also warnings), 2 misuse.
    """
    if not path.exists():
        message = f"there is nothing at `{path}`"
        raise click.UsageError(message)
    if show_diff and not fix:
        message = "`--diff` shows what `--fix` would change; write both"
        raise click.UsageError(message)
    cache = NO_CACHE if no_cache else user_cache()
    with patience(f"validating {path}"):
        model, reviewed = validated(path, cache)
    if fix and not show_diff:
        model, reviewed = _fixed(path, cache, model, reviewed)
    found: Sequence[Diagnostic] = reviewed.found
    if revision is not None:
        with base_at(path, revision) as older:
            before = () if older is None else validated(older, NO_CACHE)[1].found
            found = only_new(found, path, before, older)
    if show_diff:
        click.echo(differences(mended(found)), nl=False)
    allowed = [(one.found, one.allowance.reason) for one in reviewed.allowed] if show_allowed else []
    print_diagnostics(found, form, allowed)
    errors = sum(problem.is_error for problem in found)
    warnings = len(found) - errors
    if form == "text":
        mendable = sum(1 for _ in safe_fixes(found))
        click.echo(_summary(path, model, errors, warnings, reviewed.allowed), err=bool(errors) or show_diff)
        if mendable and not fix:
            click.echo(f"`--fix` mends {mendable} of them, `--fix --diff` shows how", err=True)
    if errors or (strict and warnings):
        raise click.exceptions.Exit(1)


def validated(path: Path, cache: Cache) -> tuple[Model | None, Reviewed]:
    """Return the model, if it can be used, and what is to be said of it; checks run on whatever resolves.

    What an unchanged file gave before is taken from ``cache``; the result is the same without.
    """
    loaded = read_base(path, cache)
    cache.prune()
    return None if loaded.has_errors else loaded.model, review(loaded.model, loaded.diagnostics, loaded.lines)


def validate(path: Path, cache: Cache) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """Return the model, if it can be used, and everything that is reported."""
    model, reviewed = validated(path, cache)
    return model, reviewed.found


def _fixed(path: Path, cache: Cache, model: Model | None, reviewed: Reviewed) -> tuple[Model | None, Reviewed]:
    """Make the safe fixes, say what was done, and read the base again until none is left."""
    for _ in range(_MOST_PASSES):
        changes = mended(reviewed.found)
        if not changes:
            break
        write_all(changes)
        for change in changes:
            for found, title in change.made:
                click.echo(f"{found.span}: {found.code}: {title}", err=True)
        model, reviewed = validated(path, cache)
    return model, reviewed


def _summary(path: Path, model: Model | None, errors: int, warnings: int, allowed: Sequence[Allowed]) -> str:
    spared = f", {len(allowed)} allowed" if allowed else ""
    if model is None or errors:
        return f"{path}: {plural(errors, 'error')}, {plural(warnings, 'warning')}{spared}"
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
    return f"{path}: {', '.join(parts)}; {verdict}{spared}; edition {edition_digest(model)[:12]}"
