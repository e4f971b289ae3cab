"""What commands have in common in their options; imports nothing, so that a command pays for what it uses."""

DEFAULT = "knowledge"
"""Where the base is, if none is named."""
