"""Expected against found: what of a case's ``expect`` a decision does not meet, in an author's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import msgspec

from sanku.claim.decision import Decision, Finding, LineVerdict, Undetermined
from sanku.core.number import parse_number
from sanku.core.text import nearest
from sanku.testing.cases import Data

_KINDS = {
    "findings": "finding",
    "excepted": "exception",
    "shadow": "shadow finding",
    "undetermined": "undetermined",
    "lines": "line",
    "notes": "note",
}
_EXACT = ("findings", "excepted", "shadow")


def differences(expect: Mapping[str, Data], decision: Decision) -> tuple[str, ...]:
    """Return one sentence for each thing that differs; ``()`` means that the case passes.

    ``findings``, ``excepted`` and ``shadow`` (of rules on trial) are exact lists in any order; ``undetermined``,
    ``lines`` and ``notes`` name members that must be there. Only the keys that a case writes are compared.
    """
    found: list[str] = []
    parts = found_parts(decision)
    outcome = expect.get("outcome")
    if outcome is not None and outcome != decision.outcome:
        found.append(f"outcome: expected {outcome}, found {decision.outcome}")
    for key, kind in _KINDS.items():
        there = parts[key]
        if key not in expect or isinstance(there, str):
            continue
        wanted = _maps(expect[key])
        exact = key in _EXACT or (key == "undetermined" and not wanted)
        found.extend(_exact(kind, wanted, there) if exact else _present(kind, wanted, there))
    return tuple(found)


def found_parts(decision: Decision) -> dict[str, str | list[dict[str, object]]]:
    """Return the parts of a decision under the keys, and in the words, of a case's ``expect``."""
    return {
        "outcome": decision.outcome,
        "findings": [_finding(finding) for finding in decision.findings if not finding.excepted],
        "excepted": [_excepted(finding) for finding in decision.findings if finding.excepted],
        "shadow": [_finding(finding) for finding in decision.shadow],
        "undetermined": [_undetermined(entry) for entry in decision.undetermined],
        "lines": [_line(line) for line in decision.lines],
        "notes": [{"code": note.code, "path": note.path} for note in decision.notes],
    }


def first_difference(one: Decision, other: Decision) -> str | None:
    """Return where two decisions differ first, with both values, or ``None`` if they are equal."""
    return _first(msgspec.to_builtins(one), msgspec.to_builtins(other), "")


def _first(one: object, other: object, path: str) -> str | None:
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = ((_first(one.get(key), other.get(key), f"{path}.{key}")) for key in sorted({*one, *other}))
        return next((found for found in pairs if found is not None), None)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        places = enumerate(zip(one, other, strict=True))
        parts = (_first(left, right, f"{path}[{index}]") for index, (left, right) in places)
        return next((found for found in parts if found is not None), None)
    return None if one == other else f"{path.lstrip('.')}: {one!r} against {other!r}"


def _maps(data: Data) -> list[Mapping[str, Data]]:
    items = data if isinstance(data, list) else [data]
    return [item for item in items if isinstance(item, dict)]


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "line": finding.lines[0] if len(finding.lines) == 1 else list(finding.lines),
        "lines": list(finding.lines),
        "subject": finding.subject.id,
        "rows": list(finding.rows),
        "control": finding.control,
        "severity": finding.severity,
        "bears": finding.bears,
        "amount": finding.amount,
        "involved": list(finding.involved),
        "message": finding.message("zh"),
        "justification": finding.justification.state if finding.justification else None,
        "retroactive": "true" if finding.retroactive else "false",
    }


def _excepted(finding: Finding) -> dict[str, object]:
    return {**_finding(finding), "by": finding.excepted[0] if len(finding.excepted) == 1 else list(finding.excepted)}


