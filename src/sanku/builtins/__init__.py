"""Builtins: one function of the language a file, found by file name."""

from sanku.builtins.nodes import Argument, Builtin, Env, Example, Parameter
from sanku.builtins.registry import BUILTINS

__all__ = ["BUILTINS", "Argument", "Builtin", "Env", "Example", "Parameter"]
