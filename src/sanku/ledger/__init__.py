"""The ledger: reminders shown, answers given, decisions made; append-only and chained by hash."""
