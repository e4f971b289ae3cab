"""Parameter files to ``ParameterFacts``: one type, and dated values from every layer."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.cell_problem import CellProblem
from sanku.catalog.cells import ITEM, LIST, CellContext, cell_value, read_cell
from sanku.catalog.column_types import TypeProblem, parse_type
from sanku.catalog.dated import overlaps, read_dated, window_text
from sanku.catalog.fact_file import Definition, FactFile
from sanku.catalog.fields import Fields
from sanku.catalog.loading import Loading
from sanku.catalog.nodes import NATION, DatedValue, ParameterFacts
from sanku.catalog.problems import Problems
from sanku.catalog.table_shape import REGION_KINDS
from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from sanku.core.types import Type
from sanku.diagnostics.message import Label

_TITLES = ("title",)


def read_parameter(definition: Definition, loading: Loading) -> ParameterFacts | None:
    """Read a parameter with all its layers; one of no type is none, as reported."""
    shape = definition.shape
    fields = Fields(shape.node, shape.what, loading.problems)
    type_ = _type(fields, loading)
    if type_ is None:
        return None
    region = fields.choice("region", REGION_KINDS, loading.catalog.region_kind(shape.name))
    values: list[DatedValue] = []
    for file in definition.layers:
        found = list(_values(file, _TITLES if file is not shape else ("type", "region", *_TITLES), type_, loading))
        _report_overlaps(file, found, loading.problems)
        values.extend(found)
    return ParameterFacts(shape.name, shape.name.split(".", 1)[0], type_, region, tuple(values), shape.span)


def _type(fields: Fields, loading: Loading) -> Type | None:
    written = fields.required("type", "type: quantity[day]")
    found = parse_type(written, loading.catalog.systems, loading.enums) if written else None
    if isinstance(found, TypeProblem):
        fields.problems.error(found.code, found.message, fields.place("type"), help=found.help)
        return None
    return found


def _values(file: FactFile, known: tuple[str, ...], type_: Type, loading: Loading) -> Iterator[DatedValue]:
    fields = Fields(file.node, file.what, loading.problems)
    fields.text("parameter")
    default = read_dated(fields)
    nodes = fields.items("values")
    if "values" not in file.node.entries:
        fields.missing("values", "values: [{from: 2024-01-01, value: 7 days, cites: [source, place]}]")
    fields.done(known)
    for node in nodes:
        if not isinstance(node, YamlMap):
            message = f"a value of {file.what} is not a map"
            loading.problems.error("wrong-shape", message, node.span, help="write `{from: 2024-01-01, value: 7 days}`")
            continue
        inner = Fields(node, f"a value of {file.what}", loading.problems)
        dated = read_dated(inner, default)
        value = inner.node_of("value")
        if value is None:
            inner.missing("value", "value: 7 days")
        inner.done()
        loading.report_unknown_sources(dated.cites)
        text = "" if value is None else _read(type_, value, loading.cells, loading.problems)
        decoded = cell_value(type_, text)
        yield DatedValue(decoded, dated.start, dated.end, dated.published, dated.cites, file.layer, node.span)


def _read(type_: Type, node: YamlNode, context: CellContext, problems: Problems) -> str:
    match node:
        case YamlText(text=text):
            found = read_cell(type_, text, context)
        case YamlList(items=items) if all(isinstance(item, YamlText) for item in items):
            found = read_cell(
                type_, LIST + ITEM.join(item.text for item in items if isinstance(item, YamlText)), context
            )
        case _:
            found = CellProblem("wrong-shape", "a value is a text or a list of texts")
    if isinstance(found, CellProblem):
        problems.error(found.code, found.message, node.span, help=found.help)
        return ""
    return found


def _report_overlaps(file: FactFile, values: list[DatedValue], problems: Problems) -> None:
    in_order = sorted(values, key=lambda value: (str(value.start or ""), value.span))
    for place, value in enumerate(in_order):
        for other in in_order[place + 1 :]:
            if overlaps(value.start, value.end, other.start, other.end):
                where = "the nation" if file.layer == NATION else f"region {file.layer}"
                message = f"two values of {file.what} hold on the same days in {where}"
                problems.error(
                    "overlapping-values", message, other.span, help="end the first with `to:` on the day before",
                    labels=(Label(value.span, f"holds {window_text(value.start, value.end)}"),),
                )  # fmt: skip
