"""One transaction that lengthens the chain by some entries."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine, bindparam, insert, select

from sanku.ledger.chain import chained
from sanku.ledger.database import lock_chain
from sanku.ledger.nodes import START, Entry, Record
from sanku.ledger.tables import records, words
from sanku.ledger.turns import turn

# written once: what SQLAlchemy makes of a statement it keeps by the statement
_KNOWN = select(records.c.key, records.c.number).where(records.c.key.in_(bindparam("keys", expanding=True)))
_TAIL = select(records.c.number, records.c.hash).order_by(records.c.number.desc()).limit(1)
_RECORD, _WORD = insert(records), insert(words)


def append(engine: Engine, entries: Sequence[Entry]) -> list[int]:
    """Record entries, and return the number of each one's record; a key that is known already gives its record's.

    Either all are on disk when this returns, or none is.
    """
    with turn(engine), engine.connect().execution_options(writes=True) as connection, connection.begin():
        lock_chain(connection)
        asked = {"keys": sorted({entry.key for entry in entries})}
        known: dict[str, int] = {row.key: row.number for row in connection.execute(_KNOWN, asked)}
        tail = connection.execute(_TAIL).first()
        number, previous = (tail.number, tail.hash) if tail is not None else (0, START)
        fresh: list[Record] = []
        for entry in entries:
            if entry.key not in known:
                number += 1
                fresh.append(chained(entry, number, previous))
                previous = fresh[-1].hash
                known[entry.key] = number
        if fresh:
            connection.execute(_RECORD, [_row(record) for record in fresh])
            found = [
                {"number": record.number, "role": role, "value": value}
                for record in fresh
                for role, value in record.words
            ]
            if found:
                connection.execute(_WORD, found)
    return [known[entry.key] for entry in entries]


def _row(record: Record) -> dict[str, object]:
    return {
        "number": record.number,
        "kind": record.kind,
        "key": record.key,
        "at": record.at,
        "body": record.body,
        "previous": record.previous,
        "hash": record.hash,
    }
