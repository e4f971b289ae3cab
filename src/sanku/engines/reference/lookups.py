"""Facts of the knowledge base on the governing date: parameters, code sets, code lists (semantics 8, 10, 29).

Everything is resolved in the layer chain of its own region kind.
"""

from __future__ import annotations

from sanku.catalog.layers import parameter_value
from sanku.catalog.membership import contains, matched_length
from sanku.core.code import Code
from sanku.core.moment import Moment
from sanku.core.unknown import unknown
from sanku.core.value import CodeList, Value
from sanku.engines.reference.scope import Scope

BENEFIT_YEAR_START = "policy.benefit_year_start"
"""Parameter whose month and day begin the benefit year of the insured region (semantics 22)."""


def parameter_in_force(name: str, scope: Scope) -> Value:
    """Return a parameter's value on the governing date; unknown if none is in force."""
    parameter = scope.model.catalog.parameters[name]
    found = parameter_value(parameter, scope.chain(parameter.region), scope.day)
    return unknown(name, "parameter") if found is None else found.value


def benefit_start(scope: Scope) -> tuple[int, int]:
    """Return the month and day on which a benefit year begins; 1 January if nothing is said."""
    parameter = scope.model.catalog.parameters.get(BENEFIT_YEAR_START)
    found = None if parameter is None else parameter_value(parameter, scope.chain("insured"), scope.day)
    if found is None or not isinstance(found.value, Moment):
        return (1, 1)
    return (found.value.day.month, found.value.day.day)


def code_set_holds(name: str, code: Value, scope: Scope) -> bool:
    """Tell whether a code is in a named set; a code of another system is not."""
    code_set = scope.model.catalog.code_sets[name]
    if not isinstance(code, Code) or code.system != code_set.system:
        return False
    return contains(scope.model.catalog, name, scope.chain(code_set.region), scope.day, code.text)


def codes_hold(codes: CodeList, code: Value, scope: Scope) -> bool:
    """Tell whether a code is below one of the codes of a list, or in one of its sets."""
    return match_length(codes, code, scope) is not None


def is_below(ancestor: Code, code: Value, scope: Scope) -> bool:
    """Tell whether a code is ``ancestor`` or lies below it at a level boundary (semantics 29)."""
    return match_length(CodeList((ancestor,)), code, scope) is not None


def match_length(codes: CodeList, code: Value, scope: Scope) -> int | None:
    """Return the length of the longest member of a list by which a code is in it (semantics 28), or ``None``."""
    if not isinstance(code, Code):
        return None
    catalog = scope.model.catalog
    lengths = [matched_length(catalog, CodeList(codes.codes), scope.chain("insured"), scope.day, code)]
    for name in codes.sets:
        chain = scope.chain(catalog.code_sets[name].region)
        lengths.append(matched_length(catalog, CodeList((), (name,)), chain, scope.day, code))
    return max((length for length in lengths if length is not None), default=None)
