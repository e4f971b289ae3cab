"""Bodies, tokens and paths that mean harm: a clear 4xx, no traceback, no name in a log."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import one_of
from schemathesis.checks import not_a_server_error

from tests.service.serving import KB, Server, event_of, write_base

Serve = Callable[..., Server]


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"", 400, "not-json"),
        (b"\xff\xfe{}", 400, "not-json"),
        (b'{"phase":', 400, "not-json"),
        (b'{"phase":"order","phase2":"\xed\xa0\x80"}', 400, "not-json"),
        (b"[" * 200_000, 422, "too-deep"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, 422, "too-deep"),
        (b"[]", 422, "not-an-event"),
        (b"{}", 422, "unreadable-event"),
        (b'{"phase":"\\ud800"}', 400, "not-json"),
        (b" " * (9 * 1024 * 1024), 413, "too-large"),
    ],
    ids=["empty", "utf-16", "cut", "surrogate", "deep", "nested", "list", "no phase", "escape", "large"],
)
def test_bodies(server: Server, body: bytes, status: int, error: str) -> None:
    answer = server.client.post("/v1/decide", content=body)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["message"]
    assert "Traceback" not in answer.text


def test_a_body_without_its_length_is_bounded_too(server: Server) -> None:
    answer = server.client.post("/v1/decide", content=(b" " * 65536 for _ in range(200)))
    assert answer.status_code == 413


def test_too_many_lines(server: Server) -> None:
    event = event_of("order", "many")
    event["lines"] = [{}] * 20_001
    answer = server.client.post("/v1/decide", json=event)
    assert (answer.status_code, answer.json()["path"]) == (422, "lines")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/decisions/../../etc/passwd",
        "/v1/decisions/%2e%2e%2fetc",
        "/v1/decisions/x'%20OR%201=1",
        "/%0d%0aSet-Cookie:x",
    ],
)
def test_paths(server: Server, path: str) -> None:
    answer = server.client.get(path)
    assert answer.status_code in (404, 422)
    assert "set-cookie" not in answer.headers


def test_an_answer_of_the_wrong_form_names_its_place(server: Server) -> None:
    answer = server.client.post("/v1/justify", json={"finding": "x", "by": "D", "role": "king"})
    assert (answer.status_code, answer.json()["path"]) == (422, "role")


def test_no_name_and_no_forged_line_in_the_log(server: Server) -> None:
    event = event_of("order", 'E\n{"event": "forged"}', id="x\r\nforged")
    server.decide(event)
    server.client.get("/v1/x%0aforged")
    lines = server.log.read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        assert json.loads(line)["event"] != "forged"
    text = "\n".join(lines)
    assert "王小明" not in text
    assert "330102199003071234" not in text


def test_wrong_tokens(serve: Serve, tmp_path: Path) -> None:
    made = subprocess.run([KB, "token", "his-1"], check=True, capture_output=True, text=True)
    tokens = tmp_path / "tokens"
    tokens.write_text(f"# hospitals\n{made.stdout}", encoding="utf-8")
    token = made.stderr.split()[-1]
    assert token not in made.stdout
    server = serve("", "--host", "0.0.0.0", "--tokens", str(tokens))  # noqa: S104 - what is tested
    for header in ({}, {"Authorization": "Bearer x"}, {"Authorization": f"Basic {token}"}, {"Authorization": token}):
        answer = httpx.post(f"{server.url}/v1/decide", json=event_of("order"), headers=header)
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    refused = httpx.post(f"{server.url}/nhsa/3101", json={})
    assert (refused.status_code, refused.json()["infcode"], refused.headers["www-authenticate"]) == (401, -1, "Bearer")
    assert "缺少有效的访问令牌" in refused.json()["err_msg"]
    admitted = {"Authorization": f"Bearer {token}"}
    assert httpx.post(f"{server.url}/v1/decide", json=event_of("order"), headers=admitted).status_code == 200
    assert httpx.get(f"{server.url}/metrics").status_code == 401
    assert httpx.get(f"{server.url}/healthz").status_code == 200
    assert '"sender": "his-1"' in server.log.read_text(encoding="utf-8")
    assert token not in server.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        (["--host", "0.0.0.0"], 2, "give --tokens FILE"),  # noqa: S104 - what is tested
        (["--host", "::"], 2, "give --tokens FILE"),
        (["--tls-client-ca", "kb.yaml"], 2, "--tls-client-ca needs both"),
        (["--tokens", "kb.yaml"], 1, "kb.yaml:1:1: not `NAME sha256:HASH`"),
        (["--ledger", "mysql://x/y"], 1, "sqlite or postgresql"),
        (["--kb", "nowhere"], 2, "there is no knowledge base at"),
    ],
)
def test_a_start_that_is_refused(options: list[str], status: int, sentence: str, tmp_path: Path) -> None:
    base = write_base(tmp_path / "base")
    command = [KB, "serve", "--port", "0", *(["--kb", "."] if "--kb" not in options else []), *options]
    done = subprocess.run(command, cwd=base, check=False, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == status
    assert sentence in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_metrics_count_all_processes(serve: Serve) -> None:
    server = serve("", "--workers", "2")
    for number in range(20):
        httpx.post(f"{server.url}/v1/decide", json=event_of("order", f"m{number}"))
    for _ in range(4):
        text = httpx.get(f"{server.url}/metrics").text
        assert 'sanku_decisions_total{outcome="warn",phase="order"} 20.0' in text


def test_generated_requests(server: Server) -> None:
    page = schemathesis.openapi.from_url(f"{server.url}/openapi.json")
    operations = [found.ok() for found in page.get_all_operations()]
    assert len(operations) == 17

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(one_of([operation.as_strategy() for operation in operations]))
    def answered(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=[not_a_server_error])

    answered()
