"""One decision in three voices: what happened, why, what to do, and the money, for whoever reads it.

The doctor reads what to change or to write down; the patient what they pay and why, with no accusation and no term of
art; the auditor everything, as ``explain_decision`` gives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from sanku.claim.decision import Decision, Finding, LineVerdict, fold_undetermined
from sanku.explain.decision import Paragraph, Part, Words, explain_decision
from sanku.explain.words import CAUSE, OUTCOME, PHASE, VOICE, word

Voice = Literal["doctor", "patient", "auditor"]
VOICES: tuple[Voice, ...] = ("doctor", "patient", "auditor")

_ROLE = {"allow": "good", "warn": "warn", "block": "bad"}
_TO_DO = ("block", "deny", "self_pay", "remind", "query")


def explain_for(decision: Decision, words: Words, voice: Voice) -> tuple[Paragraph, ...]:
    """Return a decision in the words of one reader.

    Args:
        decision: The decision.
        words: Names of lines and reasons, and the language.
        voice: Who reads.
    """
    match voice:
        case "doctor":
            return tuple(_doctor(decision, words))
        case "patient":
            return tuple(_patient(decision, words))
        case "auditor":
            edition = f"{words.label('edition')} {decision.edition}"
            return (*explain_decision(decision, replace(words, every=True)), Paragraph(1, (Part(edition, "quiet"),)))


def _say(key: str, words: Words, **parts: str) -> str:
    return word(VOICE, key, words.language).format(**parts)


def _doctor(decision: Decision, words: Words) -> Iterator[Paragraph]:
    outcome, phase = word(OUTCOME, decision.outcome, words.language), word(PHASE, decision.phase, words.language)
    yield Paragraph(0, (Part(_say("head", words, outcome=outcome, phase=phase), _ROLE[decision.outcome]),))
    found = [finding for finding in decision.findings if not finding.excepted]
    for finding in sorted(found, key=lambda one: _TO_DO.index(one.control)):
        yield Paragraph(1, (Part(finding.message(words.language), "strong"),))
        yield Paragraph(2, (Part(f"{_say('why', words)}{_cited(finding, words)}"),))
        if finding.amount is not None:
            yield Paragraph(2, (Part(f"{words.label('amount')} {words.money(finding.amount)}"),))
        yield Paragraph(2, (Part(f"{_say('to do', words)}{_what_to_do(finding, words)}"),))
    for folded in fold_undetermined(decision.undetermined):
        cause = word(CAUSE, folded.cause, words.language)
        yield Paragraph(1, (Part(_say("missing", words, path=folded.path, cause=cause), "warn"),))
    if not found and not decision.undetermined:
        yield Paragraph(1, (Part(words.label("clean"), "good"),))


def _cited(finding: Finding, words: Words) -> str:
    titles = (
        f"《{one.title}》{one.place}" if words.language == "zh" else f"{one.title}, {one.place}"
        for one in finding.citations
    )
    return ("；" if words.language == "zh" else "; ").join(titles) or finding.title


def _what_to_do(finding: Finding, words: Words) -> str:
    reasons = " / ".join(words.reasons.get(reason, reason) for reason in finding.accepts)
    if finding.justification is not None and finding.justification.state == "holds":
        return _say("justified", words)
    if finding.control == "remind" and reasons:
        return _say("do remind", words, reasons=reasons)
    return _say("do note" if finding.control == "remind" else f"do {finding.control}", words)


def _patient(decision: Decision, words: Words) -> Iterator[Paragraph]:
    if decision.outcome == "block":
        yield Paragraph(0, (Part(_say("patient block", words), "warn"),))
    lines = {line.id: line for line in decision.lines}
    told = False
    for line in lines.values():
        if _positive(line.self_pay):
            told = True
            yield from _own_part(line, decision, words)
    unknown = [line for line in lines.values() if line.self_pay is None]
    if unknown:
        named = "、".join(words.line(line.id) for line in unknown)
        yield Paragraph(0, (Part(_say("patient unknown", words, lines=named), "warn"),))
    if not told and not unknown and decision.outcome != "block":
        yield Paragraph(0, (Part(_say("patient clean", words), "good"),))
    yield Paragraph(0, (Part(_say("patient ask", words), "quiet"),))


def _own_part(line: LineVerdict, decision: Decision, words: Words) -> Iterator[Paragraph]:
    assert line.self_pay is not None
    name = words.names.get(line.id, _say("item", words, id=line.id))
    yield Paragraph(0, (Part(_say("patient pays", words, name=name, amount=words.money(line.self_pay))),))
    why = [
        finding
        for finding in decision.findings
        if not finding.excepted and finding.control == "self_pay" and line.id in finding.lines
    ]
    for finding in why:
        yield Paragraph(1, (Part(_say("patient why", words, title=finding.title)),))


def _positive(amount: str | None) -> bool:
    return amount is not None and Decimal(amount) > 0
