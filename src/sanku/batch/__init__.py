"""Many events from a file to a file of decisions: worker processes, order kept, resumable, never half a file."""

from sanku.batch.chunks import SourceError
from sanku.batch.judge import Judge, Refusal
from sanku.batch.run import Report, Summary, run_batch

__all__ = ["Judge", "Refusal", "Report", "SourceError", "Summary", "run_batch"]
