"""What an event must bring for some rules: fields, collections, and how far back in time (semantics 1, 48)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sanku.claim.facts import SINGLES
from sanku.core.types import MemberType
from sanku.graph.lengths import longest, whole_days
from sanku.graph.nodes import CollectionNeed, Graph, Requirements
from sanku.graph.reads import parts_of
from sanku.semantics import nodes
from sanku.semantics.nodes import Model, Rule, Window
from sanku.semantics.walk import everything_of, walk


@dataclass(slots=True)
class _Gathered:
    """What is known of one collection so far."""

    fields: set[str] = field(default_factory=set)
    windows: list[Window] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)


def requirements(
    graph: Graph, *, rule: str | None = None, base: str | None = None, phase: str | None = None
) -> Requirements:
    """Return what an event must bring for one rule, for a base, for a phase, or for all rules.

    Raises:
        KeyError: There is no such rule.
    """
    model = graph.model
    rules = [model.rules[rule]] if rule is not None else list(model.rules.values())
    chosen = [one for one in rules if base in (None, one.base) and (phase is None or phase in _phases(model, one))]
    singles: dict[str, set[str]] = {"encounter": {"id", "admitted_at"}} if chosen else {}
    found: dict[str, _Gathered] = {}
    for one in chosen:
        for part in _parts(model, one):
            _gather(part, one, singles, found)
        subject = one.bindings[0]
        if one.amount is None and subject.member.record == "line":
            _note_fields(subject.collection, ("amount",), one, singles, found)
    return Requirements(
        {name: tuple(sorted(fields)) for name, fields in sorted(singles.items())},
        tuple(_need(model, name, gathered) for name, gathered in sorted(found.items())),
    )


def _phases(model: Model, rule: Rule) -> frozenset[str]:
    amended = (amendment.attributes.controls for amendment in model.amendments if amendment.rule == rule.name)
    return frozenset(rule.attributes.controls).union(*amended)


def _parts(model: Model, rule: Rule) -> Iterator[object]:
    yield from walk(rule)
    own = set(map(id, walk(rule)))
    for expr in everything_of(model, rule):
        yield from (part for part in walk(expr) if id(part) not in own)


def _gather(part: object, rule: Rule, singles: dict[str, set[str]], found: dict[str, _Gathered]) -> None:
    match part:
        case nodes.Field(base=base, name=name) if isinstance(base.type, MemberType):
            _note_fields(base.type.collection, (name,), rule, singles, found)
        case nodes.Source(kind="collection", over=over, window=window, member=MemberType()):
            _note_window(over, window, rule, singles, found)
        case nodes.Binding(collection=over, window=window):
            _note_window(over, window, rule, singles, found)
        case _:
            return


def _note_fields(
    collection: str, names: Iterable[str], rule: Rule, singles: dict[str, set[str]], found: dict[str, _Gathered]
) -> None:
    for place in parts_of(collection):
        if place in SINGLES:
            singles.setdefault(place, set()).update(names)
        else:
            gathered = found.setdefault(place, _Gathered())
            gathered.fields.update(names)
            gathered.rules.add(rule.name)


def _note_window(
    collection: str, window: Window, rule: Rule, singles: dict[str, set[str]], found: dict[str, _Gathered]
) -> None:
    _note_fields(collection, (), rule, singles, found)
    for place in parts_of(collection):
        if place.startswith("history.") and not window.own_encounter:
            found[place].windows.append(window)


def _need(model: Model, name: str, gathered: _Gathered) -> CollectionNeed:
    record = model.schema.records[model.schema.collections[name].record]
    always = {found for found in ("id", record.dated) if found in record.fields}
    windows = gathered.windows
    kinds = [window.kinds for window in windows]
    limited = [found for found in kinds if found is not None]
    return CollectionNeed(
        name,
        tuple(sorted(gathered.fields | always)),
        _days(model, windows),
        bool(windows) and all(window.own_facility for window in windows),
        tuple(sorted(frozenset().union(*limited))) if limited and len(limited) == len(kinds) else None,
        tuple(sorted(gathered.rules)),
    )


def _days(model: Model, windows: list[Window]) -> int | None:
    """Return the days that the widest window looks back; ``None`` if one has no static limit, or there is none."""
    reached = [_reach(model, window) for window in windows]
    known = [days for days in reached if days is not None]
    return max(known) if known and len(known) == len(reached) else None


def _reach(model: Model, window: Window) -> int | None:
    found = [_back(model, bound) for bound in window.bounds if _is_current(model, bound.anchor)]
    known = [days for days in found if days is not None]
    return min(known) if known else None


def _back(model: Model, bound: nodes.Bound) -> int | None:
    if isinstance(bound.period, nodes.Node):
        return None
    if bound.period is not None:
        return whole_days(bound.period)
    return 0 if bound.length is None else longest(model.catalog, bound.length)


def _is_current(model: Model, anchor: nodes.Expr) -> bool:
    """Tell whether a date is one of the current encounter or of a member that belongs to it."""
    match anchor:
        case nodes.Field(base=base) if isinstance(base.type, MemberType):
            collection = base.type.collection
            return collection in SINGLES or model.schema.collections[collection].kind == "current"
        case nodes.BuiltinCall(arguments=arguments):
            return all(_is_current(model, argument) for argument in arguments)
        case _:
            return False
