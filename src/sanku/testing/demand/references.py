"""What the answers of a register name: rules, rows, cases, fields. Whatever is not as said is dangling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sanku.claim.schema import Schema
from sanku.core.text import nearest
from sanku.diagnostics.message import Diagnostic
from sanku.kb import KnowledgeBase
from sanku.semantics.nodes import Model
from sanku.testing.cases import Case
from sanku.testing.demand.nodes import HUMAN, NEEDS, POPULATION, RULE, Entry, Reference, Register
from sanku.testing.run import Suite, rules_beside

CODE = "dangling-reference"
_SHORTEST_REASON = 10

Cases = Mapping[str, list[tuple[Path, Case]]]


@dataclass(frozen=True, slots=True)
class _Known:
    model: Model
    rows: frozenset[str]
    cases: Cases


def dangling(register: Register, base: KnowledgeBase, suite: Suite) -> tuple[Diagnostic, ...]:
    """Return an error for each thing that an answer names and that is not there or shows something else."""
    by_title: defaultdict[str, list[tuple[Path, Case]]] = defaultdict(list)
    for path, case in suite.cases:
        by_title[case.title].append((path, case))
    known = _Known(base.model, frozenset(_row_ids(base.model)), by_title)
    return tuple(found for entry in register.entries for found in _of(entry, known))


def _row_ids(model: Model) -> Iterator[str]:
    for table in model.catalog.tables.values():
        for layer in table.layers:
            yield from (row.id for row in layer.rows)


def _of(entry: Entry, known: _Known) -> Iterator[Diagnostic]:
    if entry.kind == RULE:
        yield from _unknown(entry.rules, "rule", known.model.rules)
        yield from _idle(entry, known.model)
        yield from _unknown(entry.rows, "row", known.rows)
        yield from _shown(entry, entry.fires, known, fires=True)
        yield from _shown(entry, entry.spares, known, fires=False)
    elif entry.reason is not None and len(entry.reason.text) < _SHORTEST_REASON and entry.kind in {HUMAN, POPULATION}:
        yield Diagnostic(CODE, f"`{entry.name}` gives no reason", entry.span, help="say what only a person can judge")
    elif (
        entry.reason is not None and entry.kind == NEEDS and entry.reason.text.split()[0] in _paths(known.model.schema)
    ):
        message = f"`{entry.name}` needs `{entry.reason.text.split()[0]}`, which an event can carry"
        yield Diagnostic(CODE, message, entry.reason.span, help="write the rule over that field")


def _paths(schema: Schema) -> frozenset[str]:
    return frozenset(
        f"{name}.{field}" for name, found in schema.collections.items() for field in schema.records[found.record].fields
    )


def _unknown(references: Iterable[Reference], what: str, names: Iterable[str]) -> Iterator[Diagnostic]:
    listed = frozenset(names)
    for reference in references:
        if reference.text not in listed:
            near = nearest(reference.text, listed)
            cure = f"did you mean `{near}`?" if near else f"name a {what} of this base"
            yield Diagnostic(CODE, f"there is no {what} `{reference.text}`", reference.span, help=cure)


def _idle(entry: Entry, model: Model) -> Iterator[Diagnostic]:
    for reference in entry.rules:
        rule = model.rules.get(reference.text)
        if rule is not None and rule.attributes.status in ("draft", "retired"):
            message = f"`{reference.text}` never runs: its status is {rule.attributes.status}"
            yield Diagnostic(CODE, message, reference.span, help="name a rule that runs")


def _shown(entry: Entry, titles: tuple[Reference, ...], known: _Known, *, fires: bool) -> Iterator[Diagnostic]:
    word = "fires" if fires else "spares"
    if not titles:
        message = f"`{entry.name}` names no case that {word} its rule"
        yield Diagnostic(CODE, message, entry.span, help=f"{word}: [title of a case]")
    names = frozenset(reference.text for reference in entry.rules)
    for title in titles:
        found = known.cases.get(title.text, [])
        if len(found) != 1:
            said = "no case" if not found else f"{len(found)} cases"
            near = nearest(title.text, known.cases) if not found else ""
            cure = f"did you mean `{near}`?" if near else "give the case a title of its own"
            yield Diagnostic(CODE, f"{said} titled `{title.text}`", title.span, help=cure)
            continue
        path, case = found[0]
        judged, expected = rules_beside(known.model.rules, path, case), _expected(known.model, case)
        if fires and not names & expected:
            message = f"the case `{title.text}` expects no finding of `{', '.join(sorted(names))}`"
            yield Diagnostic(CODE, message, title.span, help="name a case that lists such a finding")
        elif not fires and names & expected:
            message = f"the case `{title.text}` expects a finding of `{', '.join(sorted(names & expected))}`"
            yield Diagnostic(CODE, message, title.span, help="name a case in which the rule finds nothing")
        elif not fires and not names & judged:
            message = f"the case `{title.text}` is not judged by `{', '.join(sorted(names))}`"
            yield Diagnostic(CODE, message, title.span, help="name a case beside the rule")


def _expected(model: Model, case: Case) -> frozenset[str]:
    """The rules of which a case expects a finding."""
    lists = (case.expect.get(key) for key in ("findings", "shadow"))
    said = [item.get("rule") for found in lists if isinstance(found, list) for item in found if isinstance(item, dict)]
    wanted = [name for name in said if isinstance(name, str)]
    return frozenset(rule for rule in model.rules for name in wanted if rule == name or rule.endswith(f".{name}"))
