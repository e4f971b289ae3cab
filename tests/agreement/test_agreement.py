"""The two engines decide alike, field by field, on generated bases and events (undetermined instances included).

``SANKU_EXAMPLES`` sets how many bases are made; each is asked ``EVENTS`` events. A failing one is printed as small as
it gets: its files, the event, and the first field that differs.
"""

from __future__ import annotations

import os
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.agreement.holding import decisions, difference, least, load, read, show, world

EXAMPLES = int(os.environ.get("SANKU_EXAMPLES", "200"))
SHARDS = 8
EVENTS = 10
SHRINK = os.environ.get("SANKU_SHRINK", "1") == "1"
SEEN: list[str] = []
"""Seeds of the worlds that were tried, so that a failure says how many it took."""


@cache
def failure(seed: str) -> str | None:
    """Return what there is to show of a world in which the engines differ, ``None`` if they agree."""
    SEEN.append(seed)
    made = world(seed, EVENTS)
    base = load(made.files)
    for event in made.events:
        differs = difference(base, event)
        if differs is not None:
            small = least(made.files, event) if SHRINK else (made.files, event, differs)
            return f"world {seed!r}, after {len(SEEN)} worlds\n{show(*small)}"
    return None


@pytest.mark.parametrize("shard", range(SHARDS))
@settings(
    max_examples=max(1, EXAMPLES // SHARDS),
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # what fails is made smaller by `least`, which knows bases and events
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**48))
def test_both_engines_decide_alike(shard: int, seed: int) -> None:
    found = failure(f"{shard}:{seed}")
    if found is not None:
        pytest.fail(found, pytrace=False)


def test_the_worlds_meet_what_they_are_for() -> None:
    """Worlds in which nothing fires, or all is known, would hold no engine to anything."""
    fired = excepted = undetermined = 0
    for seed in range(8):
        made = world(f"density:{seed}", EVENTS)
        base = load(made.files)
        for event in made.events:
            facts = read(base, event)
            if facts is not None:
                decision = decisions(base, facts)["reference"]
                fired += sum(not finding.excepted for finding in decision.findings)
                excepted += sum(bool(finding.excepted) for finding in decision.findings)
                undetermined += len(decision.undetermined)
    assert fired > 20, fired
    assert undetermined > 40, undetermined
    assert excepted > 2, excepted
