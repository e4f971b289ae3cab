"""``kb decide``: judge events from files or standard input; one decision each, in order."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from sanku.batch import Refusal, SourceError
from sanku.claim.decision import Decision
from sanku.claim.facts import Facts
from sanku.cli.bases import DEFAULT, load_base
from sanku.cli.screen import print_paragraphs, progress_bar
from sanku.doors.files import Problem, decide_file, read_events
from sanku.doors.nhsa import MessageRefused, is_message, read_message
from sanku.engines.reference import Deciding
from sanku.explain import Words, explain_deciding, explain_decision, explain_shadow
from sanku.kb import EventError, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, the facts it was made on, and the names of its lines as the event gives them."""

    decision: Decision
    facts: Facts
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that could not be judged: where, and why."""

    place: str
    message: str


@click.command("decide")
@click.argument("events", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--kb", "base", type=click.Path(path_type=Path), default=DEFAULT, show_default=True, help="Directory or edition."
)
@click.option("--json", "as_json", is_flag=True, help="One decision a line, as JSON.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a message had data notes.")
@click.option("--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True, help="Language of the text.")
@click.option("--brief", is_flag=True, help="Text without facts, near misses and ids.")
@click.option("--shadow", is_flag=True, help="Show also what rules on trial (status shadow) found.")
@click.option("--deciding", is_flag=True, help="Show which answers would settle what is undetermined.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write a file of decisions; of one file, JSONL or Parquet."
)
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes, with -o.")
def command(
    events: tuple[Path, ...],
    base: Path,
    as_json: bool,
    strict: bool,
    lang: str,
    brief: bool,
    shadow: bool,
    deciding: bool,
    output: Path | None,
    workers: int,
) -> None:
    """Judge EVENTS: files of JSON or JSONL, or `-` for standard input.

    Takes our own event form and the national 3101/3102 request (recognised by `infno`).
    With -o, the decisions of a whole file, one a line: the output bears its name only when it is complete, and the same
    command goes on where a killed one stopped.
    判断就诊事件：给出结论、依据、事实、金额与差距。

    Exit status: 0 judged, 1 an event could not be read (with --strict also: data notes), 2 misuse.
    """
    if output is not None:
        if strict or brief or deciding or shadow:
            raise click.UsageError(
                "-o writes decisions as JSON; --strict, --brief, --shadow and --deciding are not for it"
            )
        _decide_file(base, events, output, workers)
        return
    if workers > 1:
        raise click.UsageError("--workers is for whole files; say with -o where the decisions go")
    knowledge = load_base(base)
    status = 0
    for number, found in enumerate(_decide_all(knowledge, events)):
        if isinstance(found, Refused):
            click.echo(f"{found.place}: {found.message}", err=True)
            status = 1
            continue
        if strict and found.decision.notes:
            status = 1
        if as_json:
            sys.stdout.write(found.decision.json(shadow=shadow).decode() + "\n")
        else:
            if number:
                click.echo()
            words = Words(lang, found.names, knowledge.model.catalog.reasons, detail=not brief)
            print_paragraphs(explain_decision(found.decision, words))
            if shadow:
                print_paragraphs(explain_shadow(found.decision, words))
            if deciding:
                print_paragraphs(explain_deciding(_deciding(knowledge, found), words))
    if status:
        raise click.exceptions.Exit(status)


def _decide_file(base: Path, events: tuple[Path, ...], output: Path, workers: int) -> None:
    """Judge one file into another; refusals go to the screen as they are met, the rest is judged."""
    if len(events) != 1 or str(events[0]) == "-":
        raise click.UsageError("-o takes one file of events; name it")
    source = events[0]
    if output.resolve() == source.resolve():
        raise click.UsageError(f"`{output}` is the file of events; name another file for the decisions")
    knowledge = load_base(base)

    def report(refused: tuple[Refusal, ...], share: float) -> None:
        for one in refused:
            click.echo(f"{source.as_posix()}:{one.line}: {one.message}", err=True)
        advance(share)

    try:
        with progress_bar(f"deciding {source.name}") as advance:
            summary = decide_file(knowledge, source, output, report, workers)
    except SourceError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from None
    except OSError as error:
        click.echo(f"{output}: the decisions cannot be written: {(error.strerror or str(error)).lower()}", err=True)
        raise click.exceptions.Exit(1) from None
    resumed = f", {summary.resumed} of them by an earlier run" if summary.resumed else ""
    click.echo(f"{output}: {summary.decided} decisions, {summary.refused} refused{resumed}", err=True)
    if summary.refused:
        raise click.exceptions.Exit(1)


def _deciding(knowledge: KnowledgeBase, found: Decided) -> list[Deciding]:
    """Ask for each undetermined instance what would decide it; those that no rule makes have no answer."""
    asked = [entry for entry in found.decision.undetermined if entry.rule is not None]
    answers = (
        knowledge.what_would_decide(found.facts, entry.rule or "", entry.rows, entry.subject.id) for entry in asked
    )
    return [answer for answer in answers if answer is not None]


def _decide_all(knowledge: KnowledgeBase, events: tuple[Path, ...]) -> Iterator[Decided | Refused]:
    for path in events:
        for place, event in read_events(path):
            if isinstance(event, Problem):
                yield Refused(place, event.message)
            elif is_message(event):
                yield from _message(knowledge, place, event)
            else:
                yield _event(knowledge, place, event)


def _message(knowledge: KnowledgeBase, place: str, message: Mapping[str, object]) -> Iterator[Decided | Refused]:
    read = read_message(message, knowledge.model.catalog.senders)
    if isinstance(read, MessageRefused):
        yield Refused(place, read.message)
        return
    for event in read:
        yield _event(knowledge, place, event)


def _event(knowledge: KnowledgeBase, place: str, event: Mapping[str, object]) -> Decided | Refused:
    try:
        facts = knowledge.facts(event)
    except EventError as error:
        return Refused(place, str(error))
    names = {
        line.id: name for line in facts.collections["lines"].members if isinstance(name := line.fields.get("name"), str)
    }
    return Decided(knowledge.decide_facts(facts), facts, names)
