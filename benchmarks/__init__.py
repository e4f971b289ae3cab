"""What sanku costs, beside a program written by hand and beside other engines; run as ``python -m benchmarks``."""
