"""A vertex to its card: what a person is told of a rule, a table, a parameter, a code set, a field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanku.catalog.nodes import NATION, Catalog, Citation, CodeSet, ParameterFacts, Table
from sanku.core.span import NOWHERE, Span
from sanku.graph.draw.nodes import Card
from sanku.graph.nodes import Vertex
from sanku.semantics.nodes import Amendment, Exemption, Model, Rule
from sanku.semantics.show_expressions import show_constant
from sanku.semantics.types import type_name

_MOST = 12
"""Values, rows or codes that a card lists; then it says how many more there are."""

Fact = tuple[str, str, str]


def card_of(vertex: Vertex, model: Model, amendments: dict[str, Amendment]) -> Card:
    """Return the card of a vertex."""
    title, span, facts = _said(vertex, model, amendments)
    return Card(
        str(vertex),
        vertex.kind,
        vertex.name,
        title,
        _group(vertex),
        f"{span.file}:{span.line}" if span.file else "",
        tuple(fact for fact in facts if fact[2]),
    )


def _group(vertex: Vertex) -> str:
    """Return the module, folder of facts, or collection that a name belongs to."""
    name = vertex.name.split("@")[0]
    if vertex.kind == "field":
        parts = name.split(".")
        return ".".join(parts[:2]) if parts[0] == "history" else parts[0]
    return name.rpartition(".")[0] or name


def _said(vertex: Vertex, model: Model, amendments: dict[str, Amendment]) -> tuple[str, Span, tuple[Fact, ...]]:
    catalog, name = model.catalog, vertex.name
    match vertex.kind:
        case "rule" if name in model.rules:
            rule = model.rules[name]
            return rule.title, rule.span, tuple(_rule(rule, catalog))
        case "exemption":
            exemption = model.exemptions[name]
            return exemption.title, exemption.span, tuple(_exemption(exemption, catalog))
        case "amendment":
            amendment = amendments[name]
            facts = (("地区", "layer", amendment.layer), *_cites(amendment.cites, catalog))
            return amendment.title, amendment.span, facts
        case "definition":
            definition = model.definitions[name]
            inputs = ", ".join(f"{one}: {type_name(kind)}" for one, kind in definition.parameters)
            return "", definition.span, (("参数", "takes", inputs), *_cites(definition.cites, catalog))
        case "table":
            return "", catalog.tables[name].span, tuple(_table(catalog.tables[name]))
        case "parameter":
            return "", catalog.parameters[name].span, tuple(_parameter(catalog.parameters[name], catalog))
        case "code_set":
            return "", catalog.code_sets[name].span, tuple(_code_set(catalog.code_sets[name], catalog))
        case _:
            return (*_field(name, model),)


def _rule(rule: Rule, catalog: Catalog) -> Iterator[Fact]:
    controls = "，".join(f"{phase} {effect}" for phase, effect in rule.attributes.controls.items())
    yield "控制", "controls", controls
    yield "知识表", "tables", ", ".join(match.table for match in rule.matches)
    yield "地区", "layer", "" if rule.layer == NATION else rule.layer
    yield "生效", "effective", _window(rule.start, rule.end)
    for say in rule.attributes.says:
        text = "".join(part if isinstance(part, str) else f"{{{part.text}}}" for part in say.parts)
        yield "提示语" if say.language == "zh" else f"提示语（{say.language}）", f"message ({say.language})", text
    yield from _cites(rule.cites, catalog)


def _exemption(exemption: Exemption, catalog: Catalog) -> Iterator[Fact]:
    yield "所属规则", "of rule", exemption.rule
    yield "地区", "layer", "" if exemption.layer == NATION else exemption.layer
    yield "生效", "effective", _window(exemption.start, exemption.end)
    yield "仅限行", "only rows", ", ".join(exemption.rows)
    yield from _cites(exemption.cites, catalog)


def _table(table: Table) -> Iterator[Fact]:
    yield "匹配键", "key", ", ".join(table.key)
    yield "列", "columns", "；".join(f"{column.name}（{type_name(column.type)}）" for column in table.columns)
    for layer in table.layers:
        where = "全国" if layer.layer == NATION else layer.layer
        yield f"行数 {where}", f"rows {layer.layer}", str(len(layer.rows))
        ids = [layer.rows[position].id for position in range(min(_MOST, len(layer.rows)))]
        yield "行", "row ids", _few(ids, len(layer.rows))


def _parameter(parameter: ParameterFacts, catalog: Catalog) -> Iterator[Fact]:
    yield "类型", "type", type_name(parameter.type)
    for value in parameter.values[:_MOST]:
        where = "全国" if value.layer == NATION else value.layer
        shown = f"{show_constant(value.value)}（{_window(value.start, value.end) or '一直'}）"
        yield f"取值 {where}", f"value {value.layer}", shown
        yield from _cites(value.cites, catalog)


def _code_set(codes: CodeSet, catalog: Catalog) -> Iterator[Fact]:
    yield "编码体系", "code system", codes.system
    for layer in codes.layers:
        items = [item.first if item.first == item.last else f"{item.first}..{item.last}" for item in layer.include]
        where = "全国" if layer.layer == NATION else layer.layer
        yield f"包含 {where}", f"includes {layer.layer}", _few([*items, *layer.includes_sets])
        excluded = [item.first if item.first == item.last else f"{item.first}..{item.last}" for item in layer.exclude]
        yield f"排除 {where}", f"excludes {layer.layer}", _few(excluded)
        yield from _cites(layer.cites, catalog)


def _field(name: str, model: Model) -> tuple[str, Span, tuple[Fact, ...]]:
    schema = model.schema
    if name in schema.collections:
        return "", NOWHERE, (("集合", "collection", f"record {schema.collections[name].record}"),)
    collection = next((found for found in sorted(schema.collections, key=len, reverse=True)
                       if name.startswith(f"{found}.")), name.split(".", maxsplit=1)[0])  # fmt: skip
    record = schema.collections[collection].record if collection in schema.collections else collection
    spec = schema.records[record].fields.get(name.removeprefix(f"{collection}.")) if record in schema.records else None
    if spec is None:
        return "", NOWHERE, ()
    return spec.title_zh, NOWHERE, (("类型", "type", type_name(spec.type)), ("来源", "comes from", spec.source))


def _cites(cites: Sequence[Citation], catalog: Catalog) -> Iterator[Fact]:
    for citation in cites:
        source = catalog.sources.get(citation.source)
        yield "依据", "cites", f"《{source.title if source else citation.source}》{citation.place}"


def _window(start: object, end: object) -> str:
    return f"{start or ''} .. {end or ''}".strip() if start or end else ""


def _few(items: Sequence[str], total: int | None = None) -> str:
    count = len(items) if total is None else total
    shown = "、".join(items[:_MOST])
    return f"{shown} …（共 {count}）" if count > _MOST else shown
