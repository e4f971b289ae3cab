"""The bindings of a subject: every choice of the other members, and the rows that each choice picks.

A rule's value for some rows is asked of all branches that pick them (semantics 3, 4, 13, 18, 27).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sanku.catalog.nodes import Row
from sanku.claim.facts import Member, member_order
from sanku.claim.show import show_key
from sanku.core.truth import Truth, conjunction
from sanku.core.unknown import Missing, Unknown, merge
from sanku.engines.reference.evaluation import evaluate, truth_of
from sanku.engines.reference.extent import further_members
from sanku.engines.reference.further import further_member, is_further
from sanku.engines.reference.scope import AtomKey, BoundLet, BoundRow, BoundRows, Scope, atom_key, free_names
from sanku.engines.reference.tables import picked_rows
from sanku.semantics.nodes import Binding, Let, Local, Match, Rule


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """One choice of members and rows.

    Args:
        scope: All names bound.
        others: The other names and their members, in the order of the rule.
        rows: The rows picked, in the order of the steps.
        row_ids: The instance's row part: ids of matched rows, key texts of gathered ones.
        real: Unknown if a name stands for members that were not supplied, else true.
        granted: Causes that are taken for settled, since it is assumed that there is such a member.
    """

    scope: Scope
    others: tuple[tuple[str, Member], ...]
    rows: tuple[Row, ...]
    row_ids: tuple[str, ...]
    real: Truth
    granted: frozenset[Missing] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Branches:
    """All branches of a subject in order, and the causes of keys that are not known (semantics 13)."""

    found: tuple[Branch, ...]
    blind: Unknown | None


def branches_of(rule: Rule, subject: Member, scope: Scope) -> Branches:
    """Return the branches of ``subject`` whose guards are not false."""
    found: list[Branch] = []
    blind: list[Unknown] = []
    start = Branch(scope.bind(rule.bindings[0].name, subject), (), (), (), real=True)
    for branch in _members(rule, 1, start):
        bound = replace(branch, scope=_with_lets(rule, branch.scope))
        if guards(rule, bound.scope) is False:
            continue
        for picked in _steps(rule, 0, bound):
            if isinstance(picked, Branch):
                found.append(picked)
            else:
                blind.append(picked)
    return Branches(tuple(found), merge(*blind) if blind else None)


def guards(rule: Rule, scope: Scope) -> Truth:
    """Return the conjunction of every ``where`` of the rule's ``for`` clauses."""
    return conjunction([truth_of(binding.where, scope) for binding in rule.bindings if binding.where is not None])


def _with_lets(rule: Rule, scope: Scope) -> Scope:
    """Bind every let to its expression; it is evaluated where it is read, when its names are bound (semantics 52)."""
    for step in rule.steps:
        if isinstance(step, Let):
            scope = scope.bind(step.name, BoundLet(step.expr))
    return scope


def _members(rule: Rule, index: int, branch: Branch) -> Iterator[Branch]:
    """Yield the branch with the names from ``index`` on bound in every way."""
    if index == len(rule.bindings):
        yield branch
        return
    binding = rule.bindings[index]
    for member in _choices(rule, binding, branch):
        bound = replace(
            branch, scope=branch.scope.bind(binding.name, member), others=(*branch.others, (binding.name, member))
        )
        if is_further(member) and isinstance(member.at, Unknown):
            bound = _as_far_as_real(rule, binding, bound, member.at)
        yield from _members(rule, index + 1, bound)


def _as_far_as_real(rule: Rule, binding: Binding, branch: Branch, doubt: Unknown) -> Branch:
    """Return the branch of an unsupplied member: it counts only as far as there may be one."""
    answer = branch.scope.assume.get(further_key(rule, binding, branch.scope))
    if answer is None:
        return replace(branch, real=conjunction((branch.real, doubt)))
    if not answer:
        return replace(branch, real=False)
    return replace(branch, granted=branch.granted | doubt.missing)


def further_key(rule: Rule, binding: Binding, scope: Scope) -> AtomKey:
    """Return the key of the atom: some member that was not supplied fits."""
    subject = atom_key(Local(rule.bindings[0].name, type=rule.bindings[0].member), scope)
    return AtomKey(binding, subject.bound)


def _choices(rule: Rule, binding: Binding, branch: Branch) -> Iterator[Member]:
    subject = branch.scope.names[rule.bindings[0].name]
    assert isinstance(subject, Member)
    members = [member for part in branch.scope.facts.parts(binding.collection) for member in part.members]
    for member in sorted(members, key=member_order):
        taken = member is subject or any(member is other for _, other in branch.others)  # semantics 18
        if not taken and not (rule.pair and _is_turned_pair(subject, member)):
            yield member
    doubt = further_members(binding.collection, binding.window, branch.scope, evaluate)
    if doubt is not None:
        yield further_member(binding.collection, doubt)


def _is_turned_pair(subject: Member, other: Member) -> bool:
    """Tell whether ``other`` is the subject of the pair: the later of the two that may be one (semantics 18)."""
    return other.judged and member_order(other) > member_order(subject)


def _steps(rule: Rule, index: int, branch: Branch) -> Iterator[Branch | Unknown]:
    """Yield the branch with the rows that the steps from ``index`` on pick, or why a key is not known."""
    if index == len(rule.steps):
        yield branch
        return
    step = rule.steps[index]
    if isinstance(step, Let):
        yield from _steps(rule, index + 1, branch)
        return
    # Rows that only an unsupplied member could pick make no instance (engine contract 1.8).
    if any(_is_further_name(name, branch) for key in step.keys for name in free_names(key, branch.scope)):
        return
    picked = picked_rows(step.table, step.keys, branch.scope, evaluate)
    if picked.doubt is not None:
        if picked.rows:
            yield picked.doubt
        return
    if step.gathered:
        if picked.rows:
            text = show_key(picked.key)
            yield from _steps(rule, index + 1, _with_rows(branch, step, picked.rows, text))
        return
    for row in picked.rows:
        yield from _steps(rule, index + 1, _with_rows(branch, step, (row,), row.id))


def _is_further_name(name: str, branch: Branch) -> bool:
    bound = branch.scope.names[name]
    return isinstance(bound, Member) and is_further(bound)


def _with_rows(branch: Branch, step: Match, rows: tuple[Row, ...], row_id: str) -> Branch:
    bound = BoundRows(step.table, rows) if step.gathered else BoundRow(step.table, rows[0])
    return replace(
        branch,
        scope=branch.scope.bind(step.row, bound),
        rows=(*branch.rows, *rows),
        row_ids=(*branch.row_ids, row_id),
    )
