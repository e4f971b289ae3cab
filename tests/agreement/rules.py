"""Random rules as text: every shape of subject, match, cap, exception, control and overlay."""

from __future__ import annotations

from tests.agreement.conditions import Scope, condition, length, member_condition
from tests.agreement.dice import Dice
from tests.agreement.facts import DAYS

CONTROLS = (
    "  order    remind\n  settle   remind\n  audit    query\n",
    "  order    remind\n  settle   self_pay\n  audit    deny\n",
    "  settle   block\n  audit    deny if unjustified\n  order    remind\n",
    "  order    block\n  settle   remind\n  audit    query\n",
    "  settle   self_pay\n",
)
UNKNOWN = ("pass", "remind", "hold", "block")
HEAD = """\
module policy.generated
use drugs
use clinical

define young(t: datetime) = age_years(patient.born, t) < 18 years
define each(a: money, n: quantity) = a / n
define busy(n: quantity) = exists some in lines where (some.quantity > n)
define dear(a: money, taken: bool) = a > 30 CNY or taken
define big(a: money, n: quantity) = a > 20 CNY and each(a, n) >= 10 CNY

"""


def _tail(dice: Dice, say: str, amount: str = "") -> str:
    controls = dice.pick(CONTROLS)
    justify = "  justify within 3 days\n" if "unjustified" in controls and dice.one_in(2) else ""
    severity = dice.pick(("", "  severity low\n"))
    bears = dice.pick(("", "  bears    hospital\n"))
    status = dice.pick(("", "", "", "  status   shadow\n"))
    english = '  say en   "english"\n' if dice.one_in(4) else ""
    unknown = dice.pick(UNKNOWN)
    return f'{controls}{amount}{severity}{bears}{justify}  unknown  {unknown}\n{status}  say      "{say}"\n{english}'


def _head(dice: Dice, name: str) -> str:
    dates = dice.pick(("", "", "", "", "  effective 2025-01-01 .. 2025-02-01\n", "  effective .. 2025-01-14\n"))
    region = dice.pick(("", "", "  region   care\n"))
    published = dice.pick(("", "", "", "  published 2025-01-15\n"))
    return f'rule {name} "规则{name}"\n  cites    law "第一条"\n{dates}{published}{region}'


def _line_rule(dice: Dice, name: str) -> str:
    """Over lines, with or without rows."""
    scope = Scope(line="x")
    guards = (
        "x.kind = drug",
        "x.amount > 0 CNY",
        "encounter.kind = inpatient",
        "x.code in drugs.some",
        "x.code in {family}",
        "x.code not in drugs.some",
        "x.code = first",
        "x.code in {first, other}",
        "x.at > 2025-01-01",
    )
    text = f"  for      x in lines{f' where {dice.pick(guards)}' if dice.one_in(3) else ''}\n"
    rows = dice.pick(("none", "match", "match", "nearest", "gather", "both", "ill", "chain", "kinds"))
    if rows == "none" and dice.one_in(3):
        scope.count[0] += 1
        text = f"  for      x in lines where ({condition(dice, scope, 1)})\n"
    if rows in ("match", "both", "chain"):
        text += "  match    m in policy.limits on x.code\n"
        scope.row = "m"
    if rows in ("nearest", "both"):
        text += "  match    n in policy.nearest on x.code\n"
        scope.row = scope.row or "n"
    if rows == "chain":
        text += "  let      following = m.next\n  match    n in policy.nearest on following\n"
    if rows == "gather":
        text += "  gather   g in policy.limits on x.code\n"
        scope.rows = "g"
    if rows == "kinds":
        text += f"  {dice.pick(('match ', 'gather'))}   k in policy.kinds on encounter.kind, x.quantity\n"
    if rows == "ill":
        text += f"  {dice.pick(('match ', 'gather'))}   i in policy.ill on x.code, encounter.main_diagnosis\n"
    text += dice.pick(("", "", "", "", "", "", "  dated by x.stopped_at\n"))
    text += _lets(dice, scope)
    shown = "，合计{total}" if scope.numbers else ""
    amount = ""
    if dice.one_in(3):
        text += f"  cap      {_cap(dice, scope)}\n"
        shown += "，超出{excess}"
        amount = (
            dice.pick(("", "", "", "  amount   round(x.amount * excess / 10, 2)\n")) if "distinct" not in text else ""
        )
        amount = "" if "sum(" in text.split("cap ")[1] and "amount for" in text else amount
    else:
        text += f"  when     {condition(dice, scope)}\n"
        amount = dice.pick(
            (
                "",
                "",
                "  amount   round(x.amount * (x.days - 3 days) / x.days, 2)\n",
                "  amount   x.amount - 10 CNY\n",
                "  amount   (if patient.sex = male then x.amount else 20 CNY)\n",
            )
        )
    if dice.one_in(2):
        text += f"  unless   {condition(dice, Scope(line='x', row=scope.row, count=scope.count), 1)}\n"
    more = dice.pick(("", "，{x.at}", "，{patient.born}", "，{x.amount}，{x.days}", "，{policy.p_days}"))
    say = "{x.name}数量{x.quantity}" + (f"限{{{scope.row}.most}}" if scope.row else "") + shown + more
    severity = f"  severity {scope.row}.grave\n" if scope.row and dice.one_in(3) else ""
    tail = _tail(dice, say, amount)
    return _head(dice, name) + text + (tail.replace("  severity low\n", severity) if severity else tail)


