"""``match-of-alternatives``: rows are alternatives, and the rule demands all of them."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.catalog.nodes import Table
from sanku.checks.controls import conjuncts
from sanku.checks.uses import rows_sharing_key
from sanku.diagnostics.message import Diagnostic, Label, Severity
from sanku.semantics import nodes
from sanku.semantics.nodes import Match, Model, Rule
from sanku.semantics.walk import walk

NEEDS_ALL = True


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per ``match`` that fires where a value is not that of the row, and two rows ask for others."""
    for rule in model.rules.values():
        for match in rule.matches:
            table = model.catalog.tables[match.table]
            columns = set(_wanted(rule, match)) if not match.gathered and table.match == "all" else set()
            for one, two in rows_sharing_key(table, model.catalog) if columns else ():
                if any(_differ(one.cells, two.cells, table, name) for name in columns):
                    yield Diagnostic(
                        code="match-of-alternatives",
                        message=f"`{rule.name}` demands both row `{one.id}` and row `{two.id}` of `{table.name}`",
                        span=match.span,
                        severity=Severity.WARNING,
                        labels=(Label(one.span, "one"), Label(two.span, "the other")),
                        help="if one of them is enough: `gather rows in …` and `not exists row in rows where (…)`",
                    )
                    break


def _wanted(rule: Rule, match: Match) -> Iterator[str]:
    """Yield the columns that a value has to be in, or equal to, for the rule not to fire."""
    for part in conjuncts(rule.when):
        match part:
            case nodes.Contains(negated=True, container=nodes.Cell() as cell) if cell.row == match.row:
                yield cell.column
            case nodes.Compare(op="!=", left=nodes.Cell() as cell) | nodes.Compare(op="!=", right=nodes.Cell() as cell):
                if cell.row == match.row:
                    yield cell.column
            case nodes.Not(item=item):
                for inner in walk(item):
                    if isinstance(inner, nodes.Contains) and not inner.negated:
                        held = inner.container
                        if isinstance(held, nodes.Cell) and held.row == match.row:
                            yield held.column
            case _:
                continue


def _differ(one: tuple[object, ...], two: tuple[object, ...], table: Table, column: str) -> bool:
    place = table.index(column)
    return one[place] != two[place]
