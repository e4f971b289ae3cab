"""A session decides after every change as if the event were judged afresh."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanku.testing.compare import first_difference
from tests.agreement.dice import Dice
from tests.agreement.events import line
from tests.agreement.holding import Event, load, read, world
from tests.agreement.plain import plain

LINES = tuple(range(1, 9))


def _line(dice: Dice, identity: str) -> Event:
    """Return a line as a plain message has it, now and then one that has to be interpreted."""
    made = line(dice, int(identity), past=False)
    if dice.one_in(6):
        return {**made, "id": identity}
    tidy = plain({"encounter": {"admitted_at": "2025-02-01"}, "lines": [made]})["lines"]
    assert isinstance(tidy, list)
    return {**tidy[0], "id": identity}


@settings(deadline=None, max_examples=12)
@given(seed=st.integers(0, 500), choices=st.lists(st.integers(0, 99), min_size=3, max_size=8))
def test_every_change_is_decided_as_if_afresh(seed: int, choices: list[int]) -> None:
    made = world(f"session:{seed}", 2)
    base, event = load(made.files), plain(made.events[0])
    if read(base, event) is None or not isinstance(event.get("lines"), list):
        return
    dice = Dice(f"changes:{seed}")
    lines: list[Event] = [dict(one) for one in event["lines"]]
    session = base.session(event)
    for choice in choices:
        identity = str(LINES[choice % len(LINES)])
        places = [place for place, one in enumerate(lines) if one["id"] == identity]
        if not places:
            added = _line(dice, identity)
            lines.append(added)
            decision = session.add(added)
        elif choice % 3:
            changed = _line(dice, identity)
            lines[places[0]] = changed
            decision = session.change(changed)
        else:
            del lines[places[0]]
            decision = session.remove(identity)
        afresh = base.decide({**event, "lines": lines})
        assert first_difference(afresh, decision) is None
        assert first_difference(base.decide_facts(base.facts({**event, "lines": lines})), decision) is None


def test_a_line_that_is_not_there_is_named() -> None:
    made = world("session:0", 2)
    session = load(made.files).session(plain(made.events[0]))
    with pytest.raises(KeyError, match="no line with the id `none`"):
        session.remove("none")
