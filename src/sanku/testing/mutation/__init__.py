"""Faults planted one at a time in rules and facts: which of them do the cases notice?"""

from sanku.testing.mutation.judge import Verdict
from sanku.testing.mutation.run import Score, Survivor, mutation_score
from sanku.testing.mutation.show import score_json, score_lines

__all__ = ["Score", "Survivor", "Verdict", "mutation_score", "score_json", "score_lines"]
