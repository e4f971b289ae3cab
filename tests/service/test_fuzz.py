"""Whatever a 3101 body holds: an answer in the envelope, a clear 4xx at worst, no traceback, no name in the log."""

import asyncio
from pathlib import Path

import httpx
import msgspec
import pytest

from sanku.doors.http.app import create_app
from sanku.doors.http.settings import Settings
from sanku.ledger.database import migrate, open_ledger
from tests.service.mutations import mutated
from tests.service.national import GOOD, feedback, message, write_national_base
from tests.service.serving import SOAK

MUTATIONS = 10_000 if SOAK else 1_000
AT_ONCE = 25
FIELDS = {"infcode", "inf_refmsgid", "refmsg_time", "respond_time", "err_msg", "warn_msg", "output"}


def settings(folder: Path) -> Settings:
    url = f"sqlite:///{folder / 'ledger.db'}"
    engine = open_ledger(url)
    migrate(engine)
    engine.dispose()
    return Settings({"": str(write_national_base(folder / "base"))}, url, str(folder), deadline_ms=60_000, watch=False)


async def answers(folder: Path) -> list[tuple[int, str, httpx.Response]]:
    app = create_app(settings(folder))
    found: list[tuple[int, str, httpx.Response]] = []
    transport = httpx.ASGITransport(app, raise_app_exceptions=True)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://kb") as client:
        first = await client.post("/nhsa/3101", json=message())
        shown = first.json()["output"]["result"][0]["jr_id"]
        answered = feedback({"warn_rslt_id": shown, "dspo_way": "1", "dspo_way_rea": "病情需要"})
        numbers = iter(range(MUTATIONS))

        async def ask() -> None:
            for number in numbers:
                trade, body = ("3103", answered) if number % 10 == 9 else ("3101", GOOD)
                answer = await client.post(f"/nhsa/{trade}", content=mutated(number, body))
                found.append((number, trade, answer))

        await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
    return found


def test_mutations(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    found = asyncio.run(answers(tmp_path))
    assert len(found) == MUTATIONS
    statuses = {answer.status_code for _, _, answer in found}
    assert [number for number, _, answer in found if answer.status_code not in (200, 400, 413, 422)] == []
    assert {200, 400, 422} <= statuses
    for number, _, answer in found:
        body = msgspec.json.decode(answer.content)
        assert body.keys() >= FIELDS, number
        assert (body["infcode"] == 0) or body["err_msg"], number
        assert len(body["err_msg"]) <= 200, number
        assert "Traceback" not in answer.text, number
    log = "".join(capfd.readouterr())
    assert '"event": "request"' in log
    assert [word for word in ("王小明", "王医生", "330102199003071234", '"fault"', "Traceback") if word in log] == []
