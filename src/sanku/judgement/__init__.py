"""From what an engine found to the decision that is shown."""

from sanku.judgement.decide import decide
from sanku.judgement.retroactive import Late, late_parameters

__all__ = ["Late", "decide", "late_parameters"]
