"""A decision to cards: one for each finding that holds, and one for what could not be judged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

import msgspec

from sanku.claim.decision import Decision, Finding, NearMiss
from sanku.explain import Words, explain_for
from sanku.explain.words import CONTROL_BRIEF, SEVERITY, word

Card = dict[str, object]

MOST_SUMMARY = 139
"""Characters of a summary: the specification wants fewer than 140."""
RULE_SYSTEM = "urn:sanku:rule"
REASON_SYSTEM = "urn:sanku:reason"

_INDICATOR = {"block": "critical", "deny": "critical", "remind": "warning", "query": "warning", "self_pay": "info"}
_UNKNOWN_INDICATOR = {"block": "critical", "hold": "warning", "remind": "warning", "query": "warning"}
_LINES = {"zh": "明细", "en": "lines"}
_RANK = ("critical", "warning", "info")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>&~])")
_FINDING = 24
"""Characters of a finding's id."""
_SUGGESTION = UUID("5f0c5a1e-8d0e-5c0b-9a39-1d0b5f3c8f52")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a card says besides the decision.

    Args:
        words: Language, names of lines, words of reasons.
        links: Source id to the address of the document.
        rule_page: Address of a rule's page with ``{rule}`` in it, or ``""``.
        drafts: References of the draft orders of the call.
    """

    words: Words
    links: Mapping[str, str] = field(default_factory=dict)
    rule_page: str = ""
    drafts: frozenset[str] = frozenset()


def cards_of(decision: Decision, shelf: Shelf) -> list[Card]:
    """Return the cards of a decision, the most urgent first.

    A finding that an exemption turned off, or that was justified and still holds so, needs no card.
    """
    shown = [finding for finding in decision.findings if not finding.excepted and not _is_settled(finding)]
    cards = [_card(finding, decision, shelf) for finding in shown]
    unknown = _not_judged(decision, shelf)
    cards += [] if unknown is None else [unknown]
    return sorted(cards, key=lambda card: _RANK.index(str(card["indicator"])))


def card_id(finding: str) -> str:
    """Return the UUID that stands for a finding's id: version 8 of RFC 9562, so that the id can be read from it."""
    return str(UUID(f"{finding[:12]}8{finding[12:15]}8{finding[15:]}000000"))


def finding_of(card: UUID) -> str | None:
    """Return the finding's id that a card's UUID stands for, ``None`` if it is none of ours."""
    text = card.hex
    finding = text[:12] + text[13:16] + text[17:26]
    return finding if UUID(card_id(finding)) == card else None


def _is_settled(finding: Finding) -> bool:
    return finding.justification is not None and finding.justification.state == "holds"


def _card(finding: Finding, decision: Decision, shelf: Shelf) -> Card:
    words = shelf.words
    card: Card = {
        "uuid": card_id(finding.id),
        "summary": _short(finding.message(words.language)),
        "indicator": _INDICATOR.get(finding.control, "info"),
        "source": _source(finding, shelf),
        "detail": _detail(finding, decision, words),
    }
    if shelf.rule_page:
        label = "规则说明" if words.language == "zh" else "About this rule"
        url = shelf.rule_page.replace("{rule}", finding.rule)
        card["links"] = [{"label": label, "url": url, "type": "absolute"}]
    if finding.control == "remind":
        choices = finding.accepts or tuple(words.reasons)
        card["overrideReasons"] = [
            {"code": code, "system": REASON_SYSTEM, "display": words.reasons.get(code, code)} for code in choices
        ]
    wrong = [identity for identity in finding.lines if identity in shelf.drafts]
    if finding.control == "block" and wrong:
        card["suggestions"] = [_withdrawal(finding, wrong, words)]
        card["selectionBehavior"] = "any"
    return card


def _source(finding: Finding, shelf: Shelf) -> dict[str, object]:
    cited = finding.citations[0] if finding.citations else None
    label = finding.title if cited is None else f"《{cited.title}》{cited.place}"
    url = "" if cited is None else shelf.links.get(cited.source, "")
    topic = {"system": RULE_SYSTEM, "code": finding.rule, "display": finding.title}
    return {"label": label, **({"url": url} if url else {}), "topic": topic}


def _detail(finding: Finding, decision: Decision, words: Words) -> str:
    alone = msgspec.structs.replace(decision, findings=(finding,), undetermined=())
    control = word(CONTROL_BRIEF, finding.control, words.language)
    severity = word(SEVERITY, finding.severity, words.language)
    lines = [f"**{_plain(finding.title)}** · {control} · {severity}", ""]
    lines += [f"- {_plain(paragraph.text.strip())}" for paragraph in explain_for(alone, words, "doctor")[1:]]
    if finding.amount is None and not finding.amount_known:
        lines.append(f"- {words.label('amount')} {words.label('not_computed')}")
    named = "、".join(words.line(identity) for identity in finding.lines)
    if named:
        lines.append(f"- {_LINES[words.language]}：{_plain(named)}")
    enough = tuple(miss for miss in finding.near_miss if miss.alone)
    lines += [f"- {words.label('near')}：{_near(miss)}" for miss in enough or finding.near_miss]
    return "\n".join(lines)


def _near(miss: NearMiss) -> str:
    by = f"（{miss.by}）" if miss.by else ""
    return f"`{miss.text.replace('`', chr(39))}` → {_plain(f'{miss.left} / {miss.right}{by}')}"


def _withdrawal(finding: Finding, wrong: list[str], words: Words) -> dict[str, object]:
    """Return what a blocked order leaves to do without a guess: to take it back. A reminder suggests nothing."""
    names = "、".join(words.names.get(identity, identity) for identity in wrong)
    label = f"撤回医嘱：{names}" if words.language == "zh" else f"Withdraw: {names}"
    return {
        "label": label[:200],
        "uuid": str(uuid5(_SUGGESTION, finding.id)),
        "actions": [{"type": "delete", "description": label[:200], "resourceId": identity} for identity in wrong],
    }


def _not_judged(decision: Decision, shelf: Shelf) -> Card | None:
    """Return one card for all that could not be judged and does not merely pass; it has no id: nothing to answer."""
    left = tuple(entry for entry in decision.undetermined if entry.effect != "pass")
    if not left:
        return None
    words = shelf.words
    count = len({entry.rule for entry in left})
    alone = msgspec.structs.replace(decision, findings=(), undetermined=left)
    lines = [f"- {_plain(paragraph.text.strip())}" for paragraph in explain_for(alone, words, "doctor")[1:]]
    for note in decision.notes[:20]:
        told = note.message_zh if words.language == "zh" and note.message_zh else note.message
        lines.append(f"- `{note.path.replace('`', chr(39))}`：{_plain(told)}")
    indicator = min((_UNKNOWN_INDICATOR.get(entry.effect, "info") for entry in left), key=_RANK.index)
    told = (
        f"{count}条规则因信息不全无法判断"
        if words.language == "zh"
        else f"{count} rules cannot be judged: facts are missing"
    )
    return {"summary": told, "indicator": indicator, "source": {"label": "三库 sanku"}, "detail": "\n".join(lines)}


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MOST_SUMMARY else flat[: MOST_SUMMARY - 1] + "…"


def _plain(text: str) -> str:
    """Return text so that Markdown shows it as it stands: a name in a message is no markup."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
