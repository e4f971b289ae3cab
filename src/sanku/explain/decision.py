"""A decision to lines that a person reads: outcome, findings with clause, facts and money, lines, what is missing.

The lines carry roles (``strong``, ``good``, ``warn``, ``bad``, ``quiet``); a terminal or a page gives them a look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sanku.claim.decision import Decision, Evidence, Finding, LineVerdict, fold_undetermined
from sanku.explain.words import (
    BEARS,
    CAUSE,
    CONTROL,
    EFFECT,
    JUSTIFICATION,
    LABEL,
    OUTCOME,
    PAY,
    PHASE,
    SEVERITY,
    word,
)

_ROLE = {"allow": "good", "warn": "warn", "block": "bad"}
_CONTROL_ROLE = {"block": "bad", "deny": "bad", "remind": "warn", "query": "warn", "self_pay": "warn"}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text and its role."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the explanation, indented by ``depth`` steps."""

    depth: int
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The line as plain text."""
        return "  " * self.depth + "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Words:
    """What the reader knows besides the decision.

    Args:
        language: ``zh`` or ``en``.
        names: Line id to the item's name.
        reasons: Justification code to its words.
        detail: Whether to show facts, near misses and ids too.
        every: Whether to show near misses that alone would not have been enough beside those that would.
    """

    language: str = "zh"
    names: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    detail: bool = True
    every: bool = False

    def label(self, key: str) -> str:
        """Return a label of the explanation."""
        return word(LABEL, key, self.language)

    def money(self, amount: str) -> str:
        """Return an amount with thousands separated and its unit."""
        whole, _, fen = amount.partition(".")
        sign = "-" if whole.startswith("-") else ""
        grouped = f"{sign}{int(whole.lstrip('-')):,}.{fen}"
        return f"{grouped}元" if self.language == "zh" else f"CNY {grouped}"

    def line(self, identity: str) -> str:
        """Return a line's name with its id."""
        name = self.names.get(identity)
        return f"{name}（{identity}）" if name else identity


def explain_decision(decision: Decision, words: Words) -> tuple[Paragraph, ...]:
    """Return the explanation of a decision, outcome first, then what matters most."""
    return (
        *_head(decision, words),
        *(paragraph for finding in _by_weight(decision.findings) for paragraph in _finding(finding, words)),
        *_undetermined(decision, words),
        *_lines(decision, words),
        *_notes(decision, words),
    )


def explain_shadow(decision: Decision, words: Words) -> tuple[Paragraph, ...]:
    """Return what rules on trial found: for whoever tries them, never for a doctor or a patient."""
    head = Paragraph(0, (Part(words.label("shadow"), "quiet"),))
    found = tuple(paragraph for finding in _by_weight(decision.shadow) for paragraph in _finding(finding, words))
    return (head, *found) if found else ()


def _head(decision: Decision, words: Words) -> Iterator[Paragraph]:
    outcome = word(OUTCOME, decision.outcome, words.language)
    title = f"【{outcome}】" if words.language == "zh" else f"[{outcome}] "
    facts = f"{word(PHASE, decision.phase, words.language)} · {words.label('event')} {decision.event}"
    region = f"{words.label('region')} {decision.region.insured}/{decision.region.care}"
    yield Paragraph(0, (Part(title, _ROLE[decision.outcome]), Part(f"{facts} · {region}"), _edition(decision, words)))
    if not any(not finding.excepted for finding in decision.findings) and not decision.undetermined:
        yield Paragraph(1, (Part(words.label("clean"), "good"),))


def _edition(decision: Decision, words: Words) -> Part:
    return Part(f" · {words.label('edition')} {decision.edition[:12]}", "quiet")


def _by_weight(findings: tuple[Finding, ...]) -> list[Finding]:
    order = {"block": 0, "deny": 1, "self_pay": 2, "remind": 3, "query": 4}
    return sorted(findings, key=lambda finding: (bool(finding.excepted), order.get(finding.control, 5)))


def _finding(finding: Finding, words: Words) -> Iterator[Paragraph]:
    control = word(CONTROL, finding.control, words.language)
    role = "quiet" if finding.excepted else _CONTROL_ROLE.get(finding.control, "")
    severity = word(SEVERITY, finding.severity, words.language)
    if finding.excepted:
        control = f"{words.label('excepted_head')} · {control}"
    yield Paragraph(
        1,
        (Part(f"{control}  ", role), Part(finding.title, "strong"), Part(f"  {finding.rule} · {severity}", "quiet")),
    )
    yield Paragraph(2, (Part(finding.message(words.language)),))
    yield Paragraph(2, (Part(_money(finding, words)),))
    for citation in finding.citations:
        title = f"《{citation.title}》" if words.language == "zh" else citation.title
        yield Paragraph(2, (Part(f"{words.label('because')}：{title} {citation.place}"),))
    if finding.excepted:
        yield Paragraph(2, (Part(f"{words.label('excepted')}：{'、'.join(finding.excepted)}", "good"),))
    if finding.retroactive:
        yield Paragraph(2, (Part(words.label("retroactive"), "warn"),))
    yield from _reasons(finding, words)
    if words.detail:
        yield from _detail(finding, words)


