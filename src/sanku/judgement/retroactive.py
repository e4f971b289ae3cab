"""Was an instance judged by something published after its day? (semantics 33)"""

from __future__ import annotations

from sanku.catalog.layers import parameter_value
from sanku.claim.facts import Facts
from sanku.judgement.results import Instance
from sanku.semantics.nodes import Model
from sanku.semantics.walk import parameters_of


def is_retroactive(model: Model, facts: Facts, instance: Instance) -> bool:
    """Tell whether the rule, a row or a parameter it reads was published after the governing date."""
    late_rows = any(row.published is not None and row.published > instance.day for row in instance.rows)
    if instance.version.retroactive or late_rows:
        return True
    for name in parameters_of(model, instance.version.rule):
        parameter = model.catalog.parameters[name]
        region = facts.insured_region if parameter.region == "insured" else facts.care_region
        value = parameter_value(parameter, model.catalog.chain(region), instance.day)
        if value is not None and value.published is not None and value.published > instance.day:
            return True
    return False
