"""Raw line entries to the net view: each refund is taken from the entry it belongs to, once (semantics 19)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction

import msgspec
from msgspec.structs import replace

from sanku.claim.faults import BELOW_ZERO, Fault
from sanku.claim.members import Draft, Where
from sanku.claim.notes import Notes
from sanku.claim.slots import REFUNDED
from sanku.core.code import Code, normalise_code
from sanku.core.moment import Moment, compare, order_key
from sanku.core.number import Rational, exact
from sanku.core.quantity import Quantity
from sanku.core.unknown import Unknown, unknown
from sanku.core.value import Value

_UNMATCHED = Fault(
    "",
    "unmatched-refund",
    "no entry was found that this refund takes back; the sums of this item in this encounter are unknown",
    "找不到该退费所冲销的明细，本次就诊该项目的合计无法确定",
)
_SUMMED = ("quantity", "amount")
_LAST = datetime.max  # undated entries stand last in the member order


class Entry(msgspec.Struct):
    """A raw entry on its way to the net view.

    Args:
        draft: The line.
        collection: ``lines`` or ``history.lines``.
        encounter: Id of its encounter.
        at: When it was.
        judged: Whether it may be a subject.
        left: Whether anything of it is left in the net view.
    """

    draft: Draft
    collection: str
    encounter: str
    at: Value
    judged: bool = True
    left: bool = True

    def place(self, key: str) -> str:
        """Return its place in the message."""
        return Where(self.collection, self.collection, self.draft.position).place(key)

    @property
    def group(self) -> tuple[str, str]:
        """The encounter and the code as sent, which may be no code of any system."""
        return (self.encounter, raw_code(self.draft))

    @property
    def order(self) -> tuple[datetime, str, int]:
        """The member order (at, id)."""
        return (order_key(self.at) if isinstance(self.at, Moment) else _LAST, self.draft.id, self.draft.position)


def raw_code(draft: Draft) -> str:
    """Return the code of a line as it was sent, normalised."""
    code = draft.fields.get("code")
    if isinstance(code, Code):
        return code.text
    sent = draft.raw.get("code")
    return normalise_code(sent) if isinstance(sent, str) else str(sent or "")


def is_refund(draft: Draft) -> bool:
    """Tell whether an entry takes something back: its quantity or its amount is below zero."""
    return any(_below_zero(draft.fields.get(name)) for name in _SUMMED)


def below_zero(draft: Draft) -> bool:
    """Tell whether anything that a refund takes back is below zero in an entry."""
    value_of = draft.fields.get
    for name in REFUNDED:  # noqa: SIM110 - a generator costs more than what it looks at, for every line of every event
        if _below_zero(value_of(name)):
            return True
    return False


def net(entries: Sequence[Entry], notes: Notes) -> list[Entry]:
    """Return the entries of the net view: what refunds have emptied is gone, what they reduced is reduced.

    A refund is taken from the entry it names, else from the latest entry of the same encounter, code and unit price
    that is not later than it, then from the next latest. A rest that finds no place is kept, with unknown quantity and
    amount, and makes those of its whole group unknown, so that no sum over them is known.
    """
    refunds = sorted((entry for entry in entries if is_refund(entry.draft)), key=lambda entry: entry.order)
    if not refunds:
        return list(entries)
    work = [replace(entry, draft=replace(entry.draft, fields=dict(entry.draft.fields))) for entry in entries]
    taking = {id(old): new for old, new in zip(entries, work, strict=True)}
    positive = sorted(
        (entry for entry in work if not is_refund(entry.draft)), key=lambda entry: entry.order, reverse=True
    )
    by_id = {("", entry.draft.id): entry for entry in positive} | {
        (entry.encounter, entry.draft.id): entry for entry in positive
    }
    by_group: dict[tuple[str, str], list[Entry]] = {}
    for entry in positive:
        by_group.setdefault(entry.group, []).append(entry)
    unplaced: set[tuple[str, str]] = set()
    for refund in refunds:
        entry = taking[id(refund)]
        if _place(entry, by_id, by_group):
            entry.left = False
        else:
            notes.add(_UNMATCHED, refund.place(""), refund.draft.id, refund.collection)
            unplaced.add(entry.group)
            entry.judged = False
    kept = [entry for entry in work if entry.left]
    for entry in kept:
        if entry.group in unplaced:
            for name in _SUMMED:
                entry.draft.fields[name] = unknown(f"{entry.collection}.{name}", "refund", entry.draft.id)
    return kept


def without_negatives(entry: Entry, notes: Notes) -> Entry:
    """Return the entry with what is below zero, and no refund to explain it, made unknown."""
    below = [name for name in REFUNDED if _below_zero(entry.draft.fields.get(name))]
    if not below:
        return entry
    fields = dict(entry.draft.fields)
    for name in below:
        notes.add(BELOW_ZERO, entry.place(name), entry.draft.raw.get(name), f"{entry.collection}.{name}")
        fields[name] = unknown(f"{entry.collection}.{name}", "unreadable", entry.draft.id)
    return replace(entry, draft=replace(entry.draft, fields=fields))


def _place(refund: Entry, by_id: dict[tuple[str, str], Entry], by_group: dict[tuple[str, str], list[Entry]]) -> bool:
    """Take a refund from the entries it belongs to; tell whether all of it found a place."""
    if any(_above_zero(refund.draft.fields.get(name)) for name in _SUMMED):
        return False
    for target in _targets(refund, by_id, by_group):
        _take(refund.draft, target)
        if not is_refund(refund.draft):
            return True
    return False


def _targets(
    refund: Entry, by_id: dict[tuple[str, str], Entry], by_group: dict[tuple[str, str], list[Entry]]
) -> Iterable[Entry]:
    named = refund.draft.fields.get("refund_of")
    if isinstance(named, str):
        found = by_id.get((refund.encounter, named)) or by_id.get(("", named))
        return (found,) if found is not None else ()
    price = _price(refund.draft)
    return [
        entry
        for entry in by_group.get(refund.group, ())
        if entry.left and _price(entry.draft) == price and not _is_later(entry, refund)
    ]


def _is_later(entry: Entry, refund: Entry) -> bool:
    """Tell whether an entry is certainly later than a refund; an undated entry stands behind all dated ones."""
    if not isinstance(refund.at, Moment):
        return False
    return not isinstance(entry.at, Moment) or compare(entry.at, refund.at) == 1


def _price(draft: Draft) -> tuple[Rational, object] | None:
    """Return the unit price to compare by: as sent, else amount over quantity."""
    price, amount, quantity = (draft.fields.get(name) for name in ("price", "amount", "quantity"))
    if isinstance(price, Quantity):
        return (price.base, price.dimension)
    if isinstance(amount, Quantity) and isinstance(quantity, Quantity) and quantity.base:
        return (exact(Fraction(amount.base) / Fraction(quantity.base)), amount.dimension + quantity.dimension)
    return None


def _take(refund: Draft, target: Entry) -> None:
    """Move as much of a refund as fits into one entry, each field by itself."""
    fields = target.draft.fields
    for name in REFUNDED:
        back, there = refund.fields.get(name), fields.get(name)
        if isinstance(back, Quantity) and back.value < 0:
            if not isinstance(there, Quantity):
                refund.fields[name] = Quantity(0, back.unit)  # taken from an amount nobody knows
            elif (same := back.to(there.unit)) is not None and there.value > 0:
                part = min(-same.value, there.value)
                fields[name] = Quantity(exact(there.value - part), there.unit)
                refund.fields[name] = Quantity(exact(same.value + part), there.unit)
        elif name in _SUMMED and isinstance(there, Quantity) and not isinstance(back, Quantity):
            # The refund does not say how much of this field it takes back.
            fields[name] = unknown(f"{target.collection}.{name}", "refund", target.draft.id)
    target.left = not _is_empty(fields)


def _is_empty(fields: dict[str, Value]) -> bool:
    """Tell whether an entry is at 0/0; a part that was never sent does not keep it."""
    parts = [fields[name] for name in _SUMMED if name in fields]
    known = [part for part in parts if isinstance(part, Quantity)]
    return (
        bool(known) and all(part.value == 0 for part in known) and not any(isinstance(part, Unknown) for part in parts)
    )


def _below_zero(value: object) -> bool:
    # The numerator has the sign, and is quicker to compare than a fraction.
    return value.__class__ is Quantity and value.value.numerator < 0


def _above_zero(value: object) -> bool:
    return isinstance(value, Quantity) and value.value > 0
