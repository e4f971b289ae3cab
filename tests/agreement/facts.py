"""The fact side of a generated base: small enough that rows, sets and dates meet the events often."""

from __future__ import annotations

from hypothesis import strategies as st

DRUGS = ("XA01AAA001", "XA01AAA002", "XA02AAA001", "XB01AAA001")
DRUG_PARTS = ("XA", "XA01", "XA01AAA001", "XA02", "XB01AAA001", "XA01AAA002")
DIAGNOSES = ("A01.1", "A01.2", "B02.0", "C03.4")
DIAGNOSIS_PARTS = ("A01", "A01.1", "B02.0", "C03", "A01.2")
DAYS = ("2024-12-31", "2025-01-01", "2025-01-15", "2025-02-01")
"""Dates on both sides of every edge: events and validities are drawn from the same few days."""

KB = """\
name: generated
bases: {drugs: [], clinical: [drugs], policy: [drugs, clinical]}
systems:
  nhsa_drug: {levels: [{pattern: "X.*", at: [2, 4, 10]}], pattern: "X[A-Z][0-9]{2}[A-Z]{3}[0-9]{3}"}
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

_validity = st.sampled_from(
    ["", "from: 2025-01-01, ", "to: 2025-01-14, ", "from: 2025-01-15, to: 2025-02-01, ", "from: 2024-01-01, published: 2025-03-01, "]
)
_row_status = st.sampled_from(["", "", "", "", "status: retired, ", "status: shadow, ", "weaken: {order: remind, settle: remind, severity: low}, "])


def _cell(values: list[str]) -> st.SearchStrategy[str]:
    """A cell is blank (none) now and then."""
    return st.sampled_from([*values, '""'])


@st.composite
def _row(draw: st.DrawFn, name: str, key: str) -> str:
    cells = {
        "sex": draw(_cell(["male", "female"])),
        "most": draw(_cell(["1", "2", "3 次", "2 盒"])),
        "money": draw(_cell(["10.00", "50.00", "100.00"])),
        "days": draw(_cell(["3 days", "7", "14 days"])),
        "pool": draw(_cell(["[XA01]", "[XA01AAA001, XB01AAA001]", "drugs.some", "[drugs.some, XA02]"])),
        "diseases": draw(_cell(["[A01]", "clinical.some", "[B02.0, C03]"])),
        "level": draw(_cell(["primary", "secondary", "tertiary"])),
        "window": draw(_cell(["day", "month", "encounter", "7 days", "6 hours"])),
        "span": draw(_cell(["7 days", "1 month", "24 hours"])),
    }
    text = ", ".join(f"{column}: {value}" for column, value in cells.items())
    return f"  - {{id: {name}, {key}, {draw(_validity)}{draw(_row_status)}{text}}}\n"


_COLUMNS = (
    "sex: sex, most: quantity, money: money, days: \"quantity[day]\", pool: \"codes[nhsa_drug]\", "
    "diseases: \"codes[icd10]\", level: facility_level, window: window, span: span"
)


@st.composite
def table(draw: st.DrawFn, name: str, match: str) -> str:
    """A table keyed by drug codes; a key is a code, a list, or a set name."""
    header = f'table: {name}\ncolumns: {{code: "code[nhsa_drug]", {_COLUMNS}}}\nkey: code\nmatch: {match}\ncites: [law, 表]\n'
    keys = [*DRUG_PARTS, "[XA02, XB01AAA001]", "drugs.some"]
    if match == "most_specific":  # ties are errors: each code stands in one row
        keys = list(draw(st.permutations(DRUG_PARTS)))[: draw(st.integers(1, 4))]
        rows = [draw(_row(f"r{number}", f"code: {key}")) for number, key in enumerate(keys)]
    else:
        rows = [draw(_row(f"r{number}", f"code: {draw(st.sampled_from(keys))}")) for number in range(draw(st.integers(0, 4)))]
    return f"{header}rows:{' []' if not rows else ''}\n{''.join(rows)}"


PAIRS = st.lists(st.sampled_from([(one, two) for one in DRUG_PARTS[1:5] for two in DRUG_PARTS[1:5] if one < two]), max_size=3, unique=True)


@st.composite
def pair_table(draw: st.DrawFn, name: str, *, symmetric: bool) -> str:
    """A table of pairs, directed or unordered."""
    extra = "symmetric: [a, b]\n" if symmetric else ""
    rows = "".join(
        f"  - {{id: p{number}, a: {one}, b: {two}, {draw(_validity)}window: {draw(_cell(['day', 'encounter', '7 days']))}, effect: 相互作用}}\n"
        for number, (one, two) in enumerate(draw(PAIRS))
    )
    header = f'table: {name}\ncolumns: {{a: "code[nhsa_drug]", b: "code[nhsa_drug]", window: window, effect: text}}\n'
    return f"{header}key: [a, b]\n{extra}cites: [law, 表]\nrows:{' []' if not rows else ''}\n{rows}"


@st.composite
def parameter(draw: st.DrawFn, name: str, kind: str, values: list[str]) -> str:
    """A parameter with one or two dated values; there may be days without any."""
    shape = draw(st.sampled_from(["always", "from", "change"]))
    chosen = [draw(st.sampled_from(values)) for _ in range(2)]
    rows = {
        "always": [f"{{value: {chosen[0]}, cites: [law, 参数]}}"],
        "from": [f"{{from: 2025-01-01, value: {chosen[0]}, cites: [law, 参数]}}"],
        "change": [
            f"{{to: 2025-01-14, value: {chosen[0]}, cites: [law, 参数]}}",
            f"{{from: 2025-01-15, value: {chosen[1]}, cites: [law, 参数]}}",
        ],
    }[shape]
    return f"parameter: {name}\ntype: {kind}\nvalues:\n" + "".join(f"  - {row}\n" for row in rows)


@st.composite
def fact_files(draw: st.DrawFn) -> dict[str, str]:
    """The fact files of a base, overlays included."""
    files = {
        "kb.yaml": KB,
        "sources/law.yaml": SOURCE,
        "policy/limits.yaml": draw(table("policy.limits", "all")),
        "policy/nearest.yaml": draw(table("policy.nearest", "most_specific")),
        "drugs/pairs.yaml": draw(pair_table("drugs.pairs", symmetric=True)),
        "policy/parts.yaml": draw(pair_table("policy.parts", symmetric=False)),
        "policy/p_days.yaml": draw(parameter("policy.p_days", "quantity[day]", ["3 days", "7 days"])),
        "policy/p_count.yaml": draw(parameter("policy.p_count", "number", ["1", "2"])),
        "policy/local_money.yaml": draw(parameter("policy.local.money", "money", ["20.00", "50.00"])),
        "drugs/some.yaml": f"codes: drugs.some\nsystem: nhsa_drug\ninclude: [{draw(st.sampled_from(['XA01', 'XA01AAA001, XB01', 'XA01..XA02']))}]\n"
        f"exclude: [{draw(st.sampled_from(['', 'XA01AAA002']))}]\ncites: [law, 集]\n",
        "clinical/some.yaml": "codes: clinical.some\nsystem: icd10\ninclude: "
        f"[{draw(st.sampled_from(['A01', 'A01..B02', '{code: B02.0, from: 2025-01-15}']))}]\ncites: [law, 集]\n",
    }
    if draw(st.booleans()):
        files["regions/330000/p_days.yaml"] = (
            f"parameter: policy.p_days\nvalues:\n  - {{from: {draw(st.sampled_from(DAYS))}, value: 14 days, cites: [law, 省]}}\n"
        )
    if draw(st.booleans()):
        files["regions/330100/limits.yaml"] = (
            f"table: policy.limits\nrows:\n{draw(_row('local', 'code: XA01, cites: [law, 市]'))}"
        )
    return files
