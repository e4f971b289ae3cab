"""New files that are green from the first minute: a base, a rule, a table, a code set, a region."""

from sanku.scaffold.write import KINDS, RefusedError, new_files

__all__ = ["KINDS", "RefusedError", "new_files"]
