"""Which fact to ask for next: the first that the rule misses; a collection first by how many, then by its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sanku.catalog.layers import RUNNING, table_rows
from sanku.catalog.nodes import Row
from sanku.claim.facts import SINGLES
from sanku.claim.shape import FieldSpec
from sanku.core.code import Code
from sanku.core.unknown import Missing
from sanku.core.value import CodeList
from sanku.graph import build_graph
from sanku.kb import KnowledgeBase
from sanku.semantics.nodes import Field, Model, Rule
from sanku.testing.generation.constants import completed, constants_of
from sanku.testing.generation.draft import Draft, Slot
from sanku.testing.generation.slots import fields_read, member_id

_TITLES = {
    "lines": "明细", "diagnoses": "诊断", "procedures": "手术操作", "observations": "检验检查", "orders": "医嘱",
    "prescriptions": "处方", "executions": "执行记录", "documents": "文书", "approvals": "审批",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question: for a field of a member, or (``slot`` is ``None``) how many members a collection has.

    Args:
        place: The collection or single record.
        slot: The slot asked for.
        field: What is known of the field.
        title: What is asked, in Chinese.
    """

    place: str
    slot: Slot | None
    field: FieldSpec | None
    title: str

    @property
    def name(self) -> str:
        """The question as a path: ``lines.days`` or ``diagnoses``."""
        return self.place if self.slot is None else f"{self.place}.{self.slot.field}"


def first_draft(base: KnowledgeBase, rule: Rule, phase: str, region: str, row: Row | None) -> Draft:
    """Return the event to begin with: one subject on a day when rule and row hold, its code if a row was chosen."""
    model = base.model
    constants = constants_of(model, rule, region, (row.id,) if row is not None else ())
    places = fields_read(build_graph(model), rule)
    slots: dict[Slot, object] = {}
    subject = rule.bindings[0].collection
    if subject not in SINGLES:
        slots[Slot(subject, 0, "id")] = member_id(subject, 0)
    dated = model.schema.records[rule.bindings[0].member.record].dated
    if dated:
        slots[Slot(subject, 0, dated)] = constants.day.isoformat()
    field = _key_field(rule)
    code = _code_of(model, rule, row)
    if field is not None and code is not None:
        slots[Slot(subject, 0, field)] = code
    absent = {
        "history" if place.startswith("history.") else place
        for place in places
        if place not in SINGLES and place != subject and "." not in place.removeprefix("history.")
    }
    draft = Draft(phase, region, {}, frozenset(absent))
    for slot, value in slots.items():
        draft = draft.with_slot(slot, str(value))
    return draft


def row_choices(model: Model, rule: Rule, region: str) -> Sequence[Row]:
    """Return the rows that the rule's first table offers in a region; none if it has no table."""
    if not rule.matches:
        return ()
    rows = table_rows(model.catalog.tables[rule.matches[0].table], model.catalog.chain(region))
    return [row for row in rows if row.status in RUNNING]


def _key_field(rule: Rule) -> str | None:
    if not rule.matches:
        return None
    key = rule.matches[0].keys[0]
    return key.name if isinstance(key, Field) else None


def _code_of(model: Model, rule: Rule, row: Row | None) -> str | None:
    if row is None:
        return None
    table = model.catalog.tables[rule.matches[0].table]
    cell = row.cells[table.index(table.key[0])]
    codes: tuple[Code, ...] = ()
    if isinstance(cell, CodeList):
        codes = cell.codes
        if not codes and cell.sets:
            found = model.catalog.code_sets[cell.sets[0]]
            codes = tuple(Code(found.system, item.first) for layer in found.layers for item in layer.include)
    elif isinstance(cell, Code):
        codes = (cell,)
    if not codes:
        return None
    return completed(model, codes[0])


def next_question(model: Model, draft: Draft, missing: Sequence[Missing], skipped: frozenset[str]) -> Question | None:
    """Return the question to ask next, ``None`` if nothing that is missing can be asked for.

    Args:
        model: The base.
        draft: The event so far.
        missing: What the rule misses, those that decide most often first.
        skipped: Questions that were answered with "unknown".
    """
    for one in missing:
        for question in _questions(model, draft, one.path):
            if question.name not in skipped:
                return question
    return None


def _questions(model: Model, draft: Draft, path: str) -> list[Question]:
    schema = model.schema
    places = [place.replace("record.", "") for place in (path, path.rpartition(".")[0])] if "." in path else [path]
    if path.startswith("record."):
        places += [f"history.{place}" for place in places]
    for place in places:
        if place in schema.collections and place not in SINGLES:
            field = path.removeprefix("record.").removeprefix(f"{place}.") if place != path else ""
            return _of_collection(model, draft, place, field)
        if place in SINGLES:
            name = path.removeprefix(f"{place}.")
            spec = schema.records[place].fields.get(name)
            return [Question(place, Slot(place, 0, name), spec, spec.title_zh)] if spec is not None else []
    owner = next((single for single in SINGLES if path.startswith(f"{single}.")), None)
    if owner is None:
        return []
    name = path.removeprefix(f"{owner}.")
    spec = schema.records[owner].fields.get(name)
    return [Question(owner, Slot(owner, 0, name), spec, spec.title_zh)] if spec is not None else []


def _of_collection(model: Model, draft: Draft, place: str, name: str) -> list[Question]:
    spec = model.schema.collections[place]
    members = [number for owner, number in draft.members() if owner == place]
    title = ("历史" if place.startswith("history.") else "") + _TITLES.get(place.removeprefix("history."), place)
    if not members:
        return [Question(place, None, None, f"{title}有几条")]
    fields = model.schema.records[spec.record].fields
    asked = [name] if name else [found for found in ("code", "at", "kind") if found in fields]
    return [
        Question(place, Slot(place, number, field), fields[field], f"{title} {number + 1} · {fields[field].title_zh}")
        for number in members
        for field in asked
        if field in fields and Slot(place, number, field) not in draft.slots
    ]


def with_members(draft: Draft, place: str, count: int) -> Draft:
    """Return the draft with a collection supplied: that many members of which nothing is known yet."""
    whole = "history" if place.startswith("history.") else place
    found = replace(draft, absent=draft.absent - {whole})
    if not count and "." in place and whole == place:
        return replace(found, empty=found.empty | {place})
    for number in range(count):
        field = "id" if "." not in place.removeprefix("history.") else ""
        if field:
            found = found.with_slot(Slot(place, number, field), member_id(place, number))
    return found
