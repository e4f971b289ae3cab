"""The event as both engines read it: typed members, collections with their coverage, refunds netted.

Built once by ``claim.read``; nothing here is changed afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from sanku.core.moment import Moment, order_key
from sanku.core.unknown import Unknown, unknown
from sanku.core.value import Value

SINGLES = ("patient", "coverage", "facility", "encounter")


@dataclass(frozen=True, slots=True)
class Note:
    """A data note: something about the message, not about the claim.

    Args:
        code: ``unreadable``, ``unmapped``, ``unmatched-refund``, ``duplicate-id``, ``region``, ``undated``, …
        path: Place inside the message: ``lines[3].quantity``.
        message: English sentence.
        message_zh: Chinese sentence.
        raw: The offending text, at most 200 characters.
    """

    code: str
    path: str
    message: str
    message_zh: str = ""
    raw: str = ""


class Member(msgspec.Struct, frozen=True, eq=False):
    """A member of a collection, or one of the single records.

    Args:
        collection: ``lines``, ``history.lines``, ``coverage.chronic_approvals``, ``patient``, …
        id: Its id as text (``#n`` with n from 1 if it has none); ``""`` for a single record.
        position: Place in the input, from 0.
        fields: Flat, dotted names (``quantity``, ``physician.id``). Present with ``None`` = none; missing key = absent.
        at: Its dated field (semantics 8): ``Moment``, ``None`` or ``Unknown``.
        judged: Whether it may be a finding's subject (semantics 2).
        encounter: Id of the encounter it belongs to.
        key: Its subject key (semantics 5), unique in its collection.
    """

    collection: str
    id: str
    position: int
    fields: Mapping[str, Value]
    at: Value
    judged: bool = True
    encounter: str = ""
    key: str = ""

    def get(self, name: str) -> Value:
        """Return a field: a value, ``None`` for none, or ``Unknown`` (cause ``absent`` when the key is missing)."""
        try:
            return self.fields[name]
        except KeyError:
            return unknown(f"{self.collection}.{name}", "absent", self.id)


_LAST = datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001 - sorts undated members last; no time zone inside


def member_order(member: Member) -> tuple[datetime, str, int]:
    """Return the key of the member order (at, id); undated members stand last."""
    moment = member.at if isinstance(member.at, Moment) else None
    return (order_key(moment) if moment else _LAST, member.id, member.position)


def settled_order(member: Member) -> tuple[bool, datetime, str, int]:
    """Return the key of the running order (semantics 17): settled members first, then (at, id)."""
    return (member.judged, *member_order(member))


@dataclass(frozen=True, slots=True)
class Extent:
    """What was supplied of a collection (semantics 1): ``absent``, ``partial`` or ``complete``.

    ``start``: complete from that civil date on (``None``: from ever). ``scope``: facility, region or all.
    ``kinds``: encounter kinds it is complete for (``None``: all).
    """

    state: str = "absent"
    start: date | None = None
    scope: str = "all"
    kinds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """A named collection: members in input order, and its extent."""

    name: str
    members: tuple[Member, ...]
    extent: Extent


@dataclass(frozen=True, slots=True)
class Shown:
    """A reminder that reached the doctor."""

    finding: str
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class Justified:
    """A justification given. ``digest``, ``code`` and ``amount`` are compared only when supplied (semantics 6).

    ``amount``: text with two decimals; ``"unknown"`` when it could not be computed; ``None`` when not supplied.
    """

    finding: str
    reason: str = ""
    text: str = ""
    by: str = ""
    at: Moment | None = None
    digest: str | None = None
    code: str | None = None
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of reminders and reasons (semantics 7)."""

    shown: tuple[Shown, ...] = ()
    justified: tuple[Justified, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """One event, ready to be judged.

    ``collections`` holds every collection of the schema by name, absent ones too: ``lines``, ``entries``,
    ``diagnoses``, …, ``history.lines``, …, ``coverage.chronic_approvals``; ``encounter`` as a collection of one.
    ``record.X`` is made by ``collection``.
    """

    id: str
    phase: str
    asked_at: Moment | None
    insured_region: str
    care_region: str
    patient: Member
    coverage: Member
    facility: Member
    encounter: Member
    collections: Mapping[str, Collection]
    notes: tuple[Note, ...] = ()
    ledger: Ledger | None = None
    assumed_own_pay: frozenset[str] = field(default_factory=frozenset)
    trigger: str = ""
    rule_ids: tuple[str, ...] = ()

    def single(self, name: str) -> Member:
        """Return patient, coverage, facility or encounter."""
        match name:
            case "patient":
                return self.patient
            case "coverage":
                return self.coverage
            case "facility":
                return self.facility
            case _:
                return self.encounter

    def parts(self, name: str) -> tuple[Collection, ...]:
        """Return the collections behind a name: one, or for ``record.X`` the history's and the current one."""
        if name.startswith("record."):
            kind = name.removeprefix("record.")
            current = "encounter" if kind == "encounters" else kind
            return (self.collections[f"history.{kind}"], self.collections[current])
        return (self.collections[name],)

    def find(self, collection: str, identity: str) -> Member | Unknown:
        """Return the member of ``collection`` (``record.…`` allowed) with an id, or an unknown."""
        for part in self.parts(collection):
            for member in part.members:
                if member.id == identity or (not member.id and member.encounter == identity):
                    return member
        return unknown(collection, "absent", identity)
