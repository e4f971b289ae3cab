"""Drafts to the text of a case file: it expects what the reference interpreter found, and is marked for review."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sanku.claim.decision import Decision, Finding
from sanku.claim.facts import Facts
from sanku.engines import reference
from sanku.judgement.results import Results
from sanku.kb import KnowledgeBase
from sanku.semantics.nodes import Rule
from sanku.testing.cases import Case, Data
from sanku.testing.generation.boundaries import Found
from sanku.testing.generation.draft import Draft, event_of, whole_event
from sanku.testing.run import read_suite, restricted, rules_beside

_BRANCHES = {"fired": "触发", "not fired": "不触发", "excepted": "豁免", "undetermined": "无法判定", "": "不适用"}
_PHASES = {"order": "事前", "settle": "事中", "audit": "事后"}
_PLAIN = re.compile(r"[\w\u4e00-\u9fff.@/()（）*+][\w\u4e00-\u9fff .@/()（）*+:-]*(?<![ :])")
_CODE = re.compile(r"0[0-9]+")


def generated_cases(base: KnowledgeBase, rule: Rule, found: Sequence[Found]) -> str:
    """Return a case file with one case for each draft."""
    titles: dict[str, int] = {}
    texts = []
    for one in found:
        decision = decide_rule(base, rule, one.draft)
        title = case_title(rule, one.draft.phase, one.shows, decision)
        titles[title] = titles.get(title, 0) + 1
        number = f"（{titles[title]}）" if titles[title] > 1 else ""
        event = event_of(one.draft, base.model.schema)
        texts.append(case_text(rule, event, decision, f"{title}{number}"))
    return "\n".join(texts)


def case_title(rule: Rule, phase: str, shows: str, decision: Decision) -> str:
    """Return what a case shows: the rule, the phase, what sets its event apart, the branch."""
    return "，".join(part for part in (rule.title, _PHASES[phase], shows, _BRANCHES[branch_of(decision)]) if part)


def decide_rule(base: KnowledgeBase, rule: Rule, draft: Draft) -> Decision:
    """Return what one rule alone decides on a draft, by the reference interpreter."""
    facts = base.facts(whole_event(draft, base.model.schema))
    return base.decide_results(facts, judge_alone(base, rule, facts))


def judge_alone(base: KnowledgeBase, rule: Rule, facts: Facts) -> Results:
    """Return what one rule alone finds in an event, by the reference interpreter."""
    results = reference.judge(replace(base.model, rules={rule.name: rule}), facts)
    return restricted(results, frozenset((rule.name,)), base.model.rules, facts.phase)


def branch_of(decision: Decision) -> str:
    """Return the branch that a decision by one rule shows first."""
    if any(not finding.excepted for finding in decision.findings):
        return "fired"
    if decision.findings:
        return "excepted"
    return "undetermined" if decision.undetermined else "not fired"


def case_text(rule: Rule, event: Mapping[str, Data], decision: Decision, title: str) -> str:
    """Return one case as YAML, one line for each part of the event; a ledger inside the event stands beside it."""
    lines = [f"- case: {_scalar(title)}", "  review: true", f"  rules: [{rule.name}]", "  event:"]
    lines += _block({key: value for key, value in event.items() if key != "ledger"}, "    ")
    if "ledger" in event:
        ledger = event["ledger"]
        lines += ["  ledger:", *_block(ledger if isinstance(ledger, dict) else {}, "    ")]
    lines.append("  expect:")
    lines += [f"    {key}: {flow(value)}" for key, value in expectation(decision).items()]
    return "\n".join(lines) + "\n"


def _block(event: Mapping[str, Data], indent: str) -> Iterator[str]:
    for key, value in event.items():
        if isinstance(value, list) and value:
            yield f"{indent}{key}:"
            yield from _listed(value, f"{indent}  ")
        elif key in ("history", "record") and isinstance(value, dict) and value:
            yield f"{indent}{key}:"
            yield from _block(value, f"{indent}  ")
        else:
            yield f"{indent}{key}: {flow(value)}"


def _listed(items: Data, indent: str) -> Iterator[str]:
    yield from (f"{indent}- {flow(item)}" for item in (items if isinstance(items, list) else [items]))


def expectation(decision: Decision) -> dict[str, Data]:
    """Return what a case would expect to get exactly this decision."""
    found: dict[str, Data] = {"outcome": decision.outcome}
    found["findings"] = [_finding(finding) for finding in decision.findings if not finding.excepted]
    if decision.shadow:
        found["shadow"] = [_finding(finding) for finding in decision.shadow]
    excepted = [finding for finding in decision.findings if finding.excepted]
    if excepted:
        found["excepted"] = [_some(rule=one.rule, by=_one_or_all(one.excepted)) for one in excepted]
    found["undetermined"] = [
        _some(rule=entry.rule, missing=[fact.path for fact in entry.missing], effect=entry.effect)
        for entry in decision.undetermined
    ]
    if not found["undetermined"] and decision.findings:
        del found["undetermined"]
    return found


def _finding(finding: Finding) -> dict[str, Data]:
    return _some(rule=finding.rule, rows=list(finding.rows), subject=finding.subject.id, control=finding.control,
                 severity=finding.severity, bears=finding.bears, amount=finding.amount)  # fmt: skip


def _one_or_all(names: Sequence[str]) -> Data:
    return names[0] if len(names) == 1 else list(names)


def _some(**parts: Data) -> dict[str, Data]:
    return {name: value for name, value in parts.items() if value not in (None, [], "")}


def flow(value: Data) -> str:
    """Return a value in YAML's flow form, as an author writes it."""
    match value:
        case None:
            return "null"
        case str():
            return _scalar(value)
        case list():
            return f"[{', '.join(map(flow, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{key}: {flow(item)}' for key, item in value.items())}}}"


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _CODE.fullmatch(text) and ": " not in text and " #" not in text:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def cases_about(base: KnowledgeBase, root: Path, rule: Rule) -> tuple[Case, ...]:
    """Return the cases below ``root`` that a rule is judged by; of an edition, none."""
    if not root.is_dir():
        return ()
    rules = base.model.rules
    return tuple(case for path, case in read_suite(base, root).cases if rule.name in rules_beside(rules, path, case))
