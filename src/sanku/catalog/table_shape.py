"""The shape of a table: columns and their types, key, match, symmetric pair, region kind."""

from __future__ import annotations

import msgspec

from sanku.catalog.column_types import TypeProblem, parse_type, with_key_codes
from sanku.catalog.fact_file import FactFile
from sanku.catalog.fields import Fields, is_name, plain_name
from sanku.catalog.loading import Loading
from sanku.catalog.nodes import Column
from sanku.catalog.rows import ATTRIBUTES
from sanku.catalog.yaml_nodes import YamlText, shape_name
from sanku.core.text import nearest
from sanku.core.types import ListType, PeriodType, SpanType, TextType, WindowType

MOST_KEYS = 3
MATCHES = ("all", "most_specific")
REGION_KINDS = ("insured", "care")


class TableShape(msgspec.Struct, frozen=True):
    """What every layer of a table has in common."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    match: str
    symmetric: tuple[str, ...]
    region: str

    @property
    def what(self) -> str:
        """What diagnostics call the table."""
        return f"table `{self.name}`"


def read_shape(file: FactFile, loading: Loading) -> TableShape:
    """Read the keys of a table file that say its shape."""
    problems = loading.problems
    fields = Fields(file.node, file.what, problems)
    key = _column_names(fields, "key", ())
    columns = _columns(fields, key, loading)
    names = tuple(column.name for column in columns)
    if not key and columns:
        fields.missing("key", f"key: {names[0]}")
    if len(key) > MOST_KEYS:
        message = f"{file.what} has {len(key)} key columns, at most {MOST_KEYS}"
        advice = "ask for the others in the rule's `when`"
        problems.error("too-many-keys", message, fields.place("key"), help=advice)
    known = _known(fields, "key", key, names)
    symmetric = _known(fields, "symmetric", _column_names(fields, "symmetric", ()), known)
    if symmetric and len(set(symmetric)) != 2:
        problems.error(
            "bad-symmetric",
            "`symmetric` names two key columns",
            fields.place("symmetric"),
            help="write `symmetric: [a, b]`",
        )
        symmetric = ()
    match = fields.choice("match", MATCHES, "all")
    region = fields.choice("region", REGION_KINDS, loading.catalog.region_kind(file.name))
    return TableShape(file.name, columns, known[:MOST_KEYS], match, symmetric, region)


def _column_names(fields: Fields, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain_name(text.text) for text in fields.texts(name)) or default


def _known(fields: Fields, name: str, given: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, ...]:
    for column in given:
        if columns and column not in columns:
            near = nearest(column, columns)
            message = (
                f"`{name}` of {fields.what} names `{column}`, which is no {'column' if name == 'key' else 'key column'}"
            )
            fields.problems.error(
                "unknown-column",
                message,
                fields.place(name),
                help=f"did you mean `{near}`?" if near else _one_of(columns),
            )
    return tuple(column for column in given if column in columns)


def _columns(fields: Fields, key: tuple[str, ...], loading: Loading) -> tuple[Column, ...]:
    node = fields.map("columns")
    if node is None or not node.entries:
        if fields.node_of("columns") is None or node is not None:
            fields.missing("columns", 'columns: {code: "code[nhsa_drug]", sex: sex}')
        return ()
    found: list[Column] = []
    for written, value in node.pairs():
        name = plain_name(written.text)
        _report_bad_name(name, written, fields)
        if not isinstance(value, YamlText):
            fields.problems.error(
                "wrong-shape",
                f"the type of column `{name}` is {shape_name(value)}",
                value.span,
                help='quote it: `"code[icd10]"`',
            )
            found.append(Column(name, TextType(), written.span))
            continue
        type_ = parse_type(value.text, loading.catalog.systems, loading.enums)
        if isinstance(type_, TypeProblem):
            fields.problems.error(type_.code, f"column `{name}`: {type_.message}", value.span, help=type_.help)
            type_ = TextType()
        if name in key and isinstance(type_, ListType | PeriodType | SpanType | WindowType):
            message = f"column `{name}` is `{value.text}` and cannot be a key"
            advice = "leave it out of `key:` and ask for it in the rule's `when`"
            fields.problems.error("bad-key-type", message, value.span, help=advice)
        found.append(Column(name, with_key_codes(type_) if name in key else type_, written.span))
    return tuple(found)


def _report_bad_name(name: str, written: YamlText, fields: Fields) -> None:
    if name in ATTRIBUTES:
        message = f"`{name}` is what every row has and cannot be a column of {fields.what}"
        fields.problems.error(
            "reserved-column", message, written.span, help=f"leave it out: rows may say `{name}` anyway"
        )
    elif not is_name(name):
        fields.problems.error(
            "bad-name", f"`{name}` is no name of a column", written.span, help="write letters, digits and `_`"
        )


def _one_of(names: tuple[str, ...]) -> str:
    return f"write one of {', '.join(f'`{name}`' for name in names)}"
