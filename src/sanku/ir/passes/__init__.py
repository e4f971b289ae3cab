"""The passes in the order in which they run: each takes the model and a plan and returns the plan rearranged."""

from sanku.ir.passes.dispatch import dispatch
from sanku.ir.passes.flatten import flatten
from sanku.ir.passes.keys import keys
from sanku.ir.passes.order import order
from sanku.ir.passes.stage import stage

PASSES = (flatten, keys, stage, order, dispatch)

__all__ = ["PASSES"]
