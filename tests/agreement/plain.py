"""A generated event made plain: what has to be interpreted is taken out of it, and what is missing stays missing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

Record = dict[str, object]

_TIMES = ("at", "stopped_at", "admitted_at", "discharged_at", "collected_at", "born", "died_at")
_NUMBERS = ("quantity", "price", "amount", "self_pay", "days")
_OBLIGATORY = (
    "at",
    "code",
    "name",
    "kind",
    "amount",
    "quantity",
    "price",
    "judged",
    "admitted_at",
    "sex",
    "born",
    "level",
)


def plain(event: Record) -> Record:
    """Return an event that the reader of plain messages takes, as like to ``event`` as it can be."""
    found = {key: value for key, value in event.items() if key != "ledger"}
    for name in ("patient", "facility", "encounter"):
        found[name] = _record(found.get(name))
    encounter = _record(found["encounter"])
    encounter.setdefault("admitted_at", "2025-02-01")
    found["encounter"] = encounter
    history = _record(found.get("history"))
    for holder in (found, history):
        for name in ("lines", "diagnoses", "observations", "documents", "encounters"):
            if isinstance(holder.get(name), list):
                holder[name] = _members(holder[name], name)
    admitted = date.fromisoformat(str(encounter["admitted_at"])[:10])
    for number, earlier in enumerate(_records(history.get("encounters"))):
        earlier["id"] = f"V{8 - number}"
        if "admitted_at" in earlier:
            earlier["admitted_at"] = (admitted - timedelta(days=10 + number)).isoformat()
    if "history" in found:
        found["history"] = history
    for number, line in enumerate(_records(found.get("lines")), 1):
        line.update({"id": str(number), "at": line.get("at", encounter["admitted_at"])})
        line.pop("order_id", None)
    for number, line in enumerate(_records(history.get("lines")), 1):
        line["id"] = f"h{number}"
        line.pop("order_id", None)
    return found


def _members(items: object, name: str) -> list[Record]:
    found = [_record(item) for item in items] if isinstance(items, list) else []
    for item in found if name in ("observations", "documents", "diagnoses") else ():
        item.pop("id", None)
    return found


def _records(items: object) -> list[Record]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _record(given: object) -> Record:
    found: Record = {}
    for key, value in given.items() if isinstance(given, dict) else ():
        kept = _value(key, value)
        if kept is not None or (value is None and key not in _OBLIGATORY):
            found[key] = kept
    return found


def _value(key: str, value: object) -> object:
    """Return a value as a plain message writes it; ``None`` for one that cannot be read."""
    if isinstance(value, dict):
        return {**value, "value": Decimal(str(value["value"]))} if "value" in value else _record(value)
    if key in _NUMBERS:
        return _number(value)
    if key in _TIMES:
        text = str(value)
        return text if len(text) >= len("2025-01-01") and text[:4].isdigit() else None
    return None if value == "??" or (isinstance(value, str) and value.strip() != value) else value


def _number(value: object) -> object:
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return None
    return None if number < 0 else number if number % 1 else int(number)
