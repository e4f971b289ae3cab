"""Killed in the middle, the database restarted under it, editions exchanged under load, no time, no place."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from sanku.ledger.database import open_ledger
from sanku.ledger.read import Wanted, read_records
from tests.service.postgres import Postgres
from tests.service.serving import KB, SOAK, Server, event_of, verify, write_base

Serve = Callable[..., Server]
ANSWERS = 10_000 if SOAK else 1_000
KILLS = 10 if SOAK else 1
SWAPS = 1_000 if SOAK else 50
LINES = 20
THREADS = 8


class Doctors:
    """Threads that answer reminders and remember which answers were acknowledged."""

    def __init__(self, server: Server, findings: list[str], why: str) -> None:
        self.acknowledged: dict[str, str] = {}
        self._server = server
        self._todo = iter(findings)
        self._take = threading.Lock()
        self._why = why
        self._threads = [threading.Thread(target=self._answer) for _ in range(THREADS)]
        for thread in self._threads:
            thread.start()

    def _next(self) -> str | None:
        with self._take:
            return next(self._todo, None)

    def _answer(self) -> None:
        with httpx.Client(base_url=self._server.url, timeout=30) as client:
            while (finding := self._next()) is not None:
                body = {"finding": finding, "by": "D17", "role": "physician", "reason": "text", "text": self._why}
                try:
                    answer = client.post("/v1/justify", json=body)
                except httpx.TransportError:
                    continue
                if answer.status_code == 200:
                    self.acknowledged[finding] = answer.json()["id"]
                else:
                    assert answer.status_code == 503, answer.text

    def wait_for(self, count: int) -> None:
        while len(self.acknowledged) < count and any(thread.is_alive() for thread in self._threads):
            self._threads[0].join(0.02)

    def end(self) -> None:
        for thread in self._threads:
            thread.join()


def reminded(server: Server, count: int, name: str) -> list[str]:
    decisions = (server.decide(event_of("order", f"{name}-{i}", lines=LINES)) for i in range(count // LINES))
    return [finding["id"] for decision in decisions for finding in decision["findings"]]


def recorded_answers(url: str) -> Counter[str]:
    engine = open_ledger(url)
    found = Counter(record.key for record in read_records(engine, Wanted(kind="answer")))
    engine.dispose()
    return found


@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_was_acknowledged_survives_a_kill(serve: Serve, ledger: str, workers: str) -> None:
    server = serve(ledger, "--workers", workers)
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        findings = reminded(server, ANSWERS, f"kill{kill}")
        doctors = Doctors(server, findings, f"第{kill}次说明理由")
        doctors.wait_for(len(findings) // 3)
        server.kill()
        doctors.end()
        acknowledged |= set(doctors.acknowledged.values())
        assert 0 < len(doctors.acknowledged) < len(findings)
        server.start()
        again = Doctors(server, findings, f"第{kill}次说明理由")
        again.end()
        assert set(doctors.acknowledged.items()) <= set(again.acknowledged.items())
        assert len(again.acknowledged) == len(findings)
        acknowledged |= set(again.acknowledged.values())
    found = recorded_answers(ledger)
    assert acknowledged == set(found)
    assert set(found.values()) == {1}
    assert verify(ledger).returncode == 0


@pytest.mark.system("pg_ctlcluster")
def test_what_was_acknowledged_survives_a_restart_of_postgresql(serve: Serve, postgres: Postgres) -> None:
    url = postgres.url()
    server = serve(url)
    findings = reminded(server, ANSWERS, "restart")
    doctors = Doctors(server, findings, "会诊后继续使用")
    doctors.wait_for(len(findings) // 4)
    postgres.restart()
    doctors.end()
    again = Doctors(server, findings, "会诊后继续使用")
    again.end()
    assert set(again.acknowledged) == set(findings)
    found = recorded_answers(url)
    assert set(again.acknowledged.values()) == set(found)
    assert set(found.values()) == {1}
    assert verify(url).returncode == 0


def build(folder: Path, mark: str) -> Path:
    edition = folder / f"{mark}.kbe"
    subprocess.run([KB, "build", write_base(folder / mark, mark), "-o", edition], check=True, capture_output=True)
    return edition


@pytest.mark.parametrize("workers", ["1", "2"])
def test_editions_are_exchanged_under_load(serve: Serve, tmp_path: Path, workers: str) -> None:
    first, second = build(tmp_path, "甲"), build(tmp_path, "乙")
    served = tmp_path / "served" / "base.kbe"
    served.parent.mkdir()
    shutil.copy(first, served)
    server = serve("", "--workers", workers, "--no-watch", kb=served)
    seen: set[tuple[str, str]] = set()
    failed: list[object] = []
    stop = threading.Event()

    def ask(number: int) -> None:
        with httpx.Client(base_url=server.url, timeout=60) as client:
            turn = 0
            while not stop.is_set():
                turn += 1
                answer = client.post("/v1/decide", json=event_of("order", f"{number}-{turn % 50}"))
                if answer.status_code != 200:
                    failed.append(answer.text)
                    return
                decision = answer.json()
                if answer.headers["sanku-edition"] != decision["edition"]:
                    failed.append(decision["edition"])
                seen.add((decision["edition"], decision["findings"][0]["message"]["zh"][0]))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(SWAPS):
        fresh = tmp_path / "fresh"
        shutil.copy(second if turn % 2 == 0 else first, fresh)
        os.replace(fresh, served)  # noqa: PTH105 - the very call that the guide names
        done = server.client.post("/v1/editions", timeout=60)
        assert done.status_code == 200, done.text
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert {mark for _, mark in seen} == {"甲", "乙"}
    assert len(seen) == 2, "an edition with the other's message"


def test_a_new_edition_with_errors_is_refused_and_the_old_goes_on(serve: Serve, tmp_path: Path) -> None:
    base = write_base(tmp_path / "watched")
    server = serve(kb=base)
    before = server.decide(event_of("order"))["edition"]
    rule = base / "clinical" / "use.kb"
    good = rule.read_text(encoding="utf-8")
    rule.write_text(good.replace("patient.sex", "patient.sexx"), encoding="utf-8")
    refused = server.client.post("/v1/editions")
    assert refused.status_code == 409
    assert "use.kb:8" in refused.json()["refused"]
    assert server.decide(event_of("order"))["edition"] == before
    assert server.client.get("/readyz").json()["refused"] is True
    rule.write_text(good.replace("限", "仅限"), encoding="utf-8")
    for _ in poll():
        if server.client.get("/readyz").json()["editions"]["anywhere"] != before:
            break
    assert "仅限" in server.decide(event_of("order"))["findings"][0]["message"]["zh"]


def poll() -> Iterator[None]:
    wait = threading.Event()
    for _ in range(300):
        yield
        wait.wait(0.1)
    pytest.fail("nothing changed in 30 seconds")


def test_an_event_past_its_deadline_goes_on_and_is_listed(serve: Serve, tmp_path: Path) -> None:
    server = serve("", "--deadline-ms", "10")
    large = event_of("order", lines=3000)
    answer = server.client.post("/v1/decide", json=large)
    assert answer.headers["sanku-fail-open"] == "true"
    assert (answer.json()["fail_open"], answer.json()["outcome"]) == (True, "allow")
    listed = subprocess.run(
        [KB, "ledger", "unjudged", "--ledger", f"sqlite:///{tmp_path / 'ledger.db'}"], check=True, capture_output=True
    ).stdout
    judged = subprocess.run(
        [KB, "decide", "-", "--json", "--kb", tmp_path / "base"], input=listed, check=True, capture_output=True
    ).stdout
    assert judged.count(b"clinical.use.sex") == 3000


def test_too_many_at_once_are_told_to_come_back(serve: Serve) -> None:
    server = serve("", "--most-waiting", "1")
    statuses: Counter[int] = Counter()
    retry: set[str] = set()

    def ask() -> None:
        answer = httpx.post(f"{server.url}/v1/decide", json=event_of("order", lines=300), timeout=60)
        statuses[answer.status_code] += 1
        retry.add(answer.headers.get("retry-after", ""))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(statuses) == {200, 503}
    assert retry == {"", "1"}
