"""Rule text to syntax tree, and expressions back to text."""

from sanku.syntax.parse import parse_bytes, parse_expr, parse_text
from sanku.syntax.show import quote, show_expr
from sanku.syntax.stored import parse_kept
from sanku.syntax.walk import children, walk

__all__ = ["children", "parse_bytes", "parse_expr", "parse_kept", "parse_text", "quote", "show_expr", "walk"]
