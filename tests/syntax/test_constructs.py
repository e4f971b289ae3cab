"""Every construct of the surface, as the node it becomes."""

from collections.abc import Callable
from datetime import date

import pytest

from sanku.core.span import NOWHERE
from sanku.syntax.nodes import (
    Accept,
    Aggregate,
    Amend,
    Amount,
    And,
    Bears,
    Between,
    Binary,
    BoolLiteral,
    Call,
    Cap,
    Cites,
    Clause,
    Compare,
    Control,
    DatedBy,
    DateLiteral,
    Define,
    Effective,
    Exempt,
    Exists,
    Expr,
    File,
    For,
    ForAll,
    ForPair,
    IfElse,
    Is,
    Justify,
    Let,
    Match,
    Member,
    Name,
    Negative,
    Not,
    NumberLiteral,
    Or,
    Overlaps,
    Parameter,
    Path,
    Pick,
    Published,
    QuantityLiteral,
    Rank,
    RegionClause,
    Rule,
    SamePeriod,
    Say,
    SetLiteral,
    SeverityClause,
    Source,
    Status,
    StringLiteral,
    TypeName,
    UnknownClause,
    Unless,
    UpTo,
    Use,
    When,
    Withdraw,
    Within,
)  # fmt: skip

AT = {"span": NOWHERE}


def n(text: str) -> Name:
    return Name(text, **AT)


def p(text: str) -> Path:
    return Path(tuple(n(word) for word in text.split(".")), **AT)


def num(text: str) -> NumberLiteral:
    return NumberLiteral(int(text), text, **AT)


def q(text: str, unit: str) -> QuantityLiteral:
    return QuantityLiteral(int(text), text, unit, **AT)


def source(binder: str, collection: str, *keys: Expr, where: Expr | None = None) -> Source:
    return Source(n(binder), p(collection), keys, where, **AT)


A, B, C = p("a"), p("b"), p("c")
IN_C = source("x", "c")

EXPRESSIONS = {
    "a.b.c": p("a.b.c"),
    "3": num("3"),
    "30 g/L": q("30", "g/L"),
    '"t"': StringLiteral("t", **AT),
    "2025-01-31": DateLiteral(date(2025, 1, 31), **AT),
    "true": BoolLiteral(value=True, **AT),
    "false": BoolLiteral(value=False, **AT),
    "{a, 3}": SetLiteral((A, num("3")), **AT),
    "{a}": SetLiteral((A,), **AT),
    "if a then b else c": IfElse(A, B, C, **AT),
    "if a then b else if b then c else a": IfElse(A, B, IfElse(B, C, A, **AT), **AT),
    "a or b or c": Or((A, B, C), **AT),
    "a and b and c": And((A, B, C), **AT),
    "a or b and c": Or((A, And((B, C), **AT)), **AT),
    "(a or b) and c": And((Or((A, B), **AT), C), **AT),
    "not a and b": And((Not(A, **AT), B), **AT),
    "not not a": Not(Not(A, **AT), **AT),
    "not a = b": Not(Compare("=", A, B, **AT), **AT),
    "exists x in c": Exists(IN_C, **AT),
    "exists x in c where (a)": Exists(source("x", "c", where=A), **AT),
    "exists x in t.u on a where (b)": Exists(source("x", "t.u", A, where=B), **AT),
    "exists x in t on (a, b)": Exists(source("x", "t", A, B), **AT),
    "not exists x in c and b": And((Not(Exists(IN_C, **AT), **AT), B), **AT),
    "all x in c satisfy (a)": ForAll(IN_C, A, **AT),
    "all x in c where (a) satisfy (b or c)": ForAll(source("x", "c", where=A), Or((B, C), **AT), **AT),
    "a = b": Compare("=", A, B, **AT),
    "a != b": Compare("!=", A, B, **AT),
    "a < b": Compare("<", A, B, **AT),
    "a <= b": Compare("<=", A, B, **AT),
    "a > b": Compare(">", A, B, **AT),
    "a >= b": Compare(">=", A, B, **AT),
    "a in b": Member(A, B, negated=False, **AT),
    "a not in {b}": Member(A, SetLiteral((B,), **AT), negated=True, **AT),
    "a between b and c": Between(A, B, C, negated=False, **AT),
    "a not between b and c": Between(A, B, C, negated=True, **AT),
    "a between b and c and b": And((Between(A, B, C, negated=False, **AT), B), **AT),
    "a is known": Is(A, "known", **AT),
    "a is unknown": Is(A, "unknown", **AT),
    "a is none": Is(A, "none", **AT),
    "a within 7 days before b": Within(A, q("7", "day"), strictly=False, relation="before", anchor=B, **AT),
    "a within r.span after b": Within(A, p("r.span"), strictly=False, relation="after", anchor=B, **AT),
    "a within 6 months strictly before b": Within(A, q("6", "month"), strictly=True, relation="before", anchor=B, **AT),
    "a within 1 hour strictly after b": Within(A, q("1", "hour"), strictly=True, relation="after", anchor=B, **AT),
    "a within 3 days of b": Within(A, q("3", "day"), strictly=False, relation="of", anchor=B, **AT),
    "a overlaps b": Overlaps(A, B, **AT),
    "a on same day as b": SamePeriod(A, "day", B, **AT),
    "a on same benefit_year as b": SamePeriod(A, "benefit_year", B, **AT),
    "a on same encounter as b": SamePeriod(A, "encounter", B, **AT),
    "a on same r.window as b": SamePeriod(A, p("r.window"), B, **AT),
    "a on same day.window as b": SamePeriod(A, p("day.window"), B, **AT),
    "a up to b": UpTo(A, B, **AT),
    "a + b - c": Binary("-", Binary("+", A, B, **AT), C, **AT),
    "a - (b - c)": Binary("-", A, Binary("-", B, C, **AT), **AT),
    "a + b * c / a": Binary("+", A, Binary("/", Binary("*", B, C, **AT), A, **AT), **AT),
    "-a * b": Binary("*", Negative(A, **AT), B, **AT),
    "--a": Negative(Negative(A, **AT), **AT),
    "count(a for x in c)": Aggregate("count", False, A, IN_C, **AT),
    "count(distinct a for x in c)": Aggregate("count", True, A, IN_C, **AT),
    "count(distinct (a) for x in c)": Aggregate("count", True, A, IN_C, **AT),
    "sum(a for x in c where (b))": Aggregate("sum", False, A, source("x", "c", where=B), **AT),
    "min(a for x in c)": Aggregate("min", False, A, IN_C, **AT),
    "max(a for x in c)": Aggregate("max", False, A, IN_C, **AT),
    "min(a, b)": Call(n("min"), (A, B), **AT),
    "max(a, b, c)": Call(n("max"), (A, B, C), **AT),
    "latest(a for x in c where (b) by x.t)": Pick("latest", A, source("x", "c", where=B), p("x.t"), **AT),
    "earliest(a for x in c by b)": Pick("earliest", A, IN_C, B, **AT),
    "rank(a among x in c by b)": Rank(n("a"), IN_C, B, descending=False, **AT),
    "rank(a among x in c where (a) by b desc)": Rank(n("a"), source("x", "c", where=A), B, descending=True, **AT),
    "rank(a among x in c by b asc)": Rank(n("a"), IN_C, B, descending=False, **AT),
    "f()": Call(n("f"), (), **AT),
    "day(a)": Call(n("day"), (A,), **AT),
    "round(a, 2)": Call(n("round"), (A, num("2")), **AT),
}

