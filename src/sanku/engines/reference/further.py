"""The further member: what stands for any member that was not supplied (semantics 1, engine contract 4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sanku.claim.facts import Member
from sanku.core.unknown import Unknown
from sanku.core.value import Value

_NOWHERE = -1


class _AllUnknown(Mapping[str, Value]):
    """Every field, with the same unknown."""

    def __init__(self, value: Unknown) -> None:
        self._value = value

    def __getitem__(self, name: str) -> Value:
        return self._value

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def further_member(collection: str, doubt: Unknown) -> Member:
    """Return a member of which everything is unknown, for the reason that there may be one."""
    return Member(collection, "", _NOWHERE, _AllUnknown(doubt), at=doubt, judged=False)


def is_further(member: Member) -> bool:
    """Tell whether a member stands for those that were not supplied."""
    return member.position == _NOWHERE
