"""``kb test``: the cases beside the rules, what they have exercised, and how good they are."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.progress import track

from sanku.cli.bases import DEFAULT, base_of, load_base, write_whole
from sanku.cli.screen import console, plural, print_diagnostics, print_paragraphs
from sanku.cli.test_generate import generate
from sanku.cli.test_mutate import mutate
from sanku.diagnostics.message import Diagnostic
from sanku.kb import KnowledgeBase
from sanku.testing import (
    ENGINES,
    CaseResult,
    SelectionError,
    Suite,
    coverage,
    facts_coverage,
    gaps,
    read_suite,
    run_case,
)
from sanku.testing.cases import Case
from sanku.testing.coverage import KINDS, FactsCoverage, RuleCoverage, shares
from sanku.testing.parallel import default_jobs, in_parallel
from sanku.testing.report import Report, coverage_lines, failure_lines, to_html, to_json, to_junit

_WHOLE = 100
_REPORTS = {"html": to_html, "json": to_json, "junit": to_junit}


def _least(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Read ``90`` or ``instances=50``: at least so many percent."""
    found: list[tuple[str, int]] = []
    for value in given:
        kind, equals, percent = value.rpartition("=")
        kind = kind if equals else "branches"
        if kind not in KINDS or not percent.isdecimal() or int(percent) > _WHOLE:
            message = f"`{value}`: write a percentage, or one of {', '.join(KINDS)} with one: instances=50"
            raise click.BadParameter(message, ctx, param)
        found.append((kind, int(percent)))
    return tuple(found)


@click.command("test")
@click.argument("path", type=click.Path(path_type=Path, exists=True), default=DEFAULT)
@click.option(
    "-k", "keyword", default="", help="Only cases that have this in title, file or rule: `A and not (B or C)`."
)
@click.option("--kb", "base_path", type=click.Path(path_type=Path), help="The base, if PATH is only a part of it.")
@click.option(
    "--engine",
    type=click.Choice((*ENGINES, "both")),
    default="event",
    show_default=True,
    help="Which engine judges; with both they must decide alike.",
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes; by default one for each processor.")
@click.option("--coverage", "show_coverage", is_flag=True, help="Show what was taken: branches, rows, regions, values.")
@click.option(
    "--min-coverage",
    "least",
    callback=_least,
    multiple=True,
    metavar="[KIND=]PERCENT",
    help="Fail below it: 90 (branches), instances=50, …",
)
@click.option(
    "--report",
    "reports",
    type=(click.Choice(tuple(_REPORTS)), click.Path(path_type=Path)),
    multiple=True,
    metavar="FORM FILE",
    help="Write a report: html, json or junit.",
)
@click.option("--generate", "generated", metavar="RULE", help="Write boundary cases of a rule, for review.")
@click.option("--mutate", "mutated", is_flag=False, flag_value="", metavar="[RULE]", help="Which faults slip through?")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where --generate or --mutate writes.")
def command(
    path: Path,
    keyword: str,
    base_path: Path | None,
    engine: str,
    jobs: int | None,
    show_coverage: bool,
    least: tuple[tuple[str, int], ...],
    reports: tuple[tuple[str, Path], ...],
    generated: str | None,
    mutated: str | None,
    output: Path | None,
) -> None:
    """Run the cases (*.test.yaml) below PATH (default: ./knowledge).

    Fails if a case does not come out as expected, or if a control of a rule has no case that fires it
    (with -k, or on a part of the base, only the first).
    运行规则旁的用例，报告不符之处与未覆盖的分支；--generate 生成边界用例，--mutate 检验用例能否发现错误。

    Exit status: 0 all passed, 1 a case failed or something is not covered, 2 misuse.
    """
    root = base_path or base_of(path)
    base = load_base(root)
    if generated is not None:
        generate(base, root, generated, output)
        return
    suite = _suite(base, path, keyword)
    print_diagnostics(suite.diagnostics, "text")
    if mutated is not None:
        mutate(base, root, suite, mutated, jobs or default_jobs(), output)
        return
    engines = tuple(ENGINES) if engine == "both" else (engine,)
    results = _run(base, suite, engines, jobs or default_jobs(), exercised=show_coverage or bool(least or reports))
    whole = not keyword and path.resolve() == root.resolve()
    _conclude(base, path, suite, results, whole=whole, show_coverage=show_coverage, least=least, reports=reports)


def _suite(base: KnowledgeBase, path: Path, keyword: str) -> Suite:
    try:
        return read_suite(base, path, keyword)
    except SelectionError as error:
        message = f"-k: {error}"
        raise click.UsageError(message) from None


def _run(
    base: KnowledgeBase, suite: Suite, engines: tuple[str, ...], jobs: int, *, exercised: bool
) -> list[CaseResult]:
    def judge(item: tuple[Path, Case]) -> CaseResult:
        file, case = item
        return run_case(base, file, case, engines, exercised=exercised)

    found = in_parallel(judge, suite.cases, jobs)
    shown = track(
        found,
        "running cases",
        total=len(suite.cases),
        console=console(error=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    return list(shown)


def _conclude(
    base: KnowledgeBase,
    path: Path,
    suite: Suite,
    results: Sequence[CaseResult],
    *,
    whole: bool,
    show_coverage: bool,
    least: Sequence[tuple[str, int]],
    reports: Sequence[tuple[str, Path]],
) -> None:
    failed = [result for result in results if not result.passed]
    for result in failed:
        print_paragraphs(tuple(failure_lines(result)))
    covered = coverage(base.model, results)
    facts = facts_coverage(base.model, (one for result in results for one in result.exercises))
    problems = gaps(covered) if whole else ()
    errors = [problem for problem in problems if problem.is_error]
    if show_coverage:
        print_paragraphs(tuple(coverage_lines(covered, facts)))
    print_diagnostics(problems if show_coverage else errors, "text")
    review = [result for result in results if result.case.review]
    for result in review:
        click.echo(f"{result.case.span}: to be reviewed: {result.case.title}", err=True)
    report = Report(base.model, base.edition, results, covered, facts, (*suite.diagnostics, *errors))
    for form, place in reports:
        write_whole(place, _REPORTS[form](report))
    click.echo(
        f"{path}: {plural(len(results) - len(failed), 'case')} passed, {len(failed)} failed{_more(errors, review)}"
    )
    short = _short_of(covered, facts, least)
    for line in short:
        click.echo(line, err=True)
    if not results:
        click.echo("no case was found; a case file is called MODULE.test.yaml", err=True)
    if failed or errors or short or not results or any(problem.is_error for problem in suite.diagnostics):
        raise click.exceptions.Exit(1)


def _more(errors: Sequence[Diagnostic], review: Sequence[CaseResult]) -> str:
    without = f", {plural(len(errors), 'control')} without a case" if errors else ""
    return without + (f", {len(review)} to be reviewed" if review else "")


def _short_of(covered: Sequence[RuleCoverage], facts: FactsCoverage, least: Sequence[tuple[str, int]]) -> list[str]:
    found = shares(covered, facts)
    return [
        f"coverage of {kind}: {found[kind][0]} of {found[kind][1]} is less than {percent}%"
        for kind, percent in least
        if found[kind][0] * 100 < percent * found[kind][1]
    ]
