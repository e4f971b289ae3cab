"""``kb mapping``: which codes of national messages were understood, and which a person has to map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click

from sanku.cli.bases import DEFAULT, load_base
from sanku.doors.files import Problem, read_events
from sanku.doors.nhsa import is_message
from sanku.doors.nhsa.mapping import Seen, report

_STATES = {
    "unmapped": "未对照 unmapped",
    "no-dictionary": "无字典 no dictionary",
    "out-of-dictionary": "不在字典 not in the dictionary",
    "mapped": "已对照 mapped",
    "national": "国家编码 national",
}


@click.command("mapping")
@click.argument("messages", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--kb", "base", type=click.Path(path_type=Path), default=DEFAULT, show_default=True, help="Directory or edition."
)
@click.option("--json", "as_json", is_flag=True, help="One code a line, as JSON.")
@click.option("--open", "as_yaml", is_flag=True, help="What is open, as YAML for senders/INSTITUTION.yaml to complete.")
def command(messages: tuple[Path, ...], base: Path, as_json: bool, as_yaml: bool) -> None:
    """Report which codes of MESSAGES (national 3101/3102 requests) were understood, by sender.

    对照报告：各机构报文中哪些编码、字典值已识别，哪些须补充对照。

    Exit status: 0 reported, 1 a message could not be read, 2 misuse.
    """
    knowledge = load_base(base)
    problems: list[str] = []
    found = report(knowledge, _messages(messages, problems))
    for problem in problems:
        click.echo(problem, err=True)
    for sender, entries in groupby(found, key=lambda item: item[0].sender):
        group = list(entries)
        if as_json:
            for seen, count in group:
                click.echo(json.dumps({**asdict(seen), "count": count}, ensure_ascii=False))
        elif as_yaml:
            click.echo("\n".join(_profile(sender, group)))
        else:
            click.echo("\n".join(_table(sender, group)))
    if problems:
        raise click.exceptions.Exit(1)


def _messages(places: tuple[Path, ...], problems: list[str]) -> Iterator[Mapping[str, object]]:
    for path in places:
        for place, event in read_events(path):
            if isinstance(event, Problem):
                problems.append(f"{place}: {event.message}")
            elif is_message(event):
                yield event


def _table(sender: str, group: list[tuple[Seen, int]]) -> Iterator[str]:
    known = sum(count for seen, count in group if seen.becomes)
    yield f"{sender or '?'}  {known}/{sum(count for _, count in group)}"
    for seen, count in group:
        becomes = f" → {seen.becomes}" if seen.becomes else ""
        yield f"  {_STATES[seen.state]}  {seen.field}  {seen.sent}{becomes}  ×{count}  {seen.name}".rstrip()


def _profile(sender: str, group: list[tuple[Seen, int]]) -> Iterator[str]:
    """Yield what has to be completed, as a profile holds it."""
    codes = [item for item in group if item[0].state == "unmapped"]
    values = [item for item in group if item[0].state in ("no-dictionary", "out-of-dictionary")]
    yield f"# senders/{sender or 'default'}.yaml"
    for key, entries in (("dictionaries", values), ("code_maps", codes)):
        if entries:
            yield f"{key}:"
        for field, some in groupby(sorted(entries, key=lambda item: item[0].field), key=lambda item: item[0].field):
            yield f"  {field}:"
            for seen, count in some:
                text = json.dumps(seen.sent, ensure_ascii=False)
                yield f'    {text}: ""  # ×{count} {seen.name}'.replace("\n", " ").rstrip()
