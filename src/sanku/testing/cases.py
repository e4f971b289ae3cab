"""Cases: ``<module>.test.yaml`` to events and expectations, with their places.

A case gives the facts that its rule needs and no more, so collections it does not name are supplied and empty here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from sanku.catalog.yaml_reader import read_yaml
from sanku.claim.schema import Schema
from sanku.core.span import Span
from sanku.core.text import nearest
from sanku.diagnostics.message import Diagnostic

SUFFIX = ".test.yaml"
KEYS = ("case", "event", "ledger", "rules", "expect", "review")
OUTCOMES = ("allow", "warn", "block")
CONTROLS = ("remind", "self_pay", "block", "query", "deny", "deny_if_unjustified")
_MEANT = {"pass": 0, "ok": 0, "通过": 0, "放行": 0, "提醒": 1, "警告": 1, "拦截": 2, "拒绝": 2, "reject": 2, "deny": 2}
EXPECTED = ("outcome", "findings", "excepted", "shadow", "undetermined", "lines", "notes")

Data = str | None | list["Data"] | dict[str, "Data"]


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    Args:
        title: What it shows.
        event: The event, completed; ready for ``claim.read``.
        expect: What is expected, by key.
        rules: Rules that it is limited to; ``()`` = those of the modules beside it.
        span: Where it stands.
        review: Whether a person has still to look at it: what it expects was computed, not thought.
        written: The event as it is written, with its ledger.
    """

    title: str
    event: Mapping[str, Data]
    expect: Mapping[str, Data]
    rules: tuple[str, ...]
    span: Span
    review: bool = False
    written: Mapping[str, Data] = field(default_factory=dict)


def find_case_files(root: Path) -> tuple[Path, ...]:
    """Return the case files below a directory (or the file itself), in path order."""
    if root.is_file():
        return (root,)
    return tuple(sorted(path for path in root.rglob(f"*{SUFFIX}") if not path.name.startswith(".")))


def read_cases(path: Path, schema: Schema) -> tuple[tuple[Case, ...], tuple[Diagnostic, ...]]:
    """Read a case file; a broken case is reported and left out, the others are kept."""
    node, diagnostics = read_yaml(path)
    if node is None:
        return (), diagnostics
    cases, problems = cases_of(node, schema)
    return cases, (*diagnostics, *problems)


def cases_of(node: YamlNode, schema: Schema) -> tuple[tuple[Case, ...], tuple[Diagnostic, ...]]:
    """Return the cases of a file that has been read, and what is wrong with the others."""
    if not isinstance(node, YamlList):
        problem = Diagnostic("case-shape", "a case file is a list of cases", node.span, help="- case: what it shows")
        return (), (problem,)
    cases: list[Case] = []
    problems: list[Diagnostic] = []
    for item in node.items:
        found = _case(item, schema)
        if isinstance(found, Case):
            cases.append(found)
        else:
            problems.append(found)
    return tuple(cases), tuple(problems)


def _case(node: YamlNode, schema: Schema) -> Case | Diagnostic:
    if not isinstance(node, YamlMap):
        return Diagnostic("case-shape", "a case is a map", node.span, help="- case: what it shows")
    for key, _ in node.pairs():
        if key.text not in KEYS:
            return _unknown_key(key, KEYS)
    title, event, expect = node.get("case"), node.get("event"), node.get("expect")
    if not isinstance(title, YamlText) or not title.text.strip():
        return Diagnostic("case-shape", "the case has no title", node.span, help="case: what it shows")
    if not isinstance(event, YamlMap):
        return Diagnostic("case-shape", f"case `{title.text}` has no event", node.span, help="event: {phase: order, …}")
    if not isinstance(expect, YamlMap):
        return Diagnostic(
            "case-shape", f"case `{title.text}` expects nothing", node.span, help="expect: {outcome: warn}"
        )
    for key, _ in expect.pairs():
        if key.text not in EXPECTED:
            return _unknown_key(key, EXPECTED)
    if problem := _odd_value(expect):
        return problem
    data = plain(event)
    ledger = node.get("ledger")
    if isinstance(data, dict) and ledger is not None:
        data["ledger"] = plain(ledger)
    rules = node.get("rules")
    limited = plain(rules) if rules is not None else []
    names = limited if isinstance(limited, list) else [limited]
    wanted = plain(expect)
    review = node.get("review")
    if review is not None and plain(review) not in ("true", "false"):
        return Diagnostic(
            "case-shape", "`review` is true or false", review.span, help="take `review` out when reviewed"
        )
    written = data if isinstance(data, dict) else {}
    return Case(
        title.text,
        complete(written, schema),
        wanted if isinstance(wanted, dict) else {},
        tuple(name for name in names if isinstance(name, str)),
        title.span,
        review is not None and plain(review) == "true",
        written,
    )


