"""A base for CDS Hooks, calls as a hospital's system makes them, and tokens as it signs them."""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.service.serving import FILES

ISSUER = "https://his.example"
OTHER = "https://other.example"
AUDIENCE = "https://sanku.example"
DRUGS = "urn:oid:1.2.3.4"
RULES = """
rule paired "同用须有化验"
  cites    label "注意事项"
  for      line in lines
  match    limit in drugs.sex_limits on line.code
  when     not exists result in observations where (result.code = "718-7")
  order    remind
  settle   remind
  severity low
  accept   text
  unknown  remind
  say      "{line.name}须有血红蛋白结果"
"""
BILLING = """\
module policy.billing
use drugs

rule many "单次数量"
  cites    label "用法用量"
  for      line in lines
  match    limit in drugs.sex_limits on line.code
  when     line.quantity > limit.most
  order    block
  settle   block
  severity clear
  unknown  hold
  say      "{line.name}单次不得超过{limit.most}"
"""
SENDER = f"""\
dictionaries:
  fhir_system: {{"{DRUGS}": nhsa_drug, "urn:oid:9.9": insutype, "urn:oid:9.8": admdvs, "urn:facility": facility}}
  fhir_extension: {{"https://his.example/amount": amount}}
  fhir_fixed: {{care_region: "330100"}}
code_maps: {{"http://his.example/drugs|A7": XG02BAZ061Z007010279543}}
"""


def write_hook_base(folder: Path) -> Path:
    """Write the small base with two more rules and a profile of the sender H1."""
    files = dict(FILES)
    files["kb.yaml"] = files["kb.yaml"].replace(
        "systems:\n", "systems:\n  lab: {pattern: '[0-9]{1,5}-[0-9]', levels: []}\n"
    )
    table = files["drugs/sex_limits.yaml"]
    table = table.replace("sex: sex}", "sex: sex, most: quantity}").replace("sex: female,", "sex: female, most: 1,")
    files["drugs/sex_limits.yaml"] = table
    files["clinical/use.kb"] += RULES
    files["policy/billing.kb"] = BILLING
    files["senders/H1.yaml"] = SENDER
    files["sources/label.yaml"] += "link: https://law.example/label\n"
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace("MARK", ""), encoding="utf-8")
    return folder


def drug(identity: str = "103", code: str = "XG02BAZ061Z007010279543", system: str = DRUGS, **more: object) -> dict:
    """A draft order of the intrauterine system, one piece, 100 yuan."""
    return {
        "resourceType": "MedicationRequest",
        "id": identity,
        "status": "draft",
        "intent": "order",
        "subject": {"reference": "Patient/P1"},
        "authoredOn": "2098-12-02T09:00:00+08:00",
        "medicationCodeableConcept": {
            "coding": [{"system": system, "code": code, "display": "宫内节育系统"}],
            "text": "宫内节育系统",
        },
        "dispenseRequest": {"quantity": {"value": 1}},
        "requester": {"reference": "Practitioner/D17"},
        "extension": [{"url": "https://his.example/amount", "valueMoney": {"value": 100.0, "currency": "CNY"}}],
        **more,
    }


def bundle(*resources: dict, **more: object) -> dict:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources], **more}


def prefetch(encounter: str, /, gender: str = "male", **more: object) -> dict:
    """What is sent along: everything that was asked for, the searches empty. ``...`` leaves a key out."""
    found = {
        "patient": {"resourceType": "Patient", "id": "P1", "gender": gender, "birthDate": "1990-03-07"},
        "encounter": {
            "resourceType": "Encounter",
            "id": encounter,
            "status": "in-progress",
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
            "period": {"start": "2098-12-01T08:00:00+08:00"},
            "serviceProvider": {"identifier": {"system": "urn:facility", "value": "H1"}, "display": "示例医院"},
        },
        "coverage": bundle(),
        "conditions": bundle(),
        "observations": bundle(hb(encounter)),
        "medications": bundle(),
        "services": bundle(),
        "encounters": bundle(),
        **more,
    }
    return {key: value for key, value in found.items() if value is not ...}


def hb(encounter: str, /, **more: object) -> dict:
    """A haemoglobin result of an encounter."""
    return {
        "resourceType": "Observation",
        "id": "hb",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "718-7"}]},
        "subject": {"reference": "Patient/P1"},
        "encounter": {"reference": f"Encounter/{encounter}"},
        "effectiveDateTime": "2098-12-01T10:00:00+08:00",
        "valueQuantity": {"value": 120, "unit": "g/L", "system": "http://unitsofmeasure.org", "code": "g/L"},
        **more,
    }


def hook_call(hook: str, encounter: str, *orders: dict, sent: dict | None = None, **context: object) -> dict:
    """A call of a hook about some draft orders; without orders, a discharge."""
    made: dict = {"userId": "Practitioner/D17", "patientId": "P1", "encounterId": encounter}
    if hook != "encounter-discharge":
        made["draftOrders"] = bundle(*orders)
    if hook == "order-select":
        made["selections"] = [f"{one['resourceType']}/{one['id']}" for one in orders]
    return {
        "hook": hook,
        "hookInstance": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{hook}{encounter}{len(orders)}")),
        "fhirServer": "https://fhir.his.example",
        "fhirAuthorization": {"access_token": "SECRET-TOKEN", "token_type": "Bearer"},
        "context": made | context,
        "prefetch": prefetch(encounter) if sent is None else sent,
    }


class Signer:
    """A system with keys of its own, which the service trusts or not."""

    def __init__(self, issuer: str, kind: str = "ec") -> None:
        self.issuer = issuer
        if kind == "ec":
            self.key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = ec.generate_private_key(ec.SECP384R1())
            self.algorithm = "ES384"
            made = jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key())
        else:
            self.key = rsa.generate_private_key(65537, 2048)
            self.algorithm = "RS256"
            made = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())
        self.jwk = json.loads(made) | {"kid": "k1", "use": "sig"}

    def token(self, service: str, *, key: object = None, algorithm: str = "", kid: str = "k1", **more: object) -> str:
        """A token for one call of a service; further arguments change claims, ``...`` leaves one out."""
        at = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": f"{AUDIENCE}/cds-services/{service}",
            "iat": at,
            "exp": at + 120,
            "jti": uuid.uuid4().hex,
        } | more
        claims = {name: value for name, value in claims.items() if value is not ...}
        # signed as bytes: `jwt.encode` itself would refuse some of what a forger sends
        text, given = json.dumps(claims).encode(), self.key if key is None else key
        return jwt.PyJWS().encode(text, given, algorithm or self.algorithm, headers={"kid": kid})


def write_issuers(folder: Path, *signers: Signer) -> Path:
    """Write the file of issuers, and the keys of each beside it; every one speaks for H1."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"audience: {AUDIENCE}", "rule_page: https://rules.example/{rule}.html", "issuers:"]
    for number, signer in enumerate(signers):
        (folder / f"keys{number}.json").write_text(json.dumps({"keys": [signer.jwk]}), encoding="utf-8")
        lines.append(f'  "{signer.issuer}": {{keys: keys{number}.json, institution: H1}}')
    place = folder / "issuers.yaml"
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place
