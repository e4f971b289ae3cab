"""Which cases name a rule: in ``rules``, or in what they expect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sanku.semantics.nodes import Model
from sanku.testing.cases import SUFFIX, Case


def cases_by_rule(model: Model, cases: Iterable[tuple[Path, Case]]) -> Mapping[str, tuple[Case, ...]]:
    """Return the cases that name each rule, in the order given.

    A name without its module is a rule of the file beside the cases.
    """
    beside: dict[tuple[str, str], str] = {}
    for name, rule in model.rules.items():
        beside[Path(rule.span.file).stem, name.rpartition(".")[2]] = name
    found: dict[str, list[Case]] = {name: [] for name in model.rules}
    for path, case in cases:
        stem = path.name.removesuffix(SUFFIX)
        names = {named if named in found else beside.get((stem, named), "") for named in _named(case)}
        for name in names & found.keys():
            found[name].append(case)
    return {name: tuple(each) for name, each in found.items()}


def _named(case: Case) -> Iterator[str]:
    """Yield the rules that a case names."""
    yield from case.rules
    for key in ("findings", "excepted", "undetermined"):
        listed = case.expect.get(key)
        for entry in listed if isinstance(listed, list) else ():
            named = entry.get("rule") if isinstance(entry, dict) else entry
            if isinstance(named, str):
                yield named
