"""From a subject's code to what can concern it: rows that are instances, and rules that have to be tried.

Looked up once for each code and kept; the size of a base is felt at the first sight of a code only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanku.catalog.membership import code_matches
from sanku.catalog.nodes import Row
from sanku.core.code import Code, System
from sanku.core.value import CodeList, Value
from sanku.engines.event.claim_view import ClaimView
from sanku.engines.event.fast.enumerate import Exceptions
from sanku.engines.event.fast.functions import RuleFunctions
from sanku.engines.event.knowledge import Knowledge
from sanku.engines.event.rule_versions import RuleVersions
from sanku.engines.event.table_index import TableIndex
from sanku.ir.nodes import ByCode, ByKey, ByRow, RulePlan
from sanku.semantics.nodes import CodeSetValue, Expr, Literal, SetLiteral
from sanku.semantics.versions import RuleVersion

_MOST_CODES = 65536


@dataclass(frozen=True, slots=True, eq=False)
class ActiveRule:
    """A rule that may apply in a pair of chains: its plan, its functions and its versions."""

    plan: RulePlan
    functions: RuleFunctions
    versions: RuleVersions

    def exceptions(self, version: RuleVersion) -> Exceptions:
        """Return the exceptions in force, each with the rows it is limited to."""
        unless = [("unless", None)] if self.plan.rule.unless is not None else []
        exempt = [(one.name, frozenset(one.rows) or None) for one in version.exemptions]
        return [(self.functions.exceptions[name], rows) for name, rows in (*unless, *exempt)]


@dataclass(frozen=True, slots=True)
class Partner:
    """What must be among the event's codes for a rule over pairs to have an instance."""

    collection: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Target:
    """A rule to be tried on a subject; ``rows``: only these can be instances; ``partner``: what must be there too."""

    rule: ActiveRule
    rows: tuple[Row, ...] | None = None
    partner: Partner | None = None


class Dispatch:
    """The rules over one collection, by the code of their subject."""

    def __init__(self, knowledge: Knowledge, rules: Sequence[ActiveRule]) -> None:
        self.everything = tuple(Target(rule) for rule in rules)
        self._knowledge = knowledge
        self._found: dict[tuple[str, str], tuple[Target, ...]] = {}
        self._without = tuple(
            target for target in self.everything if not isinstance(target.rule.plan.dispatch, ByRow | ByKey | ByCode)
        )

    def targets(self, code: object) -> tuple[Target, ...]:
        """Return what can concern a subject with ``code``; all rules if it is not known, few if it has none."""
        if code.__class__ is not Code:
            return self._without if code is None else self.everything
        assert isinstance(code, Code)
        key = (code.system, code.text)
        try:
            return self._found[key]
        except KeyError:
            if len(self._found) >= _MOST_CODES:
                self._found.clear()
            found = self._found[key] = tuple(
                target for one in self.everything if (target := self._target(one.rule, code)) is not None
            )
            return found

    def _target(self, rule: ActiveRule, code: Code) -> Target | None:
        match rule.plan.dispatch:
            case ByRow(table=table):
                index = self._knowledge.table(table)
                places = index.positions(0, code)
                rows = tuple(index.row(place) for place in places if self._may_match(index, place, code))
                return Target(rule, rows) if rows else None
            case ByKey():
                return self._by_key(rule, rule.plan.dispatch, code)
            case ByCode(container=container):
                return Target(rule) if self._may_hold(container, code) else None
            case _:
                return Target(rule)

    def _by_key(self, rule: ActiveRule, dispatch: ByKey, code: Code) -> Target | None:
        index = self._knowledge.table(dispatch.table)
        columns = [(dispatch.column, None if dispatch.partner is None else dispatch.partner[0])]
        if dispatch.partner is not None and index.table.symmetric:
            columns.append((dispatch.partner[0], dispatch.column))
        codes: set[str] = set()
        is_known = True
        found = False
        for column, partner in columns:
            for place in index.positions(column, code):
                found = True
                texts = None if partner is None else codes_of(index.cell(place, index.columns[partner].place))
                is_known = is_known and texts is not None
                codes.update(texts or ())
        if not found:
            return None
        if dispatch.partner is None or not is_known:
            return Target(rule)
        return Target(rule, partner=Partner(dispatch.partner[1], frozenset(codes)))

    def _may_match(self, index: TableIndex, place: int, code: Code) -> bool:
        """Tell whether a row's key is of the code's system; texts alone found it."""
        cell = index.cell(place, index.columns[0].place)
        if isinstance(cell, Code):
            return cell.system == code.system
        return isinstance(cell, CodeList)

    def _may_hold(self, container: Expr, code: Code) -> bool:
        """Tell whether the code is in a guard's set on some day."""
        match container:
            case CodeSetValue(name=name):
                return name in self._knowledge.sets.may_hold(code)
            case SetLiteral(items=items):
                return any(self._may_hold(item, code) for item in items)
            case Literal(value=Code() as value):
                system = self._knowledge.model.catalog.systems.get(code.system, System(code.system))
                return value.system == code.system and code_matches(system, value.text, code.text)
            case _:
                return True


def codes_of(cell: Value) -> tuple[str, ...] | None:
    """Return the codes that a key cell names, ``None`` if it names sets or no codes."""
    match cell:
        case Code(text=text):
            return (text,)
        case CodeList(codes=codes, sets=()):
            return tuple(code.text for code in codes)
        case _:
            return None


def has_partner(claim: ClaimView, partner: Partner, knowledge: Knowledge) -> bool:
    """Tell whether the event holds a code that one of the partner's may match, or one that is not known."""
    texts = claim.code_texts(partner.collection, knowledge.ancestors)
    return texts is None or not partner.codes.isdisjoint(texts)
