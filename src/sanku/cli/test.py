"""``kb test``: the cases beside the rules, and what they have exercised."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.progress import track

from sanku.cli.bases import DEFAULT, load_base
from sanku.cli.screen import console, plural, print_diagnostics
from sanku.testing import ENGINES, CaseResult, RuleCoverage, coverage, gaps, read_suite, run_case


@click.command("test")
@click.argument("path", type=click.Path(path_type=Path, exists=True), default=DEFAULT)
@click.option("-k", "keyword", default="", help="Only cases whose title or file name has this text.")
@click.option("--kb", "base_path", type=click.Path(path_type=Path), help="The base, if PATH is only a part of it.")
@click.option(
    "--engine",
    type=click.Choice((*ENGINES, "both")),
    default="event",
    show_default=True,
    help="Which engine judges; with both they must decide alike.",
)
@click.option("--coverage", "show_coverage", is_flag=True, help="Show which branches of each rule were taken.")
def command(path: Path, keyword: str, base_path: Path | None, engine: str, show_coverage: bool) -> None:
    """Run the cases (*.test.yaml) below PATH (default: ./knowledge).

    Fails if a case does not come out as expected, or if a control of a rule has no case that fires it
    (with -k, or on a part of the base, only the first).
    运行规则旁的用例，报告不符之处与未覆盖的分支。
    """
    root = base_path or _base_of(path)
    base = load_base(root)
    suite = read_suite(base, path, keyword)
    print_diagnostics(suite.diagnostics, "text")
    engines = tuple(ENGINES) if engine == "both" else (engine,)
    cases = track(
        suite.cases, "running cases", console=console(error=True), transient=True, disable=not sys.stderr.isatty()
    )
    results = [run_case(base, file, case, engines) for file, case in cases]
    failed = [result for result in results if not result.passed]
    for result in failed:
        _print_failure(result)
    covered = coverage(base.model, results)
    whole = not keyword and path.resolve() == root.resolve()
    problems = gaps(covered) if whole else ()
    if show_coverage:
        _print_coverage(covered)
    errors = [problem for problem in problems if problem.is_error]
    print_diagnostics(problems if show_coverage else errors, "text")
    click.echo(f"{path}: {plural(len(results) - len(failed), 'case')} passed, {len(failed)} failed{_missing(errors)}")
    if failed or errors or any(problem.is_error for problem in suite.diagnostics):
        raise click.exceptions.Exit(1)
    if not results:
        click.echo("no case was found; a case file is called MODULE.test.yaml", err=True)
        raise click.exceptions.Exit(1)


def _missing(errors: Sequence[object]) -> str:
    return f", {plural(len(errors), 'control')} without a case" if errors else ""


def _base_of(path: Path) -> Path:
    """Return the nearest directory at or above ``path`` that holds ``kb.yaml``; ``path`` itself if none does."""
    for folder in (path.resolve(), *path.resolve().parents):
        if (folder / "kb.yaml").is_file():
            return path if folder == path.resolve() else folder
    return path


def _print_failure(result: CaseResult) -> None:
    span = result.case.span
    click.secho(f"{span}: {result.case.title}", fg="red", bold=True)
    for problem in result.problems:
        click.echo(f"  {problem}")


def _print_coverage(covered: Sequence[RuleCoverage]) -> None:
    for rule in covered:
        phases = ", ".join(f"{phase}{'' if phase in rule.fired else ' MISSING'}" for phase in sorted(rule.controls))
        branches = (("not fired", rule.spared), ("excepted", rule.excepted), ("undetermined", rule.undetermined))
        shown = ", ".join(f"{name}{'' if taken else ' MISSING'}" for name, taken in branches if taken is not None)
        click.echo(f"{rule.rule}: fired {phases}; {shown}")