def _lets(dice: Dice, scope: Scope) -> str:
    if dice.one_in(4):
        scope.flags.append("flag")
        flag = f"  let      flag = {condition(dice, Scope(line='x', row=scope.row, count=scope.count), 1)}\n"
    else:
        flag = ""
    if dice.one_in(6):
        scope.flags.append("wanted")
        flag += '  let      wanted = x.name in {"甲", "乙"}\n'
    if dice.one_in(2):
        return flag
    total = scope.fresh("l")
    where = member_condition(dice, scope, total)
    what = dice.pick((f"sum({total}.quantity", f"count({total}", f"count(distinct {total}.code"))
    collection = dice.pick(("lines", "record.lines"))
    text = f"{flag}  let      total = {what} for {total} in {collection} where ({where}))\n"
    scope.numbers.append("total")
    if dice.one_in(3):
        text += "  let      twice = total * 2\n"
        scope.numbers.append("twice")
    return text


def _cap(dice: Dice, scope: Scope) -> str:
    member = scope.fresh("l")
    where = member_condition(dice, scope, member)
    what = dice.pick(
        (
            f"sum({member}.quantity",
            f"sum({member}.quantity",
            f"count({member}",
            f"count(distinct day({member}.at)",
            f"count(distinct {member}.code",
            f"sum({member}.amount",
        )
    )
    limits = ("1", "2", "policy.p_count", *((f"{scope.row}.most",) if scope.row else ()))
    limit = dice.pick(("50 CNY", "policy.local.money")) if "amount" in what else dice.pick(limits)
    collection = dice.pick(("lines", "lines", "record.lines"))
    condition_ = "" if dice.one_in(4) else f" where ({where})"
    return f"{what} for {member} in {collection}{condition_}) at most {limit}"


def _two_line_rule(dice: Dice, name: str) -> str:
    """A part and a whole: directed pairs, or two binders of which one is in the history."""
    scope = Scope(line="x", other="y", crowded=True)
    collection = dice.pick(("lines", "record.lines", "history.lines"))
    guard = dice.pick(("", " where y.kind = drug", f" where y.at within {length(dice, scope)} before x.at"))
    text = f"  for      x in lines\n  for      y in {collection}{guard}\n"
    if dice.one_in(2):
        text += "  match    p in policy.parts on x.code, y.code\n"
        when = dice.pick(("x on same p.window as y", "x.at on same day as y.at", condition(dice, scope, 1)))
    else:
        when = condition(dice, scope, 1)
    text += f"  when     {when}\n"
    if dice.one_in(3):
        text += f"  unless   {condition(dice, scope, 0)}\n"
    return _head(dice, name) + text + _tail(dice, "{x.name}与{each y.name}，{each y.quantity}")


def _pair_rule(dice: Dice, name: str) -> str:
    """Unordered pairs."""
    if dice.one_in(3):
        text = "  for      a, b in lines where a.kind = drug\n"
    else:
        text = "  for      a, b in lines\n  match    p in drugs.pairs on a.code, b.code\n"
    whens = ["a.at on same day as b.at", "a.use overlaps b.use", "a.code != b.code and a.at within 31 days of b.at"]
    whens += ["a on same p.window as b"] if "match" in text else []
    return _head(dice, name) + text + f"  when     {dice.pick(whens)}\n" + _tail(dice, "{a.name}与{each b.name}")


def _stay_rule(dice: Dice, name: str) -> str:
    """Over the encounter and the history."""
    text = f"  for      s in encounter{dice.pick(('', ' where s.kind = inpatient'))}\n"
    if dice.one_in(2):
        text += f"  for      p in history.encounters{dice.pick(('', ' where p.facility.id = s.facility.id'))}\n"
        when = dice.pick(
            (
                "s.admitted_at within 31 days after p.discharged_at",
                "p.period overlaps s.period",
                "p.kind = s.kind",
                "p.admitted_at within 1 month strictly before s.admitted_at",
            )
        )
    else:
        when = condition(dice, Scope(), 2)
    dated = dice.pick(("", "", "  dated by s.discharged_at\n"))
    return _head(dice, name) + text + dated + f"  when     {when}\n" + _tail(dice, "住院{s.admitted_at}")