def _money(finding: Finding, words: Words) -> str:
    at = "、".join(words.line(identity) for identity in finding.lines) or finding.subject.id
    if finding.amount is not None:
        amount = words.money(finding.amount)
    else:
        amount = words.label("not_computed") if not finding.amount_known else ""
    parts = [at]
    if amount:
        parts.append(f"{words.label('amount')} {amount}")
    if finding.bears is not None:
        parts.append(word(BEARS, finding.bears, words.language))
    return " · ".join(parts)


def _reasons(finding: Finding, words: Words) -> Iterator[Paragraph]:
    state = finding.justification
    if state is not None:
        text = f"{word(JUSTIFICATION, state.state, words.language)}：{words.reasons.get(state.reason, state.reason)}"
        said = f" “{state.text}”" if state.text else ""
        why = f" ({state.why})" if state.why else ""
        yield Paragraph(2, (Part(f"{text}{said}{why}", "good" if state.state == "holds" else "warn"),))
    elif finding.control == "remind" and finding.accepts and not finding.excepted:
        choices = " / ".join(words.reasons.get(reason, reason) for reason in finding.accepts)
        yield Paragraph(2, (Part(f"{words.label('accepts')}：{choices}"),))


def _detail(finding: Finding, words: Words) -> Iterator[Paragraph]:
    if finding.involved:
        members = "、".join(words.line(identity) for identity in finding.involved)
        yield Paragraph(2, (Part(f"{words.label('involved')}：{members}", "quiet"),))
    if finding.evidence:
        facts = "；".join(_fact(item) for item in finding.evidence)
        yield Paragraph(2, (Part(f"{words.label('facts')}：{facts}", "quiet"),))
    # One that would have been enough tells what to change; the others are shown only where none would.
    enough = () if words.every else tuple(miss for miss in finding.near_miss if miss.alone)
    for miss in enough or finding.near_miss:
        by = f"（{miss.by}）" if miss.by else ""
        found = f"{words.label('near')}：{miss.text} → {miss.left} / {miss.right}{by}"
        yield Paragraph(2, (Part(found, "quiet"),))
    yield Paragraph(2, (Part(f"id {finding.id}", "quiet"),))


def _fact(item: Evidence) -> str:
    at = f"[{item.member}]" if item.member else ""
    among = f"（{item.count}）" if item.count is not None else ""
    return f"{item.path}{at} = {item.value}{among}"


def _undetermined(decision: Decision, words: Words) -> Iterator[Paragraph]:
    if not decision.undetermined:
        return
    yield Paragraph(1, (Part(f"{words.label('undetermined')} {len(decision.undetermined)}", "strong"),))
    for folded in fold_undetermined(decision.undetermined):
        effect = word(EFFECT, folded.effect, words.language)
        cause = word(CAUSE, folded.cause, words.language)
        rules = "、".join(rule for rule in folded.rules if rule)
        more = f" ×{folded.count}" if folded.count > 1 else ""
        text = f"{words.label('missing')} {folded.path}（{cause}）{more} → {effect}"
        yield Paragraph(2, (Part(text), Part(f"  {rules}", "quiet")))


def _lines(decision: Decision, words: Words) -> Iterator[Paragraph]:
    if not decision.lines:
        return
    yield Paragraph(1, (Part(words.label("lines"), "strong"),))
    for line in decision.lines:
        role = {"paid": "good", "blocked": "bad", "denied": "bad"}.get(line.pay, "warn")
        pay = word(PAY, line.pay, words.language)
        yield Paragraph(2, (Part(f"{pay}  ", role), Part(f"{words.line(line.id)}  {_parts(line, words)}")))


def _parts(line: LineVerdict, words: Words) -> str:
    shown = [("net", line.net), ("own_pay", line.own_pay), ("self_pay", line.self_pay), ("denied", line.denied)]
    texts = [
        f"{words.label(key)} {words.label('not_computed') if amount is None else words.money(amount)}"
        for key, amount in (*shown, ("eligible", line.eligible))
        if key in ("net", "eligible") or amount is None or set(amount) - set("0.")
    ]
    return " · ".join(texts)


def _notes(decision: Decision, words: Words) -> Iterator[Paragraph]:
    if not decision.notes:
        return
    yield Paragraph(1, (Part(f"{words.label('notes')} {len(decision.notes)}", "strong"),))
    for note in decision.notes:
        message = note.message_zh if words.language == "zh" and note.message_zh else note.message
        raw = f"  `{note.raw}`" if note.raw else ""
        yield Paragraph(2, (Part(f"{note.path}: {message}{raw}", "quiet"),))
