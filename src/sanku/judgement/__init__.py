"""From what an engine found to the decision that is shown."""

from sanku.judgement.decide import decide
from sanku.judgement.quiet import Regions, nothing_found
from sanku.judgement.retroactive import Late, late_parameters

__all__ = ["Late", "Regions", "decide", "late_parameters", "nothing_found"]
