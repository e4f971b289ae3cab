"""Files of this folder to builtins by name: each file that holds a ``BUILTIN`` is one."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from sanku.builtins.nodes import Builtin

_NOT_BUILTINS = ("nodes", "kinds", "registry")


def _found() -> dict[str, Builtin]:
    names = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    modules = [import_module(f"sanku.builtins.{name}") for name in names if name not in _NOT_BUILTINS]
    builtins: list[Builtin] = [module.BUILTIN for module in modules]
    return {builtin.name: builtin for builtin in builtins}


BUILTINS: Mapping[str, Builtin] = MappingProxyType(_found())
"""Every builtin by name, in name order."""
