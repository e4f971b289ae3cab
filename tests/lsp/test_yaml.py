"""Names, values and codes in the YAML files of a base: what stands there, where it is declared, what can be typed."""

from pathlib import Path

import pytest

from sanku.core.span import Span
from sanku.lsp.desk import Desk
from sanku.lsp.hover import hover_text
from sanku.lsp.occurrences import at
from sanku.lsp.offer import offered
from sanku.lsp.references import definition, names_in, references
from sanku.lsp.rename import rename
from sanku.lsp.symbols import Symbol

FILES = {
    "kb.yaml": """name: demo
bases: {drugs: [], policy: [drugs]}
systems:
  nhsa_drug: {levels: [{pattern: 'X.*', at: [3, 6]}], catalogue: drugs.list}
  lab: {levels: [], aliases: {albumin: 1751-7}}
reasons: {text: 其他说明}
region: {default: insured}
event: {line.batch_mark: {type: text, title: 批次}}
terms:
  level: 级别
  policy.most_units: 一次最多
""",
    "sources/law.yaml": "title: 规定\n",
    "sources/more.yaml": "sources:\n  old: {title: 旧规定, superseded_by: law}\n",
    "drugs/list.yaml": """table: drugs.list
columns: {code: "code[nhsa_drug]", name: text}
key: code
from: 2020-01-01
cites: [law, 目录]
rows:
  - {id: a, code: XAA001, name: 人血白蛋白}
  - {id: b, code: XAA002, name: 球蛋白}
  - {id: c, code: XBB001, name: 阿莫西林}
""",
    "drugs/proteins.yaml": "codes: drugs.sets.proteins\nsystem: nhsa_drug\ninclude: [XAA]\ncites: [law, 目录]\n",
    "policy/limits.yaml": """table: policy.limits
columns: {code: "code[nhsa_drug]", level: facility_level}
key: code
from: 2020-01-01
cites: [[law, 第一条], [old, 第二条]]
rows:
  - {id: first, code: XAA001, level: secondary}
  - {id: sets, code: drugs.sets.proteins, level: tertiary}
""",
    "regions/330100/limits.yaml": "table: policy.limits\nremoves: [first]\n",
    "policy/most.yaml": "parameter: policy.most_units\ntype: number\nvalues:\n  - {from: 2020-01-01, value: 2, cites: [law, 第三条]}\n",
    "policy/demo.kb": """module policy.demo
use drugs

rule level "限级别"
  cites    law "第一条"
  for      line in lines
  match    limit in policy.limits on line.code
  when     facility.level < limit.level or line.quantity > policy.most_units
  order    remind
  severity low
  unknown  remind
  say      "{line.name}限级别"

exempt level as rescue "抢救"
  cites    law "第二条"
  when     encounter.rescue = true
""",
    "policy/demo.test.yaml": """- case: 级别不够
  event:
    phase: order
    facility: {level: primary}
    lines: [{id: 1, at: 2025-01-02, code: XAA001, quantity: 1}]
  expect:
    findings: [{rule: level, control: remind}]
""",
    "coverage.yaml": "clauses:\n  A: {rule: policy.demo.level, fires: [级别不够], spares: []}\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("yaml") / "base"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def desk(root: Path) -> Desk:
    found = Desk(root)
    found.load()
    assert [one for each in found.found.values() for one in each if one.is_error] == []
    return found


def at_word(desk: Desk, file: str, word: str, shift: int = 1) -> tuple[str, Symbol]:
    """Return the path of a file and what stands in it where a word does."""
    path, text = (desk.root / file).as_posix(), FILES[file]
    place = text.index(word) + shift
    line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
    desk.edit(path, text)
    found = at(names_in(path, desk, line), line, column)
    assert found is not None, (file, word)
    return path, found.symbol


def shown(span: Span, desk: Desk) -> str:
    return f"{Path(span.file).relative_to(desk.root).as_posix()}:{span.line}"


@pytest.mark.parametrize(
    ("file", "word", "declared"),
    [
        ("policy/limits.yaml", "policy.limits", "policy/limits.yaml:1"),
        ("policy/limits.yaml", "level: secondary", "policy/limits.yaml:2"),
        ("policy/limits.yaml", "code\nfrom", "policy/limits.yaml:2"),
        ("policy/limits.yaml", "law", "sources/law.yaml:1"),
        ("policy/limits.yaml", "old", "sources/more.yaml:2"),
        ("policy/limits.yaml", "XAA001", "drugs/list.yaml:7"),
        ("policy/limits.yaml", "drugs.sets.proteins", "drugs/proteins.yaml:1"),
        ("regions/330100/limits.yaml", "first", "policy/limits.yaml:7"),
        ("regions/330100/limits.yaml", "policy.limits", "policy/limits.yaml:1"),
        ("policy/most.yaml", "policy.most_units", "policy/most.yaml:1"),
        ("drugs/proteins.yaml", "nhsa_drug", "kb.yaml:4"),
        ("sources/more.yaml", "law", "sources/law.yaml:1"),
        ("kb.yaml", "drugs.list", "drugs/list.yaml:1"),
        ("kb.yaml", "level: 级别", "policy/limits.yaml:2"),
        ("kb.yaml", "policy.most_units", "policy/most.yaml:1"),
        ("kb.yaml", "text: 其他", "kb.yaml:6"),
        ("policy/demo.test.yaml", "level, control", "policy/demo.kb:4"),
        ("policy/demo.test.yaml", "XAA001", "drugs/list.yaml:7"),
        ("coverage.yaml", "policy.demo.level", "policy/demo.kb:4"),
    ],
)
def test_a_name_in_yaml_leads_to_where_it_is_declared(desk: Desk, file: str, word: str, declared: str) -> None:
    path, symbol = at_word(desk, file, word)
    span = definition(symbol, path, desk)
    assert span is not None
    assert shown(span, desk) == declared


@pytest.mark.parametrize(
    ("file", "word", "places"),
    [
        ("policy/limits.yaml", "policy.limits", ["policy/demo.kb:7", "policy/limits.yaml:1", "regions/330100/limits.yaml:1"]),
        ("policy/most.yaml", "policy.most_units", ["kb.yaml:11", "policy/demo.kb:8", "policy/most.yaml:1"]),
        ("drugs/list.yaml", "XAA001", ["drugs/list.yaml:7", "policy/demo.test.yaml:5", "policy/limits.yaml:7"]),
        ("policy/limits.yaml", "first", ["policy/limits.yaml:7", "regions/330100/limits.yaml:2"]),
        ("policy/limits.yaml", "level: facility_level", ["kb.yaml:10", "policy/demo.kb:8", "policy/limits.yaml:2", "policy/limits.yaml:7", "policy/limits.yaml:8"]),
        ("policy/demo.test.yaml", "level, control", ["coverage.yaml:2", "policy/demo.kb:4", "policy/demo.kb:14", "policy/demo.test.yaml:7"]),
        ("sources/more.yaml", "old", ["policy/limits.yaml:5", "sources/more.yaml:2"]),
    ],
)  # fmt: skip
def test_references_reach_rules_facts_cases_and_terms(desk: Desk, file: str, word: str, places: list[str]) -> None:
    _, symbol = at_word(desk, file, word)
    assert [shown(span, desk) for span in references(symbol, desk, {})] == places


def test_a_parameter_is_renamed_from_its_file_at_every_place(desk: Desk) -> None:
    _, symbol = at_word(desk, "policy/most.yaml", "policy.most_units")
    spans = rename(symbol, "units", desk, {})
    assert not isinstance(spans, str)
    texts = dict(FILES)
    for span in reversed(spans):
        name = Path(span.file).relative_to(desk.root).as_posix()
        lines = texts[name].split("\n")
        line = lines[span.line - 1]
        lines[span.line - 1] = f"{line[: span.column - 1]}units{line[span.end_column - 1 :]}"
        texts[name] = "\n".join(lines)
    assert texts == {name: text.replace("policy.most_units", "policy.units") for name, text in FILES.items()}


def test_nothing_is_renamed_while_a_fact_file_is_broken(desk: Desk) -> None:
    _, symbol = at_word(desk, "policy/most.yaml", "policy.most_units")
    path = (desk.root / "policy" / "limits.yaml").as_posix()
    desk.edit(path, FILES["policy/limits.yaml"] + "  - {id: \n")
    assert "policy/limits.yaml" in str(rename(symbol, "units", desk, {}))
    desk.close(path)
    assert not isinstance(rename(symbol, "units", desk, {}), str)


@pytest.mark.parametrize(
    ("file", "word", "says"),
    [
        ("policy/limits.yaml", "XAA001", "人血白蛋白"),
        ("drugs/proteins.yaml", "XAA]", "人血白蛋白、球蛋白"),
        ("policy/limits.yaml", "first", "《规定》第一条"),
        ("policy/demo.test.yaml", "quantity", "数量"),
        ("policy/most.yaml", "policy.most_units", "一次最多"),
        ("policy/demo.test.yaml", "level, control", "对每条本次明细"),
        ("policy/demo.test.yaml", "level, control", "For each of this encounter's lines"),
        ("kb.yaml", "nhsa_drug", "3 个编码"),
    ],
)
def test_hover_in_yaml_says_what_stands_there(desk: Desk, file: str, word: str, says: str) -> None:
    _, symbol = at_word(desk, file, word)
    assert desk.model is not None
    assert says in hover_text(symbol, desk.model, desk.codes)


TABLE = ["table: policy.limits", 'columns: {code: "code[nhsa_drug]", level: facility_level}', "key: code", "rows:"]
CASE = ["- case: 一", "  event:", "    phase: order"]


@pytest.mark.parametrize(
    ("file", "above", "typed", "wanted", "unwanted"),
    [
        ("policy/limits.yaml", TABLE, "  - {id: x, code: XA", "XAA001", "XBB001"),
        ("policy/limits.yaml", TABLE, "  - {id: x, code: 白蛋", "XAA001", "XAA002"),
        ("policy/limits.yaml", TABLE, "  - {id: x, code: [XAA001, ", "drugs.sets.proteins", "secondary"),
        ("policy/limits.yaml", TABLE, '  - {id: x, code: "X', "XBB001", "secondary"),
        ("policy/limits.yaml", TABLE, "  - {id: x, ", "level", "id"),
        ("policy/limits.yaml", TABLE, "  - {id: x, level: ", "tertiary", "XAA001"),
        ("policy/limits.yaml", [*TABLE, "  - id: x"], "    le", "level", "id"),
        ("policy/limits.yaml", TABLE, "  - {id: x, cites: [", "law", "level"),
        ("policy/limits.yaml", TABLE[:2], "key: ", "level", "law"),
        ("policy/limits.yaml", TABLE[:2], "ma", "match", "columns_"),
        ("regions/330100/limits.yaml", TABLE[:1], "removes: [", "sets", "level"),
        ("drugs/proteins.yaml", ["codes: drugs.sets.proteins"], "system: ", "lab", "XAA001"),
        ("drugs/proteins.yaml", ["codes: drugs.sets.proteins"], "include: [X", "XBB001", "lab"),
        ("drugs/proteins.yaml", ["codes: drugs.sets.proteins", "include:"], "  - X", "XBB001", "lab"),
        ("policy/demo.test.yaml", CASE, "    fac", "facility", "level"),
        ("policy/demo.test.yaml", CASE, "    facility: {", "level", "quantity"),
        ("policy/demo.test.yaml", CASE, "    facility: {level: ", "primary", "quantity"),
        ("policy/demo.test.yaml", CASE, "    lines: [{id: 1, ", "quantity", "id"),
        ("policy/demo.test.yaml", CASE, "    lines: [{id: 1, code: X", "XAA001", "drugs.sets.proteins"),
        ("policy/demo.test.yaml", [*CASE, "  expect:"], "    findings: [{rule: ", "policy.demo.level", "allow"),
        ("policy/demo.test.yaml", [*CASE, "  expect:"], "    outcome: ", "allow", "remind"),
        ("kb.yaml", ["name: demo", "terms:"], "  po", "policy.most_units", "law"),
        ("policy/demo.kb", FILES["policy/demo.kb"].split("\n")[:7], '  when     line.code = "XA', "XAA002", "level"),
        ("policy/demo.kb", FILES["policy/demo.kb"].split("\n")[:7], "  when     line.code = ", '"XAA002"', "level"),
    ],
)
def test_completion_offers_what_can_stand_there(
    desk: Desk, file: str, above: list[str], typed: str, wanted: str, unwanted: str
) -> None:
    path = (desk.root / file).as_posix()
    choices, length = offered(desk, path, [*above, typed], len(above) + 1, typed)
    names = {one.text for one in choices}
    assert wanted in names
    assert unwanted not in names
    assert not typed[len(typed) - length :].strip(" ").startswith(("{", "[", ","))


def test_a_code_is_offered_with_its_name(desk: Desk) -> None:
    path = (desk.root / "policy" / "limits.yaml").as_posix()
    typed = "  - {id: x, code: XAA001"
    choices, length = offered(desk, path, [*TABLE, typed], len(TABLE) + 1, typed)
    assert [one.about for one in choices if one.text == "XAA001"] == ["人血白蛋白"]
    assert length == len("XAA001")


def test_nothing_is_offered_in_a_comment(desk: Desk) -> None:
    path = (desk.root / "policy" / "limits.yaml").as_posix()
    typed = "  # - {id: x, code: XA"
    assert offered(desk, path, [*TABLE, typed], len(TABLE) + 1, typed) == ((), 0)


def test_a_case_is_judged_by_its_shape_as_it_is_typed(desk: Desk) -> None:
    path = (desk.root / "policy" / "demo.test.yaml").as_posix()
    desk.edit(path, FILES["policy/demo.test.yaml"].replace("control: remind", "control: remin"))
    assert [(one.span.line, one.help) for one in desk.found[path]] == [(7, "write `remind`")]
    desk.edit(path, FILES["policy/demo.test.yaml"])
    assert path not in desk.found


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        ("policy/limits.yaml", "[law, 第一条]", "[lew, 第一条]", 5, "did you mean `law`?"),
        ("policy/limits.yaml", "level: secondary", "level: secundary", 7, "did you mean `secondary`?"),
        ("policy/limits.yaml", "level: tertiary", "levle: tertiary", 8, "did you mean `level`?"),
        ("policy/limits.yaml", "drugs.sets.proteins", "drugs.sets.protein", 8, "did you mean `drugs.sets.proteins`?"),
        ("regions/330100/limits.yaml", "removes", "remove", 2, "did you mean `removes`?"),
        ("regions/440100/limits.yaml", "removes", "remove", 2, "did you mean `removes`?"),
        ("policy/most.yaml", "value: 2", "value: two", 4, "write digits and one point, without thousands separators"),
        ("drugs/proteins.yaml", "nhsa_drug", "nhsa_drag", 2, "did you mean `nhsa_drug`?"),
        ("sources/law.yaml", "title", "titel", 1, "did you mean `title`?"),
        ("kb.yaml", "reasons", "reason", 6, "did you mean `reasons`?"),
    ],
)
def test_a_fact_file_is_judged_as_it_is_typed(desk: Desk, file: str, old: str, new: str, line: int, says: str) -> None:
    path, text = (desk.root / file).as_posix(), FILES.get(file) or FILES["regions/330100/limits.yaml"]
    desk.edit(path, text.replace(old, new))
    assert (line, says) in [(one.span.line, one.help) for one in desk.found[path]]
    desk.edit(path, text)
    assert path not in desk.found


