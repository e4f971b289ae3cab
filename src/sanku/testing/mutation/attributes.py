"""Faults in what a rule does: controls swapped or left out, severity, bearer, what unknown means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sanku.core.span import Span
from sanku.semantics.nodes import Attributes, Rule

_CONTROLS = {"remind": "self_pay", "self_pay": "block", "block": "self_pay"}
_AUDIT = {"deny": "query", "query": "deny", "deny_if_unjustified": "deny"}
_SEVERITY = {"clear": "high", "high": "low", "low": "high"}
_BEARS = {"hospital": "patient", "patient": "hospital"}
_UNKNOWN = {"pass": "remind", "remind": "pass", "hold": "remind", "block": "remind"}


def attribute_faults(rule: Rule) -> Iterator[tuple[Rule, str, Span]]:
    """Yield a rule with one attribute that says something else, or nothing."""
    for attributes, text in _of(rule.attributes):
        yield replace(rule, attributes=attributes), text, rule.span


def _of(said: Attributes) -> Iterator[tuple[Attributes, str]]:
    for phase, control in said.controls.items():
        other = (_AUDIT if phase == "audit" else _CONTROLS)[control]
        controls = {**said.controls, phase: other}
        yield replace(said, controls=controls), f"{phase} {_words(control)} becomes {_words(other)}"
        rest = {name: effect for name, effect in said.controls.items() if name != phase}
        yield replace(said, controls=rest), f"without {phase} {_words(control)}"
    if isinstance(said.severity, str):
        other = _SEVERITY[said.severity]
        yield replace(said, severity=other), f"severity {said.severity} becomes {other}"
    if said.bears is not None and said.bears in _BEARS:
        yield replace(said, bears=_BEARS[said.bears]), f"bears {said.bears} becomes {_BEARS[said.bears]}"
    if said.unknown is not None:
        other = _UNKNOWN[said.unknown]
        yield replace(said, unknown=other), f"unknown {said.unknown} becomes {other}"


def _words(control: str) -> str:
    return control.replace("_if_", " if ")
