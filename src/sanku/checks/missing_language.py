"""``missing-language``: a message lacks a language in which the others are said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sanku.checks.controls import attribute_sets
from sanku.diagnostics.message import Diagnostic, Severity
from sanku.semantics.nodes import Model


def check(model: Model) -> Iterator[Diagnostic]:
    """Yield one warning per rule without a language that most have, and per amendment that leaves one as it was."""
    said_by = Counter(
        language for rule in model.rules.values() for language in {one.language for one in rule.attributes.says}
    )
    usual = {language for language, count in said_by.items() if count * 2 > len(model.rules)}
    for rule in model.rules.values():
        own = {one.language for one in rule.attributes.says}
        for said, span in attribute_sets(model, rule):
            spoken = {one.language for one in said.says}
            lacking = (usual if said is rule.attributes else own) - spoken if spoken else set()
            for language in sorted(lacking):
                kept = "" if said is rule.attributes else ", which stays as it was"
                yield Diagnostic(
                    code="missing-language",
                    message=f"the message of `{rule.name}` is not said in `{language}`{kept}",
                    span=span,
                    severity=Severity.WARNING,
                    help=f'add `say {language} "…"`',
                )
