"""From what an engine found to the decision that is shown."""

from sanku.judgement.decide import decide

__all__ = ["decide"]
