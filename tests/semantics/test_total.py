"""Whatever an author writes: resolution gives a model or diagnostics, never an exception."""

import re
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanku.catalog.nodes import Catalog
from sanku.checks import run
from sanku.claim.schema import base_schema
from sanku.graph import build_graph, requirements
from sanku.semantics import load_model, resolve_model, show_model
from sanku.semantics.cost import rule_costs
from sanku.syntax import parse_text
from tests.fixtures.pages import BASE

RULES = """module policy.case
use drugs
use clinical.icd10 as icd

define old(at: datetime) = age_years(patient.born, at) > 70 years

rule a "题"
  cites    a "一"
  for      line in lines where line.kind = drug
  match    limit in policy.cycles on line.code
  let      albumin = latest(o.value for o in record.observations where (o.code = serum_albumin and o.at within 5 days before line.at) by o.at)
  cap      sum(l.quantity for l in record.lines where (l.code = line.code and l.at within limit.cycle before line.at)) at most limit.most
  unless   old(line.at) or exists d in diagnoses where (d.code in icd.hypertension)
  settle   self_pay
  amount   round(line.amount * 50%, 2)
  unknown  hold
  say      "{line.name}超出{excess}"

rule b "题"
  cites    a "一"
  for      a, b in lines where a.kind = drug
  match    pair in drugs.interactions on a.code, b.code
  when     a.at on same day as b.at and not a.days between 1 day and 7 days
  order    remind
  severity pair.severity
  say      "{a.name}与{each b.name}"

rule c "题"
  cites    a "一"
  for      item in lines by item.code, day(item.at)
  gather   rows in policy.cycles on item.code
  when     not all r in rows satisfy (r.most > count(distinct l.id for l in lines where (l.code = item.code)))
           or (if item.otc then 3 days else item.days) > 2 days or rank(item among k in lines by k.price desc) > 1
  audit    query
  severity low
  say      "{item.code}"

exempt a as chronic in settle "慢性病"
  cites    b "一"
  when     encounter.rescue and limit.most > 1

amend b "改"
  order    remind
  say      "{pair.effect}"
"""


@cache
def catalog() -> Catalog:
    model, _ = load_model(BASE)
    assert model is not None
    return model.catalog


WORDS = tuple(re.findall(r"[A-Za-z_][\w.]*|\"[^\"]*\"|[0-9]+|\S", RULES))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(places=st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(WORDS)), min_size=1, max_size=4))
def test_a_few_wrong_words_are_diagnostics(places: list[tuple[int, str]]) -> None:
    found = list(re.finditer(r"[A-Za-z_][\w.]*|\"[^\"]*\"|[0-9]+", RULES))
    text = RULES
    chosen = {found[index % len(found)].span(): word for index, word in places}
    for (start, end), word in sorted(chosen.items(), reverse=True):
        text = f"{text[:start]}{word}{text[end:]}"
    file, problems = parse_text(text, "case.kb")
    if file is None:
        assert problems
        return
    partial, diagnostics = resolve_model(catalog(), [("000000", file)], base_schema())
    assert len(partial.rules) == 3 or problems or any(one.is_error for one in diagnostics)
    run(partial)
    rule_costs(partial)
    requirements(build_graph(partial))
    show_model(partial)


def test_the_text_is_right_as_it_stands() -> None:
    file, problems = parse_text(RULES, "case.kb")
    assert file is not None
    partial, diagnostics = resolve_model(catalog(), [("000000", file)], base_schema())
    assert (problems, diagnostics) == ((), ())
    assert len(partial.rules) == 3
