"""What a record of a rule holds, by how the rule finds its rows."""

from __future__ import annotations

from enum import Enum, auto

from sanku.core.types import EnumType, TextType
from sanku.ir.nodes import ByCode, ByKey, ByRow, RulePlan
from sanku.semantics.nodes import Model

FIRST = 4
"""Places of a record before its operands: function, text of the code, rules, positions of rows (-1: no one row)."""
TEXT = 1
"""Place of the text of the member's code: ``None`` if it has none, ``UNSET`` if that is not known."""
WINDOW = 2
"""Places of a row's operands inside a record before the first one: the ordinals of its first and last day."""


class Shape(Enum):
    """What a record of a rule holds."""

    PLAIN = auto()
    """Nothing: the rule has no rows and no other member."""
    ROW = auto()
    """One row that the subject's code picks, and nothing else."""
    GATHERED = auto()
    """All rows that the subject's code picks."""
    PAIR = auto()
    """The codes that another member may have; ``None`` if they are not known."""
    LOOKUP = auto()
    """How to find the rows of a text or a member of a closed list."""
    OTHER = auto()
    """Nothing: only guards can be asked."""


def shape_of(model: Model, plan: RulePlan) -> Shape:
    """Return the shape of a rule's records.

    The place in a group, or the governing date, may be unknown whatever the conditions say: then only guards are asked.
    """
    if plan.rule.by or plan.rule.dated_by is not None:
        return Shape.OTHER
    if not plan.matches:
        return Shape.PLAIN if not plan.others else Shape.PAIR if len(plan.others) == 1 else Shape.OTHER
    if len(plan.matches) > 1:
        return Shape.OTHER
    keyed = plan.matches[0]
    table = model.catalog.tables[keyed.match.table]
    names = [name for name in keyed.codes if name]
    if len(names) != len(keyed.match.keys):
        kinds = [table.columns[table.index(name)].type for name in table.key]
        is_text = len(kinds) == 1 and isinstance(kinds[0], TextType | EnumType)
        alone = len(plan.others) < 2 and not keyed.match.gathered and not isinstance(plan.dispatch, ByCode)
        return Shape.LOOKUP if is_text and alone else Shape.OTHER
    if not isinstance(plan.dispatch, ByRow | ByKey):
        return Shape.OTHER
    if names == [plan.subject.name] and not plan.others:
        if keyed.match.gathered:
            return Shape.GATHERED if table.match == "all" else Shape.OTHER
        return Shape.ROW
    if len(plan.others) == 1 and sorted(names) == sorted((plan.subject.name, plan.others[0].name)):
        return Shape.PAIR
    return Shape.OTHER
