"""Lines without claims take a shorter way to their verdict; it says what the long one says, and the parts add up."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sanku.claim.facts import Member
from sanku.core.quantity import Quantity, money
from sanku.core.unknown import unknown
from sanku.judgement.money import Claim, _untouched, _verdict

FEN = st.integers(-50_000, 50_000).map(lambda fen: money(Fraction(fen, 100)))
SENT = st.one_of(st.none(), st.just(unknown("lines.amount", "absent")), FEN)


def line(net: object, own: object) -> Member:
    return Member("lines", "1", 0, {"amount": net, "self_pay": own}, None)


@given(net=SENT, own=SENT)
def test_both_ways_agree(net: object, own: object) -> None:
    one = line(net, own)
    assert _untouched(one) == _verdict(one, [])


@given(net=FEN, own=SENT, self_pay=FEN, denied=FEN)
def test_the_parts_add_up(net: Quantity, own: object, self_pay: Quantity, denied: Quantity) -> None:
    one = line(net, own)
    claims = [Claim("1", "self_pay", self_pay), Claim("1", "deny", denied)]
    for verdict in (_untouched(one), _verdict(one, claims)):
        parts = (verdict.own_pay, verdict.self_pay, verdict.denied, verdict.eligible)
        assert sum(Fraction(part or "0") for part in parts) == Fraction(verdict.net or "0")
        if net.value >= 0:
            assert all(Fraction(part or "0") >= 0 for part in parts)
