"""Which codes and values of national messages were understood, by sender: what a person has to map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sanku.claim.codes import code_parser, listing
from sanku.claim.notes import Notes
from sanku.claim.scalars import Parser
from sanku.core.code import Code
from sanku.core.types import CodeType
from sanku.doors.nhsa.message import MessageRefused, data_of, patients_of, read_message
from sanku.doors.nhsa.profiles import profile_of, translated
from sanku.doors.nhsa.values import Node
from sanku.kb import KnowledgeBase

State = Literal["national", "mapped", "unmapped", "no-dictionary", "out-of-dictionary"]
"""``national``: understood as sent. ``mapped``: a local code that a table translates. The rest was not understood."""

_CODED = {
    "fsi_diagnose_dtos": ("diagnosis", "dise_codg", "dise_name"),
    "fsi_order_dtos": ("line", "hilist_code", "hilist_name"),
    "fsi_operation_dtos": ("procedure", "oprn_code", "oprn_name"),
}
_VALUES: tuple[State, ...] = ("no-dictionary", "out-of-dictionary")


@dataclass(frozen=True, slots=True)
class Seen:
    """A code or value as one sender sends it.

    Args:
        sender: Institution.
        field: Field of the message.
        sent: What was sent.
        becomes: What it was read as; ``""`` = it was not understood.
        state: Whether, and how, it was understood.
        name: What the sender calls it.
    """

    sender: str
    field: str
    sent: str
    becomes: str
    state: State
    name: str


def report(kb: KnowledgeBase, messages: Iterable[Mapping[str, object]]) -> list[tuple[Seen, int]]:
    """Return what was seen with how often, by sender; what was not understood first, the most frequent of it first."""
    parsers = _parsers(kb)
    counts = Counter(seen for message in messages for seen in _seen(kb, message, parsers))
    known = {"national": 2, "mapped": 1}
    return sorted(
        counts.items(),
        key=lambda item: (item[0].sender, known.get(item[0].state, 0), -item[1], item[0].field, item[0].sent),
    )


def _parsers(kb: KnowledgeBase) -> Mapping[str, Parser]:
    types = {record: kb.model.schema.records[record].fields["code"].type for record, _, _ in _CODED.values()}
    knows = listing(kb.known_codes)
    systems = kb.model.catalog.systems
    return {name: code_parser(type_, systems, knows) for name, type_ in types.items() if isinstance(type_, CodeType)}


def _seen(kb: KnowledgeBase, message: Mapping[str, object], parsers: Mapping[str, Parser]) -> Iterator[Seen]:
    senders = kb.model.catalog.senders
    events = read_message(message, senders)
    data = data_of(message)
    if isinstance(events, MessageRefused) or data is None:
        return
    patients = patients_of(data)
    profile = profile_of(message, patients, senders)
    sender = Node(message, "", profile, Notes()).text("fixmedins_code") or ""
    for patient in patients:
        for encounter in Node(patient, "", profile, Notes()).inner("fsi_encounter_dtos"):
            for key, (record, field, name) in _CODED.items():
                for node in encounter.inner(key):
                    yield from _code(node, sender, field, name, parsers[record])
    for event in events:
        notes = event.get("notes")
        for note in notes if isinstance(notes, list) else []:
            state = next((state for state in _VALUES if state == note["code"]), None)
            if state is not None:
                yield Seen(sender, note["path"].rpartition(".")[2], note.get("raw", ""), "", state, "")


def _code(node: Node, sender: str, field: str, name: str, parser: Parser) -> Iterator[Seen]:
    given = node.text(field)
    if given is None and field == "hilist_code":
        field = "hosplist_code"
        given = node.text(field)
    if given is None:
        return
    said = translated(node.profile, field, given)
    understood = isinstance(found := parser.read(said or given), Code)
    state: State = "unmapped" if not understood else "national" if said is None else "mapped"
    if state == "national" and field == "hosplist_code":
        state, understood = "unmapped", False
    becomes = found.text if understood and isinstance(found, Code) else ""
    yield Seen(sender, field, given, becomes, state, node.text(name) or "")