def _group_rule(dice: Dice, name: str) -> str:
    """One finding per group."""
    key = dice.pick(("x.code", "x.code, day(x.at)", "x.prescription", "x.kind", "x.quantity"))
    limit = dice.pick(("1", "2", "policy.p_count"))
    where = dice.pick((" where x.kind = drug", " where (x.amount > 10 CNY)", " where x.code in drugs.some", ""))
    text = (
        f"  for      x in lines{where} by {key}\n"
        "  let      all_of = sum(l.quantity for l in lines where (l.code = x.code))\n"
    )
    return _head(dice, name) + text + f"  when     all_of > {limit}\n" + _tail(dice, "{x.name}共{all_of}")


def _diagnosis_rule(dice: Dice, name: str) -> str:
    """Over diagnoses and results."""
    shape = dice.pick(("diagnosis", "diagnosis", "observation", "observation", "entry"))
    if shape == "entry":
        text = "  for      e in entries where e.quantity < 2\n  when     e.amount < 50 CNY\n"
        return _head(dice, name) + text + _tail(dice, "明细{e.name}")
    if shape == "observation":
        text = "  for      o in observations where o.code = albumin\n"
        when = dice.pick(("o.value < 30 g/L", "o.value >= 3 g/dL and o.value <= 35 g/L", "not (o.value > 30 g/L)"))
        return _head(dice, name) + text + f"  when     {when}\n" + _tail(dice, "结果{o.value}")
    when = dice.pick(
        (
            "d.code in clinical.some and patient.sex = male",
            "d.main and not exists l in lines where (l.code in drugs.some)",
            "exists l in lines where (l.at on same month as d.at and l.kind = drug)",
        )
    )
    dated = "  dated by encounter.admitted_at\n" if dice.one_in(2) else ""
    return _head(dice, name) + f"  for      d in diagnoses\n{dated}  when     {when}\n" + _tail(dice, "诊断{d.name}")


RULES = (_line_rule,) * 5 + (_two_line_rule, _two_line_rule, _pair_rule, _stay_rule, _group_rule, _diagnosis_rule)


def rule_files(dice: Dice, facts: dict[str, str]) -> dict[str, str]:
    """Rule files of the nation and of its regions, for a base with these facts."""
    names = [f"r{number}" for number in range(dice.number(3, 6))]
    rules = [dice.pick(RULES)(dice, name) for name in names]
    text = HEAD + "\n".join(rules)
    files = {}
    spared = dice.one_in(2)
    if spared:
        text += f"\n{_exemption(dice, names[0], rules[0], 'id: r0' in facts['policy/limits.yaml'])}"
    region = [_amendment(dice, names[0], "省")] if dice.one_in(2) else []
    if dice.one_in(3):
        region.append(
            f'exempt {names[1]} as local "省例外"\n  cites    law "省"\n'
            "  when     exists ill in diagnoses where (ill.code in clinical.some)\n"
        )
    if spared and dice.one_in(2):
        region.append('withdraw spared from 2025-01-15\n  cites    law "省"\n')
    if dice.one_in(2):
        files["regions/330100/generated.kb"] = f"module policy.generated\n\n{_amendment(dice, names[0], '市')}"
    if region:
        files["regions/330000/generated.kb"] = "module policy.generated\nuse clinical\n\n" + "\n".join(region)
    return {"policy/generated.kb": text, **files}


def _exemption(dice: Dice, name: str, rule: str, has_row: bool) -> str:
    controlled = [phase for phase in ("order", "settle", "audit") if f"\n  {phase:<8} " in rule]
    phases = dice.pick(("", f" in {dice.pick(controlled)}", f" in {', '.join(controlled)}"))
    rows = " row r0" if has_row and "match    m in policy.limits" in rule and dice.one_in(2) else ""
    dates = dice.pick(("", "", "  effective 2025-01-15 ..\n", "  effective .. 2025-01-14\n"))
    scope = Scope(line="x", other="y" if "for      y in" in rule else "") if "x in lines" in rule else Scope()
    scope.crowded = rule.count("\n  for ") > 1 or " a, b in" in rule
    when = condition(dice, scope, 1)
    return f'exempt {name} as spared{rows}{phases} "例外"\n  cites    law "第二条"\n{dates}  when     {when}\n'


def _amendment(dice: Dice, name: str, title: str) -> str:
    """What a region changes of a rule."""
    start = dice.pick(("", f"  effective {dice.pick(DAYS)} ..\n", "  effective .. 2025-01-14\n"))
    said = dice.some(
        (
            "  order    remind\n",
            "  settle   remind\n",
            "  unknown  remind\n",
            "  status   shadow\n",
            '  say      "改"\n',
        ),
        1,
        2,
    )
    order = ("order", "settle", "audit", "severity", "unknown", "status", "say")
    said.sort(key=lambda line: order.index(line.split()[0]))
    return f'amend {name} "{title}"\n  cites    law "{title}"\n{start}{"".join(said)}'
