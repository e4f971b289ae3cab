"""A real `kb serve` over a small base, and the questions that a hospital asks it."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import httpx

KB = Path(sys.executable).parent / "kb"
SOAK = os.environ.get("SANKU_SOAK") == "1"
FILES = {
    "kb.yaml": """\
name: small
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {levels: [{pattern: "X.*", at: [10, 14, 20, 23]}], pattern: "[XZ][A-Z0-9]{9,22}"}
reasons: {documented_exception: 病历记录的特殊情况, text: 其他说明, family_wish: 家属要求}
region: {default: insured}
""",
    "sources/label.yaml": "title: 说明书\nissuer: 药品监督管理部门\n",
    "drugs/sex_limits.yaml": """\
table: drugs.sex_limits
columns: {code: "code[nhsa_drug]", sex: sex}
key: code
rows:
  - {id: ius, code: XG02BAZ061, sex: female, from: 2020-01-01, cites: [label, 适应症]}
""",
    "clinical/use.kb": """\
module clinical.use
use drugs

rule sex "药品区分性别使用"
  cites    label "适应症"
  for      line in lines
  match    limit in drugs.sex_limits on line.code
  when     patient.sex != limit.sex
  order    remind
  settle   remind
  audit    deny if unjustified
  severity high
  accept   documented_exception, text
  justify within 7 days
  unknown  remind
  say      "MARK{line.name}限{limit.sex}使用"
""",
}


def write_base(folder: Path, mark: str = "") -> Path:
    """Write the small base; its message begins with a mark."""
    for name, text in FILES.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace("MARK", mark), encoding="utf-8")
    return folder


def event_of(phase: str, encounter: str = "V1", *, lines: int = 1, **more: object) -> dict[str, object]:
    """An event whose every line is a reminder. The stay ends long after the tests run, so that answers are in time."""
    return {
        "id": f"{phase}-{encounter}",
        "phase": phase,
        "insured_region": "330100",
        "care_region": "330100",
        "patient": {"id": "330102199003071234", "sex": "male", "born": "1990-03-07", "name": "王小明"},
        "facility": {"id": "H1"},
        "encounter": {"id": encounter, "kind": "inpatient", "admitted_at": "2098-12-01"},
        "lines": [
            {
                "id": f"L{number}",
                "kind": "drug",
                "code": "XG02BAZ061Z007010279543",
                "name": "宫内节育系统",
                "quantity": "1",
                "amount": "100.00",
                "at": "2098-12-02",
                "physician": {"id": "D17"},
            }
            for number in range(1, lines + 1)
        ],
        "history": {},
        **more,
    }


def ended(event: dict[str, object], asked: str) -> dict[str, object]:
    """The same event when the stay has ended, asked on a day."""
    encounter = {**event["encounter"], "discharged_at": "2099-01-01T10:00:00"}
    return {**event, "encounter": encounter, "asked_at": f"{asked}T09:00:00"}


class Server:
    """A service in processes of its own, and a client for it."""

    def __init__(self, base: Path, ledger: str, *options: str, log: Path, tls: ssl.SSLContext | None = None) -> None:
        # a loaded machine must not make decisions late where lateness is not what is tested: a later option wins
        patient = ("--deadline-ms", "60000")
        self.command = [str(KB), "serve", "--kb", str(base), "--ledger", ledger, *patient, *options]
        self.log = log
        self._tls = tls
        self.start()

    def start(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, "--port", str(port)], stderr=log, stdout=log, start_new_session=True
            )
        self.url = f"http{'' if self._tls is None else 's'}://127.0.0.1:{port}"
        self.client = httpx.Client(base_url=self.url, timeout=30, verify=True if self._tls is None else self._tls)
        for _ in range(600):
            try:
                if self.client.get("/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            time.sleep(0.1)
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def kill(self) -> None:
        """End all processes at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.client.close()

    def stop(self) -> None:
        """End as an operator does."""
        self.client.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()

    def decide(self, event: dict[str, object]) -> dict:
        answer = self.client.post("/v1/decide", json=event)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def justify(self, finding: str, **more: object) -> dict:
        body = {"finding": finding, "by": "D17", "role": "physician", **more}
        answer = self.client.post("/v1/justify", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()


def verify(ledger: str) -> subprocess.CompletedProcess[str]:
    """Run `kb ledger verify`."""
    return subprocess.run(
        [KB, "ledger", "verify", "--ledger", ledger], check=False, capture_output=True, encoding="utf-8"
    )
