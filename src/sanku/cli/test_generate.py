"""``kb test --generate RULE``: boundary cases as the text of a case file."""

from __future__ import annotations

from pathlib import Path

import click

from sanku.cli.bases import write_whole
from sanku.cli.screen import patience
from sanku.core.text import nearest
from sanku.kb import KnowledgeBase
from sanku.semantics.nodes import Rule
from sanku.testing.generation import boundary_drafts, cases_about, generated_cases


def generate(base: KnowledgeBase, root: Path, name: str, output: Path | None) -> None:
    """Print the boundary cases of a rule, or write them to a file that is not there yet."""
    rule = rule_called(base, name)
    if output is not None and output.exists():
        message = f"`{output}` is there already and is not overwritten; name another file with -o"
        raise click.UsageError(message)
    with patience(f"trying events for {rule.name}"):
        found = boundary_drafts(base, rule, events=[case.event for case in cases_about(base, root, rule)])
        text = generated_cases(base, rule, found)
    if not found:
        click.echo(f"no event was found that `{rule.name}` says anything of; write one case, and try again", err=True)
        raise click.exceptions.Exit(1)
    if output is None:
        click.echo(text, nl=False)
        return
    write_whole(output, text)
    click.echo(f"{output}: {len(found)} cases to be reviewed; take out `review: true` of each that is right")


def rule_called(base: KnowledgeBase, name: str) -> Rule:
    """Return the rule of a name, with or without its module, or leave with the nearest name."""
    rules = base.model.rules
    found = [rule for key, rule in rules.items() if key == name or key.endswith(f".{name}")]
    if len(found) == 1:
        return found[0]
    if found:
        message = f"`{name}` is the name of several rules: {', '.join(rule.name for rule in found)}"
        raise click.UsageError(message)
    near = nearest(name, rules) or nearest(name, [key.rpartition(".")[2] for key in rules])
    message = f"there is no rule `{name}`" + (f"; did you mean `{near}`?" if near else "")
    raise click.UsageError(message)