CLAUSES = {
    'cites s.t "p"': Cites(p("s.t"), "p", **AT),
    "effective 2025-01-01 ..": Effective(date(2025, 1, 1), None, **AT),
    "effective 2025-01-01 .. 2025-12-31": Effective(date(2025, 1, 1), date(2025, 12, 31), **AT),
    "effective 2025-01-01..2025-12-31": Effective(date(2025, 1, 1), date(2025, 12, 31), **AT),
    "effective .. 2025-12-31": Effective(None, date(2025, 12, 31), **AT),
    "published 2025-01-01": Published(date(2025, 1, 1), **AT),
    "region insured": RegionClause("insured", **AT),
    "region care": RegionClause("care", **AT),
    "for y in c": For(n("y"), p("c"), None, (), **AT),
    "for y in c where a = b and c": For(n("y"), p("c"), And((Compare("=", A, B, **AT), C), **AT), (), **AT),
    "for y in c by a, day(b)": For(n("y"), p("c"), None, (A, Call(n("day"), (B,), **AT)), **AT),
    "for y in c where a by b": For(n("y"), p("c"), A, (B,), **AT),
    "for a, b in history.lines where c": ForPair(n("a"), n("b"), p("history.lines"), C, **AT),
    "dated by encounter.discharged_at": DatedBy(p("encounter.discharged_at"), **AT),
    "match r in t.u on a, b": Match(n("r"), p("t.u"), (A, B), gathered=False, **AT),
    "gather rs in t on a": Match(n("rs"), p("t"), (A,), gathered=True, **AT),
    "let v = a + b": Let(n("v"), Binary("+", A, B, **AT), **AT),
    "when a": When(A, **AT),
    "cap sum(a for y in c) at most 3": Cap(Aggregate("sum", False, A, source("y", "c"), **AT), num("3"), **AT),
    "cap count(distinct a for y in c) at most b": Cap(Aggregate("count", True, A, source("y", "c"), **AT), B, **AT),
    "unless a": Unless(A, **AT),
    "order remind": Control("order", "remind", **AT),
    "order self_pay": Control("order", "self_pay", **AT),
    "settle block": Control("settle", "block", **AT),
    "audit query": Control("audit", "query", **AT),
    "audit deny": Control("audit", "deny", **AT),
    "audit deny if unjustified": Control("audit", "deny_if_unjustified", **AT),
    "amount if a then b else c": Amount(IfElse(A, B, C, **AT), **AT),
    "severity high": SeverityClause(p("high"), **AT),
    "severity r.severity": SeverityClause(p("r.severity"), **AT),
    "bears employer": Bears(n("employer"), **AT),
    "accept text, documented": Accept((n("text"), n("documented")), **AT),
    "justify within 7 days": Justify(q("7", "day"), **AT),
    "unknown pass": UnknownClause("pass", **AT),
    "unknown remind": UnknownClause("remind", **AT),
    "unknown hold": UnknownClause("hold", **AT),
    "unknown block": UnknownClause("block", **AT),
    "status draft": Status("draft", **AT),
    "status shadow": Status("shadow", **AT),
    "status active": Status("active", **AT),
    "status retired": Status("retired", **AT),
    'say "{x.a}"': Say("zh", "{x.a}", NOWHERE, **AT),
    'say zh "m"': Say("zh", "m", NOWHERE, **AT),
    'say en "m"': Say("en", "m", NOWHERE, **AT),
}

