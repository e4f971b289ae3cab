"""How the rule stands on the event so far, and the event after an answer."""

from __future__ import annotations

from dataclasses import dataclass

from sanku.claim.decision import Decision
from sanku.core.unknown import Missing
from sanku.engines.reference import reasons_of
from sanku.kb import EventError, KnowledgeBase
from sanku.semantics.nodes import Rule
from sanku.testing.cases import Data
from sanku.testing.dialogue.questions import Question, with_members
from sanku.testing.generation.cases import decide_rule
from sanku.testing.generation.draft import Draft, whole_event


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rule says of a draft.

    Args:
        decision: What it decides.
        outcome: ``fires``, ``excepted``, ``undetermined``, ``does not fire``, ``no instance``.
        why: What stopped it, if there is no instance.
        missing: What it misses, those that decide most often alone first.
    """

    decision: Decision
    outcome: str
    why: str
    missing: tuple[Missing, ...]


_RANK = ("fires", "excepted", "undetermined", "does not fire", "no instance")


def standing(base: KnowledgeBase, rule: Rule, draft: Draft) -> Standing:
    """Return how the rule stands on a draft; what would decide it alone is asked for first (semantics 36)."""
    facts = base.facts(whole_event(draft, base.model.schema))
    reasons = sorted(reasons_of(base.model, facts, rule.name), key=lambda found: _RANK.index(found.outcome))
    first = reasons[0]
    deciding = base.what_would_decide(facts, rule.name, first.rows, first.subject) if first.missing else None
    weight: dict[Missing, int] = {}
    for atom in deciding.atoms if deciding is not None else ():
        settles = (atom.if_true != "undetermined") + (atom.if_false != "undetermined")
        for one in atom.missing:
            weight[one] = max(settles, weight.get(one, 0))
    missing = sorted(first.missing, key=lambda one: (-weight.get(one, 0), one))
    return Standing(decide_rule(base, rule, draft), first.outcome, first.why, tuple(missing))


def answered(base: KnowledgeBase, draft: Draft, question: Question, value: Data) -> Draft | str:
    """Return the draft with an answer, or what is wrong with it."""
    if question.slot is None:
        return with_members(draft, question.place, int(str(value)))
    after = draft.with_slot(question.slot, value)
    try:
        facts = base.facts(whole_event(after, base.model.schema))
    except EventError as error:
        return error.message
    field = question.slot.field
    noted = next((note for note in facts.notes if field.split(".")[0] in note.path), None)
    return noted.message_zh if noted is not None else after
