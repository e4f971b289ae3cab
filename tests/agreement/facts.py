"""The fact side of a generated base: small enough that rows, sets and dates meet the events often."""

from __future__ import annotations

from tests.agreement.dice import Dice

DRUGS = ("XA01AAA001", "XA01AAA002", "XA02AAA001", "XB01AAA001")
DRUG_PARTS = ("XA", "XA01", "XA01AAA001", "XA02", "XB01AAA001", "XA01AAA002")
DIAGNOSES = ("A01.1", "A01.2", "B02.0", "C03.4")
DAYS = ("2024-12-31", "2025-01-01", "2025-01-14", "2025-01-15", "2025-02-01")
"""Dates on both sides of every edge: events and validities are drawn from the same few days."""

KB = """\
name: generated
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {levels: [{pattern: "X.*", at: [2, 4, 10]}], pattern: "X[A-Z][0-9]{2}[A-Z]{3}[0-9]{3}",
    aliases: {first: XA01AAA001, family: XA01, other: XB01AAA001}}
  nhsa_herb: {pattern: "T[0-9]{9}", levels: [10]}
  nhsa_service: {pattern: "[0-9]{15}", levels: [15]}
  nhsa_consumable: {pattern: "C[0-9]{19}", levels: [20]}
  icd10: {levels: [3, 5], pattern: "[A-Z][0-9]{2}[.][0-9]"}
  lab: {levels: [], aliases: {albumin: 1751-7}}
  fact: {levels: [], aliases: {failed: failed}}
reasons: {text: 其他说明}
region: {default: insured, policy.local: care}
"""

SOURCE = "title: 生成的依据\nissuer: 测试\n"

VALIDITY = (
    "", "", "from: 2025-01-01, ", "to: 2025-01-14, ", "from: 2025-01-15, to: 2025-02-01, ",
    "from: 2024-01-01, published: 2025-03-01, ",
)  # fmt: skip
STATUS = (
    "", "", "", "", "status: retired, ", "status: shadow, ",
    "weaken: {order: remind, settle: remind, severity: low}, ",
)  # fmt: skip
COLUMNS = (
    'sex: sex, most: quantity, money: money, days: "quantity[day]", pool: "codes[nhsa_drug]", '
    'diseases: "codes[icd10]", level: facility_level, window: window, span: span, kinds: "list[encounter_kind]", '
    'next: "code[nhsa_drug]", grave: severity'
)


def _cell(dice: Dice, *values: str) -> str:
    """A cell is blank (none) now and then."""
    return '""' if dice.one_in(6) else dice.pick(values)


def row(dice: Dice, name: str, key: str) -> str:
    """One row of a limit table."""
    cells = {
        "sex": _cell(dice, "male", "female"),
        "most": _cell(dice, "1", "2", "3 次", "2 盒"),
        "money": _cell(dice, "10.00", "50.00", "100.00"),
        "days": _cell(dice, "3 days", "7", "14 days"),
        "pool": _cell(dice, "[XA01]", "[XA01AAA001, XB01AAA001]", "drugs.some", "[drugs.some, XA02]"),
        "diseases": _cell(dice, "[A01]", "clinical.some", "[B02.0, C03]"),
        "level": _cell(dice, "primary", "secondary", "tertiary"),
        "window": _cell(dice, "day", "month", "encounter", "episode", "7 days", "6 hours", "benefit_year"),
        "span": _cell(dice, "7 days", "1 month", "24 hours"),
        "kinds": _cell(dice, "[inpatient]", "[inpatient, emergency]"),
        "next": _cell(dice, *DRUGS, "XA01", "XA02"),
        "grave": _cell(dice, "clear", "high", "low"),
    }
    text = ", ".join(f"{column}: {value}" for column, value in cells.items())
    return f"  - {{id: {name}, {key}, {dice.pick(VALIDITY)}{dice.pick(STATUS)}{text}}}\n"


