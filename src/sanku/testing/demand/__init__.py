"""What is asked of a base from outside, and which rules and cases answer it."""

from sanku.testing.demand.from_yaml import FILE, read_register
from sanku.testing.demand.nodes import KINDS, Entry, Register
from sanku.testing.demand.references import dangling

__all__ = ["FILE", "KINDS", "Entry", "Register", "dangling", "read_register"]
