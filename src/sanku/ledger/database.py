"""One ledger behind a URL: SQLite (WAL, every commit on disk) or PostgreSQL; its tables brought up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from sanku.ledger.nodes import LedgerUnavailableError

_MIGRATIONS = Path(__file__).parent / "migrations"
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}
_CHAIN_LOCK = 0x73616E6B75
"""The number of the advisory lock in PostgreSQL: whoever lengthens the chain holds it until the commit."""


def open_ledger(url: str) -> Engine:
    """Return the engine of a ledger; nothing is connected yet.

    Args:
        url: ``sqlite:///ledger.db`` or ``postgresql://user@host/name``.

    Raises:
        LedgerUnavailableError: The URL names no database that the ledger can use.
    """
    try:
        place = make_url(url)
    except ArgumentError:
        raise LedgerUnavailableError(
            "the ledger's URL cannot be read; write `sqlite:///ledger.db` or `postgresql://user@host/name`"
        ) from None
    if place.drivername not in _DRIVERS:
        raise LedgerUnavailableError(
            f"a ledger is kept in sqlite or postgresql, not in `{place.drivername}`; write `sqlite:///ledger.db`"
        )
    place = place.set(drivername=_DRIVERS[place.drivername])
    if place.drivername == "sqlite" and place.database in (None, "", ":memory:"):
        raise LedgerUnavailableError("a ledger needs a file: write `sqlite:///ledger.db`")
    try:
        if place.drivername == "sqlite":
            return _sqlite(create_engine(place, connect_args={"timeout": 30, "check_same_thread": False}))
        return create_engine(place, pool_pre_ping=True, connect_args={"connect_timeout": 5})
    except (ModuleNotFoundError, NoSuchModuleError):
        raise LedgerUnavailableError("PostgreSQL needs the extra: pip install 'sanku[postgres]'") from None


def open_existing(url: str) -> Engine:
    """Return the engine of a ledger to read; a file that is not there is not made.

    Raises:
        LedgerUnavailableError: As ``open_ledger``, or the file does not exist.
    """
    engine = open_ledger(url)
    place = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not Path(place).is_file():
        raise LedgerUnavailableError(f"there is no ledger at `{place}`")
    return engine


def _sqlite(engine: Engine) -> Engine:
    @event.listens_for(engine, "connect")
    def _(connection: object, _record: object) -> None:
        # Python's own transaction handling begins late; the ledger begins its transactions itself
        connection.isolation_level = None  # type: ignore[attr-defined]  # SQLAlchemy's events carry no driver types
        cursor = connection.cursor()  # type: ignore[attr-defined]  # as above
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def lock_chain(connection: Connection) -> None:
    """Wait until no other process lengthens the chain; held until the transaction ends.

    SQLite's ``BEGIN IMMEDIATE`` (execution option ``writes``) is such a lock already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})


def migrate(engine: Engine) -> None:
    """Make the tables, or bring them to this version's form; one process at a time.

    Raises:
        LedgerUnavailableError: The database does not answer, or was made by a later version.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            lock_chain(connection)
            found = MigrationContext.configure(connection).get_current_revision()
            if found is not None and found not in known:
                raise LedgerUnavailableError(f"the ledger has version `{found}`, made by a later sanku: upgrade sanku")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise unavailable(error) from None


def unavailable(error: DBAPIError) -> LedgerUnavailableError:
    """Return a database's fault as one sentence, without the statement or what it held."""
    first = str(error.orig).strip().splitlines()
    return LedgerUnavailableError(f"the ledger's database does not answer: {first[0] if first else 'no reason given'}")
