"""A model and what reading reported to what is reported in the end, and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sanku.catalog.base_file import FILE
from sanku.checks.registry import CHECKS, READ, WARNED, run
from sanku.checks.review.allowances import Allowance, idle, read_allowances
from sanku.checks.review.fixes import with_fixes
from sanku.checks.review.settings import OFF, setting_problems, with_settings
from sanku.diagnostics.blocks import Lines
from sanku.diagnostics.message import Diagnostic, sort_key
from sanku.semantics.nodes import Model

ALLOWABLE = frozenset((*CHECKS, *WARNED))
FIXED = frozenset(READ) - ALLOWABLE


@dataclass(frozen=True, slots=True)
class Allowed:
    """A diagnostic that is not reported, and why."""

    found: Diagnostic
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was found, in file order, and what of it is allowed."""

    found: tuple[Diagnostic, ...]
    allowed: tuple[Allowed, ...] = ()


def review(model: Model | None, read: Iterable[Diagnostic], lines: Lines) -> Reviewed:
    """Run all checks, and apply what the base says of them.

    Args:
        model: Whatever of the base resolved; ``None`` if nothing did.
        read: What reading it reported.
        lines: How to read the lines of its files.
    """
    read = tuple(read)
    if model is None:
        return Reviewed(tuple(sorted(set(with_fixes(read, lines)), key=sort_key)))
    whole = not any(one.is_error for one in read)
    settings = model.catalog.checks
    said = tuple(with_settings((*read, *run(model, whole=whole)), settings))
    allowances: list[Allowance] = []
    problems: list[Diagnostic] = list(setting_problems(settings, ALLOWABLE, FIXED))
    for file in sorted(files_of(model)):
        found, wrong = read_allowances(file, lines(file), ALLOWABLE, FIXED)
        allowances += found
        problems += wrong
    used: set[Allowance] = set()
    allowed: list[Allowed] = []
    reported: list[Diagnostic] = problems
    for one in sorted(set(said), key=sort_key):
        covering = [allowance for allowance in allowances if allowance.covers(one)]
        used.update(covering)
        if covering and one.code in ALLOWABLE:
            allowed.append(Allowed(one, covering[-1]))
        else:
            reported.append(one)
    for allowance in allowances:
        off = allowance.code in settings and settings[allowance.code].severity == OFF
        if whole and allowance not in used and not off:
            reported.append(idle(allowance, lines(allowance.span.file)))
    return Reviewed(tuple(sorted(set(with_fixes(reported, lines)), key=sort_key)), tuple(allowed))


def files_of(model: Model) -> frozenset[str]:
    """Return the rule and fact files of a base, ``kb.yaml`` among them."""
    catalog = model.catalog
    root = "" if catalog.root == "." else f"{catalog.root}/"
    return frozenset((f"{root}{FILE}", *(file.path for file in catalog.rule_files), *_fact_files(model)))


def _fact_files(model: Model) -> Iterator[str]:
    catalog = model.catalog
    for table in catalog.tables.values():
        yield table.span.file
        yield from (layer.span.file for layer in table.layers)
    for parameter in catalog.parameters.values():
        yield parameter.span.file
        yield from (value.span.file for value in parameter.values)
    for code_set in catalog.code_sets.values():
        yield code_set.span.file
        yield from (layer.span.file for layer in code_set.layers)
    yield from (source.span.file for source in catalog.sources.values())
