"""Plans: rules as the event engine will run them."""

from sanku.ir.from_model import plan_of, plans_of
from sanku.ir.nodes import RulePlan
from sanku.ir.show import show_plan

__all__ = ["RulePlan", "plan_of", "plans_of", "show_plan"]
