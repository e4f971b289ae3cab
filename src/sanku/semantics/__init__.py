"""Syntax trees and facts to the model: names, types, units, windows, overlays."""

from sanku.semantics.digest import finding_digest, row_digest
from sanku.semantics.from_syntax import build_model, resolve_model
from sanku.semantics.load import Loaded, load_model, read_base
from sanku.semantics.nodes import Model
from sanku.semantics.show import show_model, show_rule

__all__ = [
    "Loaded",
    "Model",
    "build_model",
    "finding_digest",
    "load_model",
    "read_base",
    "resolve_model",
    "row_digest",
    "show_model",
    "show_rule",
]
