"""The claim event, what is read of it, and the decision about it."""
