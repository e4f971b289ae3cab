"""A decision to the excerpt that a case shows: plain data, with the keys that the case writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from sanku.claim.decision import Decision

Data = str | None | list["Data"] | dict[str, "Data"]

DEFAULTS: dict[str, tuple[str, ...]] = {
    "findings": ("rule", "rows", "subject", "control", "amount"),
    "undetermined": ("rule", "rows", "subject", "missing", "effect"),
    "lines": ("id", "pay"),
    "notes": ("code", "path"),
}
"""Keys that a newly recorded entry shows."""


def as_data(decision: Decision) -> dict[str, Data]:
    """Return a decision as text, none, lists and maps; a subject is its id, a missing fact ``path cause``."""
    plain = _texts(msgspec.to_builtins(decision))
    assert isinstance(plain, dict)
    for kind in ("findings", "undetermined"):
        for entry in plain[kind]:
            entry["subject"] = entry["subject"]["id"]
    for entry in plain["undetermined"]:
        entry["missing"] = [" ".join([fact["path"], fact["cause"], *fact["ids"]]) for fact in entry["missing"]]
    for entry in plain["findings"]:
        entry["evidence"] = [_evidence(item) for item in entry["evidence"]]
        entry["near_miss"] = [_near_miss(item) for item in entry["near_miss"]]
        entry["cites"] = [f"{cite['source']} {cite['place']}" for cite in entry["citations"]]
        state = entry["justification"]
        entry["justification"] = None if state is None else f"{state['state']}: {state['why']}".rstrip(": ")
    return plain


def _texts(value: object) -> Data:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case Mapping():
            return {str(key): _texts(item) for key, item in value.items()}
        case list() | tuple():
            return [_texts(item) for item in value]
        case _:
            return str(value)


def _evidence(item: dict[str, Data]) -> str:
    where = f"{item['path']} {item['member']}".strip()
    counted = "" if item["count"] is None else f" of {item['count']}: {' '.join(item['members'])}".rstrip(": ")
    return f"{where} = {item['value']}{counted}"


def _near_miss(item: dict[str, Data]) -> str:
    enough = ", alone enough" if item["alone"] == "true" else ""
    return f"{item['text']}: {item['left']} against {item['right']}, by {item['by'] or '-'}{enough}"


def excerpt(decision: Decision, wanted: Mapping[str, Data]) -> dict[str, Data]:
    """Return what of a decision a case asks for: every entry of each list it names, with the keys it uses there."""
    data = as_data(decision)
    found: dict[str, Data] = {}
    for key, value in wanted.items():
        entries = data[key]
        if isinstance(value, list) and isinstance(entries, list):
            found[key] = [_chosen(entry, _keys(key, value, index)) for index, entry in enumerate(entries)]
        else:
            found[key] = entries
    return found


def _keys(kind: str, wanted: Sequence[Data], index: int) -> tuple[str, ...]:
    """Return the keys of the entry at the same place, else of the last one, else the defaults."""
    entries = [entry for entry in wanted if isinstance(entry, dict)]
    if not entries:
        return DEFAULTS[kind]
    return tuple(entries[min(index, len(entries) - 1)])


def _chosen(entry: Data, keys: tuple[str, ...]) -> Data:
    return {key: entry[key] for key in keys} if isinstance(entry, dict) else entry


def show(data: Mapping[str, Data]) -> str:
    """Return an excerpt as YAML: one entry of a list a line where it is short."""
    lines: list[str] = []
    for key, value in data.items():
        if isinstance(value, list) and value:
            lines.append(f"{key}:")
            lines += [line for entry in value for line in _entry(entry)]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _entry(entry: Data) -> list[str]:
    flow = f"  - {_flow(entry)}"
    if len(flow) <= 118 or not isinstance(entry, dict):
        return [flow]
    lines: list[str] = []
    for index, (key, value) in enumerate(entry.items()):
        start = "  - " if index == 0 else "    "
        if isinstance(value, list) and len(value) > 1:
            lines += [f"{start}{key}:", *(f"      - {_flow(item)}" for item in value)]
        else:
            lines.append(f"{start}{key}: {_flow(value)}")
    return lines


def _flow(value: Data) -> str:
    match value:
        case None:
            return "null"
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(item) for item in value) + "]"
        case str():
            plain = (
                value
                and not set(value) & set("{}[],:#'\"&*!|>%@`\\\n")
                and value == value.strip()
                and value[0] not in "-?"
            )
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return value if plain and value not in ("null", "~") else f'"{escaped}"'
