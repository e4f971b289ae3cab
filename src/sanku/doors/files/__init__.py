"""Events from files and standard input: JSON, a list of events, or one event a line."""

from sanku.claim.decoding import Problem
from sanku.doors.files.events import read_events

__all__ = ["Problem", "read_events"]
