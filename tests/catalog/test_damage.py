"""Damaged files: whatever is done to them, a load ends with a catalog and diagnostics, never with a traceback."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from sanku.catalog import load_catalog
from sanku.core.types import EnumType

FILES = {
    "kb.yaml": """\
name: x
bases: {drugs: [], clinical: [drugs]}
systems:
  nhsa_drug: {levels: [{pattern: "X.*", at: [6, 10]}], catalogue: drugs.t}
  icd10: {levels: [3, 5], aliases: {flu: J10}}
region: {default: insured}
event: {line.ward: {type: text, title: 病区}}
""",
    "t.yaml": """\
table: drugs.t
columns: {code: "code[nhsa_drug]", dx: "code[icd10]", most: "quantity[day]", sex: sex, tags: "list[text]"}
key: [code, dx]
match: most_specific
from: 2024-01-01
cites: [label, x]
rows:
  - {id: a, code: [XA01AB, XA01AC], dx: clinical.a, most: 7 days, sex: male, tags: [a, b]}
  - {id: b, code: XA01AD, dx: I10, supersedes: a, from: 2024-02-01, weaken: {settle: remind}}
""",
    "c.yaml": "table: drugs.c\ncolumns: {a: text, b: money}\nkey: a\nsymmetric: [a, a]\nrows: c.csv\ncites: [label, x]\n",
    "c.csv": 'id,a,b,cites\nx,"1, 2",3.50,label|y;label|z\ny,3,,\n',
    "s.yaml": "codes: clinical.a\nsystem: icd10\ninclude: [I10, I11..I13, {code: I20, from: 2024-01-01}]\nsets: [clinical.b]\ncites: [label, x]\n",
    "s2.yaml": "codes: clinical.b\nsystem: icd10\ninclude: [J10]\nexclude: [J10.1]\ncites: [label, x]\n",
    "p.yaml": "parameter: drugs.p\ntype: window\nvalues: [{from: 2024-01-01, value: 6 hours, cites: [label, x]}]\n",
    "regions/330100/t.yaml": "table: drugs.t\nremoves: [b]\nrows: [{id: c, replaces: a, code: XA01AB, dx: I10, sex: 女, cites: [label, x]}]\n",
    "regions/330100/s.yaml": "codes: clinical.b\nsets: [clinical.b]\ninclude: []\n",
    "sources/label.yaml": "title: x\nissued: 2024-01-01\n",
    "senders/a.yaml": "dictionaries: {patient.sex: {1: male}}\nsupplies: {lines: complete}\n",
}  # fmt: skip
ENUMS = {"sex": EnumType("sex", ("male", "female"), ("男", "女"))}
PIECES = (
    "", " ", "\n", "\t", "{", "}", "[", "]", ":", ": ", ",", "- ", '"', "'", "#", "&a ", "*a", "!x ", "|", ">", "~", "null",
    "..", "::", "@", ";", "\x00", "：", "女", "id", "rows", "clinical.b", "drugs.t", "I1", "-1", "9" * 30, "2024-13-01",
)  # fmt: skip


@st.composite
def damage(draw: st.DrawFn) -> dict[str, bytes]:
    files = dict(FILES)
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(files)))
        text = files[name]
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 1, 2, 5, 20))))
        files[name] = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return {name: text.encode() for name, text in files.items()}


@given(damage())
def test_no_damage_ends_in_a_traceback(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        catalog, found = load_catalog(Path(folder), ENUMS)
        assert catalog is not None or any(each.is_error for each in found)
        for each in found:
            assert each.message
            assert each.message == each.message.strip(".\n ")
            assert "\n" not in each.message + each.help
            assert len(each.message) <= 400
