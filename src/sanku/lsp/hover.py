"""What an editor shows over a name, in Markdown; and over a code or a row id of a fact file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from sanku.catalog.layers import texts_of
from sanku.core.code import normalise_code
from sanku.explain.reading.sentence import (
    amendment_sentence,
    definition_sentence,
    exemption_sentence,
    rule_sentence,
)
from sanku.graph.draw.cards import card_of
from sanku.graph.draw.nodes import KIND_WORDS
from sanku.graph.nodes import Vertex
from sanku.lsp.codes import Codes
from sanku.lsp.symbols import Symbol
from sanku.semantics.nodes import Model
from sanku.semantics.types import type_name
from sanku.syntax import nodes as syntax

_LANGUAGES = ("zh", "en")
_MOST_BELOW, _MOST_NAMED = 60, 5
"""Codes below a code that are looked at for names, and names that are shown of them."""


def hover_text(symbol: Symbol, model: Model, codes: Mapping[str, Codes]) -> str:
    """Return what there is to say of a symbol, ``""`` if nothing; ``codes`` are those of each system."""
    return "\n\n".join(_lines(symbol, model, codes))


def heading_at(tree: syntax.File, model: Model, line: int) -> Symbol | None:
    """Return the rule, exemption, amendment or definition whose first line this is: there stands its title."""
    module = tree.module.text
    for item in tree.items:
        match item:
            case syntax.Rule(name=name) if name.span.line == line:
                return Symbol("rule", f"{module}.{name.text}")
            case syntax.Exempt(name=name) if name.span.line == line:
                return Symbol("exemption", f"{module}.{name.text}")
            case syntax.Define(name=name) if name.span.line == line:
                return Symbol("definition", f"{module}.{name.text}")
            case syntax.Amend(span=span) if span.line == line:
                place = next((number for number, one in enumerate(model.amendments) if one.span == span), None)
                return None if place is None else Symbol("amendment", str(place))
            case _:
                continue
    return None


def _sentences(symbol: Symbol, model: Model) -> Iterator[str]:
    """Yield what a rule, an exemption or a definition says, as ``kb explain`` says it."""
    name = symbol.name
    for language in _LANGUAGES:
        match symbol.kind:
            case "rule" if name in model.rules:
                yield rule_sentence(model, model.rules[name], language)
            case "exemption" if name in model.exemptions and model.exemptions[name].rule in model.rules:
                yield exemption_sentence(model, model.exemptions[name], language)
            case "definition" if name in model.definitions:
                yield definition_sentence(model, model.definitions[name], language)
            case _:
                return


def _lines(symbol: Symbol, model: Model, codes: Mapping[str, Codes]) -> Iterator[str]:
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
            yield f"**{card.title or catalog.terms.get(name) or name}** `{name}` {KIND_WORDS[symbol.kind][0]}"
            yield from _sentences(symbol, model)
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
            if term := catalog.terms.get(column):
                yield f"**{term}**"
            yield from (f"`{table}` 的列 `{column}`：{type_name(one.type)}" for one in found)
            if not table:
                holders = [one.name for one in catalog.tables.values() if column in {each.name for each in one.columns}]
                yield f"列 `{column}`，见于 {'、'.join(f'`{one}`' for one in holders)}"
        case "system" if name in catalog.systems:
            yield f"编码体系 `{name}`，知识库写出 {len(codes[name].ordered) if name in codes else 0} 个编码"
        case "amendment":
            amendment = model.amendments[int(name)]
            yield f"**{amendment.title}** 修订 `{amendment.rule}`"
            if amendment.rule in model.rules:
                yield from (amendment_sentence(model, amendment, language) for language in _LANGUAGES)
        case "row":
            table, _, row = name.partition("/")
            yield from filter(None, (row_text(model, table, row),))
        case "code":
            system, _, code = name.partition(":")
            yield f"`{code}` {_code_name(codes, system, code)}（{system}）"
        case "collection" if name in model.schema.collections:
            yield f"集合 `{name}`，成员为 `{model.schema.collections[name].record}`"
        case "reason" if name in catalog.reasons:
            yield f"**{catalog.reasons[name]}** `{name}` 可作为理由"
        case _:
            return


def code_name(codes: Mapping[str, Codes], text: str) -> str:
    """Return the name of a code of whatever system, ``""`` if no row of the base says one."""
    code = normalise_code(text)
    found = ((system, one.names[code]) for system, one in sorted(codes.items()) if one.names.get(code))
    return next((f"`{code}` {name}（{system}）" for system, name in found), "")


def _code_name(codes: Mapping[str, Codes], system: str, code: str) -> str:
    """Return the name of a code, or for a code that names what is below it, of the first few of those."""
    known = codes.get(system)
    if known is None:
        return ""
    if name := known.names.get(code):
        return name
    below = [name for name in dict.fromkeys(known.names[one] for one in islice(known.like(code), _MOST_BELOW)) if name]
    return f"其下有：{'、'.join(below[:_MOST_NAMED])}{'等' if len(below) > _MOST_NAMED else ''}" if below else ""


def row_text(model: Model, table_name: str, name: str) -> str:
    """Return what a row of a table rests on and which rules match its table, ``""`` if there is no such row."""
    table = model.catalog.tables.get(table_name)
    for layer in table.layers if table is not None else ():
        position = next((place for place, found in enumerate(texts_of(layer.rows, "id")) if found == name), None)
        if position is None:
            continue
        cites = (
            f"- 依据：《{model.catalog.sources[one.source].title}》{one.place}"
            for one in layer.rows[position].cites
            if one.source in model.catalog.sources
        )
        users = [rule.title for rule in model.rules.values() if table_name in {step.table for step in rule.matches}]
        uses = f"- 用它的规则：{'、'.join(users)}" if users else ""
        return "\n\n".join([f"`{table_name}` 的行 `{name}`", *cites, *([uses] if uses else [])])
    return ""
