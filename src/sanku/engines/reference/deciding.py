"""What would decide an undetermined instance: each atom's answers, and the smallest sets of answers (semantics 36).

Built on demand. Atoms are treated as independent of each other, which they need not be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product

from sanku.claim.facts import Facts
from sanku.core.truth import Truth
from sanku.core.unknown import Missing, Unknown
from sanku.engines.reference.atoms import UnknownAtom, unknown_atoms
from sanku.engines.reference.judge import judge_rule
from sanku.engines.reference.scope import AtomKey
from sanku.engines.reference.subjects import Question, Subject, subjects_of
from sanku.engines.reference.verdict import Verdict, instances_of, value_with, verdict_of
from sanku.judgement.results import Undecided
from sanku.semantics.nodes import Model

MOST_ATOMS = 6
"""Beyond this the joint answers are not computed: 64 evaluations at most."""

FIRES, DOES_NOT_FIRE, UNDETERMINED = "fires", "does not fire", "undetermined"


@dataclass(frozen=True, slots=True)
class AtomAnswers:
    """One unknown atom and what each answer to it alone would give.

    Args:
        text: The comparison, membership or quantifier, canonical English surface.
        about: Ids of the members and rows that it is about.
        missing: Why it is unknown.
        if_true: ``fires``, ``does not fire`` or ``undetermined``.
        if_false: The same.
    """

    text: str
    about: tuple[str, ...]
    missing: tuple[Missing, ...]
    if_true: str
    if_false: str


@dataclass(frozen=True, slots=True)
class DecidingSet:
    """Answers that decide together, none of them to spare: (place in ``Deciding.atoms``, answer); and the outcome."""

    answers: tuple[tuple[int, bool], ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Deciding:
    """What would decide one undetermined instance.

    ``joint``: all minimal sets of answers, smallest first; ``None`` = not computed, there are too many atoms. Without
    atoms no single answer helps: whole facts are missing, which the undetermined entry names.
    """

    rule: str
    rows: tuple[str, ...]
    subject: str
    atoms: tuple[AtomAnswers, ...]
    joint: tuple[DecidingSet, ...] | None


def what_would_decide(
    model: Model, facts: Facts, rule: str, rows: tuple[str, ...] = (), subject: str = ""
) -> Deciding | None:
    """Return what would decide an instance, or ``None`` if there is none such or it is decided.

    An entry that is no instance yet (an unknown key, group or governing date, an absent collection) has no atoms.

    Args:
        model: The knowledge base.
        facts: The event.
        rule: Qualified name of the rule.
        rows: Row part of the instance, as an undetermined entry lists it.
        subject: Subject key or id, as an undetermined entry lists it.
    """
    question = Question(model, facts, model.rules[rule], {})
    found = _undetermined(question, rows, subject)
    if found is None:
        is_listed = any(_names(entry, rows, subject) for entry in judge_rule(question) if isinstance(entry, Undecided))
        return Deciding(rule, rows, subject, (), ()) if is_listed else None
    asked, verdict = found
    atoms = unknown_atoms(question, verdict)

    def outcome(answers: Mapping[AtomKey, bool]) -> str:
        return _outcome(value_with(replace(question, assume=dict(answers)), asked, verdict.instance.row_ids))

    alone = tuple(_alone(atom, outcome({atom.key: True}), outcome({atom.key: False})) for atom in atoms)
    joint = None
    if len(atoms) <= MOST_ATOMS:
        keys = [atom.key for atom in atoms]
        table = {
            answers: outcome(dict(zip(keys, answers, strict=True)))
            for answers in product((True, False), repeat=len(keys))
        }
        joint = tuple(_minimal_sets(len(keys), table))
    return Deciding(rule, rows, subject, alone, joint)


def _undetermined(question: Question, rows: tuple[str, ...], subject: str) -> tuple[Subject, Verdict] | None:
    for found in subjects_of(question):
        if isinstance(found, Undecided) or subject not in (found.member.key, found.member.id):
            continue
        for instance, branches in instances_of(question, found).found:
            if instance.row_ids == rows:
                verdict = verdict_of(question, found, instance, branches)
                return (found, verdict) if isinstance(verdict.value, Unknown) else None
    return None


def _names(entry: Undecided, rows: tuple[str, ...], subject: str) -> bool:
    return entry.instance.row_ids == rows and subject in (entry.instance.subject.key, entry.instance.subject.id)


def _alone(atom: UnknownAtom, if_true: str, if_false: str) -> AtomAnswers:
    return AtomAnswers(atom.text, atom.about, tuple(sorted(atom.missing)), if_true, if_false)


def _outcome(value: Truth) -> str:
    if isinstance(value, Unknown):
        return UNDETERMINED
    return FIRES if value else DOES_NOT_FIRE


def _minimal_sets(count: int, table: Mapping[tuple[bool, ...], str]) -> Iterator[DecidingSet]:
    """Yield the answers that fix the outcome whatever the others are, smallest first, none containing another."""
    found: list[frozenset[tuple[int, bool]]] = []
    for size in range(1, count + 1):
        for places in combinations(range(count), size):
            for answers in product((True, False), repeat=size):
                chosen = frozenset(zip(places, answers, strict=True))
                outcomes = {
                    outcome for row, outcome in table.items() if all(row[place] is answer for place, answer in chosen)
                }
                spare = any(smaller <= chosen for smaller in found)
                if not spare and len(outcomes) == 1 and UNDETERMINED not in outcomes:
                    found.append(chosen)
                    yield DecidingSet(tuple(sorted(chosen)), outcomes.pop())
