"""SQLite in memory: rows and pairs in tables clustered by code, the claim in temporary ones, one statement a family.

The statements are prepared once; indications are rows of prefixes, so that no text is compared by pattern.
"""

from __future__ import annotations

import sqlite3

from benchmarks.claims import Claim
from benchmarks.hand import ENCOUNTER, READMISSION, WINDOW, Answer
from benchmarks.rows import Row

_TABLES = f"""
create table single (code, family, a, b, id, primary key (code, family)) without rowid;
create table pair (code, other, family, id, primary key (code, other, family)) without rowid;
create table prefix (id, prefix, primary key (id, prefix)) without rowid;
create temp table line (number integer primary key, code, day, quantity, dose, days);
create temp table diagnosis (prefix primary key) without rowid;
create temp table past (code, day, quantity);
create index temp.line_code on line (code);
create index temp.past_code on past (code);
create temp view broken as
select s.id, l.number from line l cross join single s on s.code = l.code where s.family = 'dose'
  and (l.dose > s.a or (l.days > s.b and not (select inpatient from claim)))
union all select s.id, l.number from line l cross join single s on s.code = l.code cross join claim c where
  (s.family = 'sex' and c.sex <> s.a) or (s.family = 'age' and c.age not between s.a and s.b)
  or (s.family = 'level' and c.level < s.a)
union all select s.id, l.number from line l cross join single s on s.code = l.code where s.family = 'indication'
  and not exists (select 1 from diagnosis d cross join prefix p on p.id = s.id and p.prefix = d.prefix)
union all select p.id, l.number from line l cross join pair p on p.code = l.code where case p.family
  when 'drug_pair' then exists (select 1 from line o where o.code = p.other)
  else exists (select 1 from line o where o.code = p.other and o.day = l.day) end
union all select s.id, l.number from line l cross join single s on s.code = l.code where s.family = 'per_day'
  and (select sum(quantity) from line o where o.code = l.code and o.day = l.day) > s.a
union all select s.id, l.number from line l cross join single s on s.code = l.code where s.family = 'cumulation'
  and (select sum(quantity) from line o where o.code = l.code and o.day between l.day - {WINDOW} and l.day)
    + (select ifnull(sum(quantity), 0) from past o where o.code = l.code and o.day between l.day - {WINDOW} and l.day)
    > s.a
union all select s.id, {ENCOUNTER} from claim c cross join single s on s.code = c.facility where c.inpatient
  and s.family = 'readmission'
  and exists (select 1 from discharge d where d.facility = c.facility and c.day - d.day between 0 and {READMISSION});
"""  # noqa: S608 - only constants of ours are filled in


class Sqlite:
    """The rows in a database."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        """Fill the tables."""
        self.database = sqlite3.connect(":memory:", isolation_level=None, cached_statements=256)
        self.database.execute("create temp table claim (sex, age, level, facility, day, inpatient)")
        self.database.execute("create temp table discharge (facility, day)")
        self.database.executescript(_TABLES)
        with self.database as database:
            database.execute("begin")
            for row in rows:
                self._add(row)

    def _add(self, row: Row) -> None:
        execute = self.database.execute
        if row.family in ("drug_pair", "same_day"):
            execute("insert into pair values (?, ?, ?, ?)", (*row.code.split(), row.family, row.id))
            return
        limits = row.cells if row.family != "indication" else ()
        a, b, *_ = (*limits, None, None)
        execute("insert into single values (?, ?, ?, ?, ?)", (row.code, row.family, a, b, row.id))
        if row.family == "indication" and isinstance(row.cells[0], tuple):
            self.database.executemany("insert into prefix values (?, ?)", ((row.id, one) for one in row.cells[0]))

    def judge(self, claim: Claim) -> Answer:
        """Return what is broken."""
        execute, many = self.database.execute, self.database.executemany
        execute("begin")
        for table in ("claim", "line", "diagnosis", "past", "discharge"):
            execute(f"delete from {table}")  # noqa: S608 - the names stand in the line above
        execute(
            "insert into claim values (:sex, :age, :level, :facility, :day, :inpatient)",
            {key: claim[key] for key in ("sex", "age", "level", "facility", "day", "inpatient")},
        )
        many("insert into line values (:number, :code, :day, :quantity, :dose, :days)", claim["lines"])
        prefixes = {code[:size] for code in claim["diagnoses"] for size in (3, 5, 7)}
        many("insert into diagnosis values (?)", ((one,) for one in prefixes))
        many("insert into past values (?, ?, ?)", claim["history"])
        many("insert into discharge values (?, ?)", claim["discharges"])
        found: Answer = execute("select * from broken").fetchall()
        execute("commit")
        return found
