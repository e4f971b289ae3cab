"""``kb coverage``: what is asked of the base from outside, and what of it the rules say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click
from rich.table import Table

from sanku.cli.bases import DEFAULT, load_base
from sanku.cli.screen import console, print_diagnostics
from sanku.testing import read_suite
from sanku.testing.demand import FILE, KINDS, Entry, dangling, read_register

_TITLES = {"clauses": "审核条款 clauses", "framework": "国家规则框架 national framework"}


@click.command("coverage")
@click.argument("path", type=click.Path(path_type=Path), default=DEFAULT)
@click.option("--json", "as_json", is_flag=True, help="Print counts and lists as JSON.")
def command(path: Path, as_json: bool) -> None:
    """Report which clauses the base at PATH (default: ./knowledge) says, from its coverage.yaml.

    Every clause is answered by a rule with cases, by the field it needs, or by why only a person can decide it.
    报告知识库对外部条款的覆盖：哪些已写成规则，哪些缺字段，哪些只能由人判断。

    Exit status: 0, 1 if an answer names something that is not there, 2 misuse.
    """
    base = load_base(path)
    place = path / FILE
    if not place.is_file():
        message = (
            f"there is no `{place}`; write it with a line for each clause: `CL001: {{rule: …, fires: …, spares: …}}`"
        )
        raise click.UsageError(message)
    register = read_register(place)
    suite = read_suite(base, path)
    problems = [*register.diagnostics, *suite.diagnostics, *dangling(register, base, suite)]
    if as_json:
        counts = {name: _counts(entries) for name, entries in register.sections.items()}
        first = counts.pop("clauses", _counts(()))
        click.echo(json.dumps({**first, "dangling": len(problems), **counts}, ensure_ascii=False, indent=2))
    else:
        _print(register.sections)
    print_diagnostics(problems, "text")
    if problems:
        raise click.exceptions.Exit(1)


def _counts(entries: tuple[Entry, ...]) -> dict[str, object]:
    found = Counter(entry.kind for entry in entries)
    lists = {kind: [_shown(entry) for entry in entries if entry.kind == kind] for kind in KINDS}
    return {"clauses": len(entries), **{kind: found[kind] for kind in KINDS}, "lists": lists}


def _shown(entry: Entry) -> dict[str, object]:
    if entry.reason is not None:
        return {"id": entry.name, "reason": entry.reason.text}
    return {
        "id": entry.name,
        "rules": [found.text for found in entry.rules],
        "rows": [found.text for found in entry.rows],
        "fires": [found.text for found in entry.fires],
        "spares": [found.text for found in entry.spares],
    }


def _print(sections: Mapping[str, tuple[Entry, ...]]) -> None:
    out = console()
    for name, entries in sections.items():
        table = Table(title=f"{_TITLES[name]}: {len(entries)}", title_justify="left", box=None, pad_edge=False)
        for column in ("", "", "", ""):
            table.add_column(column)
        for kind in KINDS:
            chosen = [entry for entry in entries if entry.kind == kind]
            for entry in chosen:
                answer = ", ".join(found.text for found in entry.rules) or (entry.reason.text if entry.reason else "")
                table.add_row(
                    entry.name, kind, answer, f"{len(entry.fires)}+{len(entry.spares)}" if entry.rules else ""
                )
        out.print(table)
        found = Counter(entry.kind for entry in entries)
        out.print(", ".join(f"{kind} {found[kind]}" for kind in KINDS), "\n")
