"""The slow path: one instance looked at closely, with causes, evidence, near misses, messages and amount."""
