"""Faults planted one at a time in rules and facts: which of them do the cases notice?"""

from sanku.testing.mutation.judge import Bench, Verdict, bench_of, judged
from sanku.testing.mutation.nodes import Mutant
from sanku.testing.mutation.plant import Unit, mutants_of, units_of

__all__ = ["Bench", "Mutant", "Unit", "Verdict", "bench_of", "judged", "mutants_of", "units_of"]
