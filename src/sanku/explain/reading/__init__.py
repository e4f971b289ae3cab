"""Rules to sentences, and what surrounds them, for those who read no rules."""
