"""Expected against found, side by side: what the case says, and the same parts of the decision."""

from __future__ import annotations

from collections.abc import Mapping

from sanku.claim.decision import Decision
from sanku.testing.cases import Data
from sanku.testing.compare import found_parts


def sides(expect: Mapping[str, Data], decision: Decision | None) -> tuple[tuple[str, str], ...]:
    """Return pairs of lines, expected and found; a part that only one side has faces an empty line."""
    found = found_parts(decision) if decision is not None else {}
    pairs: list[tuple[str, str]] = []
    for key, wanted in expect.items():
        there = found.get(key, [])
        if not isinstance(there, list):
            pairs.append((f"{key}: {_text(wanted)}", f"{key}: {_text(there)}"))
            continue
        asked = wanted if isinstance(wanted, list) else [wanted]
        items = [item for item in asked if isinstance(item, dict)]
        shown = {name for item in items for name in item} or {"rule", "line", "control", "amount", "missing", "id"}
        rest = [{name: value for name, value in item.items() if name in shown} for item in there]
        pairs.append((f"{key}:{'' if items else ' none'}", f"{key}:{'' if rest else ' none'}"))
        for item in items:
            near = min(rest, key=lambda one: _distance(item, one), default=None)
            if near is not None:
                rest.remove(near)
            pairs.append((f"  {_map(item)}", f"  {_map({name: near.get(name) for name in item})}" if near else ""))
        pairs += [("", f"  {_map(item)}") for item in rest]
    return tuple(pairs)


def _distance(wanted: Mapping[str, Data], found: Mapping[str, object]) -> int:
    return sum(_text(value) != _text(found.get(name)) for name, value in wanted.items())


def _map(item: Mapping[str, object]) -> str:
    return ", ".join(f"{name} {_text(value)}" for name, value in item.items() if value is not None)


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_text, value)) + "]"
    if isinstance(value, dict):
        return "{" + _map(value) + "}"
    return "none" if value is None else str(value)
