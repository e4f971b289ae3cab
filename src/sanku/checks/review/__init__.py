"""What was found of a base, after what its authors said of it: severities, allowances in place, fixes."""

from sanku.checks.review.allowances import Allowance, read_allowances
from sanku.checks.review.review import Allowed, Reviewed, review

__all__ = ["Allowance", "Allowed", "Reviewed", "read_allowances", "review"]
