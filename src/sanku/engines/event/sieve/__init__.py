"""The sieve: which rules cannot concern which members of a plain message, told without building its facts."""
