"""The files of each kind, as an author would begin them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Files = Mapping[str, str]
"""Path below the base to text."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for.

    Args:
        base: First part of the name: ``drugs``, ``clinical``, ``policy``.
        name: Last part.
        title: Chinese title of the rule.
        system: Code system of lines in this base; ``""`` if it declares none.
        stem: A code of it that a table may name.
        code: A whole code below the stem.
        source: Id of a source to cite.
        only: Whether a rule is about the codes below the stem alone.
    """

    base: str
    name: str
    title: str
    system: str = ""
    stem: str = ""
    code: str = ""
    source: str = "example"
    only: bool = False


KB_YAML = """\
name: {title}

# Which base may use which.
bases: {{drugs: [], clinical: [drugs], policy: [drugs, clinical]}}

# Lengths at which a code may be cut to name everything below it.
systems:
  nhsa_drug:
    pattern: 'X[A-Z][0-9]{{2}}[A-Z]{{2}}[A-Z][0-9]{{3}}[A-Z][0-9]{{12}}|Z[A-Z][0-9]{{2}}[A-Z]{{3}}[0-9]{{13}}'
    levels:
      - {{pattern: 'X.*', at: [2, 4, 5, 6, 10, 14, 18, 23]}}
      - {{pattern: 'Z.*', at: [2, 4, 5, 6, 11, 15, 20]}}
  nhsa_service: {{pattern: '[0-9]{{15}}', levels: [4, 6, 8, 11, 15]}}
  icd10: {{levels: [3, 5, 7, 11]}}
  # Tests by LOINC number; rules may say their aliases.
  lab: {{levels: [], aliases: {{serum_albumin: 1751-7, haemoglobin: 718-7, platelets: 777-3}}}}

reasons: {{documented_exception: 病历记录的特殊情况, text: 其他说明}}
region: {{default: care}}
regions: regions

# What people call tables, columns, parameters and code sets; `kb explain` says these words.
# terms: {{policy.first_limit: 每次数量上限}}
"""
SOURCE = "title: 示例依据，请换成真实文件\nissuer: 示例\n"

_RULE = """\
module {base}.{module}

# {what}
rule {name} "{title}"
  cites    {source} "请写明条款"
  for      line in lines{where}
{steps}  order    remind
  audit    query
  severity high
  unknown  remind
  say      "{say}"
"""
_PARAMETER = """\
parameter: {base}.{name}_limit
type: number
values:
  - {{from: 2025-01-01, value: 10, cites: [{source}, 请写明条款]}}
"""
_TABLE = """\
table: {base}.{name}
columns: {{code: "code[{system}]", name: text, most: number}}
key: code
rows:
  - {{id: first, code: "{stem}", name: 示例, most: 10, from: 2025-01-01, cites: [{source}, 请写明条款]}}
"""
_CODES = """\
codes: {base}.{name}
system: {system}
include: ["{stem}"]
cites: [{source}, 请写明条款]
"""
_EVENT = '{{id: 1, code: "{code}", at: 2025-06-14{quantity}, amount: 110.00}}'


def files_of(kind: str, ask: Ask) -> Files:
    """Return the files of a kind of ``KINDS``."""
    match kind:
        case "base":
            return {"kb.yaml": KB_YAML.format(title=ask.title), "sources/example.yaml": SOURCE, **_rule(ask)}
        case "rule" if ask.only:
            where = f" where line.code in {ask.base}.{ask.name}_codes"
            return {**_codes(ask, f"{ask.name}_codes"), **_with_limit(ask, ask.name, where)}
        case "rule":
            return _rule(ask)
        case "table":
            steps = f"  match    limit in {ask.base}.{ask.name} on line.code\n  when     line.quantity > limit.most\n"
            table = _TABLE.format(base=ask.base, name=ask.name, system=ask.system, stem=ask.stem, source=ask.source)
            say = "{line.name}每次不超过{limit.most}，本次{line.quantity}"
            rule = _with_cases(ask, f"{ask.name}_limit", "", steps, say, "每次数量不超过知识表所列。")
            return {f"{ask.base}/{ask.name}.yaml": table, **rule}
        case "codes":
            where = f" where line.code in {ask.base}.{ask.name}"
            rule = _with_limit(ask, f"{ask.name}_limit", where)
            return {**_codes(ask, ask.name), **rule}
        case _:
            folder = f"regions/{ask.name}/"
            local = Ask("policy", f"local_{ask.name}", ask.title, ask.system, ask.stem, ask.code, ask.source)
            return {f"{folder}{path.partition('/')[2]}": text for path, text in _rule(local, ask.name).items()}


def _codes(ask: Ask, name: str) -> dict[str, str]:
    text = _CODES.format(base=ask.base, name=name, system=ask.system, stem=ask.stem, source=ask.source)
    return {f"{ask.base}/{name}.yaml": text}


def _rule(ask: Ask, region: str = "") -> dict[str, str]:
    return _with_limit(ask, ask.name, "", region)


def _with_limit(ask: Ask, module: str, where: str, region: str = "") -> dict[str, str]:
    parameter = f"{module}_limit" if module == ask.name else module
    named = f"{ask.base}.{parameter}_value" if module != ask.name else f"{ask.base}.{parameter}"
    text = _PARAMETER.format(base=ask.base, name=ask.name, source=ask.source)
    text = text.replace(f"{ask.base}.{ask.name}_limit", named)
    steps = f"  when     line.quantity > {named}\n"
    say = f"{{line.name}}每次不超过{{{named}}}，本次{{line.quantity}}"
    files = _with_cases(ask, module, where, steps, say, "每次数量不超过参数所定。", region)
    return {f"{ask.base}/{named.rpartition('.')[2]}.yaml": text, **files}


def _with_cases(ask: Ask, module: str, where: str, steps: str, say: str, what: str, region: str = "") -> dict[str, str]:
    rule = _RULE.format(
        base=ask.base,
        module=module,
        what=what,
        name=ask.name if module == ask.name else module,
        title=ask.title,
        source=ask.source,
        where=where,
        steps=steps,
        say=say,
    )
    name = f"{ask.base}.{module}.{ask.name if module == ask.name else module}"
    return {
        f"{ask.base}/{module}.kb": rule,
        f"{ask.base}/{module}.test.yaml": "\n".join(
            (
                _case(
                    ask,
                    "超过一，事前提醒",
                    "order",
                    ", quantity: 11",
                    f"outcome: warn\n    findings: [{{rule: {name}, line: 1, control: remind}}]",
                    region,
                ),
                _case(ask, "恰好不超过", "order", ", quantity: 10", "outcome: allow\n    findings: []", region),
                _case(
                    ask,
                    "超过一，事后疑点",
                    "audit",
                    ", quantity: 11",
                    f"outcome: warn\n    findings: [{{rule: {name}, line: 1, control: query}}]",
                    region,
                ),
                _case(
                    ask,
                    "没有数量，无法判定",
                    "order",
                    "",
                    f"outcome: warn\n    undetermined: [{{rule: {name}, missing: [lines.quantity], effect: remind}}]",
                    region,
                ),
            )
        ),
    }


def _case(ask: Ask, shows: str, phase: str, quantity: str, expect: str, region: str) -> str:
    where = f"    insured_region: {region}\n    care_region: {region}\n" if region else ""
    line = _EVENT.format(code=ask.code, quantity=quantity)
    event = f"    phase: {phase}\n{where}    lines: [{line}]\n"
    return f"- case: {ask.title}：{shows}\n  event:\n{event}  expect:\n    {expect}\n"
