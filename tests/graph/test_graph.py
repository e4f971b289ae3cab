"""The dependency graph of small bases: edges with their places, order, requirements, impact."""

from pathlib import Path

import networkx as nx
import pytest

from sanku.graph import (
    Graph,
    Vertex,
    build_graph,
    cycles,
    evaluation_order,
    impact,
    requirements,
    show_graph,
    show_requirements,
)
from sanku.semantics import read_base
from tests.fixtures.pages import Part, write_page

NATION = """module policy.case
use drugs
use clinical.icd10 as icd

define adult(born: date, at: datetime) = age_years(born, at) >= 18 years
define grown = adult(patient.born, encounter.admitted_at)

rule counted "题"
  cites    a "一"
  for      line in lines
  match    limit in policy.cycles on line.code
  cap      count(l for l in record.lines where (l.code = line.code and l.at within limit.cycle before line.at and l.fund_paid)) at most limit.most
  unless   grown
  settle   self_pay
  unknown  hold
  say      "{line.name}"

rule stay "题"
  cites    a "一"
  for      stay in encounter where stay.kind = inpatient
  for      prior in history.encounters where prior.facility.id = facility.id and prior.kind in {inpatient, day_case}
  when     stay.admitted_at within policy.limits.supply after prior.discharged_at
  audit    query
  severity low
  say      "{each prior.id}"

rule ever "题"
  cites    a "一"
  for      line in lines where line.code in drugs.human_albumin
  when     exists l in history.lines where (l.code = line.code)
  order    remind
  severity low
  say      "x"
"""
CITY = """module policy.case
use clinical.icd10 as icd

exempt counted as chronic "慢性病"
  cites    b "一"
  when     exists d in diagnoses where (d.code in icd.hypertension)

amend ever "加强"
  settle   remind
  say      "{line.name}"
"""


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Graph:
    files = (Part("kb", "case.kb", NATION, 0, 0), Part("kb", "regions/330100/case.kb", CITY, 0, 0))
    write_page(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    loaded = read_base(Path())
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    return build_graph(loaded.model)


def test_edges_read_and_alter(graph: Graph) -> None:
    lines = show_graph(graph).splitlines()
    for line in (
        "rule policy.case.counted -> reads table policy.cycles",
        "rule policy.case.counted -> reads definition policy.case.grown",
        "rule policy.case.counted -> reads field history.lines.fund_paid",
        "rule policy.case.counted -> reads field lines.fund_paid",
        "definition policy.case.grown -> reads definition policy.case.adult",
        "definition policy.case.grown -> reads field patient.born",
        "rule policy.case.stay -> reads parameter policy.limits.supply",
        "rule policy.case.ever -> reads code_set drugs.human_albumin",
        "exemption policy.case.chronic -> alters rule policy.case.counted",
        "exemption policy.case.chronic -> reads code_set clinical.icd10.hypertension",
        "amendment policy.case.ever@330100:regions/330100/case.kb:8 -> alters rule policy.case.ever",
        "amendment policy.case.ever@330100:regions/330100/case.kb:8 -> reads field lines.name",
    ):
        assert line in lines


def test_edges_know_their_places(graph: Graph) -> None:
    spans = graph.spans(Vertex("rule", "policy.case.ever"), Vertex("code_set", "drugs.human_albumin"))
    assert [str(span) for span in spans] == ["case.kb:29:45"]
    both = graph.spans(Vertex("rule", "policy.case.counted"), Vertex("field", "lines.code"))
    assert len(both) == 3


def test_definitions_stand_before_what_calls_them(graph: Graph) -> None:
    order = [vertex.name.rpartition(".")[2] for vertex in evaluation_order(graph)]
    assert order.index("adult") < order.index("grown") < order.index("counted")
    assert set(order) == {"adult", "grown", "counted", "stay", "ever"}


def test_a_cycle_is_its_path(graph: Graph) -> None:
    assert cycles(graph) == ()
    a, b, c = (Vertex("definition", name) for name in "abc")
    looped = Graph(graph.model, nx.DiGraph([(c, a), (a, b), (b, c), (b, b)]))
    assert cycles(looped) == ((a, b, c), (b,))


def test_requirements_of_everything(graph: Graph) -> None:
    assert (
        show_requirements(requirements(graph))
        == """\
encounter: admitted_at, id, kind
facility: id
patient: born
diagnoses: at, code, id
history.encounters: admitted_at, discharged_at, facility.id, id, kind (14 days back; own facility; kinds day_case, inpatient)
history.lines: at, code, fund_paid, id
lines: amount, at, code, fund_paid, id, name"""
    )


def test_requirements_of_a_rule_a_phase_a_base(graph: Graph) -> None:
    counted = requirements(graph, rule="policy.case.counted")
    history = counted.collection("history.lines")
    assert history is not None
    assert (history.days, history.own_facility, history.kinds) == (30, False, None)
    assert history.rules == ("policy.case.counted",)
    audit = requirements(graph, phase="audit")
    assert [need.name for need in audit.collections] == ["history.encounters"]
    assert "patient" not in audit.singles
    settle = requirements(graph, phase="settle")
    assert settle.collection("history.lines") is not None
    assert settle.collection("history.lines").rules == ("policy.case.counted", "policy.case.ever")
    assert requirements(graph, base="clinical").collections == ()
    with pytest.raises(KeyError):
        requirements(graph, rule="policy.case.none")


def test_impact_of_a_row_a_set_a_parameter_a_definition(graph: Graph) -> None:
    row = impact(graph, "crp")
    assert (row.rules, row.exemptions) == (("policy.case.counted",), ("policy.case.chronic",))
    assert row.regions == ("000000", "330000", "330100")
    codes = impact(graph, Vertex("code_set", "clinical.icd10.hypertension"))
    assert (codes.rules, codes.exemptions) == (("policy.case.counted",), ("policy.case.chronic",))
    assert impact(graph, Vertex("parameter", "policy.limits.supply")).rules == ("policy.case.stay",)
    born = impact(graph, Vertex("field", "patient.born"))
    assert born.definitions == ("policy.case.adult", "policy.case.grown")[1:]
    exemption = impact(graph, Vertex("exemption", "policy.case.chronic"))
    assert exemption.rules == ("policy.case.counted",)
    assert exemption.regions == ("330100",)
    assert impact(graph, "no such row").rules == ()


def test_facts_read_code_sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "table: policy.asked\ncolumns: {code: 'code[nhsa_service]', for: 'codes[icd10]'}\nkey: code\nrows:\n"
    row = "  - {id: x, code: '001204000010000', for: clinical.icd10.wide, from: 2020-01-01, cites: [a, 一]}\n"
    wide = "codes: clinical.icd10.wide\nsystem: icd10\ninclude: [J45]\nsets: [clinical.icd10.hypertension]\ncites: [a, 一]\n"
    rule = """module policy.case
use clinical

rule asked "题"
  cites    a "一"
  for      line in lines
  match    row in policy.asked on line.code
  when     not exists d in record.diagnoses where (d.code in row.for and d.at on same month as line.at)
           or exists e in history.encounters where (e.admitted_at >= line.at - 3 days or e.rescue)
  order    remind
  severity low
  say      "x"
"""
    files = (
        Part("yaml", "policy/asked.yaml", table + row, 0, 0),
        Part("yaml", "clinical/wide.yaml", wide, 0, 0),
        Part("kb", "case.kb", rule, 0, 0),
    )
    write_page(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    loaded = read_base(Path())
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    graph = build_graph(loaded.model)
    narrow, broad = (Vertex("code_set", f"clinical.icd10.{name}") for name in ("hypertension", "wide"))
    assert [str(span) for span in graph.spans(Vertex("table", "policy.asked"), broad)] == ["policy/asked.yaml:5:5"]
    assert graph.how(broad, narrow) == "reads"
    assert impact(graph, narrow).rules == ("policy.case.asked",)
    needed = requirements(graph)
    month, anything = needed.collection("history.diagnoses"), needed.collection("history.encounters")
    assert month is not None
    assert anything is not None
    assert (month.days, anything.days) == (31, None)


def test_impact_of_rules_and_what_alters_them(graph: Graph) -> None:
    rule = impact(graph, Vertex("rule", "policy.case.ever"))
    assert rule.rules == ("policy.case.ever",)
    assert rule.regions == ("000000", "330000", "330100")
    amendment = next(vertex for vertex in graph.digraph if vertex.kind == "amendment")
    assert impact(graph, amendment).rules == ("policy.case.ever",)
    assert impact(graph, amendment).regions == ("330100",)
    definition = impact(graph, Vertex("definition", "policy.case.adult"))
    assert definition.definitions == ("policy.case.adult", "policy.case.grown")
    assert definition.rules == ("policy.case.counted",)
    assert impact(graph, Vertex("rule", "policy.case.unknown")).rules == ()
