"""``kb test --mutate``: faults planted one at a time; those that no case notices, with the case that would."""

from __future__ import annotations

from pathlib import Path

import click

from sanku.cli.bases import write_whole
from sanku.cli.screen import patience, print_diagnostics, print_paragraphs
from sanku.cli.test_generate import rule_called
from sanku.kb import KnowledgeBase
from sanku.testing import Suite
from sanku.testing.mutation import Score, mutation_score, score_json, score_lines


def mutate(base: KnowledgeBase, root: Path, suite: Suite, name: str, jobs: int, output: Path | None) -> None:
    """Print the survivors and the score; write the score as JSON too if a file is named."""
    rule = rule_called(base, name).name if name else None
    if not suite.cases:
        click.echo("no case was found; a case file is called MODULE.test.yaml", err=True)
        raise click.exceptions.Exit(1)
    with patience("planting faults"):
        score = _score(base, root, suite, rule, jobs)
    print_diagnostics(score.diagnostics, "text")
    print_paragraphs(tuple(score_lines(score)))
    if output is not None:
        write_whole(output, score_json(score))
    if len(score.survivors) > score.explained or score.failing or any(found.is_error for found in score.diagnostics):
        raise click.exceptions.Exit(1)


def _score(base: KnowledgeBase, root: Path, suite: Suite, rule: str | None, jobs: int) -> Score:
    last = [step for step in mutation_score(base, root, suite, rule=rule, jobs=jobs) if isinstance(step, Score)]
    return last[-1]
