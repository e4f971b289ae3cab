"""Checks of meaning over the model: one file and one page each, found by file name."""

from sanku.checks.registry import CHECKS, FIXES, READ, page, run

__all__ = ["CHECKS", "FIXES", "READ", "page", "run"]
