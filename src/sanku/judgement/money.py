"""What becomes of each line: own pay, self pay, denied, eligible; they add up to net (semantics 16)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from msgspec import UNSET

from sanku.claim.decision import LineVerdict, Pay
from sanku.claim.facts import Facts, Member
from sanku.claim.plain.reading import PlainEvent
from sanku.core.number import Rational, show_money
from sanku.core.quantity import Quantity
from sanku.core.unknown import Unknown

_ASSUMED = ("own_pay_assumed",)


@dataclass(frozen=True, slots=True)
class Claim:
    """One finding's or undetermined instance's claim on one line.

    ``amount``: at stake, unclamped; ``Unknown`` if it could not be computed. ``control``: self_pay, deny, block, hold.
    """

    line: str
    control: str
    amount: Quantity | Unknown | None


def clamp(amount: Quantity, line: Member) -> tuple[Quantity, bool]:
    """Return the amount cut to [0, net line amount], and whether it was cut; an unknown net cuts below only."""
    net = line.get("amount")
    value = max(amount.base, 0)
    if isinstance(net, Quantity):
        value = min(value, max(net.base, 0))
    return Quantity(value, amount.unit), value != amount.base


def line_verdicts(facts: Facts, claims: Iterable[Claim]) -> tuple[LineVerdict, ...]:
    """Return the verdict of every current line, in input order; money is counted once."""
    by_line: dict[str, list[Claim]] = {}
    for claim in claims:
        by_line.setdefault(claim.line, []).append(claim)
    return tuple(
        _verdict(line, by_line[line.id]) if line.id in by_line else _untouched(line)
        for line in facts.collections["lines"].members
    )


def verdicts_among(event: PlainEvent, facts: Facts, claims: Iterable[Claim]) -> tuple[LineVerdict, ...]:
    """Return what ``line_verdicts`` does for a plain message: its lines are its net view, in the same order."""
    found = plain_verdicts(event)
    by_line: dict[str, list[Claim]] = {}
    for claim in claims:
        by_line.setdefault(claim.line, []).append(claim)
    if not by_line:
        return found
    lines = facts.collections["lines"].members
    return tuple(
        _verdict(line, by_line[line.id]) if line.id in by_line else verdict
        for line, verdict in zip(lines, found, strict=True)
    )


def plain_verdicts(event: PlainEvent) -> tuple[LineVerdict, ...]:
    """Return the verdicts of the lines of a plain message in which nothing was found."""
    known = event.verdicts
    if known is None:
        money = event.money
        return tuple(
            [
                LineVerdict(line.id, "paid", net, "0.00", "0.00", "0.00", net, _ASSUMED)
                if line.self_pay is UNSET and (net := money[line.amount]) is not None
                else _plain_verdict(event, line)
                for line in event.lines
            ]
        )
    for line in event.lines:
        if line.id not in known:
            known[line.id] = _plain_verdict(event, line)
    return tuple([known[line.id] for line in event.lines])


def _plain_verdict(event: PlainEvent, line: Any) -> LineVerdict:  # noqa: ANN401 - a struct made at run time
    if line.self_pay is UNSET and (net := event.money[line.amount]) is not None:
        return LineVerdict(line.id, "paid", net, "0.00", "0.00", "0.00", net, _ASSUMED)
    return _untouched(_member(event, line))


def _member(event: PlainEvent, line: Any) -> Member:  # noqa: ANN401 - a struct made at run time
    """Return as much of a line as its verdict asks for."""
    sent = (("amount", event.amounts[line.amount]), ("self_pay", event.amounts[line.self_pay]))
    fields = {name: value for name, value in sent if value is not UNSET}
    return Member("lines", line.id, 0, fields, None)


def _untouched(line: Member) -> LineVerdict:
    """Return what ``_verdict`` says of a line without claims: most lines of most events."""
    net, own = line.get("amount"), line.get("self_pay")
    own_pay: Rational = own.base if isinstance(own, Quantity) else 0
    if not isinstance(net, Quantity) or own_pay < 0 or own_pay > net.base:
        return _verdict(line, [])
    shown = show_money(net.base)
    eligible = show_money(net.base - own_pay) if own_pay else shown
    pay: Pay = "self_pay" if own_pay and own_pay == net.base else "paid"
    flags = () if isinstance(own, Quantity) else ("own_pay_assumed",)
    return LineVerdict(line.id, pay, shown, show_money(own_pay), "0.00", "0.00", eligible, flags)


def _verdict(line: Member, claims: list[Claim]) -> LineVerdict:
    net, own = line.get("amount"), line.get("self_pay")
    flags: set[str] = set()
    if not isinstance(own, Quantity):
        flags.add("own_pay_assumed")
    moving = [claim for claim in claims if claim.control in ("self_pay", "deny")]
    blocked = any(claim.control == "block" for claim in claims)
    held = any(claim.control == "hold" for claim in claims)
    if not isinstance(net, Quantity):
        shown = show_money(own.base) if isinstance(own, Quantity) else "0.00"
        return LineVerdict(line.id, "blocked" if blocked else "pending", None, shown, None, None, None, _sorted(flags))
    whole = net.base
    own_pay = own.base if isinstance(own, Quantity) else 0
    kept = min(max(own_pay, 0), max(whole, 0))
    if kept != own_pay:
        flags.add("clamped")
    if any(not isinstance(claim.amount, Quantity) for claim in moving):
        pay: Pay = "blocked" if blocked else "pending"
        return LineVerdict(line.id, pay, show_money(whole), show_money(kept), None, None, None, _sorted(flags))
    base = whole - kept
    self_pay = min(base, _largest(moving, "self_pay", line, flags))
    denied = max(0, min(base, _largest(moving, "deny", line, flags)) - self_pay)
    eligible = base - self_pay - denied
    pay = "blocked" if blocked else "pending" if held else _pay(whole, self_pay, denied, eligible)
    return LineVerdict(
        line.id,
        pay,
        net=show_money(whole),
        own_pay=show_money(kept),
        self_pay=show_money(self_pay),
        denied=show_money(denied),
        eligible=show_money(eligible),
        flags=_sorted(flags),
    )


def _largest(claims: list[Claim], control: str, line: Member, flags: set[str]) -> Rational:
    largest: Rational = 0
    for claim in claims:
        if claim.control == control and isinstance(claim.amount, Quantity):
            amount, cut = clamp(claim.amount, line)
            largest = max(largest, amount.base)
            if cut:
                flags.add("clamped")
    return largest


def _pay(net: Rational, self_pay: Rational, denied: Rational, eligible: Rational) -> Pay:
    if not self_pay and not denied:
        return "paid" if eligible > 0 or net <= 0 else "self_pay"
    if eligible > 0:
        return "partly"
    return "denied" if denied >= self_pay else "self_pay"


def _sorted(flags: set[str]) -> tuple[str, ...]:
    return tuple(sorted(flags))
