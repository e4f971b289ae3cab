"""Random rules as text: every shape of subject, match, cap, exception, control and overlay."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.agreement.conditions import Scope, condition, member_condition

_CONTROLS = (
    "  order    remind\n",
    "  order    remind\n  settle   self_pay\n  audit    deny\n",
    "  settle   block\n  audit    deny if unjustified\n  order    remind\n",
    "  order    block\n  settle   remind\n  audit    query\n",
)
_UNKNOWN = ("pass", "remind", "hold", "block")


@st.composite
def _tail(draw: st.DrawFn, say: str, amount: str = "") -> str:
    controls = draw(st.sampled_from(_CONTROLS))
    justify = "  justify within 3 days\n" if "unjustified" in controls and draw(st.booleans()) else ""
    severity = draw(st.sampled_from(["", "  severity low\n"]))
    bears = draw(st.sampled_from(["", "  bears    hospital\n"]))
    status = draw(st.sampled_from(["", "", "", "  status   shadow\n"]))
    return f"{controls}{amount}{severity}{bears}{justify}  unknown  {draw(st.sampled_from(_UNKNOWN))}\n{status}  say      \"{say}\"\n"


@st.composite
def _head(draw: st.DrawFn, name: str) -> str:
    effective = draw(st.sampled_from(["", "", "", "  effective 2025-01-01 .. 2025-01-31\n", "  effective .. 2025-01-14\n"]))
    region = draw(st.sampled_from(["", "  region   care\n"]))
    return f'rule {name} "规则{name}"\n  cites    law "第一条"\n{effective}{region}'


@st.composite
def _line_rule(draw: st.DrawFn, name: str) -> str:
    """Over lines, with or without rows."""
    scope = Scope(line="x")
    guard = f" where {draw(st.sampled_from(['x.kind = drug', 'x.amount > 0 CNY', 'encounter.kind = inpatient']))}" if draw(st.booleans()) else ""
    text = f"  for      x in lines{guard}\n"
    rows = draw(st.sampled_from(["none", "match", "match", "nearest", "gather", "both"]))
    if rows in ("match", "both"):
        text += "  match    m in policy.limits on x.code\n"
        scope.row = "m"
    if rows in ("nearest", "both"):
        text += "  match    n in policy.nearest on x.code\n"
        scope.row = scope.row or "n"
    if rows == "gather":
        text += "  gather   g in policy.limits on x.code\n"
        scope.rows = "g"
    if draw(st.booleans()):
        total = scope.fresh("l")
        where = draw(member_condition(scope, total))
        text += f"  let      total = sum({total}.quantity for {total} in {draw(st.sampled_from(['lines', 'record.lines']))} where ({where}))\n"
        scope.numbers.append("total")
    shown = "，合计{total}" if scope.numbers else ""
    amount = ""
    if draw(st.integers(0, 2)) == 0:
        member = scope.fresh("l")
        where = draw(member_condition(scope, member))
        what = draw(st.sampled_from([f"sum({member}.quantity", f"count({member}", f"count(distinct day({member}.at)", f"sum({member}.amount"]))
        limit = "50 CNY" if "amount" in what else draw(st.sampled_from(["1", "2", "policy.p_count"]))
        collection = draw(st.sampled_from(["lines", "record.lines"]))
        text += f"  cap      {what} for {member} in {collection} where ({where})) at most {limit}\n"
        shown += "，超出{excess}"
    else:
        text += f"  when     {draw(condition(scope))}\n"
        amount = draw(st.sampled_from(["", "", "  amount   round(x.amount * (x.days - 3 days) / x.days, 2)\n", "  amount   x.amount - 10 CNY\n"]))
    if draw(st.booleans()):
        text += f"  unless   {draw(condition(Scope(line='x', row=scope.row, count=scope.count), 1))}\n"
    say = "{x.name}数量{x.quantity}" + (f"限{{{scope.row}.most}}" if scope.row else "") + shown
    return draw(_head(name)) + text + draw(_tail(say, amount))


@st.composite
def _two_line_rule(draw: st.DrawFn, name: str) -> str:
    """A part and a whole: directed pairs, or two binders of which one is in the history."""
    scope = Scope(line="x", other="y")
    collection = draw(st.sampled_from(["lines", "record.lines", "history.lines"]))
    guard = draw(st.sampled_from(["", " where y.kind = drug", " where y.at within 14 days before x.at"]))
    text = f"  for      x in lines\n  for      y in {collection}{guard}\n"
    if draw(st.booleans()):
        text += "  match    p in policy.parts on x.code, y.code\n"
        when = draw(st.sampled_from(["x on same p.window as y", "x.at on same day as y.at"]))
    else:
        when = draw(condition(scope, 1))
    return draw(_head(name)) + text + f"  when     {when}\n" + draw(_tail("{x.name}与{each y.name}"))


@st.composite
def _pair_rule(draw: st.DrawFn, name: str) -> str:
    """Unordered pairs."""
    matched = draw(st.booleans())
    text = "  for      a, b in lines where a.kind = drug\n" if not matched else "  for      a, b in lines\n  match    p in drugs.pairs on a.code, b.code\n"
    when = draw(st.sampled_from(["a.at on same day as b.at", "a.use overlaps b.use", "a.code != b.code and a.at within 3 days of b.at"]))
    return draw(_head(name)) + text + f"  when     {when}\n" + draw(_tail("{a.name}与{each b.name}"))


@st.composite
def _stay_rule(draw: st.DrawFn, name: str) -> str:
    """Over the encounter and the history."""
    text = f"  for      s in encounter{draw(st.sampled_from(['', ' where s.kind = inpatient']))}\n"
    other = draw(st.booleans())
    if other:
        text += "  for      p in history.encounters where p.facility.id = s.facility.id\n"
        when = draw(st.sampled_from(["s.admitted_at within 7 days after p.discharged_at", "p.period overlaps s.period", "p.kind = s.kind"]))
    else:
        when = draw(condition(Scope(), 2))
    dated = draw(st.sampled_from(["", "", "  dated by s.discharged_at\n"]))
    return draw(_head(name)) + text + dated + f"  when     {when}\n" + draw(_tail("住院{s.admitted_at}"))


@st.composite
def _group_rule(draw: st.DrawFn, name: str) -> str:
    """One finding per group."""
    key = draw(st.sampled_from(["x.code", "x.code, day(x.at)", "x.prescription"]))
    limit = draw(st.sampled_from(["1", "2", "policy.p_count"]))
    text = f"  for      x in lines where x.kind = drug by {key}\n  let      all_of = sum(l.quantity for l in lines where (l.code = x.code))\n"
    return draw(_head(name)) + text + f"  when     all_of > {limit}\n" + draw(_tail("{x.name}共{all_of}"))


@st.composite
def _diagnosis_rule(draw: st.DrawFn, name: str) -> str:
    """Over diagnoses."""
    when = draw(st.sampled_from(["d.code in clinical.some and patient.sex = male", "d.main and not exists l in lines where (l.code in drugs.some)"]))
    return draw(_head(name)) + f"  for      d in diagnoses\n  dated by encounter.admitted_at\n  when     {when}\n" + draw(_tail("诊断{d.name}"))


_RULES = (_line_rule, _line_rule, _line_rule, _two_line_rule, _pair_rule, _stay_rule, _group_rule, _diagnosis_rule)


@st.composite
def rule_files(draw: st.DrawFn) -> dict[str, str]:
    """Rule files of the nation and of a region."""
    names = [f"r{number}" for number in range(draw(st.integers(1, 3)))]
    head = "module policy.generated\nuse drugs\nuse clinical\n\ndefine young(t: datetime) = age_years(patient.born, t) < 18 years\n\n"
    rules = [draw(draw(st.sampled_from(_RULES))(name)) for name in names]
    text = head + "\n".join(rules)
    if draw(st.booleans()):
        controlled = [phase for phase in ("order", "settle", "audit") if f"\n  {phase:<8} " in rules[0]]
        phases = draw(st.sampled_from(["", *(f" in {phase}" for phase in controlled), f" in {', '.join(controlled)}"]))
        text += f'\nexempt {names[0]} as spared{phases} "例外"\n  cites    law "第二条"\n  when     {draw(condition(Scope(), 1))}\n'
    files = {"policy/generated.kb": text}
    region = "module policy.generated\nuse clinical\n"
    said = draw(st.sampled_from(["nothing", "amend", "exempt", "withdraw"]))
    if said == "amend":
        region += f'\namend {names[0]} "改为提醒"\n  cites    law "省"\n  effective 2025-01-15 ..\n  order    remind\n  unknown  remind\n'
    if said == "exempt":
        region += f'\nexempt {names[0]} as local "省例外"\n  cites    law "省"\n  when     exists ill in diagnoses where (ill.code in clinical.some)\n'
    if said == "withdraw" and "as spared" in text:
        region += "\nwithdraw spared from 2025-01-15\n  cites    law \"省\"\n"
    if said != "nothing" and region.count("\n") > 2:
        files["regions/330000/generated.kb"] = region
    return files
