"""CDS Hooks against a real server: discovery, three hooks, feedback, tokens, and callers that mean harm."""

import base64
import hmac
import json
import re
import subprocess
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from sanku.doors.cdshooks import IssuerFileError, read_issuers
from tests.service.hooking import (
    ISSUER,
    OTHER,
    Signer,
    bundle,
    drug,
    hb,
    hook_call,
    prefetch,
    write_hook_base,
    write_issuers,
)
from tests.service.serving import KB, Server, verify

SIGN = "sanku-order-sign"


@dataclass
class Hospital:
    """A server of two processes that trusts two systems, and the keys of both."""

    server: Server
    his: Signer
    other: Signer
    ledger: str

    def post(self, service: str, body: object, token: str | None = None, path: str = "") -> httpx.Response:
        given = self.his.token(service) if token is None else token
        headers = {"Authorization": f"Bearer {given}"} if given else {}
        return httpx.post(f"{self.server.url}/cds-services/{service}{path}", json=body, headers=headers)

    def cards(self, hook: str, encounter: str, *orders: dict, **more: object) -> list[dict]:
        answer = self.post(f"sanku-{hook}", hook_call(hook, encounter, *orders, **more))
        assert answer.status_code == 200, answer.text
        return answer.json()["cards"]

    def answer(self, card: str, token: str | None = None, **more: object) -> httpx.Response:
        body = {"feedback": [{"card": card, "outcome": "overridden", **more}]}
        return self.post(SIGN, body, token, "/feedback")


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    folder = tmp_path_factory.mktemp("hooks")
    his, other = Signer(ISSUER), Signer(OTHER, "rsa")
    issuers = write_issuers(folder / "trust", his, other)
    ledger = f"sqlite:///{folder / 'ledger.db'}"
    options = ("--cds-issuers", str(issuers), "--workers", "2")
    server = Server(write_hook_base(folder / "base"), ledger, *options, log=folder / "serve.log")
    yield Hospital(server, his, other, ledger)
    server.stop()


def test_discovery_needs_no_token(hospital: Hospital) -> None:
    found = httpx.get(f"{hospital.server.url}/cds-services").json()["services"]
    assert [service["hook"] for service in found] == ["order-select", "order-sign", "encounter-discharge"]
    assert found[0]["prefetch"]["patient"] == "Patient/{{context.patientId}}"


def test_selected_signed_justified_discharged(hospital: Hospital) -> None:
    (selected,) = hospital.cards("order-select", "V1", drug())
    (signed,) = hospital.cards("order-sign", "V1", drug())
    assert signed["uuid"] == selected["uuid"]
    assert signed["source"] == {
        "label": "《说明书》适应症",
        "url": "https://law.example/label",
        "topic": {"system": "urn:sanku:rule", "code": "clinical.use.sex", "display": "药品区分性别使用"},
    }
    assert signed["links"][0]["url"] == "https://rules.example/clinical.use.sex.html"
    reason = signed["overrideReasons"][0]
    said = hospital.answer(signed["uuid"], overrideReason={"reason": reason, "userComment": "病历已记录"})
    (told,) = said.json()["feedback"]
    assert (said.status_code, told["accepted"], told["verdict"]) == (200, True, "accepted")
    ordered = bundle(drug(status="active", encounter={"reference": "Encounter/V1"}))
    sent = prefetch("V1", medications=ordered)
    assert hospital.cards("encounter-discharge", "V1", sent=sent) == []
    assert [card["uuid"] for card in hospital.cards("encounter-discharge", "V2", sent=prefetch("V2", medications=bundle(
        drug(status="active", encounter={"reference": "Encounter/V2"})
    )))] != []  # fmt: skip
    assert verify(hospital.ledger).returncode == 0


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({}, "unexplained"),
        ({"overrideReason": {"reason": {"code": "family_wish"}}}, "wrong-kind"),
        ({"overrideReason": {"userComment": "头痛"}}, "too-short"),
        ({"overrideReason": {"userComment": "患者变性手术后"}}, "accepted"),
        ({"outcome": "accepted", "acceptedSuggestions": [{"id": "x"}]}, "returned"),
    ],
)
def test_feedback_is_held_against_the_rule(hospital: Hospital, given: dict, verdict: str) -> None:
    (card,) = hospital.cards("order-sign", f"F{verdict}", drug())
    (told,) = hospital.answer(card["uuid"], **given).json()["feedback"]
    assert (told["verdict"], told["accepted"]) == (verdict, verdict == "accepted")


