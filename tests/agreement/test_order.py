"""A decision depends on the base and the event: not on the order of history, of files, or of hashes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sanku.claim.decision import Decision
from sanku.edition.digest import edition_digest
from sanku.testing.compare import first_difference
from tests.agreement.dice import Dice
from tests.agreement.holding import Event, Files, decisions, load, read, world

ROOT = Path(__file__).resolve().parents[2]
LISTS = ("lines", "observations", "documents", "encounters")


def without_notes(decision: Decision) -> dict[str, object]:
    """Notes name places in the message, which a change of order moves."""
    return {name: getattr(decision, name) for name in decision.__struct_fields__ if name != "notes"}


def named(event: Event) -> Event:
    """Return the event with an id of its own for each member of the history, so that no id is made from its place."""
    history = event.get("history")
    if not isinstance(history, dict):
        return event
    lists = {
        name: [{**member, "id": f"{name}{number}"} for number, member in enumerate(history[name])]
        for name in LISTS
        if name in history
    }
    return {**event, "history": {**history, **lists}}


def turned(event: Event, dice: Dice) -> Event:
    """Return the event with its history in another order."""
    history = event.get("history")
    if not isinstance(history, dict):
        return event
    lists = {name: dice.some(history[name], 9, 9) for name in LISTS if name in history}
    return {**event, "history": {**history, **lists}}


@pytest.mark.parametrize("seed", range(25))
def test_the_order_of_the_history_does_not_matter(seed: int) -> None:
    made = world(f"history:{seed}", 8)
    base, dice = load(made.files), Dice(f"turn:{seed}")
    for event in map(named, made.events):
        facts, other = read(base, event), read(base, turned(event, dice))
        assert facts is not None
        assert other is not None
        for engine, one in decisions(base, facts).items():
            two = decisions(base, other)[engine]
            assert without_notes(one) == without_notes(two), f"{engine}: {first_difference(one, two)}\n{event}"


def rearranged(files: Files) -> Files:
    """Return the base with its rules in the opposite order, each in a file of its own, and files named the other way."""
    text = files["policy/generated.kb"]
    head, *blocks = text.split("\nrule ")
    rules, exemption = list(blocks), ""
    if "\nexempt " in rules[-1]:
        rules[-1], _, rest = rules[-1].partition("\nexempt ")
        exemption = f"\nexempt {rest}"
    module = "".join(f"{line}\n" for line in head.splitlines() if line.startswith(("module", "use")))
    parts = {f"policy/{9 - number}.kb": f"{module}\nrule {rule}" for number, rule in enumerate(rules)}
    parts["policy/0.kb"] = head + exemption
    kept = {name: text for name, text in files.items() if not name.endswith("policy/generated.kb")}
    return {**{f"{Path(name).parent}/z_{Path(name).name}" if "/" in name and not name.startswith("sources") else name: text
               for name, text in kept.items()}, **parts}  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_rules_and_files_does_not_matter(seed: int) -> None:
    made = world(f"files:{seed}", 5)
    one, two = load(made.files), load(rearranged(made.files))
    assert edition_digest(one.model) == edition_digest(two.model)
    for event in made.events:
        facts, other = read(one, event), read(two, event)
        assert facts is not None
        assert other is not None
        for engine, decision in decisions(one, facts).items():
            assert decision == decisions(two, other)[engine], first_difference(decision, decisions(two, other)[engine])


def test_another_process_decides_the_same_bytes() -> None:
    printed = {decided_with(seed) for seed in ("0", "1", "4711")}
    (text,) = printed
    assert len(text.splitlines()) == 6


def decided_with(hash_seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    worlds = [f"bytes:{number}" for number in range(6)]
    command = [sys.executable, "-m", "tests.agreement.decided", *worlds]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
