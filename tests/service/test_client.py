"""The reference client against real servers: there, away, slow, busy, killed; and its file of what went on undecided."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sanku.client import AsyncClient, AwayError, Client, RefusedError
from tests.docs.fences import fences_of
from tests.service.certificates import Authority, Certificate
from tests.service.scripted import CUT, SLOW, scripted
from tests.service.serving import KB, Server, event_of

Serve = Callable[..., Server]
Ask = Callable[..., dict]
NOWHERE = "http://127.0.0.1:9"
BUSY = (503, {"Retry-After": "1"}, b'{"error":"busy","message":"too many","message_zh":"","path":""}')


def unjudged(url: str) -> list[str]:
    listed = subprocess.run([KB, "ledger", "unjudged", "--ledger", url], check=True, capture_output=True).stdout
    return [json.loads(line)["id"] for line in listed.splitlines()]


def test_decide_answer_and_fetch(server: Server, ask: Ask) -> None:
    with Client(server.url) as client:
        judged = client.decide(ask("order"))
        assert (judged.outcome, judged.fail_open) == ("warn", "")
        assert judged.decision is not None
        finding = judged.decision.findings[0]
        assert finding.message("zh").endswith("使用")
        short = client.justify(finding.id, by="D17", reason="text", text="头痛")
        assert (short.accepted, short.verdict) == (False, "too-short")
        assert [choice.zh for choice in short.choices] == ["病历记录的特殊情况", "其他说明"]
        assert client.justify(finding.id, by="D17", reason="documented_exception").accepted
        assert client.decide(ask("settle")).outcome == "allow"
        assert client.decision(judged.id) == judged.decision
        needs = client.requirements(phase="order")
        assert (needs.singles["patient"], needs.edition) == (("sex",), judged.edition)
        assert client.unanswered(ask("order")).record > judged.record


def test_the_same_with_await(server: Server, ask: Ask) -> None:
    async def go() -> None:
        async with AsyncClient(server.url) as client:
            first, second = await asyncio.gather(client.decide(ask("order")), client.decide(ask("settle")))
            assert (first.outcome, second.outcome) == ("warn", "warn")
            finding = first.decision.findings[0].id
            assert (await client.justify(finding, by="D17", reason="documented_exception")).accepted
            assert await client.decision(first.id) == first.decision
            assert (await client.requirements(phase="order")).edition == first.edition
            assert (await client.unanswered(ask("order"))).record > first.record
            assert (await client.flush()).left == 0

    asyncio.run(go())


def test_an_event_as_json_and_one_without_an_id(server: Server, ask: Ask) -> None:
    event = ask("order")
    with Client(server.url) as client:
        text = json.dumps(event, ensure_ascii=False, indent=2).encode()
        assert client.decide(text).record == client.decide(event).record
        del event["id"]
        judged = client.decide(event)
        assert len(judged.event) == 32
        assert judged.decision.event == judged.event


def test_the_python_of_the_guide_runs(
    server: Server, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for fence in fences_of(root / "docs/guides/client.md", root):
        if fence.language == "python":
            code = fence.text.replace("http://127.0.0.1:8310", server.url)
            exec(compile(code, str(fence), "exec"), names)  # noqa: S102 - our own page
    said = capsys.readouterr().out
    assert "左炔诺孕酮宫内节育系统限女性使用 1153.00" in said
    assert "True 理由已采纳" in said


def test_what_the_service_refuses_is_raised_with_its_place(server: Server, ask: Ask) -> None:
    with Client(server.url) as client:
        with pytest.raises(RefusedError, match="422 unreadable-event: phase") as refused:
            client.decide(ask("orders"))
        assert (refused.value.path, refused.value.message_zh) == ("phase", "事件无法读取")
        with pytest.raises(RefusedError, match="404 not-shown"):
            client.justify("f" * 24, by="D17", reason="text")
        with pytest.raises(RefusedError, match="404 no-such-rule"):
            client.requirements(rule="x.y")
        with pytest.raises(ValueError, match="no JSON object"):
            client.decide(b"[1]")


def test_away_or_killed_the_order_goes_on_and_is_handed_in_later(serve: Serve, tmp_path: Path) -> None:
    keep = tmp_path / "kept.jsonl"
    with Client(NOWHERE, keep=keep) as client:
        judged = client.decide(event_of("order", "away-1"))
        assert (judged.outcome, judged.decision, judged.fail_open, judged.kept) == ("allow", None, "connection", True)
        with pytest.raises(AwayError):
            client.justify("f" * 24, by="D17")
        assert client.flush().left == 1

    async def go() -> None:
        async with AsyncClient(NOWHERE, keep=keep) as client:
            judged = await client.decide(event_of("order", "away-2"))
            assert (judged.fail_open, judged.kept) == ("connection", True)

    asyncio.run(go())
    server = serve()
    with Client(server.url, keep=keep) as client:
        done = client.flush()
        assert (done.sent, done.left) == (2, 0)
        assert client.flush().sent == 0
        assert not keep.exists()
        threading.Timer(0.2, server.kill).start()
        judged = client.decide(event_of("settle", "killed", lines=8000))
        assert (judged.outcome, judged.fail_open, judged.kept) == ("allow", "connection", True)
        server.start()
    with Client(server.url, keep=keep) as client:
        assert client.flush().sent == 1
    handed_in = ["order-away-1", "order-away-2", "settle-killed"]
    assert unjudged(f"sqlite:///{tmp_path / 'ledger.db'}") == handed_in


def test_slow_ends_in_the_time_of_the_phase(tmp_path: Path) -> None:
    with scripted((SLOW, {}, b"")) as script:
        with Client(script.url, keep=tmp_path / "kept", seconds={"order": 0.3}) as client:
            judged = client.decide(event_of("order"))
        assert (judged.fail_open, judged.kept, len(script.asked)) == ("time", True, 1)

        async def go() -> None:
            async with AsyncClient(script.url, seconds={"order": 0.3}) as client:
                judged = await client.decide(event_of("order"))
                assert (judged.fail_open, judged.kept) == ("time", False)

        asyncio.run(go())


def test_busy_is_tried_again_when_it_asks_for_it(server: Server, ask: Ask) -> None:
    answer = server.client.post("/v1/decide", json=ask("order"))
    with scripted(BUSY, (CUT, {}, b'{"event":'), (200, dict(answer.headers), answer.content)) as script:
        script.answers[2][1].pop("content-length")
        event = ask("order")
        del event["id"]
        with Client(script.url) as client:
            judged = client.decide(event)
        assert (judged.outcome, judged.record) == ("warn", int(answer.headers["sanku-record"]))
        assert len(script.asked) == 3
        assert {json.loads(body)["id"] for body in script.asked} == {judged.event}


def test_busy_for_longer_than_there_is_time_is_not_waited_for() -> None:
    with scripted(BUSY) as script, Client(script.url, seconds={"order": 0.5}) as client:
        judged = client.decide(event_of("order"))
        assert (judged.fail_open, len(script.asked)) == ("busy", 1)


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b"<html>proxy</html>"),
        (403, {}, b"<html>proxy</html>"),
        (500, {}, b'{"error":"fault","message":"m"}'),
        (200, {}, b'{"event":"x"}'),
    ],
    ids=["page", "page of a refusal", "fault", "half a decision"],
)
def test_an_answer_of_somebody_else_decides_nothing(answer: tuple[int, dict[str, str], bytes]) -> None:
    with scripted(answer) as script, Client(script.url) as client:
        judged = client.decide(event_of("order"))
        assert (judged.outcome, judged.fail_open, len(script.asked)) == ("allow", "answer", 1)


def test_the_service_had_no_time(tmp_path: Path) -> None:
    said = b'{"fail_open":true,"outcome":"allow","id":"f","record":7,"message":"","message_zh":""}'
    with (
        scripted((200, {"Sanku-Fail-Open": "true"}, said)) as script,
        Client(script.url, keep=tmp_path / "k") as client,
    ):
        judged = client.decide(event_of("order"))
        assert (judged.fail_open, judged.kept, judged.outcome, judged.record) == ("deadline", False, "allow", 7)


# -- the file ------------------------------------------------------------------------------------------------------

WRITER = """
import sys
from sanku.client import Client
client = Client(sys.argv[1], keep=sys.argv[2], seconds={"order": 5})
for number in range(100_000):
    judged = client.decide({"id": f"K{number}", "phase": "order", "patient": {"id": "王" * 300}, "lines": []})
    assert judged.kept
    print(judged.event, flush=True)