def table(dice: Dice, name: str, match: str) -> str:
    """A table keyed by drug codes; a key is a code, a list, or a set name."""
    key, strip = ("code", True) if dice.one_in(3) else ("codes", False)
    header = f'table: {name}\ncolumns: {{code: "{key}[nhsa_drug]", {COLUMNS}}}\nkey: code\nmatch: {match}\ncites: [law, 表]\n'
    if match == "most_specific":  # ties are errors: each code stands in one row
        keys = dice.some([f"[{part}]" for part in DRUG_PARTS], 1, 5)
    else:
        listed = [f"[{part}]" for part in DRUG_PARTS] + ([] if strip else ["[XA02, XB01AAA001]", "drugs.some"])
        keys = [dice.pick(listed) for _ in range(dice.number(0, 4))]
    rows = [row(dice, f"r{number}", f"code: {key}") for number, key in enumerate(keys)]
    if rows and name == "policy.limits" and dice.one_in(3):
        start = dice.pick(("2025-01-01", "2025-01-15"))
        rows[0] = row(dice, "r0", f"code: {keys[0]}").replace("to: 2025-01-14, ", "").replace("from: 2025-01-15, ", "")
        newer = row(dice, "newer", f"code: {dice.pick(listed)}, supersedes: r0")
        for validity in VALIDITY:
            newer = newer.replace(validity, "") if validity else newer
            rows[0] = rows[0].replace(validity, "") if validity else rows[0]
        rows.append(newer.replace("{id: newer", f"{{id: newer, from: {start}"))
    text = "".join(rows)
    if strip:
        for part in DRUG_PARTS:
            text = text.replace(f"code: [{part}]", f"code: {part}")
    return f"{header}rows:{' []' if not rows else ''}\n{text}"


def pair_table(dice: Dice, name: str, *, symmetric: bool) -> str:
    """A table of pairs, directed or unordered."""
    extra = "symmetric: [a, b]\n" if symmetric else ""
    pairs = [(one, two) for one in DRUG_PARTS for two in DRUG_PARTS if one < two]
    rows = "".join(
        f"  - {{id: p{number}, a: {one}, b: {two}, {dice.pick(VALIDITY)}"
        f"window: {_cell(dice, 'day', 'encounter', '7 days', 'month')}, effect: 相互作用}}\n"
        for number, (one, two) in enumerate(dice.some(pairs, 1, 5))
    )
    header = f'table: {name}\ncolumns: {{a: "code[nhsa_drug]", b: "code[nhsa_drug]", window: window, effect: text}}\n'
    return f"{header}key: [a, b]\n{extra}cites: [law, 表]\nrows:{' []' if not rows else ''}\n{rows}"


def ill_table(dice: Dice) -> str:
    """Limits for a drug with a disease: two keys, most specific."""
    codes = [(drug, ill) for drug in ("XA", "XA01", "XA01AAA001") for ill in ("A01", "A01.1", "B02")]
    rows = "".join(
        f"  - {{id: i{number}, drug: {drug}, ill: {ill}, most: {_cell(dice, '1', '2')}}}\n"
        for number, (drug, ill) in enumerate(dice.some(codes, 1, 4))
    )
    columns = 'drug: "code[nhsa_drug]", ill: "code[icd10]", most: quantity'
    return (
        f"table: policy.ill\ncolumns: {{{columns}}}\nkey: [drug, ill]\nmatch: {dice.pick(('all', 'most_specific'))}\n"
        f"cites: [law, 表]\nrows:\n{rows}"
    )


def kind_table(dice: Dice) -> str:
    """Limits for a kind of encounter and an amount: keys that are no codes."""
    kinds = ("inpatient", "outpatient", "emergency")
    rows = "".join(
        f"  - {{id: k{number}, kind: {dice.pick(kinds)}, amount: {dice.pick(('1', '2', '3'))}, {dice.pick(VALIDITY)}"
        f"most: {_cell(dice, '1', '2')}}}\n"
        for number in range(dice.number(1, 4))
    )
    return (
        f"table: policy.kinds\ncolumns: {{kind: encounter_kind, amount: quantity, most: quantity}}\nkey: [kind, amount]\n"
        f"match: all\ncites: [law, 表]\nrows:\n{rows}"
    )


