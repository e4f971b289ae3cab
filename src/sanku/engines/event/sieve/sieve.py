"""A plain message to its suspects: which members some rule may find something in. Most events have none."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sanku.claim.plain.memos import Memo
from sanku.claim.plain.reading import PlainEvent
from sanku.core.code import Code
from sanku.core.types import CodeType, DateType
from sanku.engines.event.dispatch import ActiveRule, Dispatch
from sanku.engines.event.resolution import Resolution, Subjects
from sanku.engines.event.sieve.emitter import PLAIN_RECORDS, Namespace
from sanku.engines.event.sieve.fusing import Fusion, Record, bits
from sanku.engines.event.sieve.links import Link, link_of
from sanku.engines.event.sieve.sifting import CodeMemos, Sifting
from sanku.engines.event.sieve.sites import Sites
from sanku.engines.event.table_index import TableIndex

LineFinding = ActiveRule
"""A rule that may find something in a line."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Where something may be found.

    Args:
        collection: Of the subject.
        place: The subject's place in it; -1: the rule finds its subjects itself, or the collection is absent.
        rule: The rule.
    """

    collection: str
    place: int
    rule: ActiveRule


@dataclass(frozen=True, slots=True, eq=False)
class _Sieving:
    """What is asked about the members of one collection.

    Args:
        subjects: Its rules.
        members: Records by code, for subjects that are single members.
        own: Records by code, for rules that find their subjects themselves.
        code: Attribute of the code; ``""`` if the record has none.
        days: Ordinals of the dated field, and its attribute; ``None`` if the record cannot be read as sent.
    """

    subjects: Subjects
    members: Sites
    own: Sites
    has_code: bool
    days: tuple[Memo[Any, Any], str] | None


class Sieve:
    """The sieve of one resolution."""

    __slots__ = ("_codes", "_lines", "_links", "_records", "_resolution", "_sieving")

    def __init__(self, space: Namespace, fusion: Fusion, resolution: Resolution) -> None:
        self._resolution = resolution
        schema = space.schema
        self._codes: dict[str, CodeMemos] = {}
        partners = self._partner_tables()
        for name, spec in schema.collections.items():
            field = schema.records[spec.record].fields.get("code")
            if field is not None and isinstance(field.type, CodeType):
                self._codes[name] = self._memos(space, field.type, partners)
        self._sieving = tuple(self._of(space, fusion, subjects) for subjects in resolution.subjects)
        self._lines = next((one for one in self._sieving if one.subjects.collection == "lines"), None)
        texts = self._codes["lines"].texts
        self._records: Memo[Any, Record] = (
            Memo(lambda sent: (None, texts[sent], (), ())) if self._lines is None else self._lines.members.by_code
        )
        self._links: dict[str, Link] = {}

    def _memos(self, space: Namespace, kind: CodeType, partners: Sequence[TableIndex]) -> CodeMemos:
        codes = space.memos.of(kind)
        assert codes is not None
        ancestors = self._resolution.knowledge.ancestors

        def named(sent: object) -> frozenset[str] | None:
            code = codes[sent]
            return ancestors(code) if isinstance(code, Code) else frozenset() if code is None else None

        def above(text: str) -> frozenset[str]:
            # A text that stands for codes of two systems has what is above it in either.
            return frozenset(
                one
                for system in kind.systems
                for one in self._resolution.knowledge.above(Code(system, text))
                if one != text and any(table.names(f"{system}:{one}") for table in partners)
            )

        return CodeMemos(codes, space.memos.text_of(kind), Memo(named), Memo(above), set())

    def _partner_tables(self) -> tuple[TableIndex, ...]:
        """Return the tables whose rows name codes of lines as partners of other members."""
        knowledge = self._resolution.knowledge
        names = {
            keyed.match.table
            for subjects in self._resolution.subjects
            for rule in subjects.rules
            if any(other.collection == "lines" for other in rule.plan.others)
            for keyed in rule.plan.matches
        }
        return tuple(knowledge.table(name) for name in sorted(names))

    def _of(self, space: Namespace, fusion: Fusion, subjects: Subjects) -> _Sieving:
        knowledge = self._resolution.knowledge
        codes = self._codes.get(subjects.collection)
        sent = None if codes is None else codes.codes
        own = Dispatch(knowledge, subjects.own)
        record = space.schema.records[space.schema.collections[subjects.collection].record]
        days = None
        kind = space.schema.collections[subjects.collection].kind
        if record.name in PLAIN_RECORDS and record.dated and kind == "current":
            field = record.fields[record.dated]
            memo = space.memos.of(field.type)
            days = None if memo is None or not isinstance(field.type, DateType) else (memo, field.keys[0])
        return _Sieving(
            subjects,
            Sites(fusion, space, knowledge, subjects.dispatch, sent, is_keyed=True),
            Sites(fusion, space, knowledge, own, sent, is_keyed=False),
            codes is not None,
            days,
        )

    def source(self, rule: str) -> str | None:
        """Return the compiled tests of a rule; ``None`` if it cannot apply here."""
        for one in self._sieving:
            for sites, rules in ((one.members, one.subjects.dispatch.everything), (one.own, one.subjects.own)):
                for target in rules:
                    active = target if isinstance(target, ActiveRule) else target.rule
                    if active.plan.rule.name == rule:
                        return sites.source(active)
        return None

    def warm(self) -> None:
        """Build the records of every code that a row names."""
        for one in self._sieving:
            one.members.warm()

    def sift(self, event: PlainEvent) -> list[Suspect] | None:
        """Return where something may be found; ``None`` if everything has to be looked at."""
        x = self.sifting(event)
        seen: list[Suspect] = []
        for one in self._sieving:
            if not self._sift_all(x, one, seen):
                return None
        return seen

    def sifting(self, event: PlainEvent) -> Sifting:
        """Return a message ready to be looked at."""
        records = self._records
        found = [records[line.code] for line in event.lines]
        return Sifting(event, self._resolution.knowledge, self._codes, found)

    def _sift_all(self, x: Sifting, one: _Sieving, seen: list[Suspect]) -> bool:
        """Add what may be found in one collection; false if all of it has to be judged."""
        name = one.subjects.collection
        members = x.members(name)
        if not members:
            if not x.event.is_sent(name):
                seen.extend(Suspect(name, -1, rule) for rule in one.subjects.rules)
            return True
        if one.days is None or not _are_dated(name, members, *one.days):
            return False
        if one.subjects.dispatch.everything:
            if one is self._lines:
                self._sift_lines(x, one, seen)
            else:
                self._sift_members(x, one, members, seen)
        if one.subjects.own:
            self._sift_own(x, one, members, seen)
        return True

    # -- line by line, for sessions --

    def sift_others(self, x: Sifting) -> list[Suspect] | None:
        """Return where something may be found besides single lines; ``None`` if everything has to be looked at."""
        seen: list[Suspect] = []
        for one in self._sieving:
            if one.subjects.collection != "lines" or not x.lines:
                if not self._sift_all(x, one, seen):
                    return None
            elif one.subjects.own:
                self._sift_own(x, one, x.lines, seen)
        return seen

    def sift_line(self, x: Sifting, line: Any) -> tuple[LineFinding, ...]:  # noqa: ANN401 - a struct made at run time
        """Return the rules that may find something in a line."""
        one = self._lines
        if one is None or one.days is None:
            return ()
        record = one.members.by_code[line.code]
        left = 0 if record[0] is None else record[0](x, line, record)
        return tuple(dict.fromkeys(self._seen(record, left, line, one.days[0][line.at]))) if left else ()

    def links(self, line: Any) -> set[str | None]:  # noqa: ANN401 - as above
        """Return the texts of codes by which another line can change the tests of a line; ``None``: by any code."""
        found: set[str | None] = set()
        for piece, _, operands in self._lines.members.asked[line.code] if self._lines is not None else ():
            match self._link(piece.rule):
                case Link.OWN_CODE:
                    text = self._codes["lines"].texts[line.code]
                    found.add(text if isinstance(text, str) else None)
                case Link.PARTNER:
                    found.update(_partners(operands))
                case Link.ANY:
                    found.add(None)
                case Link.ALONE:
                    continue
        return found

    def touches(self, line: Any) -> frozenset[str] | None:  # noqa: ANN401 - as above
        """Return the texts by which a line can change others' tests; ``None``: of all, its code is not known."""
        found: frozenset[str] | None = self._codes["lines"].ancestors[line.code]
        return found

    def _link(self, rule: ActiveRule) -> Link:
        name = rule.plan.rule.name
        if name not in self._links:
            self._links[name] = link_of(self._resolution.knowledge.model, rule.plan)
        return self._links[name]

    def _sift_members(self, x: Sifting, one: _Sieving, members: Any, seen: list[Suspect]) -> None:  # noqa: ANN401 - structs made at run time
        """Add what may be found in single members."""
        records, has_code = one.members.by_code, one.has_code
        assert one.days is not None
        days, dated = one.days
        name = one.subjects.collection
        for place, member in enumerate(members):
            record = records[member.code if has_code else None]
            if record[0] is not None and (left := record[0](x, member, record)):
                day = days[getattr(member, dated)]
                seen.extend([Suspect(name, place, rule) for rule in self._seen(record, left, member, day)])

    def _sift_lines(self, x: Sifting, one: _Sieving, seen: list[Suspect]) -> None:
        """Add what may be found in single lines; their records were looked up before."""
        assert one.days is not None
        for line, record in zip(x.lines, x.records, strict=True):
            function = record[0]
            if function is not None and (left := function(x, line, record)):
                place = next(number for number, other in enumerate(x.lines) if other is line)
                rules = self._seen(record, left, line, one.days[0][line.at])
                seen.extend([Suspect("lines", place, rule) for rule in rules])

    def _seen(self, record: Record, left: int, member: Any, day: object) -> Iterator[ActiveRule]:  # noqa: ANN401 - as above
        """Yield the rules of a record that may find something, and are in force with their rows on the member's day."""
        if getattr(member, "judged", True) is False:
            return
        on = date.fromordinal(day)  # type: ignore[arg-type]  # its class was looked at
        _, _, rules, positions, *_ = record
        for number in bits(left):
            rule, position = rules[number], positions[number]
            if rule.versions.on(on) is None:
                continue
            if position < 0 or self._table(rule).in_force(position, on):
                yield rule

    def _table(self, rule: ActiveRule) -> TableIndex:
        return self._resolution.knowledge.table(rule.plan.matches[0].match.table)

    def _sift_own(self, x: Sifting, one: _Sieving, members: Any, seen: list[Suspect]) -> None:  # noqa: ANN401 - as above
        """Add the rules that find their subjects themselves, where some member may be one."""
        found: set[int] = set()
        for member in members:
            record = one.own.by_code[member.code if one.has_code else None]
            for number in bits(0 if record[0] is None else record[0](x, member, record)):
                rule = record[2][number]
                if id(rule) not in found:
                    found.add(id(rule))
                    seen.append(Suspect(one.subjects.collection, -1, rule))


def _partners(operands: tuple[Any, ...]) -> Collection[str | None]:
    """Return the codes that another line must have one of; ``None``: any."""
    if not operands or operands[0] is None:
        return (None,)
    held: str | Collection[str] = operands[0]
    return (held,) if isinstance(held, str) else held


def _are_dated(name: str, members: Any, days: Memo[Any, Any], dated: str) -> bool:  # noqa: ANN401 - as above
    """Tell whether every member has a date; of lines reading has made sure."""
    if name != "lines":
        for member in members:
            if days[getattr(member, dated)].__class__ is not int:
                return False
    return True


__all__ = ["Sieve", "Suspect"]
