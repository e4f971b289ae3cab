"""Identity of findings: the same question asked again has the same id (semantics 4, 5)."""

from __future__ import annotations

from hashlib import blake2b

from sanku.claim.facts import Facts, Member


def finding_id(facts: Facts, rule: str, row_ids: tuple[str, ...], subject: Member) -> str:
    """Return hash(institution, encounter, rule, rows, subject key); never event id, phase, edition or amounts."""
    institution = facts.facility.fields.get("id")
    parts = (
        institution if isinstance(institution, str) else "",
        facts.encounter.id,
        rule,
        *row_ids,
        "",
        subject.collection,
        subject.key or subject.id,
    )
    digest = blake2b(digest_size=12)
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(4, "big"))
        digest.update(data)
    return digest.hexdigest()


OrderKey = tuple[str, tuple[str, ...], str, str]


def order_key(rule: str, row_ids: tuple[str, ...], subject: Member) -> OrderKey:
    """Return the key in which findings and undetermined instances are listed (semantics 37)."""
    return (rule, row_ids, subject.collection, subject.key or subject.id)
