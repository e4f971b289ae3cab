"""What was sent along: absent, null, empty, an OperationOutcome and a page of more are five different things.

| sent | what is known |
|---|---|
| no key | nothing |
| ``null`` | nothing, unless the sender's profile says that null means none |
| an empty Bundle | that there is none on the sender's server |
| an ``OperationOutcome`` | nothing |
| a Bundle with a next page, or with fewer entries than its total | what it holds; there may be more |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sanku.doors.cdshooks.resources import Found, Unread, entries_of, is_of, medications_of, read, type_of
from sanku.doors.cdshooks.services import PREFETCH
from sanku.doors.cdshooks.terms import Reading

State = Literal["unknown", "some", "all"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one key brought: ``all`` that there is on the sender's server, ``some`` of it, or ``unknown``."""

    state: State
    found: tuple[Found, ...] = ()


_UNKNOWN = Fetched("unknown")


def fetched(given: Mapping[str, object], key: str, patient: str, reading: Reading) -> Fetched:
    """Return what was sent for a key, with a note unless it is all there is.

    Args:
        given: The call's ``prefetch``.
        key: The key.
        patient: Id of the patient; what is another's is left out.
        reading: The sender's habits and the notes.
    """
    place = f"prefetch.{key}"
    if key not in given:
        reading.note("prefetch-absent", place, "not sent; it counts as unknown", "未随请求提供，按未知处理")
        return _UNKNOWN
    sent = given[key]
    wanted = PREFETCH[key]
    if sent is None:
        if key in reading.profile.null_is_none and not wanted.one:
            return Fetched("all")
        reading.note(
            "prefetch-null",
            place,
            "null: the client holds none, which is not said to be all; it counts as unknown",
            "取值为null：客户端没有数据，不等于没有发生，按未知处理",
        )
        return _UNKNOWN
    kind = type_of(sent)
    if kind == "OperationOutcome" and isinstance(sent, Mapping):
        _failed(sent, place, reading)
        return _UNKNOWN
    if kind == "Bundle" and isinstance(sent, Mapping):
        return _bundle(sent, key, place, patient, reading)
    if isinstance(sent, Mapping) and wanted.one and kind in wanted.kinds:
        return _all_read([(sent, place)], wanted.kinds, "all", patient, reading)
    _unreadable(Unread(place, f"`{kind[:40]}` where {' or '.join(wanted.kinds)} is asked for"), reading)
    return _UNKNOWN


def _bundle(bundle: Mapping[str, object], key: str, place: str, patient: str, reading: Reading) -> Fetched:
    entries = entries_of(bundle, place)
    if isinstance(entries, Unread):
        _unreadable(entries, reading)
        return _UNKNOWN
    state: State = "all"
    if _has_next(bundle):
        reading.note(
            "prefetch-paged",
            place,
            "only the first page was sent; there may be more",
            "只提供了第一页，可能还有更多",
            kind="prefetch-paged",
        )
        state = "some"
    kinds = PREFETCH[key].kinds
    total = bundle.get("total")
    sent = sum(1 for resource, _ in entries if type_of(resource) in kinds)
    if state == "all" and isinstance(total, int) and total > sent:
        reading.note(
            "prefetch-cut",
            place,
            f"{sent} of {total} were sent; there are more",
            f"共{total}条，只提供了{sent}条",
        )
        state = "some"
    for resource, inner in entries:
        if type_of(resource) == "OperationOutcome" and _is_failure(resource):
            _failed(resource, inner, reading)
            state = "some"
    return _all_read(entries, kinds, state, patient, reading)


def _all_read(
    entries: list[tuple[Mapping[str, object], str]],
    kinds: tuple[str, ...],
    state: State,
    patient: str,
    reading: Reading,
) -> Fetched:
    beside = medications_of(entries)
    found = []
    for given, place in entries:
        if type_of(given) not in kinds:
            continue
        one = read(given, place, beside)
        if isinstance(one, Found) and is_of(one.resource, patient):
            found.append(one)
            continue
        state = "some"
        if isinstance(one, Unread):
            _unreadable(one, reading)
        else:
            reading.note(
                "other-patient",
                place,
                "another patient's; it is left out",
                "属于其他患者，未计入",
                kind="other-patient",
            )
    return Fetched(state, tuple(found))


def _has_next(bundle: Mapping[str, object]) -> bool:
    links = bundle.get("link")
    found = links if isinstance(links, list) else []
    return any(isinstance(link, Mapping) and link.get("relation") == "next" for link in found)


def _is_failure(outcome: Mapping[str, object]) -> bool:
    issues = outcome.get("issue")
    found = issues if isinstance(issues, list) else []
    severities = {issue.get("severity") for issue in found if isinstance(issue, Mapping)}
    return not severities or bool(severities - {"information", "warning"})


def _failed(outcome: Mapping[str, object], place: str, reading: Reading) -> None:
    issues = outcome.get("issue")
    first = issues[0] if isinstance(issues, list) and issues else None
    raw = first.get("code") if isinstance(first, Mapping) else None
    reading.note(
        "prefetch-failed",
        place,
        "the sender's server failed to answer this query; it counts as unknown",
        "发送方查询失败，按未知处理",
        raw if isinstance(raw, str) else None,
    )


def _unreadable(unread: Unread, reading: Reading) -> None:
    reading.note(
        "unreadable",
        unread.place,
        f"not readable: {unread.why}; it is left out",
        "资源无法读取，未计入",
        kind="unreadable",
    )
