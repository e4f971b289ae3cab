"""Checks of meaning over the model: one file and one page each, found by file name."""

from sanku.checks.registry import CHECKS, page, run

__all__ = ["CHECKS", "page", "run"]