"""


def test_what_was_kept_survives_a_kill(serve: Serve, tmp_path: Path) -> None:
    keep = tmp_path / "kept.jsonl"
    answer = (500, {}, b'{"error":"fault","message":"m"}')
    with scripted(answer) as script:
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, script.url, keep], stdout=subprocess.PIPE, encoding="utf-8"
        )
        said = [writer.stdout.readline().strip() for _ in range(40)]
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
    with scripted((200, {}, b'{"id":"x","record":1}')) as script, Client(script.url, keep=keep) as client:
        done = client.flush()
        assert done.left == 0
        handed_in = [json.loads(body)["id"] for body in script.asked]
        assert handed_in[: len(said)] == said
        assert len(handed_in) <= len(said) + 1


@pytest.mark.parametrize("cut", [1, 2, 20, 400])
def test_a_line_cut_short_is_neither_lost_nor_misread(tmp_path: Path, cut: int) -> None:
    keep = tmp_path / "kept.jsonl"
    with Client(NOWHERE, keep=keep) as away:
        for number in (1, 2):
            assert away.decide(event_of("order", f"cut-{number}")).kept
        os.truncate(keep, keep.stat().st_size - cut)
        assert away.decide(event_of("order", "cut-3")).kept
    with scripted((200, {}, b'{"id":"x","record":1}')) as script, Client(script.url, keep=keep) as client:
        done = client.flush()
        handed_in = [json.loads(body)["id"] for body in script.asked]
    if cut == 1:  # only the end of the line was lost: its event is whole
        assert (done.sent, done.unreadable, handed_in) == (3, 0, ["order-cut-1", "order-cut-2", "order-cut-3"])
    else:
        assert (done.sent, done.unreadable, handed_in) == (2, 1, ["order-cut-1", "order-cut-3"])
        assert b'"event":{' in (tmp_path / "kept.jsonl.unreadable").read_bytes()


def test_handing_in_goes_on_where_it_stopped(server: Server, ask: Ask, tmp_path: Path) -> None:
    keep = tmp_path / "kept.jsonl"
    with Client(NOWHERE, keep=keep) as away:
        for number in range(4):
            away.decide(ask("orders" if number == 1 else "order", id=f"E{number}"))
    fine, refusal = (200, {}, b'{"id":"x","record":1}'), (422, {}, b'{"error":"unreadable-event","message":"m"}')
    page = (500, {}, b"")
    with scripted(fine, refusal, page) as script, Client(script.url, keep=keep) as client:
        done = client.flush()
        assert (done.sent, done.refused, done.left) == (1, 1, 2)
    assert b'"E1"' in (tmp_path / "kept.jsonl.refused").read_bytes()
    with Client(server.url, keep=keep) as client:
        assert client.flush().sent == 2
    with Client(NOWHERE, keep=keep) as away:
        assert away.decide(ask("order")).kept
        assert away.flush().left == 1


def test_a_note_of_an_earlier_file_skips_nothing(server: Server, ask: Ask, tmp_path: Path) -> None:
    keep, note = tmp_path / "kept.jsonl", tmp_path / "kept.jsonl.sent"
    with Client(NOWHERE, keep=keep) as away:
        away.decide(ask("order", id="E1"))
        note.write_text(json.dumps({"at": keep.stat().st_size, "length": 10, "sum": "0" * 32}), encoding="utf-8")
        away.decide(ask("order", id="E2"))
    with Client(server.url, keep=keep) as client:
        assert client.flush().sent == 2


def test_the_file_is_bounded(tmp_path: Path) -> None:
    with Client(NOWHERE, keep=tmp_path / "kept", keep_bytes=1500) as client:
        kept = [client.decide(event_of("order", f"b{number}")).kept for number in range(4)]
    assert (kept[0], kept[-1]) == (True, False)
    assert (tmp_path / "kept").stat().st_size <= 1500


def test_a_disk_that_takes_nothing_stops_no_order(tmp_path: Path) -> None:
    with Client(NOWHERE, keep=tmp_path / "there-is-no-such-folder" / "kept") as client:
        judged = client.decide(event_of("order"))
        assert (judged.outcome, judged.kept) == ("allow", False)


def test_certificates_and_tokens(serve: Serve, tmp_path: Path) -> None:
    ours, strangers = Authority("hospitals"), Authority("strangers")
    own = ours.certificate(tmp_path, "server")
    (tmp_path / "ca.pem").write_bytes(ours.pem)
    made = subprocess.run([KB, "token", "his-1"], check=True, capture_output=True, text=True)
    token = made.stderr.split()[-1]
    (tmp_path / "tokens").write_text(made.stdout, encoding="utf-8")

    def trusting(certificate: Certificate | None) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
        if certificate is not None:
            context.load_cert_chain(certificate.cert, certificate.key)
        return context

    known = trusting(ours.certificate(tmp_path, "his-1"))
    keys = ("--tls-cert", own.cert, "--tls-key", own.key, "--tls-client-ca", str(tmp_path / "ca.pem"))
    server = serve("", *keys, "--tokens", str(tmp_path / "tokens"), tls=known)
    assert server.url.startswith("https:")
    keep = tmp_path / "kept.jsonl"
    for stranger in (trusting(None), trusting(strangers.certificate(tmp_path, "other"))):
        with Client(server.url, token=token, verify=stranger, keep=keep) as client:
            judged = client.decide(event_of("order"))
            assert (judged.outcome, judged.fail_open, judged.kept) == ("allow", "connection", True)
    with Client(server.url, token=token, keep=keep) as client:  # nor does the client trust a server it does not know
        assert client.decide(event_of("order")).fail_open == "connection"
    with Client(server.url, token="x", verify=known, keep=keep) as client:  # noqa: S106 - a wrong one
        with pytest.raises(RefusedError, match="401"):
            client.flush()
        with pytest.raises(RefusedError, match="401"):
            client.decide(event_of("order"))
    with Client(server.url, token=token, verify=known, keep=keep) as client:
        assert client.flush().sent == 3
        assert client.decide(event_of("order")).outcome == "warn"
