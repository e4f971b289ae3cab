"""Ledgers of both kinds, and servers that end with their test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.service.national import write_national_base
from tests.service.postgres import Postgres
from tests.service.serving import Server, event_of, write_base


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system("pg_ctlcluster"))])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new ledger, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return request.getfixturevalue("postgres").url()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server over SQLite that tests share, each with an encounter of its own."""
    folder = tmp_path_factory.mktemp("shared")
    started = Server(write_base(folder / "base"), f"sqlite:///{folder / 'ledger.db'}", log=folder / "serve.log")
    yield started
    started.stop()


def _national(folder: Path, ledger: str) -> Iterator[Server]:
    started = Server(write_national_base(folder / "base"), ledger, log=folder / "serve.log")
    yield started
    started.stop()


@pytest.fixture(scope="session")
def national_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the national interface over SQLite."""
    folder = tmp_path_factory.mktemp("national")
    yield from _national(folder, f"sqlite:///{folder / 'ledger.db'}")


@pytest.fixture(scope="session")
def national_postgres(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same over PostgreSQL."""
    yield from _national(tmp_path_factory.mktemp("national"), postgres.url())


@pytest.fixture
def ask(request: pytest.FixtureRequest) -> Callable[..., dict[str, object]]:
    """Make events of an encounter that no other test has."""
    return partial(event_of, encounter=request.node.name)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start servers over the small base."""
    base = write_base(tmp_path / "base")
    started: list[Server] = []

    def start(url: str = "", *options: str, kb: Path = base) -> Server:
        place = url or f"sqlite:///{tmp_path / 'ledger.db'}"
        started.append(Server(kb, place, *options, log=tmp_path / "serve.log"))
        return started[-1]

    yield start
    for server in started:
        server.stop()
