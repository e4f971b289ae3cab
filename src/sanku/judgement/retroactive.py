"""Was an instance judged by something published after its day? (semantics 33)"""

from __future__ import annotations

from collections.abc import Mapping

from sanku.catalog.layers import parameter_value
from sanku.catalog.nodes import ParameterFacts
from sanku.claim.facts import Facts
from sanku.judgement.results import Instance
from sanku.semantics.nodes import Model
from sanku.semantics.walk import parameters_of

Late = Mapping[str, tuple[str, ...]]
"""By rule: the parameters it reads that have a value published after it began to hold; no entry if it reads none."""


def late_parameters(model: Model) -> Late:
    """Return what, beside its rule and rows, can make an instance retroactive: found once for a base."""
    late = {name for name, parameter in model.catalog.parameters.items() if _is_late(parameter)}
    if not late:
        return {}
    read = {
        name: tuple(found for found in parameters_of(model, rule) if found in late)
        for name, rule in model.rules.items()
    }
    return {name: found for name, found in read.items() if found}


def _is_late(parameter: ParameterFacts) -> bool:
    """Tell whether some day sees a value that was published after it."""
    return any(
        value.published is not None and (value.start is None or value.published > value.start)
        for value in parameter.values
    )


def is_retroactive(model: Model, facts: Facts, instance: Instance, late: Late) -> bool:
    """Tell whether the rule, a row or a parameter it reads was published after the governing date."""
    late_rows = any(row.published is not None and row.published > instance.day for row in instance.rows)
    if instance.version.retroactive or late_rows:
        return True
    for name in late.get(instance.version.rule.name, ()):
        parameter = model.catalog.parameters[name]
        region = facts.insured_region if parameter.region == "insured" else facts.care_region
        value = parameter_value(parameter, model.catalog.chain(region), instance.day)
        if value is not None and value.published is not None and value.published > instance.day:
            return True
    return False