def test_only_a_practitioner_can_justify(hospital: Hospital) -> None:
    (card,) = hospital.cards("order-sign", "relative", drug(), userId="RelatedPerson/9")
    (told,) = hospital.answer(card["uuid"], overrideReason={"reason": {"code": "documented_exception"}}).json()[
        "feedback"
    ]
    assert told["verdict"] == "wrong-role"


def test_feedback_on_a_block_is_no_answer(hospital: Hospital) -> None:
    (card,) = hospital.cards(
        "order-sign", "blocked", drug(dispenseRequest={"quantity": {"value": 3}}), sent=prefetch("blocked", "female")
    )
    assert (card["indicator"], card["suggestions"][0]["actions"][0]["type"]) == ("critical", "delete")
    (told,) = hospital.answer(card["uuid"], outcome="accepted").json()["feedback"]
    assert (told["verdict"], told["record"]) == ("no-reminder", None)


def test_feedback_on_what_was_not_shown_records_nothing(hospital: Hospital) -> None:
    (card,) = hospital.cards("order-sign", "mixed", drug())
    known = {"card": card["uuid"], "outcome": "overridden"}
    for card_id in (str(uuid.uuid4()), str(uuid.UUID(int=0)), "5f695d7a-c272-837f-8394-0b195f000000"):
        body = {"feedback": [known, {"card": card_id, "outcome": "overridden"}]}
        refused = hospital.post(SIGN, body, path="/feedback")
        assert (refused.status_code, refused.json()["path"]) == (404, "feedback[1].card")
    theirs = hospital.answer(card["uuid"], hospital.other.token(SIGN))
    assert (theirs.status_code, theirs.json()["error"]) == (404, "not-shown")


def test_what_was_not_sent_is_not_what_is_not_there(hospital: Hospital) -> None:
    """Five ways to send no result of a haemoglobin: only the empty search says that there is none."""
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "timeout"}]}
    paged = bundle(link=[{"relation": "next", "url": "https://fhir.his.example/page2"}])
    told = {}
    for name, sent in {"absent": ..., "null": None, "empty": bundle(), "failed": failed, "paged": paged}.items():
        given = prefetch(name, "female", observations=sent)
        (card,) = hospital.cards("order-sign", name, drug(), sent=given)
        told[name] = (card["summary"], card["indicator"], "uuid" in card)
    missing = ("宫内节育系统须有血红蛋白结果", "warning", True)
    unknown = ("1条规则因信息不全无法判断", "warning", False)
    assert told == {"absent": unknown, "null": unknown, "empty": missing, "failed": unknown, "paged": unknown}
    assert hospital.cards("order-sign", "there", drug(), sent=prefetch("there", "female")) == []
    full = bundle(hb("page"), link=paged["link"])
    assert hospital.cards("order-sign", "page", drug(), sent=prefetch("page", "female", observations=full)) == []


def forged(signer: Signer, **head: object) -> str:
    """A token whose header says something else than what signed it."""
    parts = signer.token(SIGN).split(".")
    whole = jwt.get_unverified_header(".".join(parts)) | head
    made = base64.urlsafe_b64encode(json.dumps(whole).encode()).rstrip(b"=").decode()
    return ".".join([made, *parts[1:]])


