"""A reminder of an answer that came too late was not shown, whenever its decision is made after all."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from sanku.doors.http.app import create_app
from sanku.doors.http.settings import Settings
from sanku.ledger.database import migrate, open_ledger
from sanku.ledger.read import Wanted, read_records
from tests.service.national import message, write_national_base
from tests.service.serving import ended, event_of

LINES = 400


def asked(settings: Settings, path: str, body: Mapping[str, object]) -> httpx.Response:
    """The answer of an application that has ended, with all that was in work, when this returns."""

    async def ask() -> httpx.Response:
        app = create_app(settings)
        transport = httpx.ASGITransport(app)
        async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://kb") as kb:
            return await kb.post(path, json=body)

    return asyncio.run(ask())


@pytest.mark.parametrize("path", ["/v1/decide", "/nhsa/3101"])
def test_late_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    engine = open_ledger(url)
    migrate(engine)
    base = str(write_national_base(tmp_path / "base"))
    hurried, patient = (Settings({"": base}, url, str(tmp_path), deadline_ms=ms, watch=False) for ms in (10, 60_000))
    (line,) = message()["input"]["data"]["patient_dtos"][0]["fsi_encounter_dtos"][0]["fsi_order_dtos"]
    lines = [{**line, "rx_id": f"L{number}"} for number in range(1, LINES + 1)]
    bodies = {"/v1/decide": event_of("order", lines=LINES), "/nhsa/3101": message({"encounter.fsi_order_dtos": lines})}
    answer = asked(hurried, path, bodies[path])
    assert (answer.status_code, answer.headers["sanku-fail-open"]) == (200, "true")
    assert [record.kind for record in read_records(engine, Wanted())] == ["unjudged"]
    engine.dispose()
    audited = asked(patient, "/v1/decide", ended(event_of("audit"), "2099-03-01")).json()
    assert audited["findings"][0]["control"] == "query"
    if path == "/nhsa/3101":
        assert answer.json()["infcode"] == -1
        assert "先予放行，事后补审" in answer.json()["err_msg"]
