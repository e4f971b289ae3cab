"""Files of this folder to checks by code; a model to what all of them find."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from sanku.diagnostics.message import Diagnostic, Fix, sort_key
from sanku.semantics.nodes import Model

Check = Callable[[Model], Iterator[Diagnostic]]
Mend = Callable[[Diagnostic, Sequence[str]], Fix | None]
"""From a diagnostic and the lines of its file to what would mend it."""

_FOLDER = Path(__file__).parent
_READING = _FOLDER / "reading"
_NOT_CHECKS = ("registry", "controls", "removals", "uses")
_MODULES = MappingProxyType({
    module.name.replace("_", "-"): import_module(f"sanku.checks.{module.name}")
    for module in pkgutil.iter_modules([str(_FOLDER)])
    if module.name not in _NOT_CHECKS and not module.ispkg
})  # fmt: skip

CHECKS: Mapping[str, Check] = MappingProxyType({code: module.check for code, module in sorted(_MODULES.items())})
"""Every check by the code of the diagnostics it gives."""

FIXES: Mapping[str, Mend] = MappingProxyType({
    code: module.fix for code, module in sorted(_MODULES.items()) if hasattr(module, "fix")
})  # fmt: skip
"""What the checks that can mend something would do."""

READ: tuple[str, ...] = tuple(sorted(path.stem.replace("_", "-") for path in _READING.glob("*.md")))
"""Codes of what reading reports, that have a page: names, types, dates, shapes, and how checks are allowed."""

WARNED = ("supersede-drops-codes", "uncited-fact", "undated-fact", "unused-csv")
"""What reading only warns of: as a check, it can be allowed and given another severity."""

_NEEDS_ALL = frozenset(code for code, module in _MODULES.items() if getattr(module, "NEEDS_ALL", False))
"""Checks that say what is missing, or compare facts: beside what could not be read they would report what follows."""


def run(model: Model, *, whole: bool = True) -> tuple[Diagnostic, ...]:
    """Return what all checks find in a model, in file order.

    Args:
        model: Whatever of a base resolved.
        whole: Whether all of it did; if not, nothing is said to be missing.
    """
    checks = [check for code, check in CHECKS.items() if whole or code not in _NEEDS_ALL]
    found = {diagnostic: None for check in checks for diagnostic in check(model)}
    return tuple(sorted(found, key=sort_key))


def page(code: str) -> str | None:
    """Return the page of a check, or of what reading reports; ``None`` if there is no such code."""
    if code not in CHECKS and code not in READ:
        return None
    folder = _FOLDER if code in CHECKS else _READING
    return (folder / f"{code.replace('-', '_')}.md").read_text(encoding="utf-8")