EXEMPT_CLAUSES = (
    Cites(p("s"), "p", **AT),
    Effective(date(2025, 1, 1), None, **AT),
    Published(date(2025, 1, 1), **AT),
    When(A, **AT),
)
ITEMS = {
    "define d = a": Define(n("d"), (), None, A, **AT),
    'define d cites s "p" = a': Define(n("d"), (), Cites(p("s"), "p", **AT), A, **AT),
    "define d(x: money) = a": Define(n("d"), (Parameter(n("x"), TypeName("money", "", **AT), **AT),), None, A, **AT),
    'define d(x: code[icd10], y: quantity[g/L], z: quantity[mg], w: quantity) cites s "p" = a': Define(
        n("d"),
        (
            Parameter(n("x"), TypeName("code", "icd10", **AT), **AT),
            Parameter(n("y"), TypeName("quantity", "g/L", **AT), **AT),
            Parameter(n("z"), TypeName("quantity", "mg", **AT), **AT),
            Parameter(n("w"), TypeName("quantity", "", **AT), **AT),
        ),
        Cites(p("s"), "p", **AT),
        A,
        **AT,
    ),
    'exempt m.r as e "t" cites s "p"': Exempt(p("m.r"), n("e"), (), (), "t", (Cites(p("s"), "p", **AT),), **AT),
    'exempt r as e row i, "j 1" in order, settle, audit "t" cites s "p" effective 2025-01-01 .. published 2025-01-01 '
    "when a": Exempt(p("r"), n("e"), (n("i"), n("j 1")), ("order", "settle", "audit"), "t", EXEMPT_CLAUSES, **AT),
    "withdraw m.e from 2025-01-01": Withdraw(p("m.e"), date(2025, 1, 1), (), **AT),
    'withdraw e from 2025-01-01 cites s "p" cites s "q"': Withdraw(
        p("e"), date(2025, 1, 1), (Cites(p("s"), "p", **AT), Cites(p("s"), "q", **AT)), **AT
    ),
    'amend r "t" cites s "p" effective 2025-01-01 .. published 2025-01-01 settle remind severity low bears fund '
    'accept text justify within 3 days unknown pass status shadow say en "m"': Amend(
        p("r"),
        "t",
        (
            Cites(p("s"), "p", **AT),
            Effective(date(2025, 1, 1), None, **AT),
            Published(date(2025, 1, 1), **AT),
            Control("settle", "remind", **AT),
            SeverityClause(p("low"), **AT),
            Bears(n("fund"), **AT),
            Accept((n("text"),), **AT),
            Justify(q("3", "day"), **AT),
            UnknownClause("pass", **AT),
            Status("shadow", **AT),
            Say("en", "m", NOWHERE, **AT),
        ),
        **AT,
    ),
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expression(text: str, expr: Callable[[str], Expr]):
    assert expr(text) == EXPRESSIONS[text]


@pytest.mark.parametrize("text", CLAUSES)
def test_clause(text: str, clauses: Callable[[str], tuple[Clause, ...]]):
    assert clauses(text)[0] == CLAUSES[text]


@pytest.mark.parametrize("text", ITEMS)
def test_item(text: str, tree: Callable[[str], File]):
    assert tree(f"module m\n{text}\n").items == (ITEMS[text],)


def test_uses(tree: Callable[[str], File]):
    file = tree("module a.b use c use d.e as f")
    assert file.module == p("a.b")
    assert file.uses == (Use(p("c"), None, **AT), Use(p("d.e"), n("f"), **AT))
    assert (file.items, file.comments, file.dropped) == ((), (), ())


def test_every_clause_may_stand_in_a_rule_and_repeat_where_it_may(tree: Callable[[str], File]):
    text = """
    cites s "p"  cites s "q"  effective 2025-01-01 ..  published 2025-01-01  region care
    for x in lines  for y in lines  for a, b in lines  dated by x.at
    match r in t on x.code  match q in t on x.code  gather rs in t on x.code  gather qs in t on x.code
    let u = 1  let v = 2  when x.a  unless x.b  order remind  settle self_pay  audit deny if unjustified
    amount x.amount  severity high  bears hospital  accept text  justify within 7 days  unknown hold  status active
    say "m"  say en "m" """
    rule = tree(f'module m rule r "t" {text}').items[0]
    assert isinstance(rule, Rule)
    assert len(rule.clauses) == 29
