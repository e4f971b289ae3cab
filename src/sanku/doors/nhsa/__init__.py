"""The national messages 3101 and 3102: requests to events."""

from sanku.doors.nhsa.message import MessageRefused, is_message, read_message

__all__ = ["MessageRefused", "is_message", "read_message"]
