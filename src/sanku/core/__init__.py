"""Values every stage speaks of: spans, numbers, units, quantities, moments, codes, types, unknown."""
