"""A rule, an exemption or an amendment to the sentence by which a person who reads no rules can check it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sanku.catalog.nodes import NATION
from sanku.claim.show import join
from sanku.explain.reading.facts import Facts
from sanku.explain.reading.phrases import Reader
from sanku.explain.words import BEARS, CONTROL_BRIEF, EFFECT, PHASE, SEVERITY, word
from sanku.semantics import nodes
from sanku.semantics.nodes import Model
from sanku.semantics.walk import walk

_LABELS = {"zh": "甲乙丙丁戊己庚辛壬癸", "en": "ABCDEFGHIJ"}
_SHORT = 12
"""A let whose phrase has no more characters is said where it is used."""

_PHASES = ("order", "settle", "audit")


def rule_sentence(model: Model, rule: nodes.Rule, language: str) -> str:
    """Return what a rule says, in one sentence; lets that are used often are explained behind it.

    Args:
        model: The base.
        rule: The rule.
        language: ``zh`` or ``en``.
    """
    reader, meanings = _reader(model, rule, language)
    head = _subject(rule, reader) + _matches(rule, reader)
    body = _condition(rule, reader)
    unless = _unless(rule, reader)
    then = controls_phrase(rule.attributes, language)
    money = _amount(rule, reader)
    if language == "zh":
        text = f"{head}，{body}{unless}，则{then}{money}。"
    else:
        text = f"{head[:1].upper()}{head[1:]}, {body}{unless}: {then}{money}."
    return text + _where(meanings, language)


def exemption_sentence(model: Model, exemption: nodes.Exemption, language: str) -> str:
    """Return what an exemption says, in one sentence."""
    rule = model.rules[exemption.rule]
    reader, meanings = _reader(model, rule, language)
    condition = reader.condition(exemption.condition)
    rows, phases = "、".join(exemption.rows), join([word(PHASE, one, language) for one in exemption.phases], language)
    term, layer = dates_phrase(exemption.start, exemption.end, language), layer_name(exemption.layer, language)
    if language == "zh":
        of = f"限知识点{rows}，" if rows else ""
        when = f"{phases}环节，" if phases else ""
        text = f"{layer}{term}，规则“{rule.title}”在以下情形不适用（{of}{when}{exemption.title}）：{condition}。"
    else:
        of = f" for {', '.join(exemption.rows)}" if rows else ""
        when = f" in the phase {phases}" if phases else ""
        text = f"{layer}{term}: the rule “{rule.title}” does not hold{of}{when} where {condition}."
    return text + _where([one for one in meanings if one[0] in condition], language)


def amendment_sentence(model: Model, amendment: nodes.Amendment, language: str) -> str:
    """Return what an amendment changes, in one sentence."""
    title = model.rules[amendment.rule].title
    term = dates_phrase(amendment.start, amendment.end, language)
    changed = controls_phrase(amendment.attributes, language) or ("提示语" if language == "zh" else "the message")
    if language == "zh":
        return f"{layer_name(amendment.layer, language)}{term}，规则“{title}”改为：{changed}（{amendment.title}）。"
    return f"{layer_name(amendment.layer, language)}{term}, the rule “{title}” becomes: {changed} ({amendment.title})."


def definition_sentence(model: Model, definition: nodes.Definition, language: str) -> str:
    """Return what a definition stands for."""
    reader = Reader(Facts(model), language, names={name: f"“{name}”" for name, _ in definition.parameters})
    condition = reader.condition(definition.expr)
    return f"“{definition.name}”指{condition}。" if language == "zh" else f"“{definition.name}” means: {condition}."


def controls_phrase(attributes: nodes.Attributes, language: str) -> str:
    """Return what happens in each phase, how grave it is, who pays, and what an undetermined case comes to."""
    is_zh, controls = language == "zh", attributes.controls
    shown = [
        ("" if is_zh else ": ").join((word(PHASE, phase, language), word(CONTROL_BRIEF, controls[phase], language)))
        for phase in _PHASES
        if phase in controls
    ]
    text = ("、" if is_zh else ", ").join(shown)
    more: list[str] = []
    if isinstance(attributes.severity, str):
        severity = word(SEVERITY, attributes.severity, language)
        more.append(f"属{severity}" if is_zh else f"severity {severity}")
    elif attributes.severity is not None:
        more.append("程度以知识点所列为准" if is_zh else "severity as the row says")
    if attributes.bears is not None:
        more.append(word(BEARS, attributes.bears, language))
    if attributes.unknown is not None:
        effect = word(EFFECT, attributes.unknown, language)
        more.append(f"资料不足以判定时{effect}" if is_zh else f"if it cannot be determined: {effect}")
    return ("；" if is_zh else "; ").join(part for part in (text, *more) if part)


def dates_phrase(start: date | None, end: date | None, language: str) -> str:
    """Return from when to when something holds, ``""`` if always."""
    if language == "zh":
        return (f"自{start}起" if start else "") + (f"至{end}止" if end else "")
    return (f" from {start}" if start else "") + (f" until {end}" if end else "")


def layer_name(layer: str, language: str) -> str:
    """Return what a layer is called: the nation, or its region's code."""
    if layer == NATION:
        return "全国" if language == "zh" else "nationwide"
    return f"{layer}地区" if language == "zh" else f"region {layer}"


