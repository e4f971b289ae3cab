"""Events from files and standard input: JSON, a list of events, or one event a line."""

from sanku.claim.decoding import Problem
from sanku.doors.files.events import read_events
from sanku.doors.files.judging import decide_file

__all__ = ["Problem", "decide_file", "read_events"]
