"""Official releases to tables of a base."""

from sanku.importing.merge import Changes
from sanku.importing.run import Import, prepare
from sanku.importing.table_file import write_table

__all__ = ["Changes", "Import", "prepare", "write_table"]
