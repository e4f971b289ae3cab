"""Why a rule came to what it came to in one event: each atom on the way, its truth and the values it compared.

For authors whose case failed: also why there is no instance at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sanku.claim.facts import Facts
from sanku.claim.show import show_value
from sanku.core.truth import Truth as TruthValue
from sanku.core.unknown import Missing, Unknown
from sanku.engines.reference.branches import guards
from sanku.engines.reference.evaluation import evaluate, truth_of, value_of
from sanku.engines.reference.scope import BoundLet, Scope
from sanku.engines.reference.subjects import Question, Subject, absent_collection, judged_members, subjects_of
from sanku.engines.reference.tables import picked_rows
from sanku.engines.reference.trace import definition_scope
from sanku.engines.reference.verdict import Judged, instances_of, verdict_of
from sanku.judgement.results import Undecided
from sanku.semantics import nodes
from sanku.semantics.nodes import Expr, Model, Rule

_TRUTH = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class AtomValue:
    """An atom that was asked: its clause, text and truth (``true``, ``false``, ``unknown``), and what it compared."""

    clause: str
    text: str
    truth: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """How one subject (with rows, if it has any) came to its value.

    Args:
        subject: Id of the subject; ``""`` if the rule has none in this event.
        rows: Ids of its rows.
        outcome: ``fires``, ``does not fire``, ``undetermined``, ``excepted``, or ``no instance``.
        why: What stopped it before any condition was asked; ``""`` otherwise.
        atoms: What was asked, in written order.
        missing: The facts that were missing.
    """

    subject: str
    rows: tuple[str, ...]
    outcome: str
    why: str = ""
    atoms: tuple[AtomValue, ...] = ()
    missing: tuple[Missing, ...] = ()


def reasons_of(model: Model, facts: Facts, rule: str) -> tuple[Reason, ...]:
    """Return how each subject of a rule came out, and if there is none, why not."""
    question = Question(model, facts, model.rules[rule], {})
    if not question.may_apply():
        why = f"it has no control in phase `{facts.phase}`, does not run, or is not of this event's regions"
        return (Reason("", (), "no instance", why),)
    absent = absent_collection(question)
    if absent is not None:
        why = f"`{question.rule.bindings[0].collection}` was not supplied"
        return (Reason(absent.instance.subject.id, (), "undetermined", why, missing=tuple(sorted(absent.missing))),)
    found = [reason for subject in subjects_of(question) for reason in _of_subject(question, subject)]
    return tuple(found) or (Reason("", (), "no instance", _no_subject(question)),)


def _no_subject(question: Question) -> str:
    members = judged_members(question)
    collection = question.rule.bindings[0].collection
    if not members:
        return f"`{collection}` has no member that is judged"
    days = ", ".join(sorted({str(member.at) for member in members}))
    return f"no version of the rule is in force on {days}, or no member of `{collection}` belongs to a group"


def _of_subject(question: Question, subject: Subject | Undecided) -> Iterator[Reason]:
    if isinstance(subject, Undecided):
        yield Reason(subject.instance.subject.id, (), "undetermined", missing=tuple(sorted(subject.missing)))
        return
    instances = instances_of(question, subject)
    for instance, branches in instances.found:
        verdict = verdict_of(question, subject, instance, branches)
        value = verdict.value
        shown = verdict.true_branches() or verdict.judged
        atoms = tuple(dict.fromkeys(atom for judged in shown[:1] for atom in _atoms_of(question.rule, judged)))
        outcome = "fires" if value is True else "excepted" if verdict.true_branches() else "does not fire"
        missing: tuple[Missing, ...] = ()
        if isinstance(value, Unknown):
            outcome, missing = "undetermined", tuple(sorted(value.missing))
        yield Reason(subject.member.id, instance.row_ids, outcome, "", atoms, missing)
    if instances.blind is not None:
        missing = tuple(sorted(instances.blind.missing))
        yield Reason(subject.member.id, (), "undetermined", "the key of a table is not known", missing=missing)
    elif not instances.found:
        yield _without_instance(question, subject)


def _without_instance(question: Question, subject: Subject) -> Reason:
    rule = question.rule
    scope = _with_lets(rule, question.scope(subject.member, subject.day))
    if len(rule.bindings) > 1:
        return Reason(subject.member.id, (), "no instance", "no choice of the other members meets `where` and tables")
    if guards(rule, scope) is False:
        where = rule.bindings[0].where
        atoms = tuple(_atoms("for … where", where, scope)) if where is not None else ()
        return Reason(subject.member.id, (), "no instance", "`where` is false", atoms)
    for step in rule.matches:
        picked = picked_rows(step.table, step.keys, scope, evaluate)
        key = ", ".join(show_value(value, None, "zh") for value in picked.key)
        if not picked.rows:
            why = f"no row of `{step.table}` is in force on {subject.day} for {key}"
            return Reason(subject.member.id, (), "no instance", why)
        break
    return Reason(subject.member.id, (), "no instance", "a table has no row for it")


def _with_lets(rule: Rule, scope: Scope) -> Scope:
    for step in rule.steps:
        if isinstance(step, nodes.Let):
            scope = scope.bind(step.name, BoundLet(step.expr))
    return scope


def _atoms_of(rule: Rule, judged: Judged) -> Iterator[AtomValue]:
    scope = judged.branch.scope
    for binding in rule.bindings:
        if binding.where is not None:
            yield from _atoms("for … where", binding.where, scope)
    if rule.when is not None:
        yield from _atoms("when", rule.when, scope)
    if rule.cap is not None and judged.cap is not None:
        yield AtomValue("cap", rule.cap.text, _said(judged.cap.passed), ())
    for name, expr, _ in judged.exceptions:
        yield from _atoms("unless" if name == "unless" else f"exempt {name}", expr, scope)


def _atoms(clause: str, expr: Expr, scope: Scope) -> Iterator[AtomValue]:
    match expr:
        case nodes.And(items=items) | nodes.Or(items=items):
            for item in items:
                yield from _atoms(clause, item, scope)
        case nodes.Not(item=item) | nodes.Truth(item=nodes.Local() | nodes.DefinitionCall() | nodes.IfElse() as item):
            yield from _atoms(clause, item, scope)
        case nodes.DefinitionCall(name=name):
            yield from _atoms(clause, scope.model.definitions[name].expr, definition_scope(expr, scope, evaluate))
        case nodes.Local(name=name) if isinstance(bound := scope.names.get(name), BoundLet):
            yield from _atoms(clause, bound.expr, scope)
        case nodes.Atom(text=text):
            yield AtomValue(clause, text, _said(truth_of(expr, scope)), tuple(_values(expr, scope)))
        case _:
            return


def _said(truth: TruthValue) -> str:
    return "unknown" if isinstance(truth, Unknown) else _TRUTH[truth]


def _values(atom: nodes.Atom, scope: Scope) -> Iterator[str]:
    sides: tuple[Expr, ...]
    match atom:
        case nodes.Compare(left=left, right=right):
            sides = (left, right)
        case nodes.Between(item=item, low=low, high=high):
            sides = (item, low, high)
        case nodes.Contains(item=item) | nodes.Truth(item=item) | nodes.Is(item=item):
            sides = (item,)
        case nodes.Within(item=item, length=length, anchor=anchor):
            sides = (item, length, anchor)
        case _:
            return
    for side in sides:
        if not isinstance(side, nodes.Literal):
            yield show_value(value_of(side, scope), side.type, "zh")
