"""What an engine hands over: instances that fired, were excepted or could not be determined."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sanku.catalog.nodes import Row
from sanku.claim.decision import Evidence, NearMiss
from sanku.claim.facts import Member
from sanku.core.quantity import Quantity
from sanku.core.unknown import Missing, Unknown
from sanku.semantics.versions import RuleVersion

NO_AMOUNT = None
"""No amount is defined for the instance (semantics 39)."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule instance: version, rows, subject. The same fields make the finding's id (semantics 4, 5).

    Args:
        rows: The matched rows in the order of the rule's ``match`` clauses; for a gather the rows taken.
        row_ids: What the finding shows and hashes: ids of matched rows; for a gather the key values as text.
        subject: The subject; for a group its first member.
        group: All members of the group (``for … by``), else just the subject.
        day: The governing date.
    """

    version: RuleVersion
    rows: tuple[Row, ...]
    row_ids: tuple[str, ...]
    subject: Member
    group: tuple[Member, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Fired:
    """An instance whose condition is true, or was true but for its exceptions (``excepted_by`` not empty).

    Args:
        involved: Other bound members of the bindings that made it true, sorted by (at, id), without repeats.
        amount: Money at stake before clamping: a quantity in CNY, unknown, or ``None`` = not defined.
        severity: ``clear``, ``high``, ``low``, or ``None`` = the default.
        messages: Language to finished text.
    """

    instance: Instance
    involved: tuple[Member, ...]
    amount: Quantity | Unknown | None
    severity: str | None
    messages: dict[str, str]
    evidence: tuple[Evidence, ...]
    near_miss: tuple[NearMiss, ...]
    excepted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Undecided:
    """An instance whose value is unknown, or a (rule, subject) whose key is (``rows`` empty; semantics 13).

    ``at_least_hold``: budget or fault (semantics 38), or an unknown governing date: the effect is hold or stronger.
    ``subject`` of an instance on an absent collection is the encounter (semantics 3).
    """

    instance: Instance
    missing: frozenset[Missing]
    at_least_hold: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """Everything an engine found for one event. ``undated``: judged members without a date (semantics 9)."""

    fired: tuple[Fired, ...]
    undecided: tuple[Undecided, ...]
    undated: tuple[Member, ...] = field(default=())
