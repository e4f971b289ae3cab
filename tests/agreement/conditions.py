"""Random conditions over what is in scope, as text: each construct of the language, typed so that it resolves."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

COLLECTIONS = ("lines", "history.lines", "record.lines")
MOST_NESTED = 2


@dataclass
class Scope:
    """What a condition may name.

    ``line``: binder of a line, if there is one. ``row``: binder of a row with the usual columns. ``amounts``: lets that
    hold a plain number. ``other``: binder of another line.
    """

    line: str = ""
    row: str = ""
    rows: str = ""
    other: str = ""
    numbers: list[str] = field(default_factory=list)
    count: list[int] = field(default_factory=lambda: [0])
    nested: int = 0

    def fresh(self, stem: str) -> str:
        """A binder name that no one has used."""
        self.count[0] += 1
        return f"{stem}{self.count[0]}"

    def inside(self) -> Scope:
        """The scope inside a quantifier."""
        return Scope(self.line, self.row, self.rows, self.other, self.numbers, self.count, self.nested + 1)


@st.composite
def number(draw: st.DrawFn, scope: Scope) -> str:
    """A plain number."""
    choices = ["1", "2", "3", "policy.p_count", *scope.numbers]
    if scope.row:
        choices.append(f"{scope.row}.most")
    text = draw(st.sampled_from(choices))
    if draw(st.integers(0, 5)) == 0:
        return f"({text} + {draw(st.sampled_from(choices))})"
    return text


@st.composite
def day_of(draw: st.DrawFn, scope: Scope) -> str:
    """A date or time."""
    choices = ["encounter.admitted_at", "encounter.discharged_at"]
    if scope.line:
        choices += [f"{scope.line}.at"] * 3
    return draw(st.sampled_from(choices))


@st.composite
def length(draw: st.DrawFn, scope: Scope) -> str:
    """How wide a window is."""
    choices = ["3 days", "14 days", "6 hours", "1 month", "policy.p_days"]
    if scope.row:
        choices.append(f"{scope.row}.span")
    return draw(st.sampled_from(choices))


@st.composite
def member_condition(draw: st.DrawFn, scope: Scope, name: str) -> str:
    """A condition on a line bound inside a quantifier."""
    anchor = draw(day_of(scope))
    sets = ["drugs.some", "{XA01AAA001}"][:1]
    if scope.row:
        sets.append(f"{scope.row}.pool")
    choices = [
        f"{name}.code in {draw(st.sampled_from(sets))}",
        f"{name}.code not in {draw(st.sampled_from(sets))}",
        f"{name}.at within {draw(length(scope))} before {anchor}",
        f"{name}.at within {draw(length(scope))} of {anchor}",
        f"{name}.at within {draw(length(scope))} strictly before {anchor}",
        f"not {name}.at within {draw(length(scope))} after {anchor}",
        f"{name}.at on same {draw(st.sampled_from(['day', 'week', 'month', 'year', 'hour', 'quarter']))} as {anchor}",
        f"{name}.at <= {anchor}",
        f"{name}.fund_paid",
        f"{name}.quantity > {draw(number(scope))}",
        f"{name}.amount >= 50 CNY",
        f"{name}.discharge_drug is none or {name}.discharge_drug",
        f"{name}.kind = drug",
    ]
    if scope.line:
        choices += [
            f"{name}.code = {scope.line}.code",
            f"{name}.id != {scope.line}.id",
            f"{name} on same encounter as {scope.line}",
            f"{name} up to {scope.line}",
            f"{name}.use overlaps {scope.line}.use",
        ]
        if scope.row:
            choices.append(f"{name} on same {scope.row}.window as {scope.line}")
    parts = draw(st.lists(st.sampled_from(choices), min_size=1, max_size=2, unique=True))
    joined = draw(st.sampled_from([" and ", " and ", " or "])).join(f"({part})" for part in parts)
    return joined


@st.composite
def line_source(draw: st.DrawFn, scope: Scope) -> tuple[str, str]:
    """``l1 in record.lines where (…)`` and its binder."""
    name = scope.fresh("l")
    collection = draw(st.sampled_from(COLLECTIONS))
    where = f" where ({draw(member_condition(scope, name))})" if draw(st.integers(0, 5)) else ""
    return f"{name} in {collection}{where}", name


@st.composite
def aggregate(draw: st.DrawFn, scope: Scope) -> str:
    """A comparison with an aggregate on one side or both."""
    source, name = draw(line_source(scope))
    op = draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]))
    quantity = [
        f"sum({name}.quantity for {source})",
        f"count({name} for {source})",
        f"count(distinct {name}.code for {source})",
        f"count(distinct day({name}.at) for {source})",
    ]
    money = [f"sum({name}.amount for {source})", f"max({name}.amount for {source})", f"min({name}.amount for {source})"]
    kind = draw(st.sampled_from(["number", "money", "latest", "rank", "date", "between", "if"]))
    if kind == "number":
        return f"{draw(st.sampled_from(quantity))} {op} {draw(number(scope))}"
    if kind == "money":
        limit = f"{scope.row}.money" if scope.row and draw(st.booleans()) else draw(st.sampled_from(["50 CNY", "policy.local.money"]))
        return f"{draw(st.sampled_from(money))} {op} {limit}"
    if kind == "latest":
        value = scope.fresh("o")
        pick = draw(st.sampled_from(["latest", "earliest"]))
        collection = draw(st.sampled_from(["observations", "record.observations"]))
        found = f"{pick}({value}.value for {value} in {collection} where ({value}.code = albumin and {value}.at <= encounter.admitted_at) by {value}.at)"
        return draw(st.sampled_from([f"{found} is none", f"{found} {op} 30 g/L", f"not {found} is none and {found} {op} 3 g/dL"]))
    if kind == "rank" and scope.line and not scope.nested:
        among = scope.fresh("l")
        desc = draw(st.sampled_from(["", " desc"]))
        return f"rank({scope.line} among {among} in lines where ({among}.code in drugs.some) by {among}.amount{desc}) > 1"
    if kind == "date":
        return f"latest({name}.at for {source} by {name}.at) {draw(st.sampled_from(['<', '>=']))} {draw(day_of(scope))}"
    if kind == "if":
        return f"{draw(st.sampled_from(quantity))} > (if patient.sex = male then 1 else {draw(number(scope))})"
    return f"{draw(st.sampled_from(quantity))} {draw(st.sampled_from(['', 'not ']))}between 1 and {draw(number(scope))}"


@st.composite
def quantifier(draw: st.DrawFn, scope: Scope) -> str:
    """``exists`` and ``all``, over event collections, rows and tables."""
    inner = scope.inside()
    word = draw(st.sampled_from(["exists", "not exists"]))
    kinds = ["lines", "all", "diagnoses", "documents"]
    if scope.line:
        kinds.append("table")
    if scope.rows:
        kinds += ["rows"] * 3
    kind = draw(st.sampled_from(kinds))
    if kind == "lines":
        return f"{word} {draw(line_source(inner))[0]}"
    if kind == "all":
        name = scope.fresh("l")
        satisfy = draw(member_condition(inner, name))
        return f"all {name} in {draw(st.sampled_from(COLLECTIONS))} where ({name}.code in drugs.some) satisfy ({satisfy})"
    if kind == "documents":
        name = scope.fresh("d")
        return f"{word} {name} in record.documents where ({name}.fact = failed and {name}.at within {draw(length(scope))} before {draw(day_of(scope))})"
    if kind == "diagnoses":
        name = scope.fresh("d")
        sets = ["clinical.some"] + ([f"{scope.row}.diseases"] if scope.row else [])
        more = draw(st.sampled_from(["", f" and {name}.main", f" or {name}.code is unknown", f" and {name}.at <= encounter.admitted_at"]))
        return f"{word} {name} in diagnoses where ({name}.code in {draw(st.sampled_from(sets))}{more})"
    row = scope.fresh("r")
    alternatives = (
        f"({row}.sex is none or patient.sex = {row}.sex) and ({row}.level is none or facility.level >= {row}.level)",
        f"{row}.diseases is none or exists d{row} in diagnoses where (d{row}.code in {row}.diseases)",
        f"{row}.days >= 7 days",
    )
    where = draw(st.sampled_from(alternatives))
    source = scope.rows if kind == "rows" else f"policy.limits on {scope.line}.code"
    return f"{word} {row} in {source} where ({where})"


@st.composite
def atom(draw: st.DrawFn, scope: Scope) -> str:
    """One atom."""
    choices = [
        f"patient.sex {draw(st.sampled_from(['=', '!=']))} {draw(st.sampled_from(['male', 'female', *([f'{scope.row}.sex'] if scope.row else [])]))}",
        f"age_years(patient.born, {draw(day_of(scope))}) {draw(st.sampled_from(['<', '>=']))} 18 years",
        f"facility.level {draw(st.sampled_from(['<', '>=', '=']))} {draw(st.sampled_from(['secondary', *([f'{scope.row}.level'] if scope.row else [])]))}",
        "encounter.kind in {inpatient, emergency}",
        "encounter.discharged_at is none",
        "patient.died_at is known",
        f"{draw(day_of(scope))} {draw(st.sampled_from(['<', '<=', '>', '=']))} {draw(day_of(scope))}",
        f"{draw(day_of(scope))} on same {draw(st.sampled_from(['day', 'month', 'year']))} as encounter.admitted_at",
        "encounter.emergency",
        "days_between(encounter.admitted_at, encounter.discharged_at) > policy.p_days",
        "young(encounter.admitted_at)",
    ]
    if scope.line:
        line = scope.line
        choices += [
            f"{line}.quantity {draw(st.sampled_from(['>', '<=', '=']))} {draw(number(scope))}",
            f"{line}.days > {draw(st.sampled_from(['policy.p_days', '3 days', *([f'{scope.row}.days'] if scope.row else [])]))}",
            f"{line}.days not between 3 days and policy.p_days",
            f"{line}.amount * ({line}.days - 3 days) / {line}.days > 10 CNY",
            f"{line}.code in drugs.some",
            f"{line}.discharge_drug",
            f"{line}.use overlaps encounter.period",
            f"{line}.quantity is {draw(st.sampled_from(['known', 'unknown', 'none']))}",
            f"{line}.name = \"甲\"",
            f"hours_between({line}.at, {line}.stopped_at) >= 24 hours",
        ]
    if scope.other:
        choices += [f"{scope.other}.at on same day as {scope.line}.at", f"{scope.other}.quantity > 1", f"{scope.other}.at < {scope.line}.at"]
    return draw(st.sampled_from(choices))


@st.composite
def condition(draw: st.DrawFn, scope: Scope, depth: int = 2) -> str:
    """A condition of a small depth."""
    kind = draw(st.sampled_from(["atom", "atom", "aggregate", "quantifier", "and", "or", "not"] if depth else ["atom", "aggregate", "quantifier"]))
    if kind == "atom":
        return draw(atom(scope))
    if kind == "aggregate":
        return draw(aggregate(scope))
    if kind == "quantifier":
        return draw(quantifier(scope))
    if kind == "not":
        return f"not ({draw(condition(scope, depth - 1))})"
    left, right = draw(condition(scope, depth - 1)), draw(condition(scope, depth - 1))
    return f"({left}) {kind} ({right})"
