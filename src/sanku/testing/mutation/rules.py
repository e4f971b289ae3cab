"""Faults in what a rule, an exemption, a withdrawal or an amendment asks for, and in its dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from sanku.core.span import Span
from sanku.semantics.nodes import Amendment, Exemption, Let, Model, Rule, Withdrawal
from sanku.testing.mutation.expressions import Fault, faults

Dated = TypeVar("Dated", Rule, Exemption, Amendment)
_ONE_DAY = timedelta(days=1)


def rule_faults(rule: Rule) -> Iterator[tuple[Rule, str, Span]]:
    """Yield a rule with one fault in its conditions, its amount or its dates."""
    for place, binding in enumerate(rule.bindings):
        if binding.where is None:
            continue
        whole = Fault(None, "without where", binding.span)
        for fault in (whole, *faults(binding.where, binding.span)):
            changed = replace(binding, where=fault.node)
            bindings = (*rule.bindings[:place], changed, *rule.bindings[place + 1 :])
            yield replace(rule, bindings=bindings), f"for {binding.name}: {fault.text}", fault.span
    for place, step in enumerate(rule.steps):
        if isinstance(step, Let):
            for fault in faults(step.expr, step.span):
                steps = (*rule.steps[:place], replace(step, expr=fault.node), *rule.steps[place + 1 :])
                yield replace(rule, steps=steps), f"let {step.name}: {fault.text}", fault.span
    if rule.when is not None:
        for fault in faults(rule.when, rule.span):
            yield replace(rule, when=fault.node), f"when: {fault.text}", fault.span
    if rule.cap is not None:
        for fault in faults(rule.cap.aggregate, rule.cap.span):
            if fault.text.endswith("sum becomes max"):
                continue  # a cap adds up what its members bring; the language knows no other
            yield replace(rule, cap=replace(rule.cap, aggregate=fault.node)), f"cap: {fault.text}", fault.span
        for fault in faults(rule.cap.limit, rule.cap.span):
            yield replace(rule, cap=replace(rule.cap, limit=fault.node)), f"cap: {fault.text}", fault.span
    if rule.unless is not None:
        yield replace(rule, unless=None), "without unless", rule.unless.span
        for fault in faults(rule.unless, rule.span):
            yield replace(rule, unless=fault.node), f"unless: {fault.text}", fault.span
    if rule.amount is not None:
        yield replace(rule, amount=None), "without amount", rule.amount.span
        for fault in faults(rule.amount, rule.span):
            yield replace(rule, amount=fault.node), f"amount: {fault.text}", fault.span
    if rule.dated_by is not None:
        yield replace(rule, dated_by=None), "without dated by", rule.dated_by.span
    yield from date_faults(rule)


def date_faults(dated: Dated) -> Iterator[tuple[Dated, str, Span]]:
    """Yield something dated with its first or its last day moved by one."""
    if dated.start is not None and dated.start > date.min:
        for moved in (dated.start - _ONE_DAY, dated.start + _ONE_DAY):
            yield replace(dated, start=moved), f"{_named(dated)}from {dated.start} becomes {moved}", dated.span
    if dated.end is not None and dated.end < date.max:
        for moved in (dated.end - _ONE_DAY, dated.end + _ONE_DAY):
            yield replace(dated, end=moved), f"{_named(dated)}to {dated.end} becomes {moved}", dated.span


def _named(dated: Rule | Exemption | Amendment) -> str:
    return f"exempt {dated.name}: " if isinstance(dated, Exemption) else ""


def exemption_faults(exemption: Exemption) -> Iterator[tuple[Exemption | None, str, Span]]:
    """Yield an exemption with one fault; ``None``: there is none."""
    said = f"exempt {exemption.name}"
    yield None, f"without {said}", exemption.span
    for fault in faults(exemption.condition, exemption.span):
        yield replace(exemption, condition=fault.node), f"{said}: {fault.text}", fault.span
    if exemption.rows:
        yield replace(exemption, rows=()), f"{said}: for every row", exemption.span
    if exemption.phases:
        yield replace(exemption, phases=()), f"{said}: in every phase", exemption.span
        for phase in exemption.phases if len(exemption.phases) > 1 else ():
            rest = tuple(other for other in exemption.phases if other != phase)
            yield replace(exemption, phases=rest), f"{said}: not in {phase}", exemption.span
    yield from date_faults(exemption)


def withdrawal_faults(model: Model, exemption: Exemption) -> Iterator[tuple[tuple[Withdrawal, ...], str, Span]]:
    """Yield the withdrawals of a model with one fault in those of an exemption."""
    for withdrawal in model.withdrawals:
        if withdrawal.exemption != exemption.name:
            continue
        others = tuple(other for other in model.withdrawals if other is not withdrawal)
        yield others, f"without withdraw {exemption.name}", withdrawal.span
        for moved in (withdrawal.start - _ONE_DAY, withdrawal.start + _ONE_DAY):
            text = f"withdraw {exemption.name}: from {withdrawal.start} becomes {moved}"
            yield (*others, replace(withdrawal, start=moved)), text, withdrawal.span


def amendment_faults(model: Model, rule: Rule) -> Iterator[tuple[tuple[Amendment, ...], str, Span]]:
    """Yield the amendments of a model with one fault in those of a rule."""
    for place, amendment in enumerate(model.amendments):
        if amendment.rule != rule.name:
            continue
        before, after = model.amendments[:place], model.amendments[place + 1 :]
        yield (*before, *after), f"without amend {rule.name}", amendment.span
        for changed, text, span in date_faults(amendment):
            yield (*before, changed, *after), f"amend {rule.name}: {text}", span
