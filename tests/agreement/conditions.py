"""Random conditions over what is in scope, as text: each construct of the language, typed so that it resolves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.agreement.dice import Dice

COLLECTIONS = ("lines", "lines", "history.lines", "record.lines")
OPERATORS = ("=", "!=", "<", "<=", ">", ">=")


@dataclass
class Scope:
    """What a condition may name.

    ``line``: binder of a line, if there is one. ``row``: binder of a row with the usual columns. ``rows``: binder of
    gathered rows. ``other``: binder of another line. ``numbers``: lets that hold a plain number. ``crowded``: the rule
    binds two members, so that only one collection more may be nested. ``flags``: lets that hold a truth.
    """

    line: str = ""
    row: str = ""
    rows: str = ""
    other: str = ""
    numbers: list[str] = field(default_factory=list)
    count: list[int] = field(default_factory=lambda: [0])
    nested: int = 0
    crowded: bool = False
    flags: list[str] = field(default_factory=list)

    def fresh(self, stem: str) -> str:
        """A binder name that no one has used."""
        self.count[0] += 1
        return f"{stem}{self.count[0]}"

    def inside(self) -> Scope:
        """The scope inside a quantifier."""
        return replace(self, nested=self.nested + 1)


def number(dice: Dice, scope: Scope) -> str:
    """A plain number."""
    choices = ["1", "2", "3", "policy.p_count", *scope.numbers]
    if scope.row:
        choices.append(f"{scope.row}.most")
    text = dice.pick(choices)
    if dice.one_in(7):
        return f"({text} {dice.pick(('+', '-', '*', '/'))} {dice.pick(choices)})"
    if dice.one_in(12):
        return f"{dice.pick(('min', 'max'))}({text}, {dice.pick(choices)})"
    return text


def day_of(dice: Dice, scope: Scope) -> str:
    """A date or time."""
    choices = ["encounter.admitted_at", "encounter.discharged_at"]
    if scope.line:
        choices += [f"{scope.line}.at"] * 4 + [f"{scope.line}.stopped_at"]
    text = dice.pick(choices)
    return (
        f"({text} {dice.pick(('+', '-'))} {dice.pick(('3 days', '1 month', '6 hours', '24 hours'))})"
        if dice.one_in(12)
        else text
    )


def length(dice: Dice, scope: Scope) -> str:
    """How wide a window is."""
    choices = ["3 days", "13 days", "14 days", "31 days", "6 hours", "1 month", "policy.p_days"]
    if scope.row:
        choices.append(f"{scope.row}.span")
    return dice.pick(choices)


def member_condition(dice: Dice, scope: Scope, name: str) -> str:
    """A condition on a line bound inside a quantifier."""
    anchor = day_of(dice, scope)
    code_set = f"{scope.row}.pool" if scope.row and dice.one_in(2) else "drugs.some"
    choices = [
        f"{name}.code in {code_set}",
        f"{name}.code not in {code_set}",
        f"{name}.code in {{family, other}}",
        f"{name}.code in drugs.more",
        f'{name}.name in {{"甲", "丙"}}',
        f'mentions({name}.name, "乙")',
        f"{name}.at within {length(dice, scope)} before {anchor}",
        f"{name}.at within {length(dice, scope)} of {anchor}",
        f"{name}.at within {length(dice, scope)} strictly before {anchor}",
        f"{name}.at within {length(dice, scope)} strictly after {anchor}",
        f"not {name}.at within {length(dice, scope)} after {anchor}",
        f"{name}.at on same {dice.pick(('day', 'week', 'month', 'year', 'hour', 'quarter', 'benefit_year'))} as {anchor}",
        f"{name}.at <= {anchor}",
        f"{name}.fund_paid",
        f"{name}.quantity > {number(dice, scope)}",
        f"{name}.amount >= 40 CNY",
        f"{name}.discharge_drug is none or {name}.discharge_drug",
        f"{name}.kind = drug",
        f"{name}.kind in {{drug, service}}",
        f"{name}.encounter_kind = inpatient",
    ]
    if scope.line:
        line = scope.line
        choices += [
            f"{name}.code = {line}.code",
            f"{name}.code = {line}.code",
            f"{name}.code in {{{line}.code}}",
            f"{name}.id != {line}.id",
            f"{name} on same encounter as {line}",
            f"{name}.at on same day as {line}.at",
            f"{name} up to {line}",
            f"{name}.use overlaps {line}.use",
            f"{name}.addon_of = {line}.id",
            f"{name}.name = {line}.name",
            f"category({name}.code) = category({line}.code)",
        ]
        if scope.row:
            choices += [f"{name} on same {scope.row}.window as {line}"] * 2
    parts = dice.some(choices, 1, 2)
    return dice.pick((" and ", " and ", " or ")).join(f"({part})" for part in parts)


def line_source(dice: Dice, scope: Scope) -> tuple[str, str]:
    """``l1 in record.lines where (…)`` and its binder."""
    name = scope.fresh("l")
    collection = dice.pick(COLLECTIONS)
    where = "" if dice.one_in(6) else f" where ({member_condition(dice, scope, name)})"
    return f"{name} in {collection}{where}", name


def aggregate(dice: Dice, scope: Scope) -> str:
    """A comparison with an aggregate on one side or both."""
    source, name = line_source(dice, scope)
    op = dice.pick(OPERATORS)
    quantity = dice.pick(
        [
            f"sum({name}.quantity for {source})",
            f"count({name} for {source})",
            f"count(distinct {name}.code for {source})",
            f"count(distinct day({name}.at) for {source})",
            f"count(distinct month({name}.at) for {source})",
            f"count(distinct {name}.prescription for {source})",
            f"count(distinct {name}.discharge_drug for {source})",
            f"count(distinct {name}.quantity for {source})",
            f"(sum({name}.quantity for {source}) - {dice.pick(('1', 'policy.p_count'))})",
            f"(sum({name}.quantity for {source}) * 2)",
        ]
    )
    money = dice.pick(
        [
            f"sum({name}.amount for {source})",
            f"max({name}.amount for {source})",
            f"min({name}.amount for {source})",
            f"sum({name}.price * {name}.quantity for {source})",
            f"sum({name}.amount - 20 CNY for {source})",
        ]
    )
    kind = dice.pick(("number", "number", "money", "pick", "rank", "date", "between", "if", "known"))
    if kind == "money":
        limit = f"{scope.row}.money" if scope.row and dice.one_in(2) else dice.pick(("40 CNY", "policy.local.money"))
        return f"{money} {op} {limit}"
    if kind == "pick":
        return _observation(dice, scope, op)
    if kind == "rank" and scope.line and not scope.nested:
        among = scope.fresh("l")
        key = dice.pick(("amount", "at", "quantity", "days", "stopped_at"))
        where = dice.pick(
            (f" where ({among}.code in drugs.some)", "", f" where ({among}.at on same day as {scope.line}.at)")
        )
        return f"rank({scope.line} among {among} in lines{where} by {among}.{key}{dice.pick(('', ' desc'))}) > 1"
    if kind == "date":
        if dice.one_in(3):
            return f"{dice.pick(('min', 'max'))}({name}.at for {source}) {dice.pick(('<', '>='))} {day_of(dice, scope)}"
        pick = dice.pick(("latest", "earliest"))
        return f"{pick}({name}.at for {source} by {name}.at) {dice.pick(('<', '>='))} {day_of(dice, scope)}"
    if kind == "between":
        negated = dice.pick(("", "not "))
        return f"{quantity} {negated}between 1 and {number(dice, scope)}"
    if kind == "if":
        return f"{quantity} > (if patient.sex = male then 1 else {number(dice, scope)})"
    if kind == "known":
        return f"{quantity} is {dice.pick(('known', 'unknown', 'none'))}"
    return f"{quantity} {op} {number(dice, scope)}"


def _observation(dice: Dice, scope: Scope, op: str) -> str:
    """A comparison with a picked laboratory result."""
    name = scope.fresh("o")
    collection = dice.pick(("observations", "record.observations"))
    anchor = day_of(dice, scope)
    window = dice.pick(
        (f"{name}.at <= {anchor}", f"{name}.at within 14 days before {anchor}", f"{name}.at on same month as {anchor}")
    )
    where = f"{name}.code = albumin and {window}"
    if dice.one_in(3):
        return f"exists {name} in {collection} where ({where} and {name}.value {op} {dice.pick(('30 g/L', '3 g/dL'))})"
    key = dice.pick(("at", "at", "value"))
    found = (
        f"{dice.pick(('latest', 'earliest'))}({name}.value for {name} in {collection} where ({where}) by {name}.{key})"
    )
    if dice.one_in(4):
        found = f"{dice.pick(('min', 'max'))}({name}.value for {name} in {collection} where ({where}))"
    return dice.pick((f"{found} is none", f"{found} {op} 30 g/L", f"not {found} is none and {found} {op} 3 g/dL"))


def quantifier(dice: Dice, scope: Scope) -> str:
    """``exists`` and ``all``, over event collections, rows and tables."""
    inner = scope.inside()
    word = dice.pick(("exists", "exists", "not exists"))
    kinds = ["lines", "lines", "all", "diagnoses", "documents", "nested", "encounters"]
    if scope.line:
        kinds += ["table"]
    if scope.rows:
        kinds += ["rows"] * 4
    kind = dice.pick(kinds)
    if kind == "nested" and not scope.nested and not scope.crowded:
        name, ill = scope.fresh("l"), scope.fresh("d")
        extra = member_condition(dice, inner, name)
        return (
            f"{word} {name} in {dice.pick(COLLECTIONS)} where (({extra}) and exists {ill} in diagnoses where "
            f"({ill}.code in clinical.some and {ill}.at <= {name}.at))"
        )
    if kind in ("lines", "nested"):
        return f"{word} {line_source(dice, inner)[0]}"
    if kind == "all":
        name = scope.fresh("l")
        satisfy = member_condition(dice, inner, name)
        where = dice.pick((f" where ({name}.code in drugs.some)", f" where ({name}.kind = drug)", ""))
        return f"all {name} in {dice.pick(COLLECTIONS)}{where} satisfy ({satisfy})"
    if kind == "encounters":
        name = scope.fresh("p")
        window = f"{name}.discharged_at within {length(dice, scope)} before {day_of(dice, scope)}"
        more = dice.pick(("", f" and {name}.facility.id = facility.id", f" and {name}.kind = inpatient"))
        return f"{word} {name} in history.encounters where ({window}{more})"
    if kind == "documents":
        name = scope.fresh("d")
        window = f"{name}.at within {length(dice, scope)} before {day_of(dice, scope)}"
        return f"{word} {name} in record.documents where ({name}.fact = failed and {window})"
    if kind == "diagnoses":
        name = scope.fresh("d")
        code_set = f"{scope.row}.diseases" if scope.row and dice.one_in(2) else "clinical.some"
        more = dice.pick(
            ("", f" and {name}.main", f" or {name}.code is unknown", f" and {name}.at <= encounter.admitted_at")
        )
        return f"{word} {name} in diagnoses where ({name}.code in {code_set}{more})"
    row = scope.fresh("r")
    alternatives = [
        f"({row}.sex is none or patient.sex = {row}.sex) and ({row}.level is none or facility.level >= {row}.level)",
        f"{row}.days >= 7 days",
        f"{row}.kinds is none or encounter.kind in {row}.kinds",
    ]
    if not scope.crowded:
        alternatives.append(
            f"{row}.diseases is none or exists d{row} in diagnoses where (d{row}.code in {row}.diseases)"
        )
    source = scope.rows if kind == "rows" else f"policy.limits on {scope.line}.code"
    if kind == "table" and dice.one_in(4):
        return f"{word} {row} in policy.ill on ({scope.line}.code, encounter.main_diagnosis) where ({row}.most >= 2)"
    if kind == "table" and dice.one_in(4):
        return f"{word} {row} in policy.kinds on (encounter.kind, {scope.line}.quantity)"
    if dice.one_in(4):
        return f"count({row} for {row} in {source} where ({dice.pick(alternatives)})) {dice.pick(OPERATORS)} 1"
    if dice.one_in(4):
        return f"max({row}.days for {row} in {source}) {dice.pick(OPERATORS)} 7 days"
    return f"{word} {row} in {source} where ({dice.pick(alternatives)})"


def atom(dice: Dice, scope: Scope) -> str:
    """One atom."""
    row = scope.row
    sexes = ("male", "female", *((f"{row}.sex",) * 3 if row else ()))
    levels = ("secondary", *((f"{row}.level",) if row else ()))
    choices = [
        f"patient.sex {dice.pick(('=', '!='))} {dice.pick(sexes)}",
        f"age_years(patient.born, {day_of(dice, scope)}) {dice.pick(('<', '>='))} 18 years",
        f"facility.level {dice.pick(('<', '>=', '='))} {dice.pick(levels)}",
        "encounter.kind in {inpatient, emergency}",
        "encounter.kind not in {outpatient}",
        "encounter.discharged_at is none",
        "patient.died_at is known",
        f"{day_of(dice, scope)} {dice.pick(('<', '<=', '>', '='))} {day_of(dice, scope)}",
        f"{day_of(dice, scope)} on same {dice.pick(('day', 'month', 'year', 'benefit_year'))} as encounter.admitted_at",
        f"{day_of(dice, scope)} within {length(dice, scope)} {dice.pick(('before', 'after', 'of'))} {day_of(dice, scope)}",
        "encounter.emergency",
        "days_between(encounter.admitted_at, encounter.discharged_at) > policy.p_days",
        "young(encounter.admitted_at)",
        "busy(2)",
        f"{day_of(dice, scope)} >= {dice.pick(('2025-01-15', '2025-02-01'))}",
        f"{day_of(dice, scope)} > patient.died_at",
        "(if encounter.emergency then patient.sex = male else facility.level >= secondary)",
        "(if patient.sex = male and encounter.kind = inpatient then encounter.emergency else policy.p_count >= 1)",
    ]
    if scope.line:
        choices += _of_line(dice, scope)
    if scope.other:
        other = scope.other
        choices += [
            f"{other}.at on same day as {scope.line}.at",
            f"{other}.at within {length(dice, scope)} of {scope.line}.at",
            f"{other}.quantity > 1",
            f"{other}.at < {scope.line}.at",
            f"{other}.amount < {scope.line}.amount",
            f"{other}.code = {scope.line}.code",
        ] * 2
    return dice.pick(choices)


def _of_line(dice: Dice, scope: Scope) -> list[str]:
    line, row = scope.line, scope.row
    days = dice.pick(("policy.p_days", "3 days", *((f"{row}.days",) * 2 if row else ())))
    rows = [
        f"{line}.code in {row}.pool",
        f"{line}.code = {row}.next",
        f"{line}.amount > {row}.money",
        f"encounter.kind in {row}.kinds",
        f"encounter.kind not in {row}.kinds",
        f"{line}.at + {row}.days > encounter.discharged_at",
        f"{line}.at on same {row}.window as encounter.admitted_at",
    ]
    rows = rows if row else []
    return rows + [
        f"{line}.quantity {dice.pick(('>', '<=', '='))} {number(dice, scope)}",
        f"{line}.quantity >= {number(dice, scope)}",
        f"{line}.days > {days}",
        f"{line}.days not between 3 days and policy.p_days",
        f"{line}.days between 3 days and 7 days",
        f"{line}.amount * ({line}.days - 3 days) / {line}.days > 10 CNY",
        f"round({line}.amount / {line}.quantity, 2) >= {line}.price",
        f"{line}.code in drugs.some",
        f"{line}.code not in {{family, other}}",
        f"{line}.discharge_drug",
        f"{line}.discharge_drug = encounter.emergency",
        f"(if encounter.emergency then {line}.quantity else {number(dice, scope)}) >= 2",
        f"(if {line}.discharge_drug then {line}.amount else {line}.self_pay) >= 5 CNY",
        f'{line}.name in {{"甲", "乙"}}',
        f"{line}.code = first",
        f"dear({line}.amount, {line}.discharge_drug)",
        f"{line}.use overlaps encounter.period",
        f"{line}.quantity is {dice.pick(('known', 'unknown', 'none'))}",
        f'{line}.name = "甲"',
        f"hours_between({line}.at, {line}.stopped_at) >= 24 hours",
        f"big({line}.amount, {line}.quantity)",
        f"{line}.addon_of.amount > 20 CNY",
        f"{line}.addon_of is known and {line}.addon_of.code in drugs.some",
        f"{line}.physician.title < chief",
        f"-({line}.quantity) < 0",
    ]


def condition(dice: Dice, scope: Scope, depth: int = 2) -> str:
    """A condition of a small depth."""
    if scope.flags and dice.one_in(3):
        return dice.pick(scope.flags)
    kinds = (
        ("atom", "atom", "aggregate", "quantifier", "and", "or", "not")
        if depth
        else ("atom", "aggregate", "quantifier")
    )
    match dice.pick(kinds):
        case "atom":
            return atom(dice, scope)
        case "aggregate":
            return aggregate(dice, scope)
        case "quantifier":
            return quantifier(dice, scope)
        case "not":
            return f"not ({condition(dice, scope, depth - 1)})"
        case word:
            left, right = condition(dice, scope, depth - 1), condition(dice, scope, depth - 1)
            return f"({left}) {word} ({right})"
