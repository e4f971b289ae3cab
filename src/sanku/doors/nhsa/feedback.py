"""A 3103 request to what was answered to each finding, and the output that says what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sanku.catalog.nodes import SenderProfile
from sanku.claim.notes import Notes, shown
from sanku.doors.nhsa.envelope import Fields
from sanku.doors.nhsa.message import NO_DATA, MessageRefused, data_of
from sanku.doors.nhsa.profiles import profile_of
from sanku.doors.nhsa.shown import Shown, read_jr_id
from sanku.doors.nhsa.values import Node

Way = Literal["continue", "return"]
Role = Literal["physician", "pharmacist", "clerk", "system"]

MOST_REASON = 500
_MOST_WARNS = 1000
_ROLES: tuple[Role, ...] = ("physician", "pharmacist", "clerk", "system")
_PLACE = "input.data.warns"
_BETWEEN = "：:，,。；; "


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered to one finding.

    Args:
        given: The finding's id as it was sent.
        shown: What the id names.
        way: 继续执行医嘱 or 返回修改医嘱.
        reason: A reason of the base, if the text begins with its words or is the sender's code for it; else ``""``.
        text: The reason in the doctor's own words.
        bulk: Whether several findings were answered at once with the same words.
    """

    given: str
    shown: Shown
    way: Way
    reason: str
    text: str
    bulk: bool


@dataclass(frozen=True, slots=True)
class NotTaken:
    """An answer that cannot be taken: the id as it was sent, the name of the cause, the sentence."""

    given: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """A whole request: who answers, as what, what to each finding in order, and what was odd about it."""

    by: str
    role: Role
    answers: tuple[Said | NotTaken, ...]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one answer. ``accepted``: the finding is settled by it, or the order goes back."""

    given: str
    accepted: bool
    code: str
    message: str


def read_feedback(
    message: Mapping[str, object],
    reasons: Mapping[str, str],
    senders: Mapping[str, SenderProfile] | None = None,
) -> Feedback | MessageRefused:
    """Read a 3103 request.

    Args:
        message: The whole request with its envelope.
        reasons: Reason codes of the base to their words.
        senders: Profiles by institution.
    """
    data = data_of(message)
    if data is None:
        return NO_DATA
    given = data.get("warns")
    warns = [given] if isinstance(given, Mapping) else given
    if not isinstance(warns, list) or not warns or not all(isinstance(one, Mapping) for one in warns):
        return MessageRefused(
            "unreadable-feedback", _PLACE, "warns is not a list of answers", "warns不是处理数据列表", shown(given)
        )
    if len(warns) > _MOST_WARNS:
        return MessageRefused(
            "unreadable-feedback", _PLACE, f"more than {_MOST_WARNS} answers at once", f"一次反馈超过{_MOST_WARNS}条"
        )
    profile = profile_of(message, [], senders or {})
    nodes = [Node(one, f"{_PLACE}[{number}]", profile, Notes()) for number, one in enumerate(warns)]
    said = [_reason(node) for node in nodes if _way(node) == "continue"]
    envelope = Node(message, "", profile, Notes())
    by = envelope.text("opter") or envelope.text("opter_name") or ""
    kind = Node(data, "input.data", profile, Notes()).member("warn_type")
    return Feedback(
        by[:64],
        _role(envelope, by),
        tuple(_answer(node, reasons, said) for node in nodes),
        "" if kind is not None else "反馈类型warn_type应为1事前或2事中，未采用",
    )


def output(outcomes: Sequence[Outcome]) -> Fields:
    """Return the output of an answer to 3103: what became of each."""
    return {
        "result": [
            {
                "warn_rslt_id": one.given,
                "accepted": "1" if one.accepted else "0",
                "verdict": one.code,
                "message": one.message,
            }
            for one in outcomes
        ]
    }


def complaint(outcomes: Iterable[Outcome]) -> str:
    """Return the sentence on what was not accepted: each cause once, with the first id it concerns; ``""``: nothing."""
    causes: dict[str, list[str]] = {}
    for one in outcomes:
        if not one.accepted:
            causes.setdefault(one.message, []).append(one.given)
    return "；".join(
        f"{message}（{ids[0]}{f'等{len(ids)}条' if len(ids) > 1 else ''}）" for message, ids in causes.items()
    )


def _answer(node: Node, reasons: Mapping[str, str], said: Sequence[str]) -> Said | NotTaken:
    given = node.text("warn_rslt_id") or ""
    named = read_jr_id(given)
    if named is None:
        return NotTaken(given[:50], "unknown-finding", "违规标识不是本系统返回的jr_id")
    way = _way(node)
    if way is None:
        return NotTaken(given, "unknown-way", "处理方式应为1继续执行医嘱或2返回修改医嘱")
    text = _reason(node)
    if len(text) > MOST_REASON:
        return NotTaken(given, "too-long", f"处理原因超过{MOST_REASON}字")
    bulk = way == "continue" and said.count(text) > 1
    if way == "return":
        return Said(given, named, way, "", text, bulk)
    code, rest = _coded(node, text, reasons)
    return Said(given, named, way, code, rest, bulk)


def _coded(node: Node, text: str, reasons: Mapping[str, str]) -> tuple[str, str]:
    """Return the reason that a text names and what it adds: the text of a message has no field for a code."""
    known = node.profile.dictionaries.get("dspo_way_rea", {})
    if text in known:
        return known[text], ""
    for code, words in reasons.items():
        if text in (code, words):
            return code, ""
        if words and text.startswith(words) and text[len(words)] in _BETWEEN:
            return code, text[len(words) :].lstrip(_BETWEEN)
    return "", text


def _way(node: Node) -> Way | None:
    match node.member("dspo_way"):
        case "continue":
            return "continue"
        case "return":
            return "return"
        case _:
            return None


def _reason(node: Node) -> str:
    given = node.fields.get("dspo_way_rea")
    return given.strip() if isinstance(given, str) else node.text("dspo_way_rea") or ""


def _role(envelope: Node, by: str) -> Role:
    """Return as what somebody answers. The interface has no field for it: a doctor, unless the profile says else."""
    if not by:
        return "system"
    said = envelope.profile.dictionaries.get("opter_type", {}).get(envelope.text("opter_type") or "", "")
    return next((role for role in _ROLES if role == said), "physician")
