"""Rule text to its one canonical form, in Chinese or English."""

from sanku.syntax.format.rule_text import WIDTH, format_rules, language_of

__all__ = ["WIDTH", "format_rules", "language_of"]
