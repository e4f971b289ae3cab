"""``kb import``: an official release to a table of the base, with what it changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from sanku.cli.bases import DEFAULT
from sanku.cli.screen import patience, plural, print_diagnostics
from sanku.graph import Vertex, build_graph, impact
from sanku.importing import Changes, Import, prepare, write_table
from sanku.semantics import read_base

_MOST_LISTED = 12


@click.command("import")
@click.argument("map_path", metavar="MAP", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("release", type=click.Path(path_type=Path, exists=True))
@click.option("--kb", "base", type=click.Path(path_type=Path), default=DEFAULT, show_default=True, help="The base.")
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option("--skip-bad", is_flag=True, help="Write what could be read; what could not keeps its old version.")
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
def command(map_path: Path, release: Path, base: Path, dry_run: bool, skip_bad: bool, as_json: bool) -> None:
    """Import RELEASE (a folder or a file: CSV, JSON lines or a workbook) by MAP into a table of the base.

    Rows carry the release and the row they come from; a later release adds, changes, supersedes and withdraws rows, and
    the rules and regions that this touches are named. Nothing is deleted and nothing half is written.
    按映射文件导入官方发布的知识点、目录、编码表或价格表，报告新增、变更、替代、撤销以及受影响的规则和地区。

    Exit status: 0, 1 if records could not be read (nothing is written without --skip-bad), 2 misuse.
    """
    if not base.is_dir():
        message = f"there is no knowledge base at `{base}`; name one with --kb"
        raise click.UsageError(message)
    with patience(f"reading {release}"):
        found = prepare(map_path, release, base)
    print_diagnostics(found.problems, "text")
    writes = not found.refused and not dry_run and (skip_bad or not found.problems)
    files: tuple[Path, ...] = ()
    if writes and found.mapped is not None:
        files = write_table(base, found.mapped, found.rows, found.sha256)
    touched = _touched(base, found) if found.changes.touched else ((), ())
    if as_json:
        click.echo(json.dumps(_as_data(found, touched, files), ensure_ascii=False, indent=2))
    else:
        _print(found, touched, files)
    if found.problems:
        raise click.exceptions.Exit(1)


def _touched(base: Path, found: Import) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the rules that read the table and the regions that feel it; none while the base does not resolve."""
    model = read_base(base).model
    if model is None:
        return (), ()
    if found.mapped is None or found.mapped.table not in model.catalog.tables:
        return (), ()
    touched = impact(build_graph(model), Vertex("table", found.mapped.table))
    return touched.rules, touched.regions if touched.rules else ()


def _as_data(found: Import, touched: tuple[tuple[str, ...], ...], files: Iterable[Path]) -> dict[str, object]:
    changes = found.changes
    return {
        "table": found.mapped.table if found.mapped else None,
        "read": found.read,
        "unread": len(found.problems),
        "added": list(changes.added),
        "changed": {name: list(columns) for name, columns in changes.changed},
        "superseded": dict(changes.superseded),
        "withdrawn": list(changes.withdrawn),
        "unchanged": changes.unchanged,
        "kept": [*changes.kept, *changes.unwithdrawn],
        "rules": list(touched[0]),
        "regions": list(touched[1]),
        "written": [path.as_posix() for path in files],
    }


def _print(found: Import, touched: tuple[tuple[str, ...], ...], files: tuple[Path, ...]) -> None:
    changes = found.changes
    if found.mapped is not None:
        click.echo(f"{found.mapped.table}: {plural(found.read, 'record')} read, {len(found.problems)} not read")
    for said, names in _listed(changes):
        if names:
            more = f" … and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else ""
            click.echo(f"  {said} {len(names)}: {', '.join(names[:_MOST_LISTED])}{more}")
    if changes.unchanged:
        click.echo(f"  不变 unchanged {changes.unchanged}")
    for said, touching in zip(("涉及规则 rules", "涉及地区 regions"), touched, strict=True):
        if touching:
            click.echo(f"  {said}: {', '.join(touching)}")
    if files:
        click.echo(f"written: {', '.join(path.as_posix() for path in files)}")
    elif found.problems and not found.refused:
        click.echo("nothing is written; mend the rows, or import what could be read with --skip-bad", err=True)


def _listed(changes: Changes) -> tuple[tuple[str, list[str]], ...]:
    return (
        ("新增 added", list(changes.added)),
        ("变更 changed", [f"{name} ({', '.join(columns)})" for name, columns in changes.changed]),
        ("替代 superseded", [f"{old} by {new}" for old, new in changes.superseded]),
        ("撤销 withdrawn", list(changes.withdrawn)),
        ("未读，保留原版本 kept", [*changes.kept, *changes.unwithdrawn]),
    )