def parameter(dice: Dice, name: str, kind: str, *values: str) -> str:
    """A parameter with one or two dated values; there may be days without any."""
    shape = dice.pick(("always", "from", "change"))
    one, two = dice.pick(values), dice.pick(values)
    rows = {
        "always": [f"{{value: {one}, cites: [law, 参数]}}"],
        "from": [f"{{from: 2025-01-01, value: {one}, cites: [law, 参数]}}"],
        "change": [
            f"{{to: 2025-01-14, value: {one}, cites: [law, 参数]}}",
            f"{{from: 2025-01-15, value: {two}, cites: [law, 参数]}}",
        ],
    }[shape]
    return f"parameter: {name}\ntype: {kind}\nvalues:\n" + "".join(f"  - {line}\n" for line in rows)


def fact_files(dice: Dice) -> dict[str, str]:
    """The fact files of a base, overlays included."""
    drugs = dice.pick(("XA01", "XA01AAA001, XB01", "XA01..XA02", "XA01AAA001, {code: XA02, from: 2025-01-15}"))
    ills = dice.pick(("A01", "A01..B02", "{code: B02.0, from: 2025-01-15}", "A01.1, {code: C03, to: 2025-01-14}"))
    files = {
        "kb.yaml": KB,
        "sources/law.yaml": SOURCE,
        "policy/limits.yaml": table(dice, "policy.limits", "all"),
        "policy/nearest.yaml": table(dice, "policy.nearest", "most_specific"),
        "policy/ill.yaml": ill_table(dice),
        "policy/kinds.yaml": kind_table(dice),
        "drugs/more.yaml": "codes: drugs.more\nsystem: nhsa_drug\nincludes: [drugs.some]\ninclude: [XB01AAA001]\ncites: [law, 集]\n",
        "drugs/pairs.yaml": pair_table(dice, "drugs.pairs", symmetric=True),
        "policy/parts.yaml": pair_table(dice, "policy.parts", symmetric=False),
        "policy/p_days.yaml": parameter(dice, "policy.p_days", "quantity[day]", "3 days", "7 days"),
        "policy/p_count.yaml": parameter(dice, "policy.p_count", "number", "1", "2"),
        "policy/local_money.yaml": parameter(dice, "policy.local.money", "money", "20.00", "50.00"),
        "drugs/some.yaml": (
            f"codes: drugs.some\nsystem: nhsa_drug\ninclude: [{drugs}]\n"
            f"exclude: [{dice.pick(('', 'XA01AAA002'))}]\ncites: [law, 集]\n"
        ),
        "clinical/some.yaml": f"codes: clinical.some\nsystem: icd10\ninclude: [{ills}]\ncites: [law, 集]\n",
    }
    if dice.one_in(2):
        start = dice.pick(("2000-01-15", "2000-01-01"))
        files["policy/benefit.yaml"] = (
            f"parameter: policy.benefit_year_start\ntype: date\nvalues:\n  - {{value: {start}, cites: [law, 年度]}}\n"
        )
    if dice.one_in(2):
        files["regions/330000/p_days.yaml"] = (
            f"parameter: policy.p_days\nvalues:\n  - {{from: {dice.pick(DAYS)}, value: 14 days, cites: [law, 省]}}\n"
        )
    if dice.one_in(2):
        removed = "removes: [r1]\n" if "id: r1" in files["policy/limits.yaml"] and dice.one_in(2) else ""
        replaced = "replaces: r0, " if "id: r0" in files["policy/limits.yaml"] and dice.one_in(2) else ""
        local = "[XA01]" if '"codes[nhsa_drug]", sex' in files["policy/limits.yaml"] else "XA01"
        files["regions/330100/limits.yaml"] = (
            f"table: policy.limits\n{removed}rows:\n{row(dice, 'local', f'{replaced}code: {local}, cites: [law, 市]')}"
        )
    if dice.one_in(3):
        files["regions/330000/some.yaml"] = "codes: drugs.some\ninclude: [XB01AAA001]\ncites: [law, 省集]\n"
    return files
