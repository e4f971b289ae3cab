"""Does an earlier justification still hold for this finding? (semantics 6)"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sanku.claim.decision import JustificationState
from sanku.claim.facts import Justified, Ledger
from sanku.core.number import parse_number


@dataclass(frozen=True, slots=True)
class Question:
    """What a justification answers: the finding as it stands now.

    Args:
        finding: The finding's id.
        accept: Reasons that count; ``None`` = any reason or text.
        digest: Digest of the condition and its rows.
        code: The subject's code; ``""`` if it has none.
        amount: The finding's amount as text; ``None`` = no amount, or unknown.
    """

    finding: str
    accept: tuple[str, ...] | None
    digest: str
    code: str
    amount: str | None


def justification_state(ledger: Ledger | None, question: Question) -> JustificationState | None:
    """Return the state of the justification that is best for the question (the latest of equals), if there is one."""
    given = ledger.justified if ledger else ()
    states = [_state(entry, question) for entry in given if entry.finding == question.finding]
    for wanted in ("holds", "stale", "refused"):
        for state in reversed(states):
            if state.state == wanted:
                return state
    return None


def _state(entry: Justified, question: Question) -> JustificationState:
    accept = question.accept
    reason = entry.reason.strip() or ("text" if entry.text.strip() else "")
    if not reason:
        return _of(entry, reason, "refused", "no reason was given")
    if accept is not None and reason not in accept:
        return _of(entry, reason, "refused", f"`{reason}` is not among the accepted reasons: {', '.join(accept)}")
    if reason == "text" and not entry.text.strip():
        return _of(entry, reason, "refused", "the text is blank")
    if entry.digest is not None and entry.digest != question.digest:
        return _of(entry, reason, "stale", "the rule or its rows have changed since")
    if entry.code is not None and entry.code != question.code:
        return _of(entry, reason, "stale", "the item is another one now")
    if entry.amount is not None and not _covers(entry.amount, question.amount):
        return _of(entry, reason, "stale", f"the amount was {entry.amount}, it is {question.amount or 'unknown'} now")
    return _of(entry, reason, "holds", "")


State = Literal["holds", "stale", "refused"]


def _of(entry: Justified, reason: str, state: State, why: str) -> JustificationState:
    return JustificationState(state, why, reason, entry.text, entry.by)


def _covers(justified: str, now: str | None) -> bool:
    """Both unknown counts as equal, one unknown does not; else now ≤ justified."""
    allowed = None if justified == "unknown" else parse_number(justified)
    amount = None if now is None else parse_number(now)
    if allowed is None or amount is None:
        return allowed is None and amount is None
    return Fraction(amount) <= Fraction(allowed)