def confused(signer: Signer) -> str:
    """A token signed with the public key as if it were a shared secret."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public = signer.key.public_key().public_bytes(serialization.Encoding.PEM, form)
    text = forged(signer, alg="HS256").rpartition(".")[0]
    made = hmac.digest(public, text.encode(), "sha256")
    return f"{text}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda _: "", "no-token"),
        (lambda _: "x.y.z", "bad-token"),
        (lambda _: "a" * 9000, "bad-token"),
        (lambda _: jwt.encode({"iss": ISSUER}, "", "none"), "wrong-algorithm"),
        (lambda hospital: forged(hospital.his, alg="none"), "wrong-algorithm"),
        (lambda hospital: confused(hospital.other), "wrong-algorithm"),
        (lambda hospital: hospital.other.token(SIGN, algorithm="PS256"), "wrong-algorithm"),
        (lambda hospital: hospital.other.token(SIGN, algorithm="RS512"), "wrong-algorithm"),
        (lambda _: Signer("https://nobody.example").token(SIGN), "unknown-issuer"),
        (lambda hospital: hospital.his.token(SIGN, iss=...), "unknown-issuer"),
        (lambda hospital: hospital.his.token(SIGN, iss=["x"]), "unknown-issuer"),
        (lambda hospital: hospital.his.token(SIGN, kid="k2"), "unknown-key"),
        (lambda hospital: hospital.his.token(SIGN, iss=OTHER), "unknown-key"),
        (lambda _: Signer(ISSUER).token(SIGN), "wrong-signature"),
        (lambda hospital: hospital.his.token(SIGN)[:-8] + "AAAAAAAA", "wrong-signature"),
        (lambda hospital: hospital.his.token("sanku-order-select"), "wrong-audience"),
        (
            lambda hospital: hospital.his.token(SIGN, aud="https://other.example/cds-services/sanku-order-sign"),
            "wrong-audience",
        ),
        (lambda hospital: hospital.his.token(SIGN, aud=...), "bad-token"),
        (lambda hospital: hospital.his.token(SIGN, exp=...), "bad-token"),
        (lambda hospital: hospital.his.token(SIGN, jti=...), "bad-token"),
        (lambda hospital: hospital.his.token(SIGN, jti="x" * 300), "no-nonce"),
        (lambda hospital: hospital.his.token(SIGN, iat=int(time.time()) - 300, exp=int(time.time()) - 60), "expired"),
        (lambda hospital: hospital.his.token(SIGN, iat=int(time.time()) + 600, exp=int(time.time()) + 700), "not-yet"),
        (lambda hospital: hospital.his.token(SIGN, nbf=int(time.time()) + 600), "not-yet"),
        (lambda hospital: hospital.his.token(SIGN, exp=int(time.time()) + 86400), "lives-too-long"),
        (lambda hospital: hospital.his.token(SIGN, exp=10**30), "lives-too-long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_tokens_that_do_not_admit(hospital: Hospital, make, error: str) -> None:
    token = make(hospital)
    answer = hospital.post(SIGN, hook_call("order-sign", "V9", drug()), token)
    assert (answer.status_code, answer.json()["error"]) == (401, error)
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "Traceback" not in answer.text
    assert "cards" not in answer.json()


def test_a_token_is_good_once_whichever_process_sees_it(hospital: Hospital) -> None:
    for signer in (hospital.his, hospital.other):
        token = signer.token(SIGN, aud=["x", f"https://sanku.example/cds-services/{SIGN}"])
        answers = [hospital.post(SIGN, hook_call("order-sign", "once", drug()), token) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200, 401, 401, 401, 401, 401]
        assert {answer.json().get("error") for answer in answers[1:]} == {"replayed"}
    # the same nonce of another issuer is another token
    nonce = {"jti": "the-same"}
    for signer in (hospital.his, hospital.other):
        answer = hospital.post(SIGN, hook_call("order-sign", "once", drug()), signer.token(SIGN, **nonce))
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"", 400, "not-json"),
        (b"[" * 60_000, 422, "too-deep"),
        (b"[]", 422, "not-an-event"),
        (b"{}", 422, "unreadable-call"),
        (b'{"hook":"order-sign","hookInstance":"\\u0000"}', 422, "unreadable-call"),
        (b" " * (9 * 1024 * 1024), 413, "too-large"),
    ],
    ids=["empty", "deep", "list", "nothing", "zero", "large"],
)
def test_bodies(hospital: Hospital, body: bytes, status: int, error: str) -> None:
    for path in ("", "/feedback"):
        headers = {"Authorization": f"Bearer {hospital.his.token(SIGN)}"}
        answer = httpx.post(f"{hospital.server.url}/cds-services/{SIGN}{path}", content=body, headers=headers)
        assert answer.status_code == status
        assert answer.json()["error"] in {error, "wrong-form", "too-large"}
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["../v1/decide", "x'%20OR%201=1", "%2e%2e%2fetc", "a" * 65, "%0d%0aSet-Cookie:x"])
def test_paths(hospital: Hospital, path: str) -> None:
    headers = {"Authorization": f"Bearer {hospital.his.token(SIGN)}"}
    answer = httpx.post(f"{hospital.server.url}/cds-services/{path}", json={}, headers=headers)
    assert answer.status_code in (401, 404, 422)
    assert "set-cookie" not in answer.headers


def test_nothing_of_a_call_is_in_the_log(hospital: Hospital) -> None:
    token = hospital.his.token(SIGN)
    body = hook_call("order-sign", 'E\n{"event": "forged"}', drug(), userId="Practitioner/D99\r\nforged")
    assert hospital.post(SIGN, body, token).status_code == 200
    hospital.post(SIGN, body, hospital.his.token(SIGN, iss="x\nforged"))
    text = hospital.server.log.read_text(encoding="utf-8")
    for line in text.splitlines():
        assert json.loads(line)["event"] != "forged"
    for secret in ("SECRET-TOKEN", token, "D99", "1990-03-07", "宫内"):
        assert secret not in text
    assert f'"sender": "{ISSUER}"' in text


def test_on_this_machine_no_token_is_needed(server: Server) -> None:
    answer = server.client.post(f"/cds-services/{SIGN}", json=hook_call("order-sign", "no token", drug()))
    assert answer.status_code == 200
    decision = server.client.get(f"/v1/decisions/{answer.headers['sanku-decision']}").json()
    # this base knows no sender, so the code of the order is not known either
    assert {note["code"] for note in decision["notes"]} >= {"unmapped-coding"}
    assert [card["summary"] for card in answer.json()["cards"]] == ["1条规则因信息不全无法判断"]


KEYS = "keys0.json"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("issuers.yaml", "issuers: [", "issuers.yaml:1:11: not YAML"),
        ("issuers.yaml", "issuers: {}", "missing required field `audience`"),
        ("issuers.yaml", "audience: x\nissuers: {a: {keys: k}}", "`audience` is not the address"),
        ("issuers.yaml", "audience: https://x\nissuers: {}", "admits no one"),
        ("issuers.yaml", "audience: https://x\nissuers: {a: {keys: none.json}}", "none.json: cannot be read"),
        (KEYS, "{}", "no set of keys"),
        (KEYS, "[", "not JSON"),
        (KEYS, '{"keys": [{"kty": "EC"}]}', "has no `kid`"),
        (KEYS, '{"keys": [{"kid": "a", "kty": "oct", "k": "AA"}]}', "shared"),
        (KEYS, {"d": "AA"}, "private"),
        (KEYS, {"alg": "ES256"}, "`alg` must be one of ES384"),
        (KEYS, {"x": "AA"}, "no key that can be read"),
    ],
)
def test_a_file_of_issuers_that_cannot_be_used(tmp_path: Path, name: str, text: str | dict, sentence: str) -> None:
    signer = Signer(ISSUER)
    issuers = write_issuers(tmp_path, signer)
    assert list(read_issuers(issuers).known) == [ISSUER]
    given = text if isinstance(text, str) else json.dumps({"keys": [signer.jwk | text]})
    (tmp_path / name).write_text(given, encoding="utf-8")
    with pytest.raises(IssuerFileError, match=re.escape(sentence)):
        read_issuers(issuers)


def test_a_start_without_good_keys_is_refused(tmp_path: Path) -> None:
    issuers = tmp_path / "issuers.yaml"
    issuers.write_text("audience: https://x\nissuers: {}\n", encoding="utf-8")
    base = write_hook_base(tmp_path / "base")
    command = [KB, "serve", "--kb", base, "--port", "0", "--ledger", f"sqlite:///{tmp_path / 'l.db'}"]
    done = subprocess.run([*command, "--cds-issuers", issuers], check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, "admits no one" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
