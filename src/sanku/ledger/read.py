"""What stands in the ledger: by key, by encounter, by patient, physician, rule and period; the whole in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, exists, select

from sanku.ledger.nodes import Record
from sanku.ledger.tables import records, words

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: all of what is given must hold.

    Args:
        words: Pairs of role and value (``("patient", "P1")``).
        kind: ``decision``, ``answer`` or ``unjudged``; ``""`` = any.
        since: From that time or day on.
        until: Before that time or day.
        after: Only records with a greater number; where an export goes on.
    """

    words: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    since: str = ""
    until: str = ""
    after: int = 0


@dataclass(slots=True)
class EncounterRecord:
    """What the ledger knows of an encounter: which record showed which finding's reminder, and the bodies of answers.

    Args:
        shown: Finding id to times it was shown, in order, where the answer reached the asker.
        answers: Bodies of the answers, in order.
    """

    shown: dict[str, list[str]] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)


def of_encounter(engine: Engine, encounter: str) -> EncounterRecord:
    """Return reminders and answers of an encounter.

    A reminder of a message that its sender says it had no answer to (``unjudged``, later in the chain) was not shown.
    """
    found = EncounterRecord()
    with engine.connect() as connection:
        mine = select(words.c.number).where(and_(words.c.role == "encounter", words.c.value == encounter))
        rows = connection.execute(
            select(records.c.number, records.c.kind, records.c.at, words.c.role, words.c.value)
            .join(words, words.c.number == records.c.number)
            .where(records.c.number.in_(mine), words.c.role.in_(("shown", "message")))
            .order_by(records.c.number)
        ).all()
        lost = {row.value: row.number for row in rows if row.kind == "unjudged" and row.role == "message"}
        messages = {row.number: row.value for row in rows if row.role == "message"}
        for row in rows:
            if row.role == "shown" and lost.get(messages.get(row.number, ""), 0) < row.number:
                found.shown.setdefault(row.value, []).append(row.at)
        if found.shown:
            answers = select(records.c.body).where(records.c.number.in_(mine), records.c.kind == "answer")
            found.answers.extend(connection.execute(answers.order_by(records.c.number)).scalars())
    return found


def by_key(engine: Engine, key: str) -> Record | None:
    """Return the record with a key."""
    with engine.connect() as connection:
        row = connection.execute(select(records).where(records.c.key == key)).first()
        return _with_words(connection, [row])[0] if row is not None else None


def last_shown(engine: Engine, finding: str) -> Record | None:
    """Return the latest record that showed a finding's reminder."""
    return _latest(engine, "shown", finding)


def last_told(engine: Engine, finding: str) -> Record | None:
    """Return the latest decision that has a finding, a reminder or not, and whose asker is known."""
    also = words.alias()
    asked = exists().where(also.c.number == records.c.number, also.c.role == "asker")
    return _latest(engine, "finding", finding, asked)


def read_records(engine: Engine, wanted: Wanted = Wanted()) -> Iterator[Record]:
    """Yield the records that are wanted, in order of number, page by page."""
    after = wanted.after
    while True:
        with engine.connect() as connection:
            asked = select(records).where(records.c.number > after).order_by(records.c.number).limit(_PAGE)
            for role, value in wanted.words:
                asked = asked.where(
                    records.c.number.in_(select(words.c.number).where(words.c.role == role, words.c.value == value))
                )
            if wanted.kind:
                asked = asked.where(records.c.kind == wanted.kind)
            if wanted.since:
                asked = asked.where(records.c.at >= wanted.since)
            if wanted.until:
                asked = asked.where(records.c.at < wanted.until)
            page = _with_words(connection, connection.execute(asked).all())
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1].number


def _latest(engine: Engine, role: str, value: str, *more: ColumnElement[bool]) -> Record | None:
    with engine.connect() as connection:
        row = connection.execute(
            select(records)
            .join(words, words.c.number == records.c.number)
            .where(words.c.role == role, words.c.value == value, *more)
            .order_by(records.c.number.desc())
            .limit(1)
        ).first()
        return _with_words(connection, [row])[0] if row is not None else None


def _with_words(connection: Connection, rows: Sequence[Row[tuple[object, ...]]]) -> list[Record]:
    found: dict[int, list[tuple[str, str]]] = {row.number: [] for row in rows}
    if found:
        for number, role, value in connection.execute(select(words).where(words.c.number.in_(found))):
            found[number].append((role, value))
    return [
        Record(
            row.number, row.kind, row.key, row.at, tuple(sorted(found[row.number])), row.body, row.previous, row.hash
        )
        for row in rows
    ]