def _reader(model: Model, rule: nodes.Rule, language: str) -> tuple[Reader, list[tuple[str, str]]]:
    """Return the reader of a rule's conditions, and the labels of its lets with what they stand for."""
    reader = Reader(Facts(model), language, one_row=len(rule.matches) <= 1)
    names: dict[str, str] = {}
    for place, binding in enumerate(rule.bindings):
        noun = reader.noun(binding.member.record)
        if rule.pair:
            names[binding.name] = (
                f"{noun}{'一二'[place]}" if language == "zh" else f"the {('first', 'second')[place]} {noun}"
            )
        elif binding.collection == "encounter":
            names[binding.name] = reader.say("event", noun=noun)
        else:
            same = [one for one in rule.bindings if one.member.record == binding.member.record]
            names[binding.name] = (
                reader.say("this", noun=noun)
                if binding is same[0]
                else reader.say("other", noun=noun)
                if len(same) == 2
                else reader.say("nth", noun=noun, n=str(same.index(binding) + 1))
            )
    names |= {step.row: step.row for step in rule.matches}
    reader = replace(reader, names=names)
    uses = _uses(rule)
    labels: dict[str, str] = {}
    meanings: list[tuple[str, str]] = []
    for step in rule.steps:
        if not isinstance(step, nodes.Let):
            continue
        reader = replace(reader, labels=labels)
        if reader.is_age(step.expr):
            reader = replace(reader, ages=reader.ages | {step.name})
        phrase = _meaning(step.expr, reader)
        if len(phrase) <= _SHORT * (1 if language == "zh" else 3) or uses[step.name] <= 1:
            bracketed = isinstance(step.expr, nodes.And | nodes.Or | nodes.Arithmetic)
            labels[step.name] = reader.bracketed(phrase) if bracketed else phrase
        else:
            label = _LABELS[language][len(meanings) % len(_LABELS[language])]
            labels[step.name] = f"〔{label}〕" if language == "zh" else f"[{label}]"
            meanings.append((labels[step.name], phrase))
    return replace(reader, labels=labels), meanings


def _meaning(expr: nodes.Expr, reader: Reader) -> str:
    return reader.condition(expr) if isinstance(expr, nodes.Condition) else reader.value(expr)


def _uses(rule: nodes.Rule) -> Counter[str]:
    exprs: Iterable[nodes.Expr | None] = (
        *(step.expr for step in rule.steps if isinstance(step, nodes.Let)),
        *(key for step in rule.matches for key in step.keys),
        rule.when,
        rule.unless,
        rule.amount,
        *((rule.cap.aggregate, rule.cap.limit) if rule.cap is not None else ()),
    )
    return Counter(
        node.name for expr in exprs if expr is not None for node in walk(expr) if isinstance(node, nodes.Local)
    )


