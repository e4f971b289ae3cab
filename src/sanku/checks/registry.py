"""Files of this folder to checks by code; a model to what all of them find."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from sanku.diagnostics.message import Diagnostic, sort_key
from sanku.semantics.nodes import Model

Check = Callable[[Model], Iterator[Diagnostic]]

_FOLDER = Path(__file__).parent
_NOT_CHECKS = ("registry", "controls")


def _found() -> dict[str, Check]:
    names = sorted(module.name for module in pkgutil.iter_modules([str(_FOLDER)]) if module.name not in _NOT_CHECKS)
    return {name.replace("_", "-"): import_module(f"sanku.checks.{name}").check for name in names}


CHECKS: Mapping[str, Check] = MappingProxyType(_found())
"""Every check by the code of the diagnostics it gives."""


_OF_ABSENCE = ("rowless-rule", "stale-source", "unused-definition")
"""Checks that report what is missing: beside a file that could not be read, they report what stands in that file."""


def run(model: Model, *, whole: bool = True) -> tuple[Diagnostic, ...]:
    """Return what all checks find in a model, in file order.

    Args:
        model: Whatever of a base resolved.
        whole: Whether all of it did; if not, nothing is said to be missing.
    """
    checks = [check for code, check in CHECKS.items() if whole or code not in _OF_ABSENCE]
    found = {diagnostic: None for check in checks for diagnostic in check(model)}
    return tuple(sorted(found, key=sort_key))


def page(code: str) -> str | None:
    """Return the page of a check, or ``None`` if there is no such check."""
    path = _FOLDER / f"{code.replace('-', '_')}.md"
    return path.read_text(encoding="utf-8") if code in CHECKS else None
