"""Other forms of message to events, and decisions to answers."""