def _where(meanings: list[tuple[str, str]], language: str) -> str:
    if not meanings:
        return ""
    if language == "zh":
        return "其中" + "；".join(f"{label}指{phrase}" for label, phrase in meanings) + "。"
    return " Here " + "; ".join(f"{label} is {phrase}" for label, phrase in meanings) + "."


def _subject(rule: nodes.Rule, reader: Reader) -> str:
    is_zh = reader.language == "zh"
    first, *others = rule.bindings
    noun = reader.noun(first.member.record)
    over = reader.collection(first.collection)
    if rule.pair:
        text = f"对{over}中的任意两条（{noun}一、{noun}二）" if is_zh else f"of any two of {over}"
    elif first.collection == "encounter":
        text = over if is_zh else f"for this {noun}"
        text = f"对{text}" if is_zh else text
    else:
        text = f"对每条{over}" if is_zh else f"for each of {over}"
    if first.where is not None:
        where = (reader if rule.pair else replace(reader, inner=first.name)).condition(first.where)
        text += f"，凡{where}的" if is_zh else f" for which {where}"
    if rule.dated_by is not None:
        text += reader.say("dated", day=reader.value(rule.dated_by))
    if rule.by:
        keys = join([replace(reader, inner=first.name).value(key) for key in rule.by], reader.language)
        text += f"，按{keys}分组，每组一次" if is_zh else f", once for each {keys}"
    for binding in () if rule.pair else others:
        other, name = reader.collection(binding.collection), reader.names[binding.name]
        where = "" if binding.where is None else replace(reader, inner=binding.name).condition(binding.where)
        if is_zh:
            text += f"，逐一对照每条{other}（称“{name}”{'，限' + where + '的' if where else ''}）"
        else:
            text += f", held against each of {other} (“{name}”{' for which ' + where if where else ''})"
    return text


def _matches(rule: nodes.Rule, reader: Reader) -> str:
    is_zh = reader.language == "zh"
    text = ""
    of = replace(reader, inner=rule.bindings[0].name) if len(rule.bindings) == 1 else reader
    for step in rule.matches:
        keys = join([of.value(key) for key in step.keys], reader.language)
        table = reader.facts.term(step.table, reader.language)
        named = "" if reader.one_row else (f"（称“{step.row}”）" if is_zh else f" (called “{step.row}”)")
        if step.gathered:
            text += (
                f"，按{keys}查知识表“{table}”所得各行{named}"
                if is_zh
                else f", with all rows of table “{table}” for {keys}{named}"
            )
        else:
            text += (
                f"，{keys}列入知识表“{table}”{named}的"
                if is_zh
                else f", where {keys} is listed in table “{table}”{named}"
            )
    return text


def _condition(rule: nodes.Rule, reader: Reader) -> str:
    is_zh = reader.language == "zh"
    if rule.cap is not None:
        counted, limit = reader.value(rule.cap.aggregate), reader.value(rule.cap.limit)
        return (
            f"如果{counted}超过{limit}，对超出的部分"
            if is_zh
            else f"if {counted} is above {limit}, for what lies beyond"
        )
    assert rule.when is not None
    condition = reader.condition(rule.when)
    return f"如果{condition}" if is_zh else f"if {condition}"


def _unless(rule: nodes.Rule, reader: Reader) -> str:
    if rule.unless is None:
        return ""
    condition = reader.condition(rule.unless)
    return f"，除非{condition}" if reader.language == "zh" else f", unless {condition}"


def _amount(rule: nodes.Rule, reader: Reader) -> str:
    if rule.amount is None:
        return ""
    amount = reader.value(rule.amount)
    return f"；涉及金额为{amount}" if reader.language == "zh" else f"; the money at stake is {amount}"
