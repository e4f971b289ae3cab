"""What was found of a base, after what its authors said of it: severities, allowances in place, fixes."""

from sanku.checks.review.allowances import Allowance, read_allowances
from sanku.checks.review.review import ALLOWABLE, Allowed, Reviewed, review

__all__ = ["ALLOWABLE", "Allowance", "Allowed", "Reviewed", "read_allowances", "review"]
