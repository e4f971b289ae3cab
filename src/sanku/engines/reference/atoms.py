"""The unknown atoms of an instance: what stands on an unknown path of its condition (semantics 36).

A quantifier is one atom, and so is a collection of which not enough was supplied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sanku.claim.facts import Member
from sanku.core.unknown import Missing, Unknown
from sanku.engines.reference.branches import further_key
from sanku.engines.reference.evaluation import evaluate, truth_of
from sanku.engines.reference.further import is_further
from sanku.engines.reference.scope import (
    AtomKey,
    BoundLet,
    BoundRow,
    BoundRows,
    Scope,
    atom_key,
    free_names,
)
from sanku.engines.reference.subjects import Question
from sanku.engines.reference.trace import definition_scope
from sanku.engines.reference.verdict import Judged, Verdict
from sanku.semantics.nodes import And, Atom, Binding, DefinitionCall, Expr, IfElse, Local, Not, Or, Rule, Truth


@dataclass(frozen=True, slots=True, eq=False)
class UnknownAtom:
    """An atom of unknown value: its key for assumptions, its text, what it is about, and why it is unknown."""

    key: AtomKey
    text: str
    about: tuple[str, ...]
    missing: frozenset[Missing]


def unknown_atoms(question: Question, verdict: Verdict) -> tuple[UnknownAtom, ...]:
    """Return the distinct unknown atoms of an undetermined instance, by text."""
    found: dict[AtomKey, UnknownAtom] = {}
    for judged in verdict.judged:
        if isinstance(judged.value, Unknown):
            for atom in _of_branch(question.rule, judged):
                found.setdefault(atom.key, atom)
    return tuple(sorted(found.values(), key=lambda atom: (atom.text, atom.about)))


def _of_branch(rule: Rule, judged: Judged) -> Iterator[UnknownAtom]:
    branch, scope = judged.branch, judged.branch.scope
    further = {name: member for name, member in branch.others if is_further(member)}
    for binding in rule.bindings:
        if binding.name in further:
            doubt = further[binding.name].at
            assert isinstance(doubt, Unknown)
            yield UnknownAtom(further_key(rule, binding, branch.scope), _of_extent(binding), (), doubt.missing)
    parts = [binding.where for binding in rule.bindings if binding.where is not None]
    parts += [rule.when] if rule.when is not None else []
    parts += [expr for _, expr, truth in judged.exceptions if isinstance(truth, Unknown)]
    for part in parts:
        for atom, value, inner in _unknown(part, scope):
            # What depends on an unsupplied member is settled with the question whether there is one.
            if free_names(atom, inner).isdisjoint(further):
                yield UnknownAtom(atom_key(atom, inner), atom.text, _about(atom, inner), value.missing)
    if rule.cap is not None and judged.cap is not None and isinstance(judged.cap.passed, Unknown):
        about = _about(rule.cap, scope)
        yield UnknownAtom(atom_key(rule.cap, scope), rule.cap.text, about, judged.cap.passed.missing)


def _unknown(expr: Expr, scope: Scope) -> Iterator[tuple[Atom, Unknown, Scope]]:
    """Yield the atoms of unknown value that make an unknown condition unknown."""
    value = truth_of(expr, scope)
    if not isinstance(value, Unknown):
        return
    match expr:
        case And(items=items) | Or(items=items):
            for item in items:
                yield from _unknown(item, scope)
        case Not(item=item) | Truth(item=Local() | DefinitionCall() | IfElse() as item):
            yield from _unknown(item, scope)
        case IfElse(condition=condition, then=then, otherwise=otherwise):
            for part in (condition, then, otherwise):
                yield from _unknown(part, scope)
        case DefinitionCall(name=name):
            yield from _unknown(scope.model.definitions[name].expr, definition_scope(expr, scope, evaluate))
        case Local(name=name):
            bound = scope.names[name]
            if isinstance(bound, BoundLet):
                yield from _unknown(bound.expr, scope)
        case Atom():
            yield expr, value, scope
        case _:
            return


def _about(node: object, scope: Scope) -> tuple[str, ...]:
    found: list[str] = []
    for name in sorted(free_names(node, scope)):
        match scope.names[name]:
            case Member(id=identity):
                found.append(identity)
            case BoundRow(row=row):
                found.append(row.id)
            case BoundRows(rows=rows):
                found += [row.id for row in rows]
            case _:
                continue
    return tuple(found)


def _of_extent(binding: Binding) -> str:
    where = "" if binding.where is None else f" where ({condition_text(binding.where)})"
    return f"exists {binding.name} in {binding.collection}{where}"


def condition_text(expr: Expr) -> str:
    """Return a condition as an author would read it, from the texts of its atoms."""
    match expr:
        case And(items=items):
            return " and ".join(condition_text(item) for item in items)
        case Or(items=items):
            return f"({' or '.join(condition_text(item) for item in items)})"
        case Not(item=item):
            return f"not {condition_text(item)}"
        case Atom(text=text):
            return text
        case Local(name=name) | DefinitionCall(name=name):
            return name
        case _:
            return "…"