def test_no_fact_file_of_a_good_base_is_found_wrong_alone(desk: Desk) -> None:
    for file in (name for name in FILES if name.endswith(".yaml")):
        path = (desk.root / file).as_posix()
        desk.edit(path, f"{FILES[file]}# a remark\n")
        assert path not in desk.found
        desk.edit(path, FILES[file])


def test_a_fact_file_that_is_opened_hides_no_problem(tmp_path: Path) -> None:
    for name, text in {
        **FILES,
        "policy/demo.kb": FILES["policy/demo.kb"].replace("line.quantity", "line.quantiti"),
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("[law, 第三条]", "[lew, 第三条]"), encoding="utf-8")
    desk = Desk(tmp_path)
    desk.load()
    before = desk.found
    assert {Path(name).name for name in before} == {"demo.kb", "most.yaml"}
    path = (tmp_path / "policy" / "most.yaml").as_posix()
    desk.edit(path, Path(path).read_text(encoding="utf-8"))
    assert desk.found == before


def test_a_rule_that_is_not_saved_outlives_a_reading_of_the_facts(tmp_path: Path) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    desk, rules = Desk(tmp_path), (tmp_path / "policy" / "demo.kb").as_posix()
    desk.load()
    assert rules not in desk.found
    desk.edit(rules, FILES["policy/demo.kb"].replace("line.quantity", "line.quantiti"))
    desk.load()
    assert [one.help for one in desk.found[rules]] == ["did you mean `quantity`?"]
    desk.close(rules)
    assert rules not in desk.found
