"""Decisions to the output of 3101 and 3102: one result for each finding that has an effect, a detail for each line.

A finding is no error of the message. What could not be decided and holds money or blocks is a result too, named so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sanku.claim.decision import CitationText, Decision, Finding, Undetermined
from sanku.doors.nhsa.envelope import Fields, cut
from sanku.doors.nhsa.shown import jr_id, jrd_id, undetermined_id
from sanku.explain.words import CAUSE

SEVERITIES: Mapping[str, str] = {"clear": "1", "high": "2", "low": "3"}
"""``sev_deg``: 明确违规, 高度可疑, 轻度可疑."""

VIOLATING, INVOLVED = "1", "2"
"""``vola_item_type``: 违规项, 涉及项."""

_COMPUTED, _NOT_COMPUTED = "1", "0"
_ABOUT_ITEM, _ABOUT_CONDUCT = "项目类", "行为类"
_UNDATED, _UNDATED_NAME = "undated", "明细缺少日期"
_NOTHING = Decimal("0.00")
_MOST_ID, _MOST_NAME, _MOST_TEXT = 50, 200, 500
_MOST_PATHS = 5
_HELD = {"hold": "暂缓", "block": "拦截"}
"""Effects of what could not be decided that a sender has to see as a result."""

_OF_THE_BASE = "region"
"""The note that a region has no rules of its own: nothing that a sender could put right."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A decision with what the message says beside it.

    Args:
        id: Id of the decision's record.
        decision: What was decided.
        event: The event that was made of the message.
        task: ``task_id`` of the request.
        titles: Rule to its title, for what could not be decided.
        kinds: The sender's own codes of ``vola_bhvr_type``.
    """

    id: str
    decision: Decision
    event: Mapping[str, object]
    task: str
    titles: Mapping[str, str]
    kinds: Mapping[str, str]


def results(answered: Answered) -> list[Fields]:
    """Return the results of one decision, the strongest controls first as the decision lists them by rule."""
    return [*_findings(answered), *_undetermined(answered)]


def warning(answered: Sequence[Answered]) -> str:
    """Return what a sender should know of its own message: how many notes it left, and which rules stayed open.

    A rule that could not be decided and holds nothing is no result, or every message without a field that the
    interface does not have would be one.
    """
    notes = [note for one in answered for note in one.decision.notes if note.code != _OF_THE_BASE]
    entries = [(one, entry) for one in answered for entry in one.decision.undetermined if entry.effect not in _HELD]
    titles = list(dict.fromkeys(_title(one, entry) for one, entry in entries if entry.effect == "remind"))
    said = []
    if titles:
        said.append(f"因信息缺失未能判定：{'、'.join(titles[:_MOST_PATHS])}{'等' if len(titles) > _MOST_PATHS else ''}")
    if len({entry.rule for _, entry in entries}) > len(titles):
        said.append(f"共{len({entry.rule for _, entry in entries})}项规则因信息缺失未能判定")
    if notes:
        said.append(f"数据提示{len(notes)}处，首处：{notes[0].path} {notes[0].message_zh}")
    return "；".join(said)


def has_effect(finding: Finding) -> bool:
    """Tell whether a finding still stands: not lifted by an exemption, not settled by a reason."""
    held = finding.justification is not None and finding.justification.state == "holds"
    return not finding.excepted and not held


def _findings(answered: Answered) -> Iterator[Fields]:
    decision = answered.decision
    amounts = {line.id: line.net for line in decision.lines}
    known = _lines_of(answered.event) | amounts.keys()
    for finding in decision.findings:
        if not has_effect(finding):
            continue
        identity = jr_id(finding.id, answered.id)
        shares = _shares(finding.amount, [(line, amounts.get(line)) for line in finding.lines])
        details = [_detail(answered, identity, line, VIOLATING, share) for line, share in shares.items()]
        details += [
            _detail(answered, identity, line, INVOLVED, _NOTHING)
            for line in dict.fromkeys(finding.involved)
            if line in known and line not in shares
        ]
        yield _result(
            answered,
            identity,
            rule=(finding.rule, finding.title),
            content=finding.message(),
            amount=finding.amount,
            severity=SEVERITIES[finding.severity],
            evidence=_evidence(finding.citations),
            about_item=finding.subject.collection in ("lines", "entries"),
            details=details,
        )


def _undetermined(answered: Answered) -> Iterator[Fields]:
    """Yield what could not be decided and holds money or blocks: one for all entries that lack the same facts."""
    groups: dict[str, list[Undetermined]] = {}
    for entry in answered.decision.undetermined:
        if entry.effect in _HELD:
            groups.setdefault(undetermined_id(entry), []).append(entry)
    for name, entries in groups.items():
        first = entries[0]
        identity = jr_id(name, answered.id)
        title = _title(answered, first)
        lines = dict.fromkeys(line for entry in entries for line in entry.lines)
        yield _result(
            answered,
            identity,
            rule=(first.rule or _UNDATED, title),
            content=f"无法判定「{title}」，{_HELD[first.effect]}：{_missing(first)}",
            amount=None,
            severity=SEVERITIES["low"],
            evidence=f"缺少信息，未作判定：{_missing(first)}",
            about_item=first.subject.collection in ("lines", "entries"),
            details=[_detail(answered, identity, line, INVOLVED, _NOTHING) for line in lines],
        )


def _title(answered: Answered, entry: Undetermined) -> str:
    return _UNDATED_NAME if entry.rule is None else answered.titles.get(entry.rule, entry.rule)


def _missing(entry: Undetermined) -> str:
    parts = [f"{fact.path}（{CAUSE.get(fact.cause, (fact.cause,))[0]}）" for fact in entry.missing[:_MOST_PATHS]]
    more = f"等{len(entry.missing)}项" if len(entry.missing) > _MOST_PATHS else ""
    return "、".join(parts) + more or "缺少信息"


def _result(
    answered: Answered,
    identity: str,
    *,
    rule: tuple[str, str],
    content: str,
    amount: str | None,
    severity: str,
    evidence: str,
    about_item: bool,
    details: list[Fields],
) -> Fields:
    name, title = rule
    kind = _ABOUT_ITEM if about_item else _ABOUT_CONDUCT
    return {
        "jr_id": identity,
        "rule_id": name[:_MOST_ID],
        "rule_name": cut(title, _MOST_NAME),
        "vola_cont": cut(content, _MOST_TEXT),
        **_whose(answered.event),
        "task_id": answered.task,
        "vola_amt": _money(amount),
        "vola_amt_stas": _NOT_COMPUTED if amount is None else _COMPUTED,
        "sev_deg": severity,
        "vola_evid": cut(evidence, _MOST_TEXT),
        "vola_bhvr_type": answered.kinds.get(kind, kind),
        "judge_result_detail_dtos": details,
    }


def _detail(answered: Answered, identity: str, line: str, kind: str, amount: Decimal) -> Fields:
    return {
        "jrd_id": jrd_id(identity, line, kind),
        **_whose(answered.event),
        "rx_id": line,
        "vola_item_type": kind,
        "vola_amt": amount,
    }


def _whose(event: Mapping[str, object]) -> Fields:
    return {"patn_id": _identity(event.get("patient")), "mdtrt_id": _identity(event.get("encounter"))}


def _identity(record: object) -> str:
    found = record.get("id") if isinstance(record, Mapping) else None
    return found if isinstance(found, str) else ""


def _evidence(citations: Sequence[CitationText]) -> str:
    return "；".join(f"《{one.title}》{one.place}" for one in citations)


def _lines_of(event: Mapping[str, object]) -> set[str]:
    """Return the ids of all lines of the message, past ones too."""
    history = event.get("history")
    lists = (event.get("lines"), history.get("lines") if isinstance(history, Mapping) else None)
    return {
        identity
        for lines in lists
        if isinstance(lines, list)
        for line in lines
        if isinstance(line, Mapping) and isinstance(identity := line.get("id"), str)
    }


def _shares(total: str | None, lines: Sequence[tuple[str, str | None]]) -> dict[str, Decimal]:
    """Return what of an amount stands for each line: in proportion to the lines' own, and together the amount."""
    weights = {line: max(_cents(amount), 0) for line, amount in lines}
    cents, whole = _cents(total), sum(weights.values())
    shares = {line: cents * weight // whole if whole else 0 for line, weight in weights.items()}
    if shares:
        first = next(iter(shares))
        shares[first] += cents - sum(shares.values())
    return {line: _of_cents(share) for line, share in shares.items()}


def _cents(amount: str | None) -> int:
    """Return an amount of a decision, which always has two decimals."""
    return 0 if amount is None else int(amount.replace(".", ""))


def _of_cents(cents: int) -> Decimal:
    sign = "-" if cents < 0 else ""
    return Decimal(f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}")


def _money(amount: str | None) -> Decimal:
    return _NOTHING if amount is None else Decimal(amount)
