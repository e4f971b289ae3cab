"""The proof of the chain finds what was done to it, and says where."""

import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from sanku.ledger.append import append
from sanku.ledger.chain import digest
from sanku.ledger.database import migrate, open_ledger
from sanku.ledger.nodes import Entry, LedgerBusyError
from sanku.ledger.read import Wanted, read_records
from sanku.ledger.tables import metadata
from sanku.ledger.writer import LedgerWriter
from tests.service.serving import KB, verify

TRIGGERS = ["record_UPDATE", "record_DELETE", "word_UPDATE", "word_DELETE"]


def entry(number: int, **more: str) -> Entry:
    words = (("patient", more.get("patient", "P1")), ("rule", f"r{number % 3}"))
    return Entry("decision", digest(str(number)), f"2026-06-{number:02}T09:00:00.000", words, f'{{"n":{number}}}')


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A ledger of nine records whose database no longer refuses changes."""
    place = tmp_path / "ledger.db"
    engine = open_ledger(f"sqlite:///{place}")
    migrate(engine)
    for number in range(1, 10):
        append(engine, [entry(number)])
    engine.dispose()
    connection = sqlite3.connect(place)
    for trigger in TRIGGERS:
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.commit()
    connection.close()
    return place


def swap(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE word SET number = -number WHERE number IN (4, 5)")
    connection.execute("UPDATE record SET number = -number WHERE number IN (4, 5)")
    for table in ("word", "record"):
        connection.execute(f"UPDATE {table} SET number = 9 + number WHERE number < 0")  # noqa: S608 - our two tables


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (["UPDATE record SET body = '{}' WHERE number = 4"], ["record 4: changed"]),
        (["UPDATE record SET at = '2026-06-30' WHERE number = 4"], ["record 4: changed"]),
        (["UPDATE word SET value = 'P2' WHERE number = 4 AND role = 'patient'"], ["record 4: changed"]),
        (["DELETE FROM word WHERE number = 4", "DELETE FROM record WHERE number = 4"], ["record 5: missing"]),
        (swap, ["record 4: broken", "record 4: changed", "record 5: broken", "record 5: changed"]),
        (
            [
                "UPDATE record SET number = 10 WHERE number = 9",
                "UPDATE word SET number = 10 WHERE number = 9",
                "INSERT INTO record SELECT 9, kind, 'k', at, body, previous, hash FROM record WHERE number = 8",
            ],
            ["record 9: broken", "record 9: changed", "record 10: changed"],
        ),
    ],
    ids=["body", "time", "word", "removed", "re-ordered", "inserted"],
)
def test_harm_is_found(filled: Path, harm: list[str] | Callable, found: list[str]) -> None:
    url = f"sqlite:///{filled}"
    assert verify(url).stdout.startswith("9 records, the chain holds")
    connection = sqlite3.connect(filled)
    if callable(harm):
        harm(connection)
    else:
        for statement in harm:
            connection.execute(statement)
    connection.commit()
    connection.close()
    done = verify(url)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert [line for start in found for line in lines if line.startswith(start)][: len(found)] != []
    assert all(any(line.startswith(start) for line in lines) for start in found), lines


def test_a_chain_cut_short_is_found_by_the_hash_kept_elsewhere(filled: Path) -> None:
    url = f"sqlite:///{filled}"
    kept = verify(url).stdout.splitlines()[-1]
    connection = sqlite3.connect(filled)
    connection.execute("DELETE FROM word WHERE number = 9")
    connection.execute("DELETE FROM record WHERE number = 9")
    connection.commit()
    connection.close()
    assert verify(url).returncode == 0
    done = subprocess.run(
        [KB, "ledger", "verify", "--ledger", url, "--expect", kept], check=False, capture_output=True, text=True
    )
    assert (done.returncode, "record 8: end" in done.stdout) == (1, True)


def test_the_database_refuses_to_change_or_delete(ledger: str) -> None:
    engine = open_ledger(ledger)
    migrate(engine)
    append(engine, [entry(1)])
    for statement in ("UPDATE record SET body = 'x'", "DELETE FROM word", "DELETE FROM record"):
        with pytest.raises(Exception, match="the ledger only grows"), engine.begin() as connection:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_the_migrations_make_the_tables(ledger: str) -> None:
    engine = open_ledger(ledger)
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_reads(ledger: str) -> None:
    engine = open_ledger(ledger)
    migrate(engine)
    numbers = append(engine, [entry(1), entry(2), entry(3, patient="P2"), entry(1)])
    assert numbers == [1, 2, 3, 1]
    assert [one.number for one in read_records(engine, Wanted((("patient", "P1"),)))] == [1, 2]
    assert [one.number for one in read_records(engine, Wanted((("rule", "r0"),), since="2026-06-02"))] == [3]
    assert [one.number for one in read_records(engine, Wanted(until="2026-06-03", after=1))] == [2]
    engine.dispose()


def test_an_export_goes_on_where_it_ended(filled: Path) -> None:
    def export(*more: str) -> list[dict]:
        command = [KB, "ledger", "export", "--ledger", f"sqlite:///{filled}", *more]
        done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        return [json.loads(line) for line in done.stdout.splitlines()]

    whole = export()
    assert [one["number"] for one in whole] == list(range(1, 10))
    assert export("--after", "6") == whole[6:]
    assert export("--physician", "D1") == []


@pytest.mark.parametrize("url", ["nonsense", "mysql://h/l", "sqlite://", "sqlite:///missing.db"])
def test_a_ledger_that_is_none(url: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [KB, "ledger", "verify", "--ledger", url], cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("--ledger: ")
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def submit_all(writer: LedgerWriter) -> None:
    for number in range(1, 10):
        writer.submit(entry(number))


def test_a_full_queue_refuses(tmp_path: Path) -> None:
    engine = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    migrate(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        writer = LedgerWriter(engine, most=2)
        with pytest.raises(LedgerBusyError):
            submit_all(writer)
    writer.close()
    assert len(list(read_records(engine))) in (2, 3)
    engine.dispose()
