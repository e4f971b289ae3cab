"""``kb graph``: who reads and alters whom, to look at; and what a change touches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from sanku.cli.bases import DEFAULT, load_base
from sanku.core.text import nearest
from sanku.graph import Graph, build_graph
from sanku.graph.draw import UnknownName, around, draw_dot, draw_page, draw_svg, picture_of
from sanku.graph.touch import Touched, touched
from sanku.kb import KnowledgeBase
from sanku.testing import read_suite
from sanku.testing.run import rules_beside

FORMATS = ("dot", "json", "svg", "html")
_MOST = 20
"""Rows and cases that are listed by name; then it says how many more there are."""


@click.command("graph")
@click.argument("name", default="")
@click.option("--kb", "path", type=click.Path(path_type=Path), default=DEFAULT, show_default=True, help="The base.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by the end of --output, else dot.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here, not to the terminal."
)
@click.option("--impact", "what", metavar="WHAT", help="Say what a row id, a name or a code touches.")
@click.option("--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True, help="Language of --impact.")
def command(name: str, path: Path, form: str | None, output: Path | None, what: str | None, lang: str) -> None:
    """Draw what NAME (a rule, a table, a base, …) reads and who reads it; without NAME the whole base.

    画出依赖关系：规则读哪些知识表、参数、编码集和报文字段，谁豁免或修订它。html 为单个网页，可缩放、搜索、点选。

    Exit status: 0 drawn, 1 the base has errors, 2 misuse (no such name).
    """
    if what is not None and (name or output):
        message = "--impact prints to the terminal and takes no NAME and no --output"
        raise click.UsageError(message)
    base = load_base(path)
    graph = build_graph(base.model)
    if what is not None:
        _print_impact(base, graph, path, what, lang, form)
        return
    chosen = _form(form, output)
    text = _drawn(graph, base.model.catalog.name, name, chosen)
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        _write(output, text)
        click.echo(f"{output}" + ("; open it in a browser" if chosen == "html" else ""))


def _form(form: str | None, output: Path | None) -> str:
    if form is not None:
        return form
    if output is None:
        return "dot"
    ending = output.suffix.removeprefix(".")
    if ending not in FORMATS:
        message = f"`{output}` does not say which form it is; end it in .{', .'.join(FORMATS)}, or give --format"
        raise click.UsageError(message)
    return ending


def _drawn(graph: Graph, title: str, name: str, form: str) -> str:
    vertices = around(graph, name) if name else None
    if isinstance(vertices, UnknownName):
        hint = f"; did you mean `{vertices.near}`?" if vertices.near else ""
        message = f"nothing in the base is called `{name}`{hint}"
        raise click.UsageError(message)
    picture = picture_of(graph, f"{title}：{name}" if name else title, vertices)
    match form:
        case "json":
            return picture.json().decode()
        case "svg":
            return draw_svg(picture)
        case "html":
            return draw_page(picture)
        case _:
            return draw_dot(picture)


def _write(output: Path, text: str) -> None:
    """Write to a neighbour and rename, so that a half-written file is never seen."""
    partial = output.with_name(f".{output.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(output)
    except OSError as error:
        partial.unlink(missing_ok=True)
        message = f"`{output}` cannot be written: {(error.strerror or 'unknown cause').lower()}"
        raise click.UsageError(message) from None


def _print_impact(base: KnowledgeBase, graph: Graph, path: Path, what: str, lang: str, form: str | None) -> None:
    if form not in (None, "json"):
        message = "--impact prints text, or json with --format json"
        raise click.UsageError(message)
    found = touched(graph, what)
    if found is None:
        near = nearest(what, [vertex.name for vertex in graph.digraph])
        hint = f"; did you mean `{near}`?" if near else ""
        message = f"`{what}` is no row id, no name and no code that a key or a code set of the base holds{hint}"
        raise click.UsageError(message)
    cases = tuple(_cases(base, path, frozenset(found.impact.rules)))
    if form == "json":
        click.echo(msgspec.json.encode({**msgspec.to_builtins(found), "cases": cases}))
        return
    for line in _lines(base, found, cases, zh=lang == "zh"):
        click.echo(line)


def _cases(base: KnowledgeBase, path: Path, rules: frozenset[str]) -> Iterator[str]:
    if path.is_dir():
        for file, case in read_suite(base, path).cases:
            if rules & rules_beside(base.model.rules, file, case):
                yield f"{case.span.file}:{case.span.line} {case.title}"


def _lines(base: KnowledgeBase, found: Touched, cases: tuple[str, ...], *, zh: bool) -> Iterator[str]:
    rules, model = found.impact.rules, base.model
    groups = (
        ("是", "is", [str(thing) for thing in found.things]),
        ("行", "rows", [f"{row.table} {row.row} ({row.layer})" for row in found.rows]),
        ("规则", "rules", [f"{name} {model.rules[name].title}" for name in rules if name in model.rules]),
        ("规则实例", "rule instances", [f"{rule} × {row.row} ({row.layer})" for rule, row in found.instances]),
        ("豁免", "exemptions", [f"{name} {model.exemptions[name].title}" for name in found.impact.exemptions]),
        ("定义", "definitions", list(found.impact.definitions)),
        ("地区", "regions", list(found.impact.regions)),
        ("可能受影响的用例", "cases that may turn", list(cases)),
    )
    for chinese, english, items in groups:
        if not items:
            continue
        yield f"{chinese if zh else english} ({len(items)})"
        yield from (f"  {item}" for item in items[:_MOST])
        if len(items) > _MOST:
            yield f"  … {'还有' if zh else 'and'} {len(items) - _MOST}{' 项' if zh else ' more'}"
