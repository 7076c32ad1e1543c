"""Training classes, participants, attendance."""
