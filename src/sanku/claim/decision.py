"""The decision: outcome, payment per line, findings, what could not be determined, data notes.

These structs are the JSON that ``kb decide --json`` prints and the doors send; money is text with two decimals.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Outcome = Literal["allow", "warn", "block"]
Pay = Literal["paid", "partly", "self_pay", "denied", "pending", "blocked"]


class RegionPair(msgspec.Struct, frozen=True, gc=False):
    """The insured region and the region of care: codes as sent (decision), or the deepest layers used (finding)."""

    insured: str
    care: str


class LineVerdict(msgspec.Struct, frozen=True, gc=False):
    """What becomes of one line (semantics 16): own_pay + self_pay + denied + eligible = net.

    ``flags``: ``own_pay_assumed`` (not supplied, taken as 0), ``clamped`` (an amount was cut to the line's).
    Unknown parts are ``None``, never 0.
    """

    id: str
    pay: Pay
    net: str | None
    own_pay: str | None
    self_pay: str | None
    denied: str | None
    eligible: str | None
    flags: tuple[str, ...] = ()


class CitationText(msgspec.Struct, frozen=True, order=True):
    """A cited document and the place in it."""

    source: str
    title: str
    place: str


class Evidence(msgspec.Struct, frozen=True, order=True):
    """A fact that was used (semantics 37).

    Args:
        path: ``lines.days``, ``patient.sex``, ``drugs.sex_limits.sex``, ``policy.limits.supply``, ``let albumin``,
            or a collection for a quantifier or aggregate.
        member: Member id or row id; ``""`` for single records, parameters and lets.
        value: The value as text (Chinese form of ``show_value``).
        count: Members that counted, for quantifiers and aggregates.
        members: The first five of them by (at, id).
    """

    path: str
    member: str
    value: str
    count: int | None = None
    members: tuple[str, ...] = ()


class NearMiss(msgspec.Struct, frozen=True, order=True):
    """A comparison that would have to turn out otherwise for the rule not to fire.

    Args:
        text: The comparison, canonical English surface.
        left: Value found, as text.
        right: Value it was compared with, as text; for between ``low..high``.
        by: How far away, as text; ``""`` where no distance is defined.
        alone: Whether this one alone would have been enough.
    """

    text: str
    left: str
    right: str
    by: str
    alone: bool


class JustificationState(msgspec.Struct, frozen=True):
    """An earlier justification of this finding: ``holds``, ``stale`` or ``refused``, and why."""

    state: Literal["holds", "stale", "refused"]
    why: str
    reason: str
    text: str
    by: str


class Subject(msgspec.Struct, frozen=True, order=True):
    """What a finding is about."""

    collection: str
    id: str


class Finding(msgspec.Struct, frozen=True, rename={"messages": "message"}):
    """A rule that is not met. It never says fraud.

    ``control``: remind, self_pay, block, query, deny: what holds for this event after ``weaken``, retroactivity and
    the ledger. ``excepted``: names of exemptions (or ``unless``) that alone turned it off; it then has no effect.
    """

    id: str
    rule: str
    title: str
    rows: tuple[str, ...]
    base: str
    subject: Subject
    control: str
    severity: str
    bears: str | None
    lines: tuple[str, ...]
    involved: tuple[str, ...]
    amount: str | None
    amount_known: bool
    messages: dict[str, str]
    citations: tuple[CitationText, ...]
    evidence: tuple[Evidence, ...]
    near_miss: tuple[NearMiss, ...]
    excepted: tuple[str, ...]
    accepts: tuple[str, ...]
    justification: JustificationState | None
    retroactive: bool
    layers: RegionPair
    digest: str

    def message(self, language: str = "zh") -> str:
        """Return the message in a language; the Chinese one, or the title, if the rule has none in it."""
        return self.messages.get(language) or self.messages.get("zh") or self.title


class MissingFact(msgspec.Struct, frozen=True, order=True):
    """A fact that was missing, folded: path, cause, how many members, the first three ids."""

    path: str
    cause: str
    count: int
    ids: tuple[str, ...]


class Undetermined(msgspec.Struct, frozen=True):
    """A rule instance that could not be decided. ``rule`` is ``None`` for an undated member (semantics 9).

    ``effect``: pass, remind, hold, block, or query in audit.
    """

    rule: str | None
    rows: tuple[str, ...]
    subject: Subject
    lines: tuple[str, ...]
    missing: tuple[MissingFact, ...]
    effect: str


class DataNote(msgspec.Struct, frozen=True):
    """Something about the message itself, with its place."""

    code: str
    path: str
    message: str
    message_zh: str
    raw: str


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to one event. Same edition and same event: the same bytes.

    ``shadow``: findings of rules on trial, counted and shown to no one; not in the JSON unless asked for.
    """

    event: str
    outcome: Outcome
    phase: str
    region: RegionPair
    edition: str
    lines: tuple[LineVerdict, ...]
    findings: tuple[Finding, ...]
    undetermined: tuple[Undetermined, ...]
    notes: tuple[DataNote, ...]
    shadow: tuple[Finding, ...] = ()

    def json(self, *, shadow: bool = False) -> bytes:
        """Return the decision as one JSON line; shadow findings are shown to no one but whoever tries the rules."""
        return _ENCODER.encode(msgspec.structs.replace(self, shadow=()) if self.shadow and not shadow else self)


_ENCODER = msgspec.json.Encoder()


class FoldedMissing(msgspec.Struct, frozen=True, order=True):
    """Undetermined instances that lack the same fact, with the same effect (semantics 13)."""

    path: str
    cause: str
    effect: str
    count: int
    rules: tuple[str, ...]


def fold_undetermined(entries: tuple[Undetermined, ...]) -> tuple[FoldedMissing, ...]:
    """Fold entries by missing path and effect: how many, and the first three rules."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for entry in entries:
        for fact in entry.missing:
            groups.setdefault((fact.path, fact.cause, entry.effect), []).append(entry.rule or "")
    return tuple(
        FoldedMissing(path, cause, effect, len(rules), tuple(sorted(set(rules)))[:3])
        for (path, cause, effect), rules in sorted(groups.items())
    )
