"""A map file to ``ImportMap``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sanku.catalog.fields import Fields, is_qualified, text_map
from sanku.catalog.problems import Problems
from sanku.catalog.yaml_nodes import YamlMap, YamlText
from sanku.catalog.yaml_reader import read_yaml
from sanku.diagnostics.message import Diagnostic
from sanku.importing.nodes import FromField, ImportMap, Join, Release, Spread

FORMS = ("csv", "jsonl", "xlsx")
_OTHER_CELLS = ("id", "place", "supersedes")


def read_map(path: Path) -> tuple[ImportMap | None, tuple[Diagnostic, ...]]:
    """Read a map; ``None`` if it cannot be used."""
    node, found = read_yaml(path)
    problems = Problems()
    for each in found:
        problems.add(each)
    if node is not None and not isinstance(node, YamlMap):
        problems.error("wrong-shape", "an import map is a map", node.span, help="start it with `table: drugs.my_table`")
    result = _map(node, problems) if isinstance(node, YamlMap) else None
    diagnostics = problems.result()
    return (None if any(each.is_error for each in diagnostics) else result), diagnostics


def _map(node: YamlMap, problems: Problems) -> ImportMap | None:
    fields = Fields(node, "the map", problems)
    table = fields.required("table", "table: drugs.my_table")
    if table and not is_qualified(table):
        problems.error("bad-name", f"`{table}` is no name of a table", fields.place("table"), help="drugs.my_table")
    columns = fields.text_map("columns")
    release = _release(fields.map("release"), fields, problems)
    source = fields.map("file")
    form = Fields(source, "`file`", problems) if source is not None else None
    if form is None:
        fields.missing("file", "file: {name: points.jsonl, format: jsonl}")
    join, spread = fields.map("join"), fields.map("spread")
    cells = _cells(fields.map("cells"), fields, problems)
    for name in (*columns, "id"):
        if name not in cells:
            fields.missing("cells", f"cells: {{{name}: {{from: …}}}}")
    for name in cells:
        if name not in columns and name not in _OTHER_CELLS:
            message = f"`{name}` is no column of `{table}`"
            problems.error("unknown-column", message, cells[name].span, help="declare it under `columns:`")
    result = None
    if form is not None and release is not None:
        result = ImportMap(
            table,
            columns,
            tuple(text.text for text in fields.texts("key")) or ("code",),
            release,
            form.required("name", "name: points.jsonl"),
            form.choice("format", FORMS, "csv"),
            form.text("sheet"),
            _whole(form, "header", 1),
            form.text("encoding", "utf-8"),
            _join(join, problems),
            _spread(spread, problems),
            fields.text_map("where"),
            cells,
            node.span,
        )
        form.done()
    fields.done()
    return result


def _release(node: YamlMap | None, fields: Fields, problems: Problems) -> Release | None:
    if node is None:
        fields.missing("release", "release: {id: nhsa_batch_12, title: …, date: 2026-07-01}")
        return None
    inner = Fields(node, "`release`", problems)
    found = Release(
        inner.required("id", "id: nhsa_batch_12"),
        inner.required("title", "title: 智能监管“两库”知识点 第十二批"),
        inner.text("issuer"),
        inner.date("date") or date.min,
    )
    if found.day == date.min:
        inner.missing("date", "date: 2026-07-01")
    inner.done()
    return found


def _cells(node: YamlMap | None, fields: Fields, problems: Problems) -> Mapping[str, FromField]:
    if node is None:
        fields.missing("cells", "cells: {id: {from: kp_id}, …}")
        return {}
    found: dict[str, FromField] = {}
    for key, value in node.pairs():
        if isinstance(value, YamlText):
            found[key.text] = FromField((value.text.strip(),), {}, None, None, key.span)
            continue
        if not isinstance(value, YamlMap):
            problems.error("wrong-shape", f"`{key.text}` is a list", value.span, help="write `{from: [one, other]}`")
            continue
        inner = Fields(value, f"`{key.text}`", problems)
        words = inner.map("words")
        fixed = inner.text("fixed") if value.get("fixed") is not None else None
        names = tuple(text.text.strip() for text in inner.texts("from"))
        if not names and fixed is None:
            inner.missing("from", "from: kp_id")
        otherwise = inner.text("otherwise") if value.get("otherwise") is not None else None
        found[key.text] = FromField(
            names, {} if words is None else text_map(words, problems), otherwise, fixed, key.span
        )
        inner.done()
    return found


def _join(node: YamlMap | None, problems: Problems) -> Join | None:
    if node is None:
        return None
    inner = Fields(node, "`join`", problems)
    found = Join(
        inner.required("file", "file: codes.csv.gz"),
        inner.required("on", "on: kp_id"),
        inner.required("take", "take: code"),
        inner.required("into", "into: codes"),
    )
    inner.done()
    return found


def _spread(node: YamlMap | None, problems: Problems) -> Spread | None:
    if node is None:
        return None
    inner = Fields(node, "`spread`", problems)
    found = Spread(
        inner.text_map("fields"), inner.required("name", "name: tier"), inner.required("value", "value: price")
    )
    if not found.fields:
        inner.missing("fields", "fields: {三级价: tier_1, 二级价: tier_2}")
    inner.done()
    return found


def _whole(fields: Fields, name: str, default: int) -> int:
    text = fields.text(name, str(default))
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    fields.problems.error("bad-number", f"`{text}` is no row", fields.place(name), help=f"write `{name}: {default}`")
    return default
