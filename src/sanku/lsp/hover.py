"""What an editor shows over a name, in Markdown; and over a code or a row id of a fact file."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.layers import catalogue_column, texts_of
from sanku.core.code import normalise_code
from sanku.graph.draw.cards import card_of
from sanku.graph.draw.nodes import KIND_WORDS
from sanku.graph.nodes import Vertex
from sanku.lsp.symbols import Symbol
from sanku.semantics.nodes import Model
from sanku.semantics.types import type_name

_NAMES = ("name", "title", "label", "名称")


def hover_text(symbol: Symbol, model: Model) -> str:
    """Return what there is to say of a symbol, ``""`` if nothing."""
    return "\n\n".join(_lines(symbol, model))


def _lines(symbol: Symbol, model: Model) -> Iterator[str]:
    catalog, name = model.catalog, symbol.name
    match symbol.kind:
        case "rule" | "definition" | "exemption" | "table" | "parameter" | "code_set":
            known = {
                "rule": model.rules, "definition": model.definitions, "exemption": model.exemptions,
                "table": catalog.tables, "parameter": catalog.parameters, "code_set": catalog.code_sets,
            }[symbol.kind]  # fmt: skip
            if name not in known:
                return
            card = card_of(Vertex(symbol.kind, name), model, {})
            yield f"**{card.title or name}** `{name}` {KIND_WORDS[symbol.kind][0]}"
            yield from (f"- {label}：{text}" for label, _, text in card.facts)
        case "source" if name in catalog.sources:
            source = catalog.sources[name]
            yield f"**《{source.title}》**"
            said = (("发文", source.issuer), ("文号", source.number), ("日期", source.issued), ("网址", source.link))
            yield from (f"- {label}：{text}" for label, text in said if text)
            if source.superseded_by:
                yield f"- 已被 `{source.superseded_by}` 取代"
        case "field":
            record, _, field = name.partition(".")
            spec = model.schema.records[record].fields[field]
            yield f"**{spec.title_zh}** `{name}`"
            yield f"- 类型：{type_name(spec.type)}"
            if spec.source:
                yield f"- 来源：{spec.source}"
        case "column":
            table, _, column = name.partition("/")
            found = (
                [one for one in catalog.tables[table].columns if one.name == column] if table in catalog.tables else []
            )
            yield from (f"`{table}` 的列 `{column}`：{type_name(one.type)}" for one in found)
        case "collection" if name in model.schema.collections:
            yield f"集合 `{name}`，成员为 `{model.schema.collections[name].record}`"
        case "reason" if name in catalog.reasons:
            yield f"**{catalog.reasons[name]}** `{name}` 可作为理由"
        case _:
            return


def code_name(model: Model, text: str) -> str:
    """Return the names of the rows that list a code, or whose id it is: what a word of a fact file means."""
    wanted = normalise_code(text)
    for system in sorted(model.catalog.systems):
        name = model.catalog.systems[system].catalogue
        table = model.catalog.tables.get(name)
        column = catalogue_column(table, system) if table else None
        label = next((one.name for one in table.columns if one.name in _NAMES), None) if table else None
        if table is None or column is None or label is None:
            continue
        for layer in table.layers:
            texts = texts_of(layer.rows, column)
            spelled = f"{system}:{wanted}"
            for position, found in enumerate(texts):
                if found == spelled:
                    return f"`{wanted}` {texts_of(layer.rows, label)[position]}（{system}）"
    return ""


def row_text(model: Model, file: str, name: str) -> str:
    """Return what a row of a fact file rests on and which rules match its table, ``""`` if the file has no such row."""
    for table in model.catalog.tables.values():
        for layer in table.layers:
            if file not in (layer.span.file, table.span.file):
                continue
            for position, found in enumerate(texts_of(layer.rows, "id")):
                if found == name:
                    row = layer.rows[position]
                    cites = (
                        f"- 依据：《{model.catalog.sources[one.source].title}》{one.place}"
                        for one in row.cites
                        if one.source in model.catalog.sources
                    )
                    users = [
                        rule.title for rule in model.rules.values() if table.name in {m.table for m in rule.matches}
                    ]
                    uses = f"- 用它的规则：{'、'.join(users)}" if users else ""
                    return "\n\n".join([f"`{table.name}` 的行 `{name}`", *cites, *([uses] if uses else [])])
    return ""
