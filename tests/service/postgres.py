"""A PostgreSQL of the test run's own, from Debian's package, as the user `postgres` where the run is root's."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


class Postgres:
    """A server on a free port, with data that goes when it closes."""

    def __init__(self) -> None:
        self._bin = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self._folder = Path(tempfile.mkdtemp(prefix="sanku-pg-"))
        if self._as:
            shutil.chown(self._folder, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._run("initdb", "-D", self._data, "-U", "sanku", "-A", "trust", "-E", "UTF8", "--no-locale")
        self._run("pg_ctl", "-D", self._data, "-w", "-l", f"{self._folder}/log", "-o", self._options, "start")
        self._count = 0

    @property
    def _data(self) -> str:
        return f"{self._folder}/data"

    @property
    def _options(self) -> str:
        return f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self._as, self._bin / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/tmp",  # noqa: S108 - a directory that the user postgres may enter
        )

    def url(self) -> str:
        """Make a database, and return the URL of a ledger in it."""
        self._count += 1
        name = f"ledger{self._count}"
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self._port), "-U", "sanku", name)
        return f"postgresql://sanku@127.0.0.1:{self._port}/{name}"

    def restart(self) -> None:
        """End as a power cut would, and start again."""
        self._run(
            "pg_ctl",
            "-D",
            self._data,
            "-w",
            "-m",
            "immediate",
            "-l",
            f"{self._folder}/log",
            "-o",
            self._options,
            "restart",
        )

    def close(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)
