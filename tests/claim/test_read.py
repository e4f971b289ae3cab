"""The reader as a whole: total on anything JSON can hold, refusing by name, the same facts for the same message."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanku.claim.facts import Collection, Facts
from sanku.claim.read import MOST_HISTORY, MOST_MEMBERS, EventRefused, read_event
from sanku.claim.schema import base_schema
from sanku.core.code import System
from sanku.core.quantity import Quantity
from sanku.core.types import QuantityType
from sanku.core.unknown import Unknown

SCHEMA = base_schema()
SYSTEMS: dict[str, System] = {}
KEYS = sorted(
    {key.split(".")[0] for record in SCHEMA.records.values() for one in record.fields.values() for key in one.keys}
    | {name.rpartition(".")[2] for name in SCHEMA.collections}
    | {"supplied", "history", "ledger", "state", "from", "value", "unit", "shown", "justified", "finding"}
)
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats() | st.decimals()
    | st.sampled_from(["2025-06-14", "2025-06-14T08:00", "-1", "3.50", "drug", "X1", "complete", "2 小时", "L1"])
)  # fmt: skip
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=40,
)
EVENTS = st.fixed_dictionaries(
    {"phase": st.sampled_from(["order", "settle", "audit"])},
    optional=dict.fromkeys(("id", "patient", "coverage", "facility", "encounter", "lines", "diagnoses", "documents", "history", "supplied", "ledger", "physicians", "observations", "insured_region", "asked_at", "notes"), JSON),
)  # fmt: skip


def facts_of(event: Mapping[str, object]) -> Facts:
    found = read_event(event, SCHEMA, SYSTEMS)
    assert isinstance(found, Facts)
    return found


@given(JSON)
def test_the_reader_never_raises(event: object) -> None:
    assert isinstance(read_event(event, SCHEMA, SYSTEMS), Facts | EventRefused)  # type: ignore[arg-type]


@settings(max_examples=60)
@given(EVENTS)
def test_the_reader_never_raises_on_what_looks_like_an_event(event: dict[str, object]) -> None:
    found = read_event(event, SCHEMA, SYSTEMS)
    if isinstance(found, EventRefused):
        assert found.code == "unreadable-patient"
        return
    assert set(found.collections) == {name for name, spec in SCHEMA.collections.items() if spec.kind != "record"}
    for name, collection in found.collections.items():
        assert len({member.id for member in collection.members}) == len(collection.members), name
        assert len({member.key for member in collection.members}) == len(collection.members), name
        check_types(name, collection)
    assert all(len(note.raw) <= 200 for note in found.notes)


def check_types(name: str, collection: Collection) -> None:
    """Every field holds what its type promises, or is unknown or none."""
    fields = SCHEMA.records[SCHEMA.collections[name].record].fields
    for member in collection.members:
        for key, value in member.fields.items():
            kind = fields[key].type
            if isinstance(kind, QuantityType) and isinstance(value, Quantity):
                assert kind.dimension in (None, value.dimension)
                assert value.value >= 0 or not kind.nonnegative, (name, key)
                assert isinstance(value.value, int | Fraction)
                assert isinstance(value.value, int) or value.value.denominator != 1


@settings(max_examples=40)
@given(EVENTS)
def test_the_same_message_gives_the_same_facts(event: dict[str, object]) -> None:
    one, two = (read_event(event, SCHEMA, SYSTEMS) for _ in range(2))
    if isinstance(one, Facts):
        assert isinstance(two, Facts)
        assert (one.id, one.notes, [*one.collections]) == (two.id, two.notes, [*two.collections])


@pytest.mark.parametrize("body", [None, [], "x", 3, True])
def test_a_body_that_is_no_object_is_refused(body: object) -> None:
    found = read_event(body, SCHEMA, SYSTEMS)  # type: ignore[arg-type]
    assert isinstance(found, EventRefused)
    assert found.code == "unreadable-event"


@pytest.mark.parametrize(
    ("event", "path", "most"),
    [
        ({"lines": [{}] * (MOST_MEMBERS + 1)}, "lines", MOST_MEMBERS),
        ({"history": {"lines": [{}] * (MOST_HISTORY + 1)}}, "history.lines", MOST_HISTORY),
    ],
)
def test_larger_events_are_refused_by_name(event: dict[str, object], path: str, most: int) -> None:
    found = read_event({"phase": "settle", **event}, SCHEMA, SYSTEMS)
    assert isinstance(found, EventRefused)
    assert (found.code, found.path) == ("too-many-members", path)
    assert str(most) in found.message


def test_notes_alike_are_counted_past_twenty() -> None:
    facts = facts_of({"phase": "settle", "lines": [{"id": str(number), "quantity": "x"} for number in range(50)]})
    found = [note for note in facts.notes if note.path.startswith("lines")]
    assert len(found) == 21
    assert found[-1].message == "30 more notes like this"


def test_deep_nesting_is_no_danger() -> None:
    deep: object = []
    for _ in range(5000):
        deep = [deep]
    facts = facts_of({"phase": "settle", "extra": deep, "patient": {"id": "P", "sex": deep}})
    assert isinstance(facts.patient.get("sex"), Unknown)


def test_the_reader_is_not_built_again_for_a_bound_method() -> None:
    class Base:
        def knows(self, system: str, text: str) -> bool | None:
            return None if system else bool(text)

    base = Base()
    event = {"id": "E", "phase": "settle", "patient": {"id": "P"}, "encounter": {"id": "V"}}
    assert all(isinstance(read_event(event, SCHEMA, SYSTEMS, base.knows), Facts) for _ in range(200))


@dataclass
class Sender:
    midnight_is_time: bool = True
    supplies: dict[str, str] = field(default_factory=dict)


def test_the_profile_says_what_midnight_is_and_what_is_supplied() -> None:
    event = {
        "phase": "settle",
        "lines": [{"id": "1", "at": "2025-06-14T00:00:00"}],
        "observations": [],
        "history": {"lines": []},
    }
    profile = Sender(midnight_is_time=False, supplies={"observations": "partial", "history": "complete 2024-01-01"})
    facts = read_event(event, SCHEMA, SYSTEMS, None, profile)
    assert isinstance(facts, Facts)
    assert str(facts.collections["lines"].members[0].at) == "2025-06-14"
    assert facts.collections["observations"].extent.state == "partial"
    history = facts.collections["history.lines"].extent
    assert (history.state, history.scope, str(history.start)) == ("complete", "facility", "2024-01-01")


# ---------------------------------------------------------------- netting

CHARGES = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3)), min_size=1, max_size=8)


@st.composite
def bills(draw: st.DrawFn) -> list[dict[str, object]]:
    """Draw charges of one item at one price, and refunds dated after them that they can bear."""
    charges = draw(CHARGES)
    lines: list[dict[str, object]] = [
        {"id": f"C{number}", "code": "T000000001", "quantity": quantity, "price": 9, "amount": 9 * quantity,
         "at": f"2025-06-0{day + 1}"}
        for number, (quantity, day) in enumerate(charges)
    ]  # fmt: skip
    left = sum(quantity for quantity, _ in charges)
    for number in range(draw(st.integers(0, 4))):
        if not left:
            break
        back = draw(st.integers(1, left))
        left -= back
        lines.append(
            {"id": f"R{number}", "code": "T000000001", "quantity": -back, "price": 9, "amount": -9 * back,
             "at": f"2025-06-1{number}"}
        )  # fmt: skip
    return draw(st.permutations(lines))


@given(bills())
def test_netting_conserves_what_can_be_placed(lines: list[dict[str, object]]) -> None:
    facts = facts_of({"phase": "settle", "lines": lines})
    for name in ("quantity", "amount"):
        net = [line.get(name) for line in facts.collections["lines"].members]
        assert all(isinstance(value, Quantity) and value.value >= 0 for value in net)
        assert sum(value.value for value in net if isinstance(value, Quantity)) == sum(
            int(str(line[name])) for line in lines
        )
    assert len(facts.collections["entries"].members) == len(lines)
    assert not [note for note in facts.notes if note.code == "unmatched-refund"]


@given(bills(), st.randoms())
def test_netting_does_not_depend_on_the_order_of_the_message(lines: list[dict[str, object]], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = (
        {
            line.id: (line.get("quantity"), line.get("amount"))
            for line in facts_of({"phase": "settle", "lines": given}).collections["lines"].members
        }
        for given in (lines, shuffled)
    )
    assert one == two


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-99, 99)), max_size=8))
def test_whatever_is_refunded_the_net_view_holds_nothing_below_zero(pairs: list[tuple[int, int]]) -> None:
    lines = [
        {"id": str(number), "code": "T000000001", "quantity": quantity, "amount": amount, "at": "2025-06-01"}
        for number, (quantity, amount) in enumerate(pairs)
    ]
    facts = facts_of({"phase": "settle", "lines": lines})
    for line in facts.collections["lines"].members:
        for name in ("quantity", "amount"):
            value = line.get(name)
            assert isinstance(value, Unknown) or (isinstance(value, Quantity) and value.value >= 0)


def test_the_digest_is_the_same_whatever_the_order_of_keys() -> None:
    event = {
        "phase": "settle",
        "patient": {"id": "P", "sex": "male"},
        "lines": [{"id": "1", "amount": Decimal("1.50")}],
    }
    text = json.dumps(event, default=str, sort_keys=True)
    turned = dict(reversed(list(event.items())))
    assert facts_of(event).id == facts_of(turned).id
    assert facts_of(json.loads(text)).id == facts_of(event).id