def _odd_value(expect: YamlMap) -> Diagnostic | None:
    """Return what is wrong with a value that a case expects, whatever the rules find."""
    outcome, findings = expect.get("outcome"), expect.get("findings")
    if isinstance(outcome, YamlText) and outcome.text not in OUTCOMES:
        near = nearest(outcome.text, OUTCOMES) or OUTCOMES[_MEANT.get(outcome.text, 1)]
        message = f"`{outcome.text}` is no outcome: a decision is {', '.join(f'`{one}`' for one in OUTCOMES)}"
        return Diagnostic("case-shape", message, outcome.span, help=f"write `{near}`")
    for finding in findings.items if isinstance(findings, YamlList) else ():
        control = finding.get("control") if isinstance(finding, YamlMap) else None
        if isinstance(control, YamlText) and control.text not in CONTROLS:
            meant = nearest(control.text, CONTROLS)
            listed = ", ".join(f"`{one}`" for one in CONTROLS)
            message = f"`{control.text}` is no control"
            return Diagnostic(
                "case-shape", message, control.span, help=f"write `{meant}`" if meant else f"write one of {listed}"
            )
    return None


def _unknown_key(key: YamlText, known: tuple[str, ...]) -> Diagnostic:
    near = nearest(key.text, known)
    cure = f"did you mean `{near}`?" if near else f"known are: {', '.join(known)}"
    return Diagnostic("unknown-key", f"a case has no `{key.text}`", key.span, help=cure)


def plain(node: YamlNode) -> Data:
    """Return a node as text, none, lists and maps."""
    match node:
        case YamlText():
            return None if node.is_none else node.text
        case YamlList():
            return [plain(item) for item in node.items]
        case YamlMap():
            return {key.text: plain(item) for key, item in node.pairs()}


def complete(event: Mapping[str, Data], schema: Schema) -> dict[str, Data]:
    """Return a case's event with what it may leave out.

    Regions: the nation. Ids: ``case``. The encounter begins with the earliest line. Collections that are not named, and
    not spoken of in ``supplied``, are supplied and empty; a history that is named, or not named at all, is complete
    unless ``supplied`` says otherwise.
    """
    data: dict[str, Data] = {"id": "case", "insured_region": "000000", "care_region": "000000", **event}
    for single in ("patient", "facility", "encounter"):
        said = data.get(single)
        data[single] = {"id": "case", **said} if isinstance(said, dict) else {"id": "case"}
    encounter = data["encounter"]
    if isinstance(encounter, dict) and "admitted_at" not in encounter and (first := _first_day(data.get("lines"))):
        encounter["admitted_at"] = first
    supplied = data.get("supplied")
    extents: dict[str, Data] = dict(supplied) if isinstance(supplied, dict) else {}
    for name, collection in schema.collections.items():
        if collection.kind == "current" and name not in ("encounter", "entries") and name not in extents:
            data.setdefault(name, [])
    if "history" not in extents:
        data.setdefault("history", {})
        extents["history"] = {"state": "complete"}
    data["supplied"] = extents
    return data


def _first_day(lines: Data) -> str | None:
    if not isinstance(lines, list):
        return None
    days = [line["at"] for line in lines if isinstance(line, dict) and isinstance(line.get("at"), str)]
    return min((str(day)[:10] for day in days), default=None)
