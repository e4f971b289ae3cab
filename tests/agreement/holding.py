"""One generated base and its events through both engines: what differs first, and the least that still differs."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sanku.claim.decision import Decision
from sanku.claim.facts import Facts
from sanku.diagnostics import Diagnostic
from sanku.kb import EventError, KnowledgeBase
from sanku.semantics import load_model
from sanku.testing.compare import first_difference
from sanku.testing.run import ENGINES
from tests.agreement.dice import Dice
from tests.agreement.events import event
from tests.agreement.facts import fact_files
from tests.agreement.plain import plain
from tests.agreement.rules import rule_files

Files = dict[str, str]
Event = dict[str, object]


@dataclass(frozen=True, slots=True)
class World:
    """A generated base and its events; ``seed`` makes it again."""

    seed: str
    files: Files
    events: tuple[Event, ...]


def world(seed: str, events: int) -> World:
    """Return the world of a seed; every other event is plain, so that the sieve has its say."""
    dice = Dice(seed)
    facts = fact_files(dice)
    files = {**facts, **rule_files(dice, facts)}
    made = [event(dice) for _ in range(events)]
    return World(seed, files, tuple(plain(one) if number % 2 else one for number, one in enumerate(made)))


def read_base(files: Files) -> tuple[KnowledgeBase | None, list[Diagnostic]]:
    """Return the base, or the errors for which it cannot be loaded."""
    root = _written(files)
    model, diagnostics = load_model(root)
    errors = [found for found in diagnostics if found.is_error]
    return (None if model is None or errors else KnowledgeBase.of(model, edition="generated")), errors


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []
_HELD: Files = {}


def _written(files: Files) -> Path:
    """Write a base over the one before, in one folder for the whole run: most of its files stay as they are."""
    if not _FOLDERS:
        _FOLDERS.append(tempfile.TemporaryDirectory())
    root = Path(_FOLDERS[0].name)
    for name in [name for name in _HELD if name not in files]:
        (root / name).unlink()
        del _HELD[name]
    for name, text in files.items():
        if _HELD.get(name) != text:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
            _HELD[name] = text
    return root


def load(files: Files) -> KnowledgeBase:
    """Load generated files; what is generated must resolve."""
    base, errors = read_base(files)
    assert base is not None, "\n".join(f"{found.span}: {found.message}" for found in errors)
    return base


def read(base: KnowledgeBase, message: Event) -> Facts | None:
    """Return the facts of an event, ``None`` if it is refused."""
    try:
        return base.facts(message)
    except EventError:
        return None


def decisions(base: KnowledgeBase, facts: Facts) -> dict[str, Decision]:
    """Return what each engine decides."""
    return {name: base.decide_results(facts, judge(base, facts)) for name, judge in ENGINES.items()}


_JSON = msgspec.json.Encoder(decimal_format="number")


def as_sent(base: KnowledgeBase, message: Event) -> dict[str, Decision]:
    """Return what is decided of a message before its facts are built: of plain data, and of its JSON."""
    sent = {"plain data": message, "JSON": _JSON.encode(message)}
    return {name: base.decide(given) for name, given in sent.items()}


def difference(base: KnowledgeBase, message: Event) -> str | None:
    """Return where the engines differ first on an event, a fault of either included."""
    facts = read(base, message)
    if facts is None:
        return None
    found = decisions(base, facts)
    names, (one, other) = " against ".join(found), found.values()
    differs = first_difference(one, other)
    if differs is not None:
        return f"{names}: {differs}"
    for how, decision in as_sent(base, message).items():
        differs = first_difference(one, decision)
        if differs is not None:
            return f"{names.split()[0]} against {how}: {differs}"
    faults = [entry.rule for entry in one.undetermined if any(cause.cause == "fault" for cause in entry.missing)]
    return f"fault in both: {faults}" if faults else None


# -- the least that still differs ----------------------------------------------------------------------------------


def kind_of(differs: str) -> str:
    """Return a difference without its places and values."""
    return re.sub(r"\[\d+\]", "[]", differs.split(": ")[1]) if ": " in differs else differs


def least(files: Files, message: Event) -> tuple[Files, Event, str]:
    """Return less of a base and an event that still makes the same kind of difference."""
    before = difference(load(files), message)
    assert before is not None
    kind = kind_of(before)

    def still(files: Files, message: Event) -> bool:
        base, _ = read_base(files)
        differs = None if base is None else difference(base, message)
        return differs is not None and kind_of(differs) == kind

    files = _shrunk(files, _fewer_blocks, lambda found: still(found, message))
    base = load(files)

    def differs_here(event: Event) -> bool:
        differs = difference(base, event)
        return differs is not None and kind_of(differs) == kind

    message = _shrunk(message, _less_data, differs_here)
    files = _shrunk(files, _fewer_lines, lambda found: still(found, message))
    after = difference(load(files), message)
    assert after is not None
    return files, message, after


def _shrunk(whole: dict, smaller: Callable, holds: Callable) -> dict:
    found = True
    while found:
        found = False
        for less in smaller(whole):
            if holds(less):
                whole, found = less, True
                break
    return whole


def _fewer_blocks(files: Files) -> Iterator[Files]:
    """Yield the files with one file or one rule, exemption or amendment less."""
    for name, text in files.items():
        if name.endswith(".kb"):
            blocks = text.split("\n\n")
            yield from ({**files, name: "\n\n".join(blocks[:i] + blocks[i + 1 :])} for i in range(1, len(blocks)))
        if name != "kb.yaml":
            yield {other: kept for other, kept in files.items() if other != name}


def _fewer_lines(files: Files) -> Iterator[Files]:
    for name, text in files.items():
        if name == "kb.yaml":
            continue
        lines = text.splitlines(keepends=True)
        for i in reversed(range(1, len(lines))):
            yield {**files, name: "".join(lines[:i] + lines[i + 1 :])}
        for clause in _parts(text):
            yield {**files, name: text.replace(clause[0], clause[1], 1)}


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield a conjunction or disjunction in parentheses, and one side of it."""
    for i, letter in enumerate(text):
        if letter == "(":
            end = _closing(text, i)
            for word in (" and (", " or ("):
                if end is not None and text.startswith(word, end):
                    last = _closing(text, end + len(word) - 1)
                    if last is not None:
                        yield text[i:last], text[i:end]
                        yield text[i:last], text[end + len(word) - 1 : last]


def _closing(text: str, start: int) -> int | None:
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return i + 1
    return None


def _less_data(data: dict) -> Iterator[dict]:
    """Yield the event with one key or one member less, at any depth."""
    for key, value in data.items():
        yield {other: kept for other, kept in data.items() if other != key}
        yield from ({**data, key: less} for less in _less_of(value))


def _less_of(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from _less_data(value)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield value[:i] + value[i + 1 :]
            yield from (value[:i] + [less] + value[i + 1 :] for less in _less_of(item))


def show(files: Files, message: Event, differs: str) -> str:
    """Return a failing example as one would paste it into a test."""
    plain = {name: text for name, text in files.items() if name not in ("kb.yaml", "sources/law.yaml")}
    shown = "".join(f"--- {name}\n{text}" for name, text in sorted(plain.items()))
    return f"{shown}--- event\n{json.dumps(message, ensure_ascii=False, default=str)}\n--- {differs}"
