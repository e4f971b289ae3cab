"""How much of each collection was supplied: by the event, by the sender's profile, by default (semantics 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import get_args

from sanku.claim import faults
from sanku.claim.enums import EncounterKindName
from sanku.claim.enums_care import ScopeName, StateName
from sanku.claim.facts import Extent
from sanku.claim.faults import Fault
from sanku.claim.members import unknown_field
from sanku.claim.notes import Notes
from sanku.claim.scalars import moment_parser
from sanku.core.moment import Moment

_STATES, _SCOPES, _KINDS = get_args(StateName), get_args(ScopeName), get_args(EncounterKindName)
ABSENT, _PARTIAL, _COMPLETE = Extent("absent"), Extent("partial", scope="facility"), Extent("complete")
_read_day = moment_parser(time=False).read


def claimed_extents(
    supplied: object, profile: Mapping[str, str], known: tuple[str, ...], notes: Notes
) -> dict[str, Extent]:
    """Return what is claimed of collections by name; ``history`` speaks for all of the history.

    A claim that cannot be read counts as partial: complete is never guessed.

    Args:
        supplied: The event's ``supplied`` record.
        profile: Collection to ``complete facility 2024-01-01``: a state, and any of a scope and a first day.
        known: Names of collections.
        notes: Where notes are added.
    """
    claims = {name: _of_profile(text) for name, text in profile.items()}
    if supplied is None:
        return claims
    if not isinstance(supplied, Mapping):
        notes.add(faults.NOT_A_RECORD, "supplied", supplied)
        return claims
    for name, given in supplied.items():
        if name == "history" or name in known:
            claims[name] = _of_event(given, f"supplied.{name}", notes)
        else:
            notes.add(unknown_field(str(name)[:40], (*known, "history")), f"supplied.{str(name)[:40]}", given)
    return claims


def extent_of(name: str, claims: Mapping[str, Extent], *, present: bool) -> Extent:
    """Return the extent of a collection: as claimed, else partial for the history and complete for this encounter.

    Without its key a collection of this encounter is absent; one of the history is what is claimed of it, since a claim
    about the history speaks also of what it does not hold.
    """
    if name.startswith("history."):
        claim = (
            claims.get(name.replace("entries", "lines")) or claims.get("history") or (_PARTIAL if present else ABSENT)
        )
    elif present:
        claim = claims.get("lines" if name == "entries" else name) or _COMPLETE
    else:
        return ABSENT
    # Members that were sent are there, whatever the claim says.
    return replace(claim, state="partial") if present and claim.state == "absent" else claim


def _of_event(given: object, source: str, notes: Notes) -> Extent:
    if isinstance(given, str) and given in _STATES:
        return Extent(given)
    if not isinstance(given, Mapping):
        notes.add(faults.NOT_A_RECORD, source, given)
        return _PARTIAL
    state = _one_of(given.get("state"), _STATES, f"{source}.state", notes) or "partial"
    scope = _one_of(given.get("scope"), _SCOPES, f"{source}.scope", notes) or "all"
    start, readable = _day(given.get("from"), f"{source}.from", notes)
    kinds, known = _kinds(given.get("kinds"), f"{source}.kinds", notes)
    if state == "complete" and not (readable and known):
        state = "partial"
    return Extent(state, start, scope, kinds)


def _of_profile(text: str) -> Extent:
    words = text.split()
    days = [day for word in words if isinstance(day := _read_day(word), Moment)]
    state = next((word for word in words if word in _STATES), "partial")
    scope = next((word for word in words if word in _SCOPES), "facility")
    return Extent(state, days[0].day if days else None, scope)


def _one_of(given: object, members: tuple[str, ...], source: str, notes: Notes) -> str | None:
    if given is None:
        return None
    if isinstance(given, str) and given in members:
        return given
    fault = faults.not_a_member(given, None, members) if isinstance(given, str) else faults.NOT_TEXT
    notes.add(fault, source, given)
    return None


def _day(given: object, source: str, notes: Notes) -> tuple[date | None, bool]:
    if given is None:
        return None, True
    day = _read_day(given)
    if isinstance(day, Moment):
        return day.day, True
    notes.add(day if isinstance(day, Fault) and day.code else faults.NOT_A_DATE, source, given)
    return None, False


def _kinds(given: object, source: str, notes: Notes) -> tuple[frozenset[str] | None, bool]:
    if given is None:
        return None, True
    if isinstance(given, list) and all(isinstance(kind, str) and kind in _KINDS for kind in given):
        return frozenset(given), True
    notes.add(faults.NOT_A_LIST, source, given)
    return None, False