def _undetermined(entry: Undetermined) -> dict[str, object]:
    return {
        "rule": entry.rule,
        "rows": list(entry.rows),
        "subject": entry.subject.id,
        "line": entry.lines[0] if len(entry.lines) == 1 else list(entry.lines),
        "lines": list(entry.lines),
        "missing": [fact.path for fact in entry.missing],
        "causes": sorted({fact.cause for fact in entry.missing}),
        "effect": entry.effect,
    }


def _line(line: LineVerdict) -> dict[str, object]:
    return {
        "id": line.id,
        "pay": line.pay,
        "net": line.net,
        "own_pay": line.own_pay,
        "self_pay": line.self_pay,
        "denied": line.denied,
        "eligible": line.eligible,
    }


def _exact(kind: str, wanted: Sequence[Mapping[str, Data]], there: Sequence[Mapping[str, object]]) -> Iterator[str]:
    paired = _paired(wanted, there)
    left = [item for place, item in enumerate(there) if place not in paired]
    for number, expected in enumerate(wanted):
        if number not in paired.values():
            yield _not_found(kind, expected, left)
    for item in left:
        yield f"{kind} not expected: {_brief(item)}"


def _paired(wanted: Sequence[Mapping[str, Data]], there: Sequence[Mapping[str, object]]) -> dict[int, int]:
    """Return as many pairs as there are, found to expected: what says little leaves its item to what says more."""
    paired: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        for spot, item in enumerate(there):
            if spot not in tried and _agrees(wanted[number], item):
                tried.add(spot)
                if spot not in paired or place(paired[spot], tried):
                    paired[spot] = number
                    return True
        return False

    for number in range(len(wanted)):
        place(number, set())
    return paired


def _present(kind: str, wanted: Sequence[Mapping[str, Data]], there: Sequence[Mapping[str, object]]) -> Iterator[str]:
    for expected in wanted:
        if not any(_agrees(expected, item) for item in there):
            yield _not_found(kind, expected, there)


def _not_found(kind: str, expected: Mapping[str, Data], there: Sequence[Mapping[str, object]]) -> str:
    """Name the nearest one and where it differs, so that the author sees the one wrong number."""
    text = f"{kind} expected: {_brief(expected)}"
    key = "id" if "id" in expected else "code" if "code" in expected else "rule"
    same = [item for item in there if _equal(expected.get(key), item.get(key))]
    if not same:
        return f"{text}; there is none of {key} {expected.get(key)}"
    near = min(same, key=lambda item: len(_differing(expected, item)))
    for name in expected:
        if name not in near:
            guess = nearest(name, near)
            return f"{text}; there is no `{name}` to expect" + (f", did you mean `{guess}`?" if guess else "")
    parts = (
        f"{name}: expected {_text(expected[name])}, found {_text(near.get(name))}"
        for name in _differing(expected, near)
    )
    return f"{text}; {'; '.join(parts)}"


def _differing(expected: Mapping[str, Data], item: Mapping[str, object]) -> list[str]:
    return [name for name, value in expected.items() if name not in item or not _equal(value, item[name])]


def _agrees(expected: Mapping[str, Data], item: Mapping[str, object]) -> bool:
    return not _differing(expected, item)


def _equal(expected: Data, found: object) -> bool:
    """Compare as an author means it: 1153 and 1153.00 are one amount; a rule may be named without its module."""
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(_equal(one, two) for one, two in zip(expected, found, strict=True))
    if isinstance(expected, str) and isinstance(found, str):
        if expected == found or found.endswith(f".{expected}"):
            return True
        one, two = parse_number(expected), parse_number(found)
        return one is not None and two is not None and Fraction(one) == Fraction(two)
    return expected == found


def _brief(item: Mapping[str, object]) -> str:
    shown = (
        "rule",
        "id",
        "code",
        "line",
        "subject",
        "rows",
        "control",
        "amount",
        "effect",
        "missing",
        "pay",
        "by",
        "path",
    )
    return ", ".join(f"{name} {_text(item[name])}" for name in shown if item.get(name) not in (None, [], ""))


def _text(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return "none" if value is None else str(value)
